"""The kind of job that counts all rows of a search, however many there are."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from mastsite.jobs import asking
from mastsite.jobs.kinds import JobError, Outcome, Task, kind
from mastsite.jobs.models import Job
from mastsite.jobs.queries import plain, query_of
from mastsite.search import engine
from mastsite.search.query import DEFAULT_ROWS, Query
from mastsite.search.result import Count
from mastsite.search.tables import NotLoaded, holding_of

NAME = "count"
TIME_LIMIT_S = 3600.0
TOO_LONG = "The count was stopped by its time limit. Add a condition or a smaller radius."
AT_ONCE_S = 1.0
"""A count that takes no longer is made while the reader waits."""


@kind(NAME, label="Counting every row", time_limit_s=TIME_LIMIT_S)
def count_them_all(task: Task) -> Outcome:
    query = query_of(task.asked)
    task.tell("Counting")
    try:
        counted = engine.count_all(query, within_s=TIME_LIMIT_S)
    except NotLoaded as error:
        raise JobError(str(error)) from error
    if not counted.exact:
        raise JobError(TOO_LONG)
    return told(query, counted)


def told(query: Query, counted: Count) -> Outcome:
    """What a count says."""
    words = query.mission.row_is if counted.value == 1 else query.mission.rows_are
    return Outcome(f"There are {counted} {query.mission.adjective} {words}.", {"count": counted.value})


def start(placed: Query) -> Job:
    """The job that counts a search; done already where it was counted before, or is in a second.

    Raises
    ------
    NoRoom, NotLoaded
    """
    asked, holdings = _asked(placed)
    if (job := asking.done(NAME, asked, holdings)) is not None:
        return job
    counted = engine.count(query_of(asked), cap=None, within_s=AT_ONCE_S)
    if counted.exact:
        return asking.note(NAME, asked, holdings, told(placed, counted))
    return asking.ask(NAME, asked, holdings)


def known(placed: Query) -> Count | None:
    """How many rows a search has, where a job has counted the rows that are held now."""
    asked, holdings = _asked(placed)
    job = asking.done(NAME, asked, holdings)
    return Count(int(job.result["count"])) if job is not None else None


def _asked(placed: Query) -> tuple[dict[str, Any], str]:
    """A search without what does not change its count, and the rows it is asked of."""
    bare = replace(
        placed.without_paging(), columns=(), sort=(), rows=DEFAULT_ROWS, limit=None, coordinates="sex", format=""
    )
    return plain(bare), holding_of(placed.mission).stamp
