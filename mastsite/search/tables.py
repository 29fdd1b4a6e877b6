"""The table of a mission, as an unmanaged Django model made from its columns.

Each loading makes a table of its own (``rows_<slug>_<version>``) and `Holding` says which one is read, so that
a reader in the middle of a long answer keeps the rows it began with: docs/decisions/0002-versioned-tables.md.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from functools import cache, lru_cache
from typing import Any

from django.apps.registry import Apps
from django.db import connection, models
from django.db.models.functions import Lower
from django.db.models.sql.compiler import SQLCompiler
from django.dispatch import receiver

from mastsite.search.database import alias, asked_again, forget, learned, reading
from mastsite.search.declare import Column, Mission
from mastsite.search.fields import VECTOR, ByteText, CellField, RowNumber
from mastsite.search.models import Holding
from mastsite.search.registry import get_mission

ROW_ID = "row_id"
"""Primary key: the row's place in sky order, 1 to n."""
CELL = "hpx29"
RESERVED = (ROW_ID, CELL, *VECTOR, "line_no")

FIELDS: dict[str, Callable[..., models.Field[Any, Any]]] = {
    "text": ByteText,
    "substring": ByteText,
    "datetime": ByteText,
    "integer": models.BigIntegerField,
    "float": models.FloatField,
    "ra": models.FloatField,
    "dec": models.FloatField,
    "boolean": models.BooleanField,
}
"""Kind of column to its field. To add one more kind: a line here, a converter in `convert`, a branch in `conditions`."""


class NotLoaded(LookupError):
    """The mission has no rows here."""


@cache
def shape(mission: Mission) -> str:
    """Digest of the parts of a declaration that a table depends on."""
    parts = [f"{column.name}:{column.kind}:{column.indexed}" for column in mission.stored_columns]
    parts += [mission.id_column, mission.ra_column, mission.dec_column, *mission.default_sort]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


@lru_cache(maxsize=256)
def model_for(slug: str, table: str) -> type[models.Model]:
    """The model over `table`, which has the columns of mission `slug`."""
    mission = get_mission(slug)
    fields: dict[str, object] = {
        ROW_ID: RowNumber(primary_key=True),
        **{column.name: FIELDS[column.kind](null=True) for column in mission.stored_columns},
    }
    if mission.has_position:
        fields |= {CELL: CellField(null=True), **{name: models.FloatField(null=True) for name in VECTOR}}
    meta = type("Meta", (), {"db_table": table, "managed": False, "app_label": "search", "apps": Apps()})
    return type(f"Rows_{table}", (models.Model,), {**fields, "Meta": meta, "__module__": __name__})


@asked_again
def holdings() -> dict[str, Holding]:
    """What is loaded of every mission, by slug."""
    return {holding.slug: holding for holding in Holding.objects.using(alias())}


@asked_again
def loadings(slugs: Iterable[str]) -> list[tuple[str, int, datetime, str]]:
    """Slug, version, moment and shape of what is loaded of some missions, by slug: what an answer about them stands on."""
    wanted = set(slugs)
    if len(wanted) == 1:  # nearly always, and then the search itself begins with the same question
        one = _loaded(*wanted)
        return [(one.slug, one.version, one.loaded_at, one.shape)] if one else []
    here = Holding.objects.using(alias()).filter(slug__in=wanted).order_by("slug")
    return list(here.values_list("slug", "version", "loaded_at", "shape"))


@asked_again
def held(mission: Mission) -> Holding | None:
    """What is loaded of a mission, for whichever columns; None when there is nothing."""
    return _loaded(mission.slug)


def _loaded(slug: str) -> Holding | None:
    """What is loaded of a mission, by its slug.

    Every search begins here, so the question is asked once for a request: its statement is made once, and what it answers
    becomes an object once for as long as the answer stays the same.
    """
    using = alias()
    known = learned()
    if (using, slug) not in known:
        known[using, slug] = _read(using, slug)
    holding: Holding | None = known[using, slug]
    return holding


def _read(using: str, slug: str) -> Holding | None:
    compiler, statement = _question(using)
    with reading(using).cursor() as cursor:
        cursor.execute(statement, [slug])
        row = cursor.fetchone()
    if row is None:
        return None
    kept = _kept.get((using, slug))
    if kept is None or kept[0] != row:
        (values,) = compiler.results_iter([[row]])
        kept = _kept[using, slug] = (row, Holding.from_db(using, _HOLDING, values))
    return kept[1]


@receiver([models.signals.post_save, models.signals.post_delete], sender=Holding)
def _changed(**_signal: Any) -> None:
    forget()


_HOLDING = [field.attname for field in Holding._meta.concrete_fields]
_kept: dict[tuple[str, str], tuple[Any, Holding]] = {}
"""Database and mission to the row last read and what was made of it."""


@cache
def _question(using: str) -> tuple[SQLCompiler, str]:
    """What reads the holding of a mission: who turns its row into values, and the statement, which takes the slug."""
    compiler = Holding.objects.using(using).filter(slug="-").query.get_compiler(using)
    return compiler, compiler.as_sql()[0]


def holding_of(mission: Mission) -> Holding:
    """What is loaded of a mission.

    Raises
    ------
    NotLoaded : there is nothing, or what is there was loaded for other columns than are declared now.
    """
    holding = held(mission)
    if holding is None:
        raise NotLoaded(mission.no_rows_because or f"No rows of {mission.short_name} are loaded here yet.")
    if holding.shape != shape(mission):
        raise NotLoaded(
            f"The rows of {mission.short_name} were loaded for an older list of columns; "
            f"the operator can run: manage.py load_mission {mission.slug}"
        )
    return holding


def cell_index(table: str) -> str:
    """Name of the index of the cells of a mission's table, the first that is made; see `indexes`."""
    return f"{table}_01"


def indexes(mission: Mission, table: str, vendor: str = "", *, parted: bool = False) -> Iterator[models.Index]:
    """The indexes of a mission's table: the sky, the identifier, the usual order, each column declared so.

    `vendor` is the database's; the connected one's when empty. A `parted` table has no primary key, and the row's number
    gets an index instead.
    """
    vendor = vendor or connection.vendor
    number = 0

    def name() -> str:
        nonlocal number
        number += 1
        return f"{table}_{number:02d}"

    if mission.has_position:
        # beside equal cells stands the row's number, so that rows are counted by probes: see `crowding`
        yield models.Index(*([CELL, ROW_ID] if vendor == "postgresql" else [CELL]), name=name())
    sort = [key.lstrip("-") for key in mission.default_sort if mission.by_name[key.lstrip("-")].stored]
    if sort:
        yield models.Index(*sort, ROW_ID, name=name())
    for column in mission.stored_columns:
        if not (column.indexed or column.name == mission.id_column):
            continue
        yield from _column_indexes(column, name, vendor, sorted_already=sort[:1] == [column.name])
    if vendor == "sqlite":  # read backwards, the indexes above have equal values in the wrong order
        for column in mission.stored_columns:
            # SQLite would take it for the usual order of several columns as well, and sort each run of equal values
            usual = len(sort) > 1 and column.name == sort[0]
            if (column.indexed or column.name == mission.id_column) and not usual:
                yield models.Index(models.F(column.name).desc(), ROW_ID, name=name())
    if parted:
        yield models.Index(ROW_ID, name=name())


def _column_indexes(
    column: Column, name: Callable[[], str], vendor: str, *, sorted_already: bool
) -> Iterator[models.Index]:
    if column.is_text:
        yield models.Index(Lower(column.name), name=name())
    if not sorted_already:
        yield models.Index(column.name, ROW_ID, name=name())
    if vendor == "postgresql":  # read backwards, the index above has its nulls first; pages have them last
        yield models.Index(models.F(column.name).desc(nulls_last=True), ROW_ID, name=name())
