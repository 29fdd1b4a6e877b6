"""What is new since a loading: noted while the old rows are still there, and read for feeds.

A loading makes a table of its own and the one before is dropped soon, so what came new cannot be asked for later. It is
noted when the new table becomes current: docs/decisions/0021-feeds-and-receipts.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.conf import settings
from django.db import connection, models

from mastsite.search.database import asked_again
from mastsite.search.declare import Mission
from mastsite.search.limits import time_limit
from mastsite.search.models import Arrival, Holding, Loading
from mastsite.search.plan import Plan, plan_of
from mastsite.search.query import Query
from mastsite.search.result import Row
from mastsite.search.tables import ROW_ID

__all__ = ["KEPT", "Brought", "NewRow", "News", "compare", "new_rows", "note"]

KEPT = 10_000
"""Identifiers of new rows that are kept of a mission: the latest ones."""
KEPT_LOADINGS = 100
AT_ONCE = 1_000
"""Identifiers that are asked for in one question."""


@dataclass(frozen=True, slots=True)
class Brought:
    """How many rows a loading has that the one before had not, and the identifiers of the first `KEPT` of them."""

    added: int
    identifiers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NewRow:
    """A row of a search that came with a loading."""

    identifier: str
    row: Row
    version: int
    loaded_at: datetime


@dataclass(frozen=True, slots=True)
class News:
    """New rows of a search, the latest first.

    Parameters
    ----------
    more : whether older ones follow.
    latest : the latest loading with what it brought; None where it was loaded before such notes were taken.
    unlisted : new rows whose identifiers are not kept, as there were too many.
    """

    holding: Holding
    rows: tuple[NewRow, ...]
    more: bool
    latest: Loading | None
    unlisted: int


def compare(mission: Mission, before: Holding | None, table: str) -> Brought | None:
    """What a new table has that the current one has not; None where they cannot be compared, as for a first loading."""
    if before is None or not _comparable(mission, before.table, table):
        return None
    quote = connection.ops.quote_name
    key = quote(mission.id_column)
    old, now = quote(before.table), quote(table)
    new = f"FROM {now} n WHERE NOT EXISTS (SELECT 1 FROM {old} o WHERE o.{key} = n.{key})"  # noqa: S608  (names of ours)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) {new}")
        (added,) = cursor.fetchone()
        cursor.execute(f"SELECT n.{key} {new} ORDER BY n.{quote(ROW_ID)} LIMIT {KEPT}")
        return Brought(int(added), tuple(str(row[0]) for row in cursor.fetchall()))


def note(now: Holding, before: Holding | None, brought: Brought | None) -> None:
    """Note what came with the loading `now`, which takes the place of `before`."""
    earlier = Loading.objects.filter(slug=now.slug)
    (earlier.filter(version__gte=now.version) if before else earlier).delete()  # leftovers of what was taken away
    loading = Loading(slug=now.slug, version=now.version, loaded_at=now.loaded_at, row_count=now.row_count)
    if before is not None and brought is not None:
        loading.added = brought.added
        loading.gone = before.row_count - (now.row_count - brought.added)
    loading.save()
    if brought is not None:
        new = [Arrival(loading=loading, identifier=identifier) for identifier in brought.identifiers]
        Arrival.objects.bulk_create(new, batch_size=AT_ONCE)
        _forget(now.slug)


def _forget(slug: str) -> None:
    """Drop what is beyond `KEPT` and `KEPT_LOADINGS`, the oldest first."""
    here = Arrival.objects.filter(loading__slug=slug).order_by("-id")
    beyond = here.values_list("id", flat=True)[KEPT : KEPT + 1].first()
    if beyond is not None:
        here.filter(id__lte=beyond).delete()
    old = Loading.objects.filter(slug=slug).order_by("-version").values_list("version", flat=True)
    last = old[KEPT_LOADINGS : KEPT_LOADINGS + 1].first()
    if last is not None:
        Loading.objects.filter(slug=slug, version__lte=last).delete()


def _comparable(mission: Mission, before: str, now: str) -> bool:
    """Whether rows of both tables are called by the same column of the same type."""
    kinds = []
    with connection.cursor() as cursor:
        names = connection.introspection.table_names(cursor)
        for table in (before, now):
            if table not in names:
                return False
            columns = {
                info.name: info.type_code for info in connection.introspection.get_table_description(cursor, table)
            }
            kinds.append(columns.get(mission.id_column))
    return kinds[0] is not None and kinds[0] == kinds[1]


@asked_again
def new_rows(query: Query, *, skip: int = 0, most: int = 100) -> News:
    """Rows of a search that came with a loading after the first, the latest loading first, in the usual order within it.

    Parameters
    ----------
    query : its names must be resolved; its sort keys and limits are not used.
    skip, most : how many new rows to pass over, and to give back.

    Raises
    ------
    NotLoaded, Unresolved, TimeLimit
    """
    plan = plan_of(query)
    loadings = list(Loading.objects.using(plan.alias).filter(slug=query.mission.slug).order_by("-version"))
    kept = Arrival.objects.using(plan.alias).filter(loading__slug=query.mission.slug)
    counts = dict(kept.order_by().values_list("loading").annotate(models.Count("id")))
    unlisted = sum((loading.added or 0) - counts.get(loading.pk, 0) for loading in loadings)
    found: dict[str, NewRow] = {}
    with time_limit(settings.PAGE_TIME_LIMIT_S, plan.alias):
        for loading in loadings:
            if not counts.get(loading.pk):
                continue
            for row in _of_loading(plan, loading, skip + most + 1):
                found.setdefault(row.identifier, row)  # one that went and came back is told as it came last
            if len(found) > skip + most:
                break
    newest = loadings[0] if loadings and loadings[0].version == plan.holding.version else None
    rows = tuple(found.values())[skip : skip + most]
    return News(plan.holding, rows, len(found) > skip + most, newest, unlisted)


def _of_loading(plan: Plan, loading: Loading, most: int) -> list[NewRow]:
    """The rows of one loading that are still there and that the search finds, each once."""
    names = (*plan.selected, plan.query.mission.id_column)
    column, read = plan.query.mission.column(names[-1]), plan.reader()
    identifiers = loading.arrivals.using(plan.alias).order_by("id").values_list("identifier", flat=True)
    source = iter(identifiers)
    found: dict[str, NewRow] = {}
    while len(found) < most and (some := list(islice(source, AT_ONCE))):
        for row in plan.rows(models.Q((f"{column.name}__in", _typed(some, text=column.is_text)))).values_list(*names):
            identifier = str(row[-1])
            found.setdefault(identifier, NewRow(identifier, read(row), loading.version, loading.loaded_at))
    return list(found.values())[:most]


def _typed(identifiers: Sequence[str], *, text: bool) -> list[str] | list[int]:
    return list(identifiers) if text else [int(identifier) for identifier in identifiers]
