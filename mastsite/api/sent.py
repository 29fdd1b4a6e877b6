"""The JSON body of a request, read without losing a word of it."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import orjson

from mastsite.api.faults import ApiError, refused
from mastsite.search.params import Fault


def read(body: bytes) -> Any:
    """The value that a body spells.

    Raises
    ------
    ApiError : 400; it is no JSON, or an object in it has a key twice, of which parsers would drop the first unsaid.
    """
    try:
        value = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        said = f"The request is not JSON: {error}. Send an object such as " + '{"limit": 10}.'
        raise ApiError(400, said, [Fault("body", "", said)]) from error
    # What is nested deeper than this second reader goes, the models refuse in their own words.
    with suppress(RecursionError, ValueError):
        json.loads(body, object_pairs_hook=_once)
    return value


def _once(pairs: list[tuple[str, Any]]) -> None:
    """Refuse an object with a key twice. Objects become None, so that no second document is built."""
    seen: dict[str, Any] = {}
    for key, value in pairs:
        if key in seen:
            said = f"“{key[:60]}” stands twice in one object, and only one could be read. Send each key once"
            said += "; two conditions on one column are two objects of the list." if seen[key] != value else "."
            raise refused([Fault(key[:200], "twice", said)])
        seen[key] = value
