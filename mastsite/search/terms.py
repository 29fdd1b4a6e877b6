"""What a condition is once it has been read: plain data, which `mastsite.search.criteria` makes and spells."""

from __future__ import annotations

from dataclasses import dataclass

from mastsite.search.moments import Moment
from mastsite.search.units import Number, Order

Bound = str | Number | Moment
Value = Bound | bool


@dataclass(frozen=True, slots=True)
class Equals:
    """The value itself; for a date, any time inside it."""

    value: Value


@dataclass(frozen=True, slots=True)
class Like:
    """Text with wildcards: the pieces between them, so `J8*` is ``("J8", "")`` and `*GAL*` is ``("", "GAL", "")``.

    There are two pieces or more. One at least is not empty, and an empty one is the first or the last.
    """

    pieces: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Compare:
    """Order: of numbers; of text, case-blind; of dates, where `<` is before the start and `>` is after the end."""

    op: Order
    value: Bound


@dataclass(frozen=True, slots=True)
class Between:
    """Both ends included. A right ascension whose low end is the higher number runs through 0."""

    low: Bound
    high: Bound


@dataclass(frozen=True, slots=True)
class IsNull:
    """No value."""


Test = Equals | Like | Compare | Between | IsNull


@dataclass(frozen=True, slots=True)
class Term:
    """One alternative or, negated, one exclusion."""

    test: Test
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Criterion:
    """A condition on a column: any of the positive terms, where there are such, and none of the negated ones."""

    column: str
    terms: tuple[Term, ...]
