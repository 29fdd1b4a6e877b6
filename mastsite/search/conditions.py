"""A parsed criterion as a Django Q: the only place where the grammar meets the ORM."""

from __future__ import annotations

import string
from collections.abc import Callable, Sequence
from functools import reduce
from operator import and_, or_

from django.db.models import BooleanField, ExpressionWrapper, Q

from mastsite.search.criteria import Between, Compare, Criterion, Equals, IsNull, Like, Test
from mastsite.search.declare import Column
from mastsite.search.moments import Moment
from mastsite.search.units import Number

_LOWER = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)
CHAIN = 100
"""Conditions between two brackets."""
_LOOKUPS = {"<": "lt", "<=": "lte", ">": "gt", ">=": "gte"}


def fold(text: str) -> str:
    """Lower case as both databases make it for byte-ordered text: the letters A to Z, nothing else."""
    return text.translate(_LOWER)


def to_q(column: Column, criterion: Criterion) -> Q:
    """The rows that meet a criterion.

    Positive terms are alternatives, negated ones all hold. A negated term takes away the rows it names and no
    others: rows without a value stay (docs/decisions/0004-not-means-everything-else.md).
    """
    positive = [term.test for term in criterion.terms if not term.negated]
    parts = [_any(column, positive)] if positive else []
    negated = [term.test for term in criterion.terms if term.negated]
    if plain := [test for test in negated if _is_plain(test)]:
        parts.append(~_any(column, plain))
    parts += [~_test(column, test) for test in negated if not _is_plain(test)]
    return all_of(parts)


def all_of(parts: Sequence[Q]) -> Q:
    """All of the conditions, however many."""
    return _joined(parts, and_)


def _joined(parts: Sequence[Q], join: Callable[[Q, Q], Q]) -> Q:
    """Many conditions in brackets of a hundred: SQLite reads no chain of a thousand.

    The ORM would take out the brackets of a plain Q, so that they are wrapped.
    """
    if len(parts) <= CHAIN:
        return reduce(join, parts)
    groups = [reduce(join, parts[start : start + CHAIN]) for start in range(0, len(parts), CHAIN)]
    return _joined([Q(ExpressionWrapper(group, output_field=BooleanField())) for group in groups], join)


def _is_plain(test: Test) -> bool:
    """Whether a test asks for one value, so that many of them can stand in one IN."""
    return isinstance(test, Equals) and not isinstance(test.value, Moment)


def _any(column: Column, tests: list[Test]) -> Q:
    """Alternatives; plain values are gathered into one IN, which a database reads at any length."""
    values = [test.value for test in tests if isinstance(test, Equals) and not isinstance(test.value, Moment)]
    others = [test for test in tests if not _is_plain(test)]
    parts = [_test(column, test) for test in others]
    if len(values) == 1:
        parts.append(_test(column, Equals(values[0])))
    elif values:
        parts.append(Q((f"{_path(column)}__in", [_plain(value) for value in values])))
    return _joined(parts, or_)


def _test(column: Column, test: Test) -> Q:
    match test:
        case IsNull():
            return Q((f"{column.name}__isnull", True))
        case Equals(value=Moment() as moment):
            return Q((f"{column.name}__gte", moment.start), (f"{column.name}__lt", moment.end))
        case Equals(value=value):
            return Q((_path(column), _plain(value)))
        case Like(pieces=pieces):
            return _like(column, pieces)
        case Compare(op=op, value=Moment() as moment):
            return Q((f"{column.name}__{_LOOKUPS[_moment_op(op)]}", moment.start if op in ("<", ">=") else moment.end))
        case Compare(op=op, value=value):
            return Q((f"{_path(column)}__{_LOOKUPS[op]}", _plain(value)))
        case Between(low=Moment() as low, high=Moment() as high):
            return Q((f"{column.name}__gte", low.start), (f"{column.name}__lt", high.end))
        case Between(low=low, high=high):
            least, most = _plain(low), _plain(high)
            above, below = Q((f"{_path(column)}__gte", least)), Q((f"{_path(column)}__lte", most))
            crosses_zero = column.kind == "ra" and isinstance(least, float | int) and least > most  # type: ignore[operator]
            return above | below if crosses_zero else above & below
    raise AssertionError(f"no SQL for {test!r}")  # every member of Test is above


def _moment_op(op: str) -> str:
    """`<= 2012` takes the whole of 2012 and `> 2012` none of it: both compare with its end, which is exclusive."""
    return {"<": "<", "<=": "<", ">": ">=", ">=": ">="}[op]


def _path(column: Column) -> str:
    return f"{column.name}__lower" if column.is_text else column.name


def _plain(value: object) -> object:
    if isinstance(value, Number):
        return value.value
    return fold(value) if isinstance(value, str) else value


def _like(column: Column, pieces: tuple[str, ...]) -> Q:
    """Wildcards; a fixed beginning becomes a range, which an index serves."""
    path = _path(column)
    pieces = tuple(map(fold, pieces))
    if not any(pieces):
        return Q((f"{column.name}__isnull", False))
    parts = []
    if first := pieces[0]:
        parts.append(Q((f"{path}__gte", first)))
        if (last := ord(first[-1])) < 0xD7FF:
            parts.append(Q((f"{path}__lt", first[:-1] + chr(last + 1))))
    if pieces[1:] != ("",) or not parts or len(parts) < 2:
        escaped = (piece.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") for piece in pieces)
        parts.append(Q((f"{path}__like", "%".join(escaped))))
    return reduce(and_, parts)
