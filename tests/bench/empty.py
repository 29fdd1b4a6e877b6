"""Empty tables as the loader makes them: in native partitions by sky where there will be many rows on PostgreSQL."""

from __future__ import annotations

from django.conf import settings
from django.db import connection

from mastsite.search import bulk, sky
from mastsite.search.declare import Mission
from mastsite.search.loading import PARTITION_ORDER
from mastsite.search.tables import CELL, indexes, model_for


def create(mission: Mission, table: str, rows: int) -> None:
    """Make a table for so many rows, dropping what stands under its name."""
    if not _parted(rows):
        bulk.create(model_for(mission.slug, table))
        return
    like = f"{table}_like"
    bulk.create(model_for(mission.slug, like))
    bulk.create_parted(table, like, CELL, sky.cell_edges(PARTITION_ORDER))
    bulk.drop(like)


def finish(mission: Mission, table: str, rows: int) -> None:
    """Make the indexes and the statistics of a filled table."""
    for _name in bulk.add_indexes(model_for(mission.slug, table), indexes(mission, table, parted=_parted(rows))):
        pass
    bulk.gather_statistics(table)


def finished(mission: Mission, table: str, rows: int) -> bool:
    """Whether a table is there with all of its indexes, which are made last."""
    if table not in connection.introspection.table_names():
        return False
    with connection.cursor() as cursor:
        made = connection.introspection.get_constraints(cursor, table)
    return {index.name for index in indexes(mission, table, parted=_parted(rows))} <= made.keys()


def _parted(rows: int) -> bool:
    return connection.vendor == "postgresql" and 0 < settings.PARTITION_ROWS < rows
