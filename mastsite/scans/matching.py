"""Finding, for every row of a search, all rows of another mission within a radius."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from mastsite.jobs.kinds import JobError, Outcome, Task
from mastsite.jobs.queries import query_of
from mastsite.scans import catalogs
from mastsite.scans.cluster import client
from mastsite.scans.declared import MARGIN
from mastsite.scans.files import written
from mastsite.scans.pairing import AllWithin
from mastsite.scans.scanning import narrowed
from mastsite.search.declare import Column, Mission
from mastsite.search.query import Query
from mastsite.search.registry import UnknownMission, get_mission
from mastsite.search.result import Result

DISTANCE = "_dist_arcsec"
BETWEEN = Column(
    name="match_distance", label="Distance", kind="float", unit="arcsec", ucd="pos.angDistance",
    description="Angle between the two rows.",
)  # fmt: skip


def crossmatch(task: Task) -> Outcome:
    """Do a job of the kind ``crossmatch``."""
    query = query_of(task.asked)
    try:
        other = get_mission(task.asked["with"])
    except UnknownMission as error:
        raise JobError(str(error)) from error
    radius_arcsec = float(task.asked["radius_arcsec"])
    if len(query.places) > 1 or query.sort or query.limit is not None:
        raise JobError("A cross-match takes one place or none, no order and no limit. Leave them out.")
    found, columns, names = matched(query, other, radius_arcsec)
    with client() as workers:
        messages = [*catalogs.told(query.mission), *catalogs.told(other)]
        result = Result(
            query.mission, query, columns, catalogs.rows(found, workers, names, task), datetime.now(UTC),
            messages=messages, holdings_version=f"{catalogs.stamp(query.mission)}; {catalogs.stamp(other)}",
        )  # fmt: skip
        return written(task, result, f"{query.mission.slug}_{other.slug}")


def matched(query: Query, other: Mission, radius_arcsec: float) -> tuple[Any, tuple[Column, ...], list[str]]:
    """The pairs, still to be computed; their columns as they are told, and by their names in the pairs."""
    left = narrowed(query)
    second = Query(other)
    theirs = [column for column in second.output if column.stored]
    right = catalogs.opened(other, {column.name for column in theirs})
    margin_arcsec = float(catalogs.properties(other).get(MARGIN, 0))
    if not 0 < radius_arcsec <= margin_arcsec:
        raise JobError(
            f"The radius was read as {radius_arcsec:g} arcsec, and the collection of {other.short_name} was made for more than 0 "
            f"and up to {margin_arcsec:g}. Ask for less, or the operator for export_hats --margin."
        )
    tail = f"_{other.slug}"
    pairs = left.crossmatch(
        right, algorithm=AllWithin(radius_arcsec), suffixes=("", tail), suffix_method="all_columns", log_changes=False
    )
    mine = [column for column in query.output if column.stored]
    columns = (*mine, *(catalogs.renamed(column, other.slug) for column in theirs), BETWEEN)
    names = [*(column.name for column in mine), *(f"{column.name}{tail}" for column in theirs), DISTANCE]
    return pairs, columns, names
