"""The rows whose outlines touch a region or cover it, or whose centres are in it.

Candidates are read by their cells, as for a cone: a circle around the region, wider by the mission's farthest-reaching
outline. Then the outlines themselves decide, on unit vectors. What goes on to the search is a list of row numbers, so
that paging, counts and files are those of any other condition (docs/decisions/0018-footprints.md).
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, reduce
from operator import or_
from typing import Any

import numpy as np
from django.conf import settings
from django.db.models import Lookup, Q, QuerySet

from mastsite.search import outlines, sky
from mastsite.search.conditions import CHAIN, fold
from mastsite.search.coverage import merged
from mastsite.search.declare import Mission
from mastsite.search.fields import VECTOR, Cone, RowNumber
from mastsite.search.limits import TimeLimit, look_at_the_clock, time_limit
from mastsite.search.models import Holding
from mastsite.search.region import Region, RegionError, read_region
from mastsite.search.registry import get_mission
from mastsite.search.tables import CELL, ROW_ID, model_for

MOST_CANDIDATES = 250_000
"""Rows whose outlines one search tests: some 40 megabytes of text."""
_AT_ONCE = 2_000


class TooManyCandidates(TimeLimit):
    """A region has more rows around it than one search tests."""

    def __init__(self) -> None:
        super().__init__(settings.PAGE_TIME_LIMIT_S)
        self.args = (
            f"More than {MOST_CANDIDATES:,} rows are around the region, and each outline would have to be tested. "
            "Choose a smaller region, or a circle with “centre”.",
        )


@dataclass(frozen=True, slots=True)
class Chosen:
    """Row numbers as JSON, and what the reader must know of how they were found."""

    rows: str
    notes: tuple[str, ...] = ()


@RowNumber.register_lookup
class Among(Lookup):
    """``row_id__among="[1, 2]"``: one of a list of any length, as one parameter."""

    lookup_name = "among"
    prepare_rhs = False

    def get_db_prep_lookup(self, value: Any, connection: Any) -> Any:
        return "%s", [value]

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        """For PostgreSQL."""
        column, parameters = self.process_lhs(compiler, connection)
        return f"{column} = ANY(%s::bigint[])", [*parameters, f"{{{self.rhs[1:-1]}}}"]

    def as_sqlite(self, compiler: Any, connection: Any) -> Any:
        column, parameters = self.process_lhs(compiler, connection)
        return f"{column} IN (SELECT value FROM json_each(%s))", [*parameters, self.rhs]  # noqa: S608


def within(objects: QuerySet[Any], mission: Mission, holding: Holding, region: Region) -> tuple[QuerySet[Any], Chosen]:
    """The rows that meet a region, and what the reader must know of how they were found.

    Raises
    ------
    TimeLimit : also where more than `MOST_CANDIDATES` rows would have to be tested.
    """
    chosen = _chosen(mission.slug, holding.table, holding.loaded_at, holding._state.db or "", region, region.relation)
    return objects.filter(**{f"{ROW_ID}__among": chosen.rows}), chosen


@lru_cache(maxsize=16)
def _chosen(slug: str, table: str, _loaded_at: Any, alias: str, region: Region, relation: str) -> Chosen:
    """Worked out once for a search's page, its count and its next pages."""
    mission = get_mission(slug)
    objects = model_for(slug, table)._default_manager.using(alias or None).order_by()
    with time_limit(settings.PAGE_TIME_LIMIT_S, alias):
        if region.kind == "outline":
            found = _outline_of(objects, mission, region)
            if isinstance(found, str):
                return Chosen("[]", (found,))
            region = found
        rows, unread = _matching(objects, mission, region)
    return Chosen(json.dumps(rows, separators=(",", ":")), _notes(mission, objects, region, unread))


def _notes(mission: Mission, objects: QuerySet[Any], region: Region, unread: int) -> tuple[str, ...]:
    outline = mission.outline
    if outline is None or not outline.column or region.relation == "centre":
        return ()
    notes = []
    if none := objects.filter(**{f"{outline.column}__isnull": True}).count():
        notes.append(f"{none:,} rows of {mission.short_name} have no outline and cannot be found by a region.")
    if unread:
        notes.append(f"{unread:,} outlines near the region could not be read, and their rows were not found.")
    return tuple(notes)


def _outline_of(objects: QuerySet[Any], mission: Mission, region: Region) -> Region | str:
    """The region that a row's outline is, or why there is none."""
    column = mission.column(mission.id_column)
    outline = mission.outline
    if outline is None:
        return f"{mission.short_name} has no outlines here."
    if column.is_text:
        rows = objects.filter(**{f"{column.name}__lower": fold(region.identifier)})
    elif region.identifier.isdecimal() and region.identifier.isascii() and len(region.identifier) < 19:
        rows = objects.filter(**{column.name: int(region.identifier)})
    else:
        rows = objects.none()
    names = (outline.column,) if outline.column else (mission.ra_column, mission.dec_column)
    row = rows.values(*names).first()
    if row is None:
        return f"No row of {mission.short_name} is called {region.identifier}, so there is no outline to search by."
    if not (text := outline_text(mission, row)):
        return f"The row {region.identifier} has no outline to search by."
    try:
        return read_region(text, region.relation)
    except RegionError as error:
        return f"The outline of {region.identifier} could not be read: {error}"


def outline_text(mission: Mission, row: Mapping[str, Any]) -> str:
    """The outline of a row, its values by their columns' names, as a region is typed; nothing where it has none."""
    outline = mission.outline
    if outline is None:
        return ""
    if outline.column:
        return str(row[outline.column] or "")
    ra, dec = row[mission.ra_column], row[mission.dec_column]
    return "" if None in (ra, dec) else f"CIRCLE ICRS {ra!r} {dec!r} {outline.radius_arcmin / 60!r}"


def _matching(objects: QuerySet[Any], mission: Mission, region: Region) -> tuple[list[int], int]:
    """Numbers of the rows that meet a region, and how many outlines could not be read."""
    outline = None if region.relation == "centre" else mission.outline
    if region.kind == "moc" and region.relation == "centre":
        return sorted(row[0] for row in _in_cells(objects, region.ranges, (ROW_ID,))), 0
    names = (ROW_ID, *VECTOR, *((outline.column,) if outline and outline.column else ()))
    fetched = _around(objects, region, outline.reach_arcmin if outline else 0.0, names)
    found: list[int] = []
    unread = 0
    for start in range(0, len(fetched), _AT_ONCE):
        look_at_the_clock()
        block = fetched[start : start + _AT_ONCE]
        numbers = np.array([row[0] for row in block])
        centres = np.array([row[1:4] for row in block], dtype=np.float64)
        if outline is None:
            found += numbers[outlines.holds(region, centres)].tolist()
        elif not outline.column:
            circles = math.radians(outline.radius_arcmin / 60)
            found += numbers[outlines.many_circles_meet(centres, np.full(len(block), circles), region)].tolist()
        else:
            drawn = [outlines.read(row[4]) for row in block]
            unread += sum(not shapes and row[4] is not None for shapes, row in zip(drawn, block, strict=True))
            found += numbers[outlines.rows_meet(drawn, region)].tolist()
    return sorted(found), unread


def _around(objects: QuerySet[Any], region: Region, wider_arcmin: float, names: Sequence[str]) -> list[Any]:
    """The rows near a region, or near one of its parts."""
    if region.parts:
        ra, dec, reach = np.array([part.cap() for part in region.parts]).T
        wide = np.minimum(180 * 60.0, reach * 60 + wider_arcmin + 1e-6)
        _part, first, last = sky.covers(ra, dec, wide, finer=0)
        return _in_cells(objects, merged(zip(first.tolist(), last.tolist(), strict=True)), names)
    ra_deg, dec_deg, reach_deg = region.cap()
    radius = min(180 * 60.0, reach_deg * 60 + wider_arcmin + 1e-6)
    near = objects.filter((f"{CELL}__incone", Cone(ra_deg, dec_deg, radius)))
    return _not_too_many(list(near.values_list(*names)[: MOST_CANDIDATES + 1]))


def _in_cells(objects: QuerySet[Any], ranges: Sequence[tuple[int, int]], names: Sequence[str]) -> list[Any]:
    """The rows in order-29 cells."""
    found: list[Any] = []
    for start in range(0, len(ranges), CHAIN):
        look_at_the_clock()
        either = reduce(or_, (Q((f"{CELL}__range", pair)) for pair in ranges[start : start + CHAIN]))
        found += objects.filter(either).values_list(*names)[: MOST_CANDIDATES + 1 - len(found)]
        _not_too_many(found)
    return found


def _not_too_many(rows: list[Any]) -> list[Any]:
    if len(rows) > MOST_CANDIDATES:
        raise TooManyCandidates
    return rows
