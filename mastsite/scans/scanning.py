"""Looking at every row of a mission's collection: a search without the database."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from mastsite.jobs.kinds import JobError, Outcome, Task
from mastsite.jobs.queries import query_of
from mastsite.scans import catalogs
from mastsite.scans.cluster import client
from mastsite.scans.files import written
from mastsite.scans.meeting import Asked, within
from mastsite.search.query import Query
from mastsite.search.result import Message, Result

WIDEST_COARSE_ARCMIN = 600.0
"""Of wider cones every partition is looked at."""


def scan(task: Task) -> Outcome:
    """Do a job of the kind ``scan``."""
    query = query_of(task.asked)
    if len(query.places) > 1:
        raise JobError("A scan searches around one place. Ask for each place by itself, or for a cross-match.")
    if computed := [column.name for column in query.output if not column.stored]:
        raise JobError(f"A scan gives stored columns, and {', '.join(computed)} is made by a search. Leave it out.")
    columns = [column.name for column in query.output]
    found = narrowed(query)
    with client() as workers:
        messages = [*catalogs.told(query.mission), *_unordered(query)]
        result = Result(
            query.mission, query, query.output, (), datetime.now(UTC), messages=messages,
            holdings_version=catalogs.stamp(query.mission),
        )  # fmt: skip
        result.rows = _limited(catalogs.rows(found, workers, columns, task), result)
        return written(task, result, f"{query.mission.slug}_scan")


def narrowed(query: Query) -> Any:
    """The rows of a mission's collection that a search finds, still to be computed."""
    mission = query.mission
    if query.region:
        raise JobError("A scan cannot search by a region of the sky. Leave it out, or ask for a file of the search.")
    asked: Asked = [(mission.column(item.column), item) for item in query.criteria]
    needed = {column.name for column in query.output if column.stored} | {column.name for column, _ in asked}
    catalog = catalogs.opened(mission, needed)
    cone = (*query.places[0].position, query.radius) if query.places else None
    if cone and cone[2] <= WIDEST_COARSE_ARCMIN:
        catalog = catalog.cone_search(cone[0], cone[1], max(cone[2] * 60, 1.0), fine=False)
    return catalog.map_partitions(within, asked, cone, mission.ra_column, mission.dec_column)


def _unordered(query: Query) -> list[Message]:
    asked = ", ".join(map(str, query.sort))
    return [Message(f"The order that was asked for, {asked}, is not applied by a scan.", "warning")] if asked else []


def _limited(rows: Any, result: Result) -> Any:
    limit = result.query.limit
    for number, row in enumerate(rows):
        if limit is not None and number == limit:
            result.truncated = f"cut at {limit:,} rows, the limit that was asked for; more rows match"
            return
        yield row
