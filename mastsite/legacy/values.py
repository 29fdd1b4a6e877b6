"""A value as the classic pages and files wrote it.

Angles are sexagesimal with two and one decimals (``02 27 38.36``, ``-01 09 35.4``) unless decimals were asked for,
dates ``YYYY-MM-DD HH:MM:SS``, numbers have the decimals of their column, truths are 1 and 0, and nothing is empty.
A date that is stored without a time is written at its midnight, as the classic database held it: scripts read these
19 characters by position. ``skipformat`` gives numbers and dates as they are stored.

To add one more way of writing values: a branch of `speller`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from mastsite.search.declare import SEPARATION, Column
from mastsite.search.position import format_dec, format_ra
from mastsite.search.result import Cell, Row

Spell = Callable[[Cell], str]

RA_DECIMALS, DEC_DECIMALS = 2, 1
"""Of the seconds of time and of arc: ``02 27 38.36``, ``-01 09 35.4``."""
ANGLE_DECIMALS = 8
"""Of degrees, where a column does not say how many."""
SEPARATION_DECIMALS = 3


def speller(column: Column, coordinates: str = "sex", *, raw: bool = False, digits: bool = False) -> Spell:
    """The function that writes a column's values.

    Parameters
    ----------
    coordinates : ``sex``, ``dec`` (degrees) or ``dechr`` (hours of right ascension), for angles.
    raw : numbers and dates as stored.
    digits : numbers as stored, dates as usual.
    """
    if column.kind == "datetime":
        digits = raw
    spell = _of_kind(column, coordinates, raw or digits)
    return lambda value: "" if value is None else spell(value)


def _of_kind(column: Column, coordinates: str, raw: bool) -> Spell:
    """The same for values that are not null."""
    if column.is_angle:
        return _angle(column, coordinates, raw)
    if column.kind == "float":
        decimals = SEPARATION_DECIMALS if column.name == SEPARATION and column.decimals is None else column.decimals
        return _fixed(None if raw else decimals)
    if column.kind == "boolean":
        return lambda value: "1" if value else "0"
    if column.kind == "datetime" and not raw:
        return lambda value: moment(str(value))
    return str


def _angle(column: Column, coordinates: str, raw: bool) -> Spell:
    if coordinates == "sex":
        if column.kind == "ra":
            return lambda value: format_ra(_float(value), RA_DECIMALS)
        return lambda value: format_dec(_float(value), DEC_DECIMALS)
    decimals = ANGLE_DECIMALS if column.decimals is None else column.decimals
    if coordinates == "dechr" and column.kind == "ra":
        hours = _fixed(None if raw else decimals + 1)  # an hour is fifteen degrees
        return lambda value: hours(_float(value) / 15)
    return _fixed(None if raw else decimals)


def _fixed(decimals: int | None) -> Spell:
    if decimals is None:
        return lambda value: repr(_float(value))
    return lambda value: f"{_float(value):.{decimals}f}"


def _float(value: Cell) -> float:
    return float(value or 0)


def moment(text: str) -> str:
    """A stored date, ISO 8601, as ``YYYY-MM-DD HH:MM:SS``; fractions of a second are left out."""
    day, _, time = text.partition("T")
    clock = time[:8]
    return f"{day} {clock}{'00:00:00'[len(clock) :]}"


def spell_rows(
    columns: Sequence[Column], coordinates: str = "sex", *, raw: bool = False, digits: bool = False
) -> Callable[[Row], tuple[str, ...]]:
    """A function that writes a whole row; see `speller`."""
    spells = [speller(column, coordinates, raw=raw, digits=digits) for column in columns]
    return lambda row: tuple(spell(cell) for spell, cell in zip(spells, row, strict=True))
