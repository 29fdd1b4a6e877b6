"""kplr and everest: JSON, a list of objects by label; every value a text that the client casts; words for no rows."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode
from urllib.request import urlopen

CASTS = {"EPIC": int, "K2 ID": int, "RA": float, "Dec": float, "KepMag": float, "Campaign": int, "Period": float}


class NoRows(Exception):
    """The service said that there are none."""


def rows(base: str, table: str, **words: object) -> list[dict[str, Any]]:
    """The rows of a table, each value cast by its label; a value of "" is nothing."""
    asked = {
        "action": "Search",
        "outputformat": "JSON",
        "coordformat": "dec",
        "verb": 3,
        "max_records": 999999,
        **words,
    }
    text = urlopen(f"{base}/{table}/search.php?{urlencode(asked)}").read().decode()
    try:
        found = json.loads(text)
    except ValueError:
        if "no rows" in text:
            raise NoRows from None
        raise
    return [{name: _cast(name, value) for name, value in row.items()} for row in found]


def _cast(name: str, value: str) -> Any:
    if value == "":
        return None
    return CASTS.get(name, str)(value)
