"""The kinds of jobs that scan, and asking for them; what does them is imported when one is done, as its libraries are optional."""

from __future__ import annotations

from mastsite.jobs import asking
from mastsite.jobs.kinds import JobError, Outcome, Task, kind
from mastsite.jobs.models import Job
from mastsite.jobs.queries import plain
from mastsite.scans import catalogs
from mastsite.scans.needed import Missing, need
from mastsite.search.declare import Mission
from mastsite.search.query import Query

TIME_LIMIT_S = 6 * 3600.0


@kind("scan", label="Scanning every row", time_limit_s=TIME_LIMIT_S)
def scan(task: Task) -> Outcome:
    _need()
    from mastsite.scans.scanning import scan as do

    return do(task)


@kind("crossmatch", label="Matching two missions", time_limit_s=TIME_LIMIT_S)
def crossmatch(task: Task) -> Outcome:
    _need()
    from mastsite.scans.matching import crossmatch as do

    return do(task)


def ask_scan(placed: Query, format: str) -> Job:
    """The job that looks at every row for a search, and writes what it finds as a file.

    Raises
    ------
    NoRoom, JobError
    """
    return asking.ask("scan", plain(placed) | {"format": format}, catalogs.stamp(placed.mission))


def ask_crossmatch(placed: Query, other: Mission, radius_arcsec: float, format: str) -> Job:
    """The job that finds all rows of another mission within a radius of each row of a search.

    Raises
    ------
    NoRoom, JobError
    """
    asked = plain(placed) | {"with": other.slug, "radius_arcsec": radius_arcsec, "format": format}
    return asking.ask("crossmatch", asked, f"{catalogs.stamp(placed.mission)}; {catalogs.stamp(other)}")


def _need() -> None:
    try:
        need()
    except Missing as error:
        raise JobError(str(error)) from error
