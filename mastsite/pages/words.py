"""Small words of pages: units as they are written beside boxes and above columns, numbers, plurals."""

from __future__ import annotations

import re

from mastsite.search.declare import Column

_SPOKEN = {
    "deg": "degrees", "Angstrom": "ångström", "Angstrom/pix": "ångström per pixel", "s": "seconds", "h": "hours", "d": "days",
    "yr": "years", "Gyr": "billion years", "pix": "pixels", "deg / pix": "degrees per pixel", "mag": "magnitudes", "K": "kelvin",
    "M_sun": "solar masses", "solMass": "solar masses", "solMass/yr": "solar masses a year", "R_sun": "solar radii",
    "solRad": "solar radii", "M_earth": "Earth masses", "R_earth": "Earth radii", "AU": "au", "pc": "parsec", "%": "per cent",
}  # fmt: skip
"""Beside a box, where there is room and a screen reader says it."""

_SHORT = {
    "deg": "°", "Angstrom": "Å", "Angstrom/pix": "Å/pix", "deg / pix": "°/pix", "M_sun": "M☉", "solMass": "M☉", "solMass/yr": "M☉/yr",
    "R_sun": "R☉", "solRad": "R☉", "M_earth": "M⊕", "R_earth": "R⊕", "AU": "au",
}  # fmt: skip
"""Above a column, where it is heard at every cell."""


_NUMBERS_ALOUD = {"<": "less than", "<=": "at most", ">": "more than", ">=": "at least"}
_DATES_ALOUD = {"<": "before", "<=": "until", ">": "after", ">=": "since"}
_RANGE = re.compile(r"([^\s.])\.\.(\S)")
_ORDER = re.compile(r"([<>]=?) *")
_NOT = re.compile(r"!=? *")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def unit_beside_box(column: Column) -> str:
    """The unit in words, or the clock of a date; empty for a column without one."""
    if column.kind == "datetime":
        return "UTC"
    return _SPOKEN.get(column.unit, column.unit)


def unit_above_column(column: Column, coordinates: str = "dec") -> str:
    """The unit in a table's head, as `coordinates` ("sex", "dec" or "dechr") has angles."""
    if column.kind == "ra":
        return {"sex": "h m s", "dechr": "hours"}.get(coordinates, "°")
    if column.kind == "dec":
        return {"sex": "° ′ ″"}.get(coordinates, "°")
    if column.kind == "datetime":
        return "UTC"
    return _SHORT.get(column.unit, column.unit)


def heading(column: Column) -> str:
    """The column's label without a unit in brackets, which stands below it."""
    label = column.label
    for mark in (" (')", " (arcmin)", " (deg)"):
        label = label.removesuffix(mark)
    return label


def first_sentence(text: str) -> str:
    """The first sentence of a description, with its full stop."""
    head, stop, rest = text.partition(". ")
    return head + "." if stop and rest else text


def aloud(column: Column, example: str) -> str:
    """An example in the words that boxes take too: a screen reader says nothing at `<` and "point" at `..`."""
    orders = _DATES_ALOUD if column.kind == "datetime" else _NUMBERS_ALOUD
    said = _RANGE.sub(r"\1 to \2", example.replace("!null", "not empty"))
    said = _ORDER.sub(lambda sign: f"{orders[sign[1]]} ", said)
    return _NOT.sub("not ", said)


def printable(text: str) -> str:
    """Text without characters that HTML does not allow."""
    return _CONTROLS.sub("\ufffd", text)


def amount(number: int, one: str, many: str) -> str:
    """``1 row``, ``2,000 rows``."""
    return f"{number:,} {one if number == 1 else many}"
