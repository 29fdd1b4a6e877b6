"""The engine: the only reader of the missions' tables.

`page` answers one page with a count, `stream` gives every row as it comes from the database, `count` counts as far
as is cheap, `record` finds one row. All of them obey time and row limits and say so when a limit was hit.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import reduce
from operator import and_, itemgetter
from typing import Any

from django.conf import settings
from django.db import connection, models, transaction
from django.db.models import IntegerField, Q, QuerySet, Value

from mastsite.search import paging, sky
from mastsite.search.conditions import fold, to_q
from mastsite.search.declare import SEARCH_POSITION, SEPARATION, Column, Mission
from mastsite.search.fields import ChordSquared, Cone
from mastsite.search.limits import TimeLimit, time_limit
from mastsite.search.models import Holding
from mastsite.search.paging import CursorError, Key
from mastsite.search.query import Place, Query, unplaced
from mastsite.search.registry import missions
from mastsite.search.result import Cell, Count, Message, Result, Row
from mastsite.search.tables import CELL, ROW_ID, holding_of, model_for, shape

COUNT_CAP = 10_000
"""Searches are counted up to here on a page; beyond, the count is "more than"."""
CHUNK = 2_000
"""Rows fetched from the database at a time when streaming."""
PLACE, CHORD = "place_number", "chord_squared"


class Unresolved(LookupError):
    """A query still has names in it that no resolver has turned into positions."""


@dataclass(frozen=True, slots=True)
class _Plan:
    """A query made ready: one query set a place (or one in all), the sort keys, and how a fetched row is read."""

    query: Query
    holding: Holding
    branches: tuple[QuerySet[Any], ...]
    keys: tuple[Key, ...]

    @property
    def selected(self) -> tuple[str, ...]:
        """Names fetched: stored output columns first, then sort keys and what computed columns need."""
        stored = [column.name for column in self.query.output if column.stored]
        needed = [PLACE, CHORD] if self.query.places else []
        return tuple(dict.fromkeys([*stored, *(key.name for key in self.keys), *needed]))

    def rows(self, beyond: Q | None = None, *, backwards: bool = False) -> QuerySet[Any]:
        """The fetchable rows, in order; `beyond` limits them to one side of a cursor."""
        order = [key.order(backwards=backwards) for key in self.keys]
        sets = [branch.filter(beyond) if beyond is not None else branch for branch in self.branches]
        if len(sets) == 1:
            return sets[0].order_by(*order).values_list(*self.selected)
        first, *others = [branch.order_by().values_list(*self.selected) for branch in sets]
        return first.union(*others, all=True).order_by(*order)

    def reader(self) -> Callable[[Sequence[Any]], Row]:
        """A function from a fetched tuple to a row of output cells."""
        at = {name: index for index, name in enumerate(self.selected)}
        output, places = self.query.output, self.query.places
        width = len(output)
        if all(column.stored for column in output):
            return lambda row: tuple(row[:width])
        cells = [_cell(column, at, places) for column in output]
        return lambda row: tuple(cell(row) for cell in cells)

    def key_values(self, row: Sequence[Any]) -> tuple[Any, ...]:
        at = {name: index for index, name in enumerate(self.selected)}
        return tuple(row[at[key.name]] for key in self.keys)


def _cell(column: Column, at: dict[str, int], places: tuple[Place, ...]) -> Callable[[Sequence[Any]], Cell]:
    """A function that reads one output cell off a fetched tuple."""
    if column.stored:
        return itemgetter(at[column.name])
    if column.name == SEPARATION and places:
        return lambda row: round(sky.separation_arcmin(row[at[CHORD]]), 6)
    if column.name == SEARCH_POSITION and places:
        return lambda row: places[row[at[PLACE]]].search_pos
    return lambda row: None


def _plan(query: Query) -> _Plan:
    if names := unplaced(query.places):
        raise Unresolved(f"{names[0].text!r} has no position yet")
    holding = holding_of(query.mission)
    objects = model_for(query.mission.slug, holding.table)._default_manager.all()
    if query.criteria:
        column = query.mission.column
        objects = objects.filter(reduce(and_, (to_q(column(item.column), item) for item in query.criteria)))
    branches: tuple[QuerySet[Any], ...] = (objects,)
    if query.places:
        branches = tuple(_around(objects, number, place, query.radius) for number, place in enumerate(query.places))
    return _Plan(query, holding, branches, _keys(query, holding))


def _around(objects: QuerySet[Any], number: int, place: Place, radius_arcmin: float) -> QuerySet[Any]:
    """The rows near one place, with its number and their distance beside them."""
    cone = Cone(*place.position, radius_arcmin)
    found: QuerySet[Any] = objects.filter((f"{CELL}__incone", cone)).annotate(
        **{PLACE: Value(number, output_field=IntegerField()), CHORD: ChordSquared(cone)}
    )
    return found


def _keys(query: Query, holding: Holding) -> tuple[Key, ...]:
    """Sort keys down to a unique one: the asked ones or the usual ones, the place, the row number."""
    nulls = holding.report.get("nulls", {})
    keys: list[Key] = []
    several = [Key(PLACE, nullable=False)] if len(query.places) > 1 else []
    nearest = [Key(CHORD, nullable=False)] if query.places else []
    if query.sort:
        for key in query.sort:
            if key.column == SEPARATION:
                keys += [replace(nearest[0], descending=key.descending)] if nearest else []
            else:
                keys.append(Key(key.column, key.descending, nullable=bool(nulls.get(key.column, True))))
        keys += several
    else:
        keys += several + nearest
        for word in query.mission.default_sort:
            name = word.lstrip("-")
            keys.append(Key(name, word.startswith("-"), nullable=bool(nulls.get(name, True))))
    return tuple({key.name: key for key in reversed([*keys, Key(ROW_ID, nullable=False)])}.values())[::-1]


def page(query: Query, *, counted: bool = True, exact_count: bool = False) -> Result:
    """One page of a search.

    Parameters
    ----------
    query : its names must be resolved (see `mastsite.resolver`).
    counted : whether to count the whole search as well.
    exact_count : whether to count past `COUNT_CAP`, within the time limit.

    Raises
    ------
    NotLoaded, Unresolved, TimeLimit, CursorError
    """
    began = time.monotonic()
    plan = _plan(query)
    result = _result(plan)
    wanted = query.rows if query.limit is None else max(0, min(query.rows, query.limit - query.offset))
    backwards = bool(query.before)
    with time_limit(settings.PAGE_TIME_LIMIT_S):
        raw, more = _fetch(plan, wanted, backwards=backwards)
    if raw:
        ahead, behind = (True, more) if backwards else (more, bool(query.offset or query.after))
        if ahead:
            result.next_after = paging.encode(plan.keys, plan.key_values(raw[-1]))
        if behind:
            result.previous_before = paging.encode(plan.keys, plan.key_values(raw[0]))
    read = plan.reader()
    result.rows = [read(row) for row in raw]
    if counted:
        first_page = not (query.offset or query.after or query.before)
        if first_page and not more and wanted == query.rows:
            result.count = Count(len(raw))
        else:
            result.count = _count(plan, None if exact_count else COUNT_CAP)
    result.elapsed_s = time.monotonic() - began
    return result


def _fetch(plan: _Plan, wanted: int, *, backwards: bool) -> tuple[list[Any], bool]:
    """Up to `wanted` fetched rows in the order of the page, and whether there are more beyond them."""
    query = plan.query
    cursor = query.before or query.after
    if not cursor:
        rows = list(plan.rows()[query.offset : query.offset + wanted + 1])
        return rows[:wanted], len(rows) > wanted
    values = paging.decode(plan.keys, cursor)
    rows = []
    for part in _segments(plan.keys, values, backwards=backwards):
        rows += plan.rows(part, backwards=backwards)[: wanted + 1 - len(rows)]
        if len(rows) > wanted:
            break
    more = len(rows) > wanted
    rows = rows[:wanted]
    return (rows[::-1] if backwards else rows), more


def _segments(keys: tuple[Key, ...], values: tuple[Any, ...], *, backwards: bool) -> Iterator[Q]:
    """The rows beyond a cursor in one or two parts, apart where the first key is null.

    One part would need "or null", which keeps a database from using its index.
    """
    first = keys[0]
    if not first.nullable:
        yield paging.beyond(keys, values, backwards=backwards)
    elif backwards and values[0] is None:
        rest = paging.beyond(keys[1:], values[1:], backwards=True)
        yield Q((f"{first.name}__isnull", True)) & rest
        yield Q((f"{first.name}__isnull", False))
    elif backwards or values[0] is None:
        yield paging.beyond(keys, values, backwards=backwards)
    else:
        not_null = Key(first.name, first.descending, nullable=False)
        yield paging.beyond((not_null, *keys[1:]), values, backwards=False)
        yield Q((f"{first.name}__isnull", True))


def stream(query: Query, *, counted: bool = True) -> Result:
    """Every row of a search (from its offset, up to its limit and the site's), read as they come.

    Memory does not grow with the rows. `Result.truncated` is filled at the end of the rows when a limit cut them.

    Raises
    ------
    NotLoaded, Unresolved, CursorError : at once; a time limit ends the rows and is told in `Result.truncated`.
    """
    if query.before:
        raise CursorError(query.before)  # a stream only runs forwards
    plan = _plan(query)
    if query.after:
        paging.decode(plan.keys, query.after)
    result = _result(plan)
    if counted:
        result.count = _count(plan, COUNT_CAP)
    result.rows = _stream(plan, result)
    return result


def _stream(plan: _Plan, result: Result) -> Iterator[Row]:
    asked = plan.query.limit
    allowed = settings.EXPORT_ROW_LIMIT
    limit = allowed if asked is None else min(asked, allowed)
    start = plan.query.offset
    read = plan.reader()
    given = 0
    try:
        with time_limit(settings.EXPORT_TIME_LIMIT_S), _snapshot():
            fetched = plan.rows()[start : start + limit + 1] if not plan.query.after else _after(plan, limit + 1)
            for row in fetched.iterator(chunk_size=CHUNK):
                if given == limit:
                    why = "the limit that was asked for" if asked == limit else "this site's limit for one file"
                    result.truncated = f"cut at {limit:,} rows, {why}; more rows match"
                    break
                given += 1
                yield read(row)
    except TimeLimit as error:
        result.truncated = str(error)


def _after(plan: _Plan, rows: int) -> Any:
    return plan.rows(paging.beyond(plan.keys, paging.decode(plan.keys, plan.query.after), backwards=False))[:rows]


def _snapshot() -> Any:
    """On PostgreSQL a server-side cursor lives in a transaction; SQLite's reads need none."""
    return transaction.atomic() if connection.vendor == "postgresql" else nullcontext()


def count(query: Query, *, cap: int | None = COUNT_CAP) -> Count:
    """How many rows a search has; past `cap` (or the time limit) the answer is a bound."""
    return _count(_plan(query), cap)


def _count(plan: _Plan, cap: int | None) -> Count:
    counted = _count_all(plan, cap)
    limit = plan.query.limit
    return counted if limit is None or counted.value < limit else Count(limit)


def _count_all(plan: _Plan, cap: int | None) -> Count:
    if not plan.query.places and not plan.query.criteria:
        return Count(plan.holding.row_count)
    total = 0
    try:
        with time_limit(settings.COUNT_TIME_LIMIT_S):
            for branch in plan.branches:
                rows = branch.order_by().values(ROW_ID)
                total += rows.count() if cap is None else rows[: cap + 1 - total].count()
                if cap is not None and total > cap:
                    return Count(cap, exact=False)
    except TimeLimit:
        return Count(total, exact=False)
    return Count(total)


def record(mission: Mission, identifier: str) -> Row | None:
    """One row with all stored columns, by its identifier in any case; None when there is none."""
    objects = model_for(mission.slug, holding_of(mission).table)._default_manager.all()
    column = mission.column(mission.id_column)
    names = [item.name for item in mission.stored_columns]
    if column.is_text:
        found = objects.filter(**{f"{column.name}__lower": fold(identifier)})
    elif identifier.lstrip("-").isdigit() and len(identifier) < 19:
        found = objects.filter(**{column.name: int(identifier)})
    else:
        return None
    with time_limit(settings.PAGE_TIME_LIMIT_S):
        return found.values_list(*names).first()


def extent(query: Query, column: Column) -> tuple[Cell, Cell]:
    """The least and greatest value of a column among the rows of a search; (None, None) when it has none or takes too long."""
    low, high = models.Min(column.name), models.Max(column.name)
    least: Cell = None
    most: Cell = None
    try:
        with time_limit(settings.COUNT_TIME_LIMIT_S):
            for branch in _plan(query).branches:
                found = branch.order_by().aggregate(low=low, high=high)
                values = [value for value in (least, most, found["low"], found["high"]) if value is not None]
                least, most = (min(values), max(values)) if values else (None, None)
    except TimeLimit:
        return None, None
    return least, most


def common_values(query: Query, column: Column, most: int = 8) -> list[tuple[Cell, int]]:
    """The values of a column that occur most often in a search of one place or none, with their counts."""
    rows = _plan(query).branches[0].order_by().exclude(**{column.name: None})
    try:
        with time_limit(settings.COUNT_TIME_LIMIT_S):
            counted = rows.values(column.name).annotate(n=models.Count(ROW_ID)).order_by("-n", column.name)[:most]
            return [(item[column.name], item["n"]) for item in counted]
    except TimeLimit:
        return []


def targets_named(name: str, most: int = 3) -> list[tuple[str, str, float, float]]:
    """Rows of every mission whose target is called `name` (any case): mission, target, position in degrees each.

    At most `most` rows of a mission; missions whose target column has no index are not asked.
    """
    found: list[tuple[str, str, float, float]] = []
    for holding in Holding.objects.all():
        mission = missions().get(holding.slug)
        column = mission.by_name.get(mission.target_column) if mission else None
        if mission is None or column is None or not (column.indexed and mission.has_position):
            continue
        if holding.shape != shape(mission):
            continue
        objects = model_for(mission.slug, holding.table)._default_manager.order_by(ROW_ID)
        called = objects.filter(**{f"{column.name}__lower": fold(name.strip()), f"{mission.ra_column}__isnull": False})
        rows = called.values_list(column.name, mission.ra_column, mission.dec_column)[:most]
        found += [(mission.slug, *row) for row in rows]
    return found


def _result(plan: _Plan) -> Result:
    query = plan.query
    return Result(
        mission=query.mission,
        query=query,
        columns=query.output,
        rows=(),
        asked_at=datetime.now(UTC),
        messages=[Message(note) for note in query.notes],
        holdings_version=plan.holding.stamp,
    )
