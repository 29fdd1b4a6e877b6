"""JSON read without losing a word of it: of a key that stands twice, parsers would drop the first unsaid."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import orjson


class NotJson(ValueError):
    """A text that is no JSON; the message says where."""


class Twice(ValueError):
    """An object has a key twice.

    Parameters
    ----------
    same : whether both stand for the same value.
    """

    def __init__(self, key: str, *, same: bool) -> None:
        super().__init__(f"“{key[:60]}” stands twice in one object, and only one could be read. Send each key once")
        self.key = key
        self.same = same


def read(text: bytes | str) -> Any:
    """The value that a text spells.

    Raises
    ------
    NotJson, Twice
    """
    try:
        value = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise NotJson(str(error)) from error
    # What is nested deeper than this second reader goes is for the caller to refuse by its shape.
    with suppress(RecursionError, json.JSONDecodeError):
        json.loads(text, object_pairs_hook=_once)
    return value


def _once(pairs: list[tuple[str, Any]]) -> None:
    """Refuse an object with a key twice. Objects become None, so that no second document is built."""
    seen: dict[str, Any] = {}
    for key, value in pairs:
        if key in seen:
            raise Twice(key, same=seen[key] == value)
        seen[key] = value
