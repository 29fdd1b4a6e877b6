"""The engine: the only reader of the missions' tables.

`page` answers one page with a count, `stream` gives every row as it comes from the database, `count` counts as far
as is cheap, `record` finds one row. All of them obey time and row limits and say so when a limit was hit.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from mastsite.search import crowding, paging, prepared, sending
from mastsite.search.conditions import fold
from mastsite.search.database import asked_again
from mastsite.search.declare import Column, Mission
from mastsite.search.fields import Cone
from mastsite.search.limits import TimeLimit, time_limit
from mastsite.search.paging import CursorError, Key
from mastsite.search.plan import Plan, Unresolved, plan_of
from mastsite.search.query import Query
from mastsite.search.registry import missions
from mastsite.search.result import Cell, Count, Message, Result, Row
from mastsite.search.streaming import Rows
from mastsite.search.tables import ROW_ID, holding_of, holdings, model_for, shape
from mastsite.search.walking import walked

__all__ = [
    "COUNT_CAP", "Count", "Unresolved", "common_values", "count", "count_all", "extent", "notes", "page", "record", "records", "stream", "targets_named",
]  # fmt: skip

COUNT_CAP = 10_000
"""Searches are counted up to here on a page; beyond, the count is "more than"."""
_WHOLE = re.compile(r"-?[0-9]{1,18}")
"""Numbers that every database's integers hold."""


@asked_again
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
    plan = plan_of(query)
    result = _result(plan)
    wanted = query.rows if query.limit is None else max(0, min(query.rows, query.limit - query.offset))
    backwards = bool(query.before)
    with time_limit(settings.PAGE_TIME_LIMIT_S, plan.alias):
        raw, more = _fetch(plan, wanted, backwards=backwards)
    if raw:
        ahead, behind = (True, more) if backwards else (more, bool(query.offset or query.after))
        if ahead:
            result.next_after = paging.encode(plan.keys, plan.key_values(raw[-1]))
        if behind:
            result.previous_before = paging.encode(plan.keys, plan.key_values(raw[0]))
    result.rows = list(map(plan.reader(), raw))
    if counted:
        first_page = not (query.offset or query.after or query.before)
        if first_page and not more and wanted == query.rows:
            result.count = Count(len(raw))
        else:
            result.count = _at_least(_count(plan, None if exact_count else COUNT_CAP), query.offset + len(raw))
    result.elapsed_s = time.monotonic() - began
    return result


def _at_least(counted: Count, seen: int) -> Count:
    """A bound is never less than the rows that were seen."""
    return counted if counted.exact or counted.value >= seen else Count(seen, exact=False)


def _fetch(plan: Plan, wanted: int, *, backwards: bool) -> tuple[list[Any], bool]:
    """Up to `wanted` fetched rows in the order of the page, and whether there are more beyond them."""
    query = plan.query
    cursor = query.before or query.after
    values = paging.decode(plan.keys, cursor) if cursor else None
    skipped = 0 if cursor else query.offset
    if (found := walked(plan, skipped + wanted + 1, values, backwards=backwards)) is not None:
        rows = found[skipped:]
    elif values is None:
        rows = prepared.rows(plan, skipped, skipped + wanted + 1)
    else:
        rows = []
        for part in segments(plan.keys, values, backwards=backwards):
            rows += prepared.rows(plan, 0, wanted + 1 - len(rows), part, backwards=backwards)
            if len(rows) > wanted:
                break
    more = len(rows) > wanted
    rows = rows[:wanted]
    return (rows[::-1] if backwards else rows), more


def segments(keys: tuple[Key, ...], values: tuple[Any, ...], *, backwards: bool) -> Iterator[Q]:
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


@asked_again
def stream(query: Query, *, counted: bool = True) -> Result:
    """Every row of a search (from its offset, up to its limit and the site's), read as they come.

    Memory does not grow with the rows. `Result.truncated` is filled at the end of the rows when a limit cut them.

    Raises
    ------
    NotLoaded, Unresolved, CursorError, Busy : at once; a time limit ends the rows and is told in `Result.truncated`.
    """
    if query.before:
        raise CursorError(query.before)  # a stream only runs forwards
    if query.limit is None or query.limit > sending.LONG_ROWS:
        sending.take()
    plan = plan_of(query)
    if query.after:
        paging.decode(plan.keys, query.after)
    result = _result(plan)
    if counted:
        result.count = _count(plan, COUNT_CAP)
    result.rows = Rows(plan, result)
    return result


@asked_again
def count(query: Query, *, cap: int | None = COUNT_CAP, within_s: float | None = None) -> Count:
    """How many rows a search has; past `cap` (or the time limit, or `within_s` where that is sooner) the answer is a bound."""
    return _count(plan_of(query), cap, within_s)


@asked_again
def notes(query: Query) -> tuple[str, ...]:
    """What must be said of how a search's rows are found, for who asks for a count alone."""
    return plan_of(query).notes if query.region else ()


@asked_again
def count_all(query: Query, *, within_s: float) -> Count:
    """All rows of a search, for who may wait longer than a page does; only past `within_s` the answer is a bound."""
    return _count(plan_of(query), None, within_s, patient=True)


def _count(plan: Plan, cap: int | None, within_s: float | None = None, *, patient: bool = False) -> Count:
    page_s = settings.COUNT_TIME_LIMIT_S
    counted = _count_all(plan, cap, within_s if patient and within_s else min(page_s, within_s or page_s))
    return counted.up_to(plan.query.limit)


def _count_all(plan: Plan, cap: int | None, within_s: float) -> Count:
    if not plan.query.places and not plan.query.criteria and not plan.query.region:
        return Count(plan.holding.row_count)
    try:
        with time_limit(within_s, plan.alias):
            if (whole := _whole_cone(plan, cap)) is not None:
                return whole
            total = prepared.count(plan, None if cap is None else cap + 1)
    except TimeLimit:
        return Count(0, exact=False)
    return Count(total) if cap is None or total <= cap else Count(cap, exact=False)


def _whole_cone(plan: Plan, cap: int | None) -> Count | None:
    """The rows of one large cone without other conditions, which need not be read to be counted."""
    if len(plan.query.places) != 1 or plan.query.criteria or plan.query.region:
        return None
    cone = Cone(*plan.query.places[0].position, plan.query.radius)
    return crowding.counted(plan.holding, cone, cap, beyond=COUNT_CAP)


@asked_again
def record(mission: Mission, identifier: str) -> Row | None:
    """One row with all stored columns, by its identifier in any case; None when there is none."""
    holding = holding_of(mission)
    objects = model_for(mission.slug, holding.table)._default_manager.using(holding._state.db)
    column = mission.column(mission.id_column)
    names = [item.name for item in mission.stored_columns]
    if column.is_text:
        found = objects.filter(**{f"{column.name}__lower": fold(identifier)})
    elif _WHOLE.fullmatch(identifier):
        found = objects.filter(**{column.name: int(identifier)})
    else:
        return None
    with time_limit(settings.PAGE_TIME_LIMIT_S, found.db):
        return found.values_list(*names).first()


@asked_again
def records(mission: Mission, identifiers: Sequence[str]) -> list[Row]:
    """The rows of these identifiers (any case) with all stored columns, by one question to the table; in no set order."""
    holding = holding_of(mission)
    objects = model_for(mission.slug, holding.table)._default_manager.using(holding._state.db)
    column = mission.column(mission.id_column)
    names = [item.name for item in mission.stored_columns]
    if column.is_text:
        found = objects.filter(**{f"{column.name}__lower__in": sorted({fold(text) for text in identifiers})})
    else:
        numbers = {int(text) for text in identifiers if _WHOLE.fullmatch(text)}
        found = objects.filter(**{f"{column.name}__in": sorted(numbers)})
    with time_limit(settings.PAGE_TIME_LIMIT_S, found.db):
        return list(found.values_list(*names))


@asked_again
def extent(query: Query, column: Column) -> tuple[Cell, Cell]:
    """The least and greatest value of a column among the rows of a search; (None, None) when it has none or takes too long."""
    low, high = models.Min(column.name), models.Max(column.name)
    plan = plan_of(query)
    try:
        with time_limit(settings.COUNT_TIME_LIMIT_S, plan.alias):
            found = plan.objects.order_by().aggregate(low=low, high=high)
    except TimeLimit:
        return None, None
    return found["low"], found["high"]


@asked_again
def common_values(query: Query, column: Column, most: int = 8) -> list[tuple[Cell, int]]:
    """The values of a column that occur most often in a search, with their counts."""
    plan = plan_of(query)
    rows = plan.objects.order_by().exclude(**{column.name: None})
    try:
        with time_limit(settings.COUNT_TIME_LIMIT_S, plan.alias):
            counted = rows.values(column.name).annotate(n=models.Count(ROW_ID)).order_by("-n", column.name)[:most]
            return [(item[column.name], item["n"]) for item in counted]
    except TimeLimit:
        return []


@asked_again
def targets_named(name: str, most: int = 3) -> list[tuple[str, str, float, float]]:
    """Rows of every mission whose target is called `name` (any case): mission, target, position in degrees each.

    At most `most` rows of a mission; missions whose target column has no index are not asked.
    """
    found: list[tuple[str, str, float, float]] = []
    for holding in holdings().values():
        mission = missions().get(holding.slug)
        column = mission.by_name.get(mission.target_column) if mission else None
        if mission is None or column is None or not (column.indexed and mission.has_position):
            continue
        if holding.shape != shape(mission):
            continue
        objects = model_for(mission.slug, holding.table)._default_manager.using(holding._state.db).order_by(ROW_ID)
        called = objects.filter(**{f"{column.name}__lower": fold(name.strip()), f"{mission.ra_column}__isnull": False})
        rows = called.values_list(column.name, mission.ra_column, mission.dec_column)[:most]
        found += [(mission.slug, *row) for row in rows]
    return found


def _result(plan: Plan) -> Result:
    query = plan.query
    return Result(
        mission=query.mission,
        query=query,
        columns=query.output,
        rows=(),
        asked_at=datetime.now(UTC),
        messages=[Message(note) for note in (*query.notes, *plan.notes)],
        holdings_version=plan.holding.stamp,
    )
