"""What a source shows of a stored value.

To add one more kind of source: its dataclass in `mastsite.search.declare.observations`, a case in `shown` here,
and one in `conditions.of_source`, which goes the other way.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from mastsite.caom.fields import Field
from mastsite.search.declare import Fixed, From, Mjd, Prefixed, Scaled, Source, Worded
from mastsite.search.result import Cell

MJD_ZERO = date(1858, 11, 17).toordinal()
DAY_S = 86_400


def column_of(source: Source) -> str:
    """The column that a source reads; empty for none."""
    return "" if isinstance(source, Fixed) else source.column


def shown(source: Source, field: Field) -> Callable[[Cell], Cell]:
    """The function from a stored value to the field's."""
    match source:
        case Fixed(value=value):
            return lambda _cell: value
        case Mjd():
            return lambda cell: None if cell is None else mjd(str(cell))
        case Scaled(factor=factor):
            return lambda cell: None if cell is None else scaled(float(cell), factor)
        case Worded(words=words):
            known = {word.lower(): said for word, said in words.items()}
            return lambda cell: None if cell is None else word(known.get(str(cell).lower()), field)
        case Prefixed():
            return lambda cell: None if cell is None else prefixed(source, int(cell))
        case From():
            if field.kind == "text":
                return lambda cell: None if cell is None else str(cell)
            return lambda cell: cell
    raise AssertionError(f"no reading of {source!r}")  # every kind of Source is above


def mjd(iso: str) -> float:
    """Modified Julian Date of an ISO 8601 text in UTC, with or without a time of day."""
    day, _, clock = iso.partition("T")
    hour, minute, second = (*map(float, clock.split(":")), 0.0, 0.0, 0.0)[:3] if clock else (0.0, 0.0, 0.0)
    return date.fromisoformat(day).toordinal() - MJD_ZERO + (hour * 3600 + minute * 60 + second) / DAY_S


def scaled(number: float, factor: float) -> float:
    """A product without the noise of its last binary digits: 1150 times 0.1 is 115."""
    return float(f"{number * factor:.12g}")


def word(said: str | None, field: Field) -> Cell:
    """A word of the model in the field's own kind: a truth is written true or false."""
    return said == "true" if field.kind == "truth" and said is not None else said


def prefixed(source: Prefixed, number: int) -> str:
    return f"{source.prefix}{number:0{source.digits}d}"
