"""Pointings: places on the sky with all that one instrument exposed there, worked out from the rows held.

A pointing is a cell of the sky index of order 12, which is 52 arcseconds wide, and its position is the mean direction
of the exposures in it. The archive's own table was made with a field of view for each instrument, by a walk
through a sorted list; cells give the same answer to the same question at any time, whatever is loaded.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.db.models import Avg, Count, F, Max, Min, QuerySet, Sum

from mastsite.search import criteria, sky
from mastsite.search.conditions import to_q
from mastsite.search.database import asked_again
from mastsite.search.declare import Pointings
from mastsite.search.fields import VECTOR
from mastsite.search.limits import time_limit
from mastsite.search.plan import PLACE, Plan, plan_of
from mastsite.search.query import Place, Query
from mastsite.search.result import Result
from mastsite.search.streaming import snapshot
from mastsite.search.tables import CELL, ROW_ID

ORDER = 12
MAX_POINTINGS = 50_000
"""Pointings worked out for one search; more are cut, and that is told."""
MAX_CELLS = 2_000
"""Pointings whose exposures can be asked for at once."""

_SHIFT = 2 * (sky.ORDER - ORDER)
_REACH_ARCMIN = 2.0
"""More than a cell of the order is across (at most 1.3 arcminutes), so that no pointing at the rim of a cone is halved."""
_NUMBER = "pointing_number"


@dataclass(frozen=True, slots=True)
class Pointing:
    """One pointing.

    Parameters
    ----------
    number : of its sky cell; the same in every loading.
    ra_deg, dec_deg : mean direction of its exposures, degrees, ICRS.
    exposures : how many; filters : how many different ones; exposure_s : their time in all, None where none is known.
    first, last : start of the first and end of the last, ISO 8601, UTC.
    bands : how many exposures in each declared band.
    separation_arcmin, place : from the searched place, which is the one of that number; None when none was searched.
    """

    number: int
    ra_deg: float
    dec_deg: float
    exposures: int
    filters: int
    exposure_s: float | None
    first: str | None
    last: str | None
    bands: dict[str, int]
    separation_arcmin: float | None = None
    place: int | None = None


@asked_again
def pointings(query: Query, of: Pointings) -> tuple[list[Pointing], bool]:
    """The pointings of the exposures that a search has, and whether there were more than `MAX_POINTINGS`.

    Around places it gives the pointings whose own position is within the radius, each with all of its exposures.

    Raises
    ------
    NotLoaded, Unresolved, TimeLimit
    """
    found: list[Pointing] = []
    plan = plan_of(_widened(query))
    keys = [PLACE, _NUMBER] if query.places else [_NUMBER]
    with time_limit(settings.PAGE_TIME_LIMIT_S, plan.alias), snapshot(plan.alias):
        counted = _numbered(plan).values(*keys).annotate(**_sums(query, of)).order_by(*keys)
        for row in counted.iterator():
            number = row.get(PLACE, 0)
            one = _pointing(row, of, query.places[number] if query.places else None, number)
            if one.separation_arcmin is None or one.separation_arcmin <= query.radius:
                found.append(one)
            if len(found) > MAX_POINTINGS:
                break
    return found[:MAX_POINTINGS], len(found) > MAX_POINTINGS


@asked_again
def exposures(query: Query, numbers: Sequence[int], most: int) -> Result:
    """The rows of a search that belong to some pointings, no more than `most` and no more than `MAX_CELLS` pointings.

    Raises
    ------
    NotLoaded, Unresolved, TimeLimit; ValueError for too many pointings.
    """
    if len(numbers) > MAX_CELLS:
        raise ValueError(f"{len(numbers):,} pointings were found; exposures are listed for at most {MAX_CELLS:,}.")
    wide = replace(query, places=_once(query.places))
    plan = plan_of(_widened(wide))
    plan = replace(plan, chosen=_numbered(plan).filter(**{f"{_NUMBER}__in": numbers}))
    with time_limit(settings.PAGE_TIME_LIMIT_S, plan.alias):
        raw = list(plan.rows()[: most + 1])
    read = plan.reader()
    result = Result(query.mission, query, query.output, [read(row) for row in raw[:most]], datetime.now(UTC))
    result.holdings_version = plan.holding.stamp
    if len(raw) > most:
        result.truncated = f"cut at {most:,} rows, the limit that was asked for; more rows match"
    return result


def _once(places: Sequence[Place]) -> tuple[Place, ...]:
    return tuple({place.position: place for place in reversed(places)}.values())[::-1]


def _widened(query: Query) -> Query:
    """The search with a radius that takes in the whole of every pointing at its rim."""
    return replace(query, radius_arcmin=min(query.radius + _REACH_ARCMIN, 180 * 60.0)) if query.places else query


def _numbered(plan: Plan) -> QuerySet[Any]:
    """The rows of a search with the number of the pointing they belong to."""
    placed = plan.objects.order_by().filter(**{f"{CELL}__isnull": False})
    numbered: QuerySet[Any] = placed.annotate(**{_NUMBER: F(CELL).bitrightshift(_SHIFT)})
    return numbered


def _sums(query: Query, of: Pointings) -> dict[str, Any]:
    """What is added up over the exposures of a pointing."""
    column = query.mission.column(of.filters)
    sums: dict[str, Any] = {
        "n": Count(ROW_ID),
        "n_filters": Count(of.filters, distinct=True),
        "exposed": Sum(of.exposure),
        "began": Min(of.start),
        "ended": Max(of.stop),
        **{f"mean_{name}": Avg(name) for name in VECTOR},
    }
    for letter, text in of.bands.items():
        condition = criteria.parse(column, text)
        if condition is not None:
            sums[f"band_{letter}"] = Count(ROW_ID, filter=to_q(column, condition))
    return sums


def _pointing(row: dict[str, Any], of: Pointings, place: Place | None, number: int) -> Pointing:
    x, y, z = (float(row[f"mean_{name}"]) for name in VECTOR)
    ra_deg = math.degrees(math.atan2(y, x)) % 360
    dec_deg = math.degrees(math.atan2(z, math.hypot(x, y)))
    apart = None
    if place is not None:
        chord = math.dist(sky.unit_vector(ra_deg, dec_deg), sky.unit_vector(*place.position))
        apart = round(sky.separation_arcmin(chord * chord), 6)
    return Pointing(
        number=int(row[_NUMBER]),
        ra_deg=round(ra_deg, 7),
        dec_deg=round(dec_deg, 7),
        exposures=row["n"],
        filters=row["n_filters"],
        exposure_s=row["exposed"],
        first=row["began"],
        last=row["ended"],
        bands={letter: row.get(f"band_{letter}", 0) for letter in of.bands},
        separation_arcmin=apart,
        place=number if place is not None else None,
    )
