"""Statistics of a search: its times, exposures and places, each by one grouped statement, all within a bounded time.

Memory does not grow with the rows: the database counts years, decades of exposure time and cells of the sky.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np
from django.db.models import Count, F, Max, Min, Q, Sum
from django.db.models.functions import Lower, Substr
from healpix_geo import nested

from mastsite.search.database import asked_again
from mastsite.search.declare import Column, Mission
from mastsite.search.limits import TimeLimit, time_limit
from mastsite.search.plan import Plan, plan_of
from mastsite.search.query import Query
from mastsite.search.tables import CELL, ROW_ID

SKY_ORDER = 4
"""Cells of the map: 3,072 of them, 3.7 degrees wide."""
_SHIFT = 2 * (29 - SKY_ORDER)
EDGES = (0.0, 1.0, 10.0, 100.0, 1_000.0, 10_000.0, 100_000.0)
"""Where the bins of exposure times begin, in the column's unit; the last has no end."""

NAMED = 3
"""Instruments, and filters, that are named with their rows."""

Bins = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Exposures:
    """Exposure times: of how many rows, their sum and median, and rows by decade (below zero counts with the first)."""

    column: Column
    rows: int
    total: float
    median: float
    bins: Bins


@dataclass(frozen=True, slots=True)
class Times:
    """Times of start: of how many rows, the first and last as held, and rows by year."""

    column: Column
    rows: int
    first: str
    last: str
    bins: Bins


@dataclass(frozen=True, slots=True)
class SkyMap:
    """Rows by cell of the sky: centre (right ascension and declination, degrees, ICRS) and rows, densest first."""

    rows: int
    cells: tuple[tuple[float, float, int], ...]


@dataclass(frozen=True, slots=True)
class Commonest:
    """The values of a column that most rows have, each with its rows, and whether there are others."""

    column: Column
    values: Bins
    others: bool


@dataclass(frozen=True, slots=True)
class Statistics:
    """What is known of a result; a part is None (`commonest`: not there) where it has no such column or value, or is named in `late`."""

    rows: int | None
    times: Times | None
    exposures: Exposures | None
    sky: SkyMap | None
    late: tuple[str, ...]
    holdings_version: str
    commonest: tuple[Commonest, ...] = ()


def time_column(mission: Mission) -> Column | None:
    """The first column with a time of start."""
    return _with_ucd(mission, "time.start", ("datetime",))


def exposure_column(mission: Mission) -> Column | None:
    """The first column with an exposure time."""
    return _with_ucd(mission, "obs.exposure", ("float", "integer"))


def _with_ucd(mission: Mission, word: str, kinds: tuple[str, ...]) -> Column | None:
    found = (c for c in mission.stored_columns if c.kind in kinds and word in c.ucd.split(";"))
    return next(found, None)


def instrument_columns(mission: Mission) -> tuple[Column, ...]:
    """The first column with an instrument and the first with a filter or grating, of text."""
    texts = [column for column in mission.stored_columns if column.is_text and column.name != mission.id_column]
    found = (
        next((c for c in texts if word in c.ucd.split(";") and c.queryable), None)
        for word in ("instr", "instr.bandpass")
    )
    return tuple(dict.fromkeys(column for column in found if column))


@asked_again
def statistics(query: Query, *, within_s: float) -> Statistics:
    """Count the parts of a search, all of them within `within_s` seconds; what takes longer is named in `late`.

    Raises
    ------
    NotLoaded, Unresolved
    """
    plan = plan_of(replace(query.without_paging(), limit=None, format=""))
    mission, end = query.mission, time.monotonic() + within_s
    parts: dict[str, Callable[[], Any]] = {"the number of rows": lambda: plan.objects.order_by().values(ROW_ID).count()}
    if started := time_column(mission):
        parts["times"] = lambda: _times(plan, started)
    if exposed := exposure_column(mission):
        parts["exposures"] = lambda: _exposures(plan, exposed)
    if mission.has_position:
        parts["the sky"] = lambda: _sky(plan)
    named = {f"the commonest of {column.label}": column for column in instrument_columns(mission)}
    for name, column in named.items():
        parts[name] = partial(_commonest, plan, column)
    done: dict[str, Any] = {}
    late = []
    for name, part in parts.items():
        try:
            left = end - time.monotonic()
            if left <= 0:
                raise TimeLimit(within_s)
            with time_limit(left, plan.alias):
                done[name] = part()
        except TimeLimit:
            late.append(name)
    return Statistics(
        done.get("the number of rows"), done.get("times"), done.get("exposures"), done.get("the sky"),
        tuple(late), plan.holding.stamp, tuple(found for name in named if (found := done.get(name))),
    )  # fmt: skip


def _times(plan: Plan, column: Column) -> Times | None:
    rows = plan.objects.order_by().filter(**{f"{column.name}__isnull": False})
    years = rows.values(year=Substr(column.name, 1, 4)).annotate(
        n=Count(ROW_ID), low=Min(column.name), high=Max(column.name)
    )
    found = list(years.order_by(F("year").asc()).values_list("year", "n", "low", "high")[:10_000])
    if not found:
        return None
    bins = tuple((str(year), n) for year, n, _low, _high in found)
    return Times(column, sum(n for _year, n in bins), found[0][2], found[-1][3], bins)


def _exposures(plan: Plan, column: Column) -> Exposures | None:
    name = column.name
    rows = plan.objects.order_by().filter(**{f"{name}__isnull": False})
    wanted: dict[str, Any] = {"n": Count(ROW_ID), "total": Sum(name)}
    for index, low in enumerate(EDGES):
        within = Q() if index == 0 else Q(**{f"{name}__gte": low})
        if index + 1 < len(EDGES):
            within &= Q(**{f"{name}__lt": EDGES[index + 1]})
        wanted[f"bin{index}"] = Count(ROW_ID, filter=within)
    found = rows.aggregate(**wanted)
    if not (n := found["n"]):
        return None
    middle = list(rows.order_by(name).values_list(name, flat=True)[(n - 1) // 2 : n // 2 + 1])
    bins = tuple((_bin(index), found[f"bin{index}"]) for index in range(len(EDGES)))
    return Exposures(column, n, float(found["total"]), sum(middle) / len(middle), bins)


def _commonest(plan: Plan, column: Column) -> Commonest | None:
    """Text is grouped without its case, as conditions compare it, and said in one of the ways it is written."""
    rows = plan.objects.order_by().filter(**{f"{column.name}__isnull": False})
    grouped = rows.values(key=Lower(column.name)).annotate(n=Count(ROW_ID), written=Min(column.name))
    found = list(grouped.order_by("-n", "key").values_list("written", "n")[: NAMED + 1])
    return Commonest(column, tuple(found[:NAMED]), len(found) > NAMED) if found else None


def _bin(index: int) -> str:
    if index == 0:
        return f"below {EDGES[1]:,.0f}"
    if index + 1 == len(EDGES):
        return f"{EDGES[index]:,.0f} or more"
    return f"{EDGES[index]:,.0f} to {EDGES[index + 1]:,.0f}"


def _sky(plan: Plan) -> SkyMap | None:
    rows = plan.objects.order_by().filter(**{f"{CELL}__isnull": False})
    cells = rows.values(cell=F(CELL).bitrightshift(_SHIFT)).annotate(n=Count(ROW_ID))
    found = list(cells.order_by("-n", "cell").values_list("cell", "n"))
    if not found:
        return None
    numbers = np.array([cell for cell, _n in found], dtype=np.uint64)
    ra, dec = nested.healpix_to_lonlat(numbers, SKY_ORDER, ellipsoid="sphere", num_threads=1)
    centres = zip(ra, dec, (n for _cell, n in found), strict=True)
    return SkyMap(sum(n for _cell, n in found), tuple((float(a), float(d), n) for a, d, n in centres))
