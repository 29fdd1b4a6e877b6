"""Pages and counts by statements that the ORM wrote once.

Writing a statement takes the ORM longer than the database needs to answer many of them. Searches of one shape (the same
columns, conditions, order and number of cell ranges) have the same statement and differ in the values that are bound to
it. So it is written for a shape with marks in the places of the values, and kept; a search then only has its values put in
for the marks. What is no such shape goes the usual way. docs/decisions/0022-prepared-statements.md has the measurements.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.core.exceptions import EmptyResultSet, FullResultSet
from django.db.models import Q, QuerySet

from mastsite.search.database import reading
from mastsite.search.fields import Cone
from mastsite.search.paging import MOST, Key
from mastsite.search.plan import Plan, found, in_order, table_rows
from mastsite.search.tables import ROW_ID

__all__ = ["count", "made", "rows"]

KEPT = 512
"""Statements kept, the oldest go first."""
LONGEST_LIST = 100
"""Values of one IN; longer ones are of as many shapes as they have lengths."""
_INTEGER, _FLOAT = 7_104_000_001, 7_105_000_000.5
"""The first marks: numbers that no statement has but for a mark."""

Values = list[Any]


@dataclass(frozen=True, slots=True)
class Leaf:
    """One condition of a shape: its lookup, and the types of its values or a value that belongs to the shape."""

    lookup: str
    types: tuple[type, ...]
    listed: bool = False
    fixed: bool | None = None


@dataclass(frozen=True, slots=True)
class Branch:
    """Conditions joined."""

    connector: str
    negated: bool
    children: tuple[Leaf | Branch, ...]


@dataclass(frozen=True, slots=True)
class Shape:
    """All that a statement depends on but the values."""

    slug: str
    table: str
    using: str
    pinned: bool
    asked: Branch | None
    ranges: int | None
    """Of the cone's cells, -1 for a cone of nearly the whole sky, None for no cone."""
    keys: tuple[Key, ...] = ()
    selected: tuple[str, ...] = ()
    beyond: Branch | None = None
    backwards: bool = False


@dataclass(frozen=True, slots=True)
class Statement:
    """SQL without its limit, and what is bound to it."""

    sql: str
    bound: tuple[Any, ...]
    marks: tuple[tuple[int, int, Callable[[Any], Any] | None], ...]
    """Places among `bound`, the number of the value that goes there, and what it is bound as."""
    convert: Callable[[list[Any]], list[Any]] | None

    def with_values(self, values: Values) -> list[Any]:
        bound = list(self.bound)
        for at, number, fit in self.marks:
            bound[at] = values[number] if fit is None else fit(values[number])
        return bound


def rows(plan: Plan, start: int, stop: int, beyond: Q | None = None, *, backwards: bool = False) -> list[Any]:
    """The rows of a plan from `start` up to `stop`, in order: what `plan.rows(beyond, backwards=backwards)[start:stop]` holds."""
    prepared = made(plan, plan.keys, plan.selected, beyond, backwards=backwards)
    if prepared is None:
        return list(plan.rows(beyond, backwards=backwards)[start:stop])
    statement, values = prepared
    connection = reading(plan.alias)
    limited = f"{statement.sql} {connection.ops.limit_offset_sql(start, stop)}"
    with connection.cursor() as cursor:
        cursor.execute(limited, statement.with_values(values))
        fetched = cursor.fetchall()
    return statement.convert(fetched) if statement.convert else fetched


def count(plan: Plan, cap: int | None) -> int:
    """How many rows a plan has, counted up to `cap`."""
    prepared = made(plan, (), (ROW_ID,), None, backwards=False)
    if prepared is None:
        numbers = plan.objects.order_by().values(ROW_ID)
        return numbers.count() if cap is None else numbers[:cap].count()
    statement, values = prepared
    connection = reading(plan.alias)
    limit = "" if cap is None else f" {connection.ops.limit_offset_sql(0, cap)}"
    with connection.cursor() as cursor:
        counting = f"SELECT COUNT(*) FROM ({statement.sql}{limit}) counted"  # noqa: S608 -- of the ORM's own SQL
        cursor.execute(counting, statement.with_values(values))
        return int(cursor.fetchone()[0])


def made(
    plan: Plan, keys: tuple[Key, ...], selected: tuple[str, ...], beyond: Q | None, *, backwards: bool
) -> tuple[Statement, Values] | None:
    """The statement of a plan's shape, and the values for its marks; None where it has none."""
    if plan.chosen is not None:
        return None
    values: Values = []
    try:
        asked = _shape(plan.asked, values)
        after = _shape(beyond, values)
    except _NoShape:
        return None
    cone = plan.cone
    ranges = None if cone is None else -1 if cone.ranges is None else len(cone.ranges)
    shape = Shape(
        plan.query.mission.slug, plan.holding.table, plan.alias, plan.pinned, asked, ranges, keys, selected, after, backwards
    )  # fmt: skip
    statement = _statement(shape)
    if statement is None:
        return None
    if cone is not None:
        values += _of_cone(cone)
    return statement, values


class _NoShape(Exception):
    """A condition whose SQL may depend on its value."""


def _shape(condition: Q | None, values: Values) -> Branch | None:
    """The shape of a condition; its values go to the end of `values`."""
    if condition is None:
        return None
    children: list[Leaf | Branch] = []
    for child in condition.children:
        if isinstance(child, Q):
            if (branch := _shape(child, values)) is not None:
                children.append(branch)
        elif isinstance(child, tuple):
            lookup, value = child
            children.append(_leaf(lookup, value, values))
        else:
            raise _NoShape
    return Branch(condition.connector, condition.negated, tuple(children))


def _leaf(lookup: str, value: Any, values: Values) -> Leaf:
    if isinstance(value, bool):
        return Leaf(lookup, (), fixed=value)
    listed = isinstance(value, list)
    some = value if listed else [value]
    types = tuple(map(type, some))
    if not types or len(types) > LONGEST_LIST or len(set(some)) < len(some) or not {*types} <= {int, float, str}:
        raise _NoShape
    if any(kind is int and not -MOST <= number <= MOST for kind, number in zip(types, some, strict=True)):
        raise _NoShape  # the ORM knows that no column holds it
    values += some
    return Leaf(lookup, types, listed)


class _Mark:
    """A value of a cone, in a statement that is being written."""

    def __init__(self, number: int) -> None:
        self.number = number


class _MarkedCone:
    """A cone of so many ranges whose values are marks: to the lookups of `fields` it is a cone."""

    def __init__(self, ranges: int, first: int) -> None:
        marks = [_Mark(first + at) for at in range(5 + 2 * max(0, ranges))]
        self.centre, self.reach, self.listed = tuple(marks[:3]), marks[3], marks[4]
        self.ranges = None if ranges < 0 else list(zip(marks[5::2], marks[6::2], strict=True))


def _of_cone(cone: Cone) -> Values:
    """The values of a cone, in the order of the marks of `_MarkedCone`."""
    ranges = cone.ranges
    if ranges is None:
        return [*cone.centre, cone.reach, None]
    return [*cone.centre, cone.reach, cone.listed, *(end for pair in ranges for end in pair)]


@lru_cache(maxsize=KEPT)
def _statement(shape: Shape) -> Statement | None:
    """The statement of a shape; None where a mark went astray, so that the values decide about the SQL."""
    marks: dict[Hashable, int] = {}
    asked, beyond = _marked(shape.asked, marks), _marked(shape.beyond, marks)
    cone: Any = None if shape.ranges is None else _MarkedCone(shape.ranges, len(marks))
    objects = found(table_rows(shape.slug, shape.table, shape.using), asked, cone, pinned=shape.pinned)
    objects = in_order(objects, shape.keys, beyond, backwards=shape.backwards, pinned=shape.pinned)
    return _written(objects.values_list(*shape.selected), shape, marks)


def _marked(branch: Branch | None, marks: dict[Hashable, int]) -> Q | None:
    """A condition of that shape, with marks for values."""
    if branch is None:
        return None
    children: list[Any] = []
    for child in branch.children:
        if isinstance(child, Branch):
            children.append(_marked(child, marks))
        elif child.fixed is not None:
            children.append((child.lookup, child.fixed))
        else:
            some = list(_new_marks(child.types, marks))
            children.append((child.lookup, some if child.listed else some[0]))
    return Q.create(children, branch.connector, branch.negated)


def _new_marks(types: Sequence[type], marks: dict[Hashable, int]) -> Iterator[Any]:
    for kind in types:
        number = len(marks)
        mark: Any = f"\ue000{number}\ue000" if kind is str else (_INTEGER if kind is int else _FLOAT) + number
        marks[mark] = number
        yield mark


def _written(objects: QuerySet[Any], shape: Shape, marks: dict[Hashable, int]) -> Statement | None:
    compiler = objects.query.get_compiler(shape.using)
    try:
        sql, bound = compiler.as_sql()
    except (EmptyResultSet, FullResultSet):
        return None
    if tuple(objects.query.selected or ()) != shape.selected:
        return None
    placed: list[tuple[int, int, Callable[[Any], Any] | None]] = []
    for at, value in enumerate(bound):
        if isinstance(value, _Mark):
            placed.append((at, value.number, None))
        elif isinstance(value, int | float | str) and (number := marks.get(value)) is not None:
            placed.append((at, number, type(value)))
    if not set(marks.values()) <= {number for _at, number, _fit in placed}:
        return None
    converters = compiler.get_converters([selected[0] for selected in compiler.select[: compiler.col_count]])

    def convert(fetched: list[Any]) -> list[Any]:
        return [tuple(row) for row in compiler.apply_converters(fetched, converters)]

    return Statement(sql, tuple(bound), tuple(placed), convert if converters else None)
