"""Tables made, filled and dropped: the fast ways of each database behind one set of functions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice, pairwise
from typing import Any

from django.db import connection, models, transaction

BATCH = 5_000


def create(model: type[models.Model]) -> None:
    """Create a model's table, dropping what an interrupted loading left under its name."""
    drop(model._meta.db_table)
    with connection.schema_editor() as editor:
        editor.create_model(model)


def create_parted(table: str, like: str, column: str, bounds: Sequence[int]) -> None:
    """Create a table of the columns of another one, in native partitions of PostgreSQL by ranges of a column.

    Partitions end and begin at the `bounds`, the first and the last are open; rows without a value have their own.
    """
    drop(table)
    quote = connection.ops.quote_name
    edges = ["MINVALUE", *map(str, bounds), "MAXVALUE"]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {quote(table)} (LIKE {quote(like)}) PARTITION BY RANGE ({quote(column)})")
        for number, (low, high) in enumerate(pairwise(edges)):
            part = f"CREATE TABLE {quote(f'{table}_p{number:02d}')} PARTITION OF {quote(table)}"
            cursor.execute(f"{part} FOR VALUES FROM ({low}) TO ({high})")
        cursor.execute(f"CREATE TABLE {quote(f'{table}_nowhere')} PARTITION OF {quote(table)} DEFAULT")


def drop(table: str) -> None:
    """Drop a table, and its partitions, if it is there."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {connection.ops.quote_name(table)}")


def fill(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Append rows: COPY on PostgreSQL, large multi-row batches on SQLite."""
    quote = connection.ops.quote_name
    names = ", ".join(map(quote, columns))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {quote(table)} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            return
        marks = ", ".join(["%s"] * len(columns))
        statement = f"INSERT INTO {quote(table)} ({names}) VALUES ({marks})"
        source = iter(rows)
        while batch := list(islice(source, BATCH)):
            cursor.executemany(statement, batch)


def copy_sorted(
    source: str, target: str, columns: Sequence[str], row_id: str, order: Sequence[str], without: str
) -> int:
    """Copy rows from one table into another in the order of `order`, numbering them from 1 in `row_id`.

    Rows for which the SQL condition `without` holds stay behind.

    Returns
    -------
    int : how many rows were copied.
    """
    quote = connection.ops.quote_name
    names = ", ".join(map(quote, columns))
    keys = ", ".join(f"{quote(name)} NULLS LAST" for name in order)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {quote(target)} ({quote(row_id)}, {names}) "
            f"SELECT row_number() OVER (ORDER BY {keys}), {names} FROM {quote(source)} "
            f"WHERE NOT ({without}) ORDER BY {keys}"
        )
        return int(cursor.rowcount)


def add_indexes(model: type[models.Model], indexes: Iterable[models.Index]) -> Iterable[str]:
    """Create indexes one by one, giving each name before it is made."""
    for index in indexes:
        yield index.name
        with connection.schema_editor() as editor:
            editor.add_index(model, index)


def gather_statistics(table: str) -> None:
    """Refresh what the planner knows of a table, which nobody writes to any more.

    PostgreSQL also notes here, and not while the first readers wait, that every row may be seen by all; counts then need the index alone.
    """
    tidied = connection.vendor == "postgresql" and not connection.in_atomic_block
    with connection.cursor() as cursor:
        cursor.execute(f"{'VACUUM (FREEZE, ANALYZE)' if tidied else 'ANALYZE'} {connection.ops.quote_name(table)}")
