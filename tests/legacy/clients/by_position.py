"""PyKE: CSV of the stars in Kepler's field, cells by their number; and the same for any classic table."""

from __future__ import annotations

from urllib.error import HTTPError
from urllib.request import urlopen

FIELD_OF_VIEW = {"ra": 0, "dec": 1, "kepler_id": 3, "kepmag": 43, "skygroup": 74}


class Nothing(Exception):
    """There is nothing that could be read by position; the first line of the answer."""


def cells(address: str, columns: dict[str, int]) -> list[dict[str, str]]:
    """Cells by number from every line below the types; whoever answers something else is told so."""
    try:
        text = urlopen(address).read().decode()
    except HTTPError as error:
        raise Nothing(error.read().decode().split("\n")[0]) from None
    lines = text.splitlines()
    if not lines or "no rows found" in lines[0]:
        raise Nothing(lines[0] if lines else "")
    rows = [line.split(",") for line in lines[2:] if line]
    return [{name: row[number].strip() for name, number in columns.items()} for row in rows]
