"""The best known ways to write a million rows, as short programs on the bare driver: what our writers are measured against.

Each is bare: no facts about the search, no care for odd cells. To add one more: a function under `WAYS`.
"""

from __future__ import annotations

import io
import shutil
import subprocess
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import orjson
import pyarrow as pa
import pyarrow.parquet as pq
from django.conf import settings
from django.db import connection

from mastsite.search.declare import Column
from tests.bench.site import Missing

CHUNK = 10_000
ARROW = {"integer": pa.int64(), "float": pa.float64(), "ra": pa.float64(), "dec": pa.float64(), "boolean": pa.bool_()}
RECORDS = {"integer": ">i8", "float": ">f8", "ra": ">f8", "dec": ">f8", "boolean": "S1"}
Columns = tuple[Column, ...]


def fetched(statement: str) -> Iterator[list[Any]]:
    """Rows from the bare driver, a chunk at a time; from a server-side cursor on PostgreSQL."""
    connection.ensure_connection()
    raw = connection.connection
    if connection.vendor == "sqlite":
        cursor = raw.cursor()
        cursor.execute(statement)
        while rows := cursor.fetchmany(CHUNK):
            yield rows
        return
    with raw.transaction(), raw.cursor(name="bench") as cursor:
        cursor.execute(statement)
        while rows := cursor.fetchmany(CHUNK):
            yield rows


def fetch(statement: str, columns: Columns) -> Iterator[bytes]:
    """Nothing but the rows."""
    for _rows in fetched(statement):
        yield b"."


def csv(statement: str, columns: Columns) -> Iterator[bytes]:
    """COPY on PostgreSQL; the shell of SQLite in its CSV mode."""
    if connection.vendor == "sqlite":
        yield from _shell(statement)
        return
    connection.ensure_connection()
    with connection.connection.cursor() as cursor, cursor.copy(f"COPY ({statement}) TO STDOUT (FORMAT csv)") as copy:
        for piece in copy:
            yield bytes(piece)


def _shell(statement: str) -> Iterator[bytes]:
    if not shutil.which("sqlite3"):
        raise Missing("the shell of SQLite is not installed: apt-get install sqlite3")
    argv = ["sqlite3", "-readonly", "-csv", str(settings.DATABASES["default"]["NAME"]), statement]
    with subprocess.Popen(argv, stdout=subprocess.PIPE) as shell:
        assert shell.stdout
        while piece := shell.stdout.read(65_536):
            yield piece


def json(statement: str, columns: Columns) -> Iterator[bytes]:
    """Arrays by orjson."""
    for rows in fetched(statement):
        yield orjson.dumps([tuple(row) for row in rows])


def tabledata(statement: str, columns: Columns) -> Iterator[bytes]:
    """Cells of VOTable joined as text."""
    for rows in fetched(statement):
        lines = ("</TD><TD>".join(["" if cell is None else str(cell) for cell in row]) for row in rows)
        yield "".join(f"<TR><TD>{line}</TD></TR>\n" for line in lines).encode()


def records(statement: str, columns: Columns) -> Iterator[bytes]:
    """Big-endian records of NumPy, as FITS tables and BINARY2 are made of; texts at the width of the longest of a chunk."""
    for rows in fetched(statement):
        cells = list(zip(*rows, strict=True))
        arrays = [_array(column, list(values)) for column, values in zip(columns, cells, strict=True)]
        made = np.empty(len(rows), dtype=[(str(at), array.dtype) for at, array in enumerate(arrays)])
        for at, array in enumerate(arrays):
            made[str(at)] = array
        yield made.tobytes()


def _array(column: Column, values: list[Any]) -> np.ndarray[Any, Any]:
    if column.kind not in RECORDS:
        return np.array([value.encode() if value else b"" for value in values])
    kind = RECORDS[column.kind]
    nothing = float("nan") if kind == ">f8" else 0
    return np.array([nothing if value is None else value for value in values], dtype=kind)


def parquet(statement: str, columns: Columns) -> Iterator[bytes]:
    """Row groups by pyarrow."""
    schema = pa.schema([(column.name, ARROW.get(column.kind, pa.string())) for column in columns])
    kept = io.BytesIO()
    with pq.ParquetWriter(kept, schema, compression="zstd") as writer:
        held: list[Any] = []
        for rows in fetched(statement):
            held += rows
            if len(held) >= 100_000:
                yield from _group(writer, schema, held, kept)
                held = []
        if held:
            yield from _group(writer, schema, held, kept)
    yield kept.getvalue()


def _group(writer: Any, schema: pa.Schema, rows: list[Any], kept: io.BytesIO) -> Iterator[bytes]:
    arrays = [pa.array(values, kind) for values, kind in zip(zip(*rows, strict=True), schema.types, strict=True)]
    writer.write_table(pa.Table.from_arrays(arrays, schema=schema))
    yield kept.getvalue()
    kept.seek(0)
    kept.truncate()


WAYS: dict[str, Callable[[str, Columns], Iterator[bytes]]] = {
    "fetch": fetch, "csv": csv, "json": json, "tabledata": tabledata, "records": records, "parquet": parquet,
}  # fmt: skip
"""By name; `exports.FORMATS` says which writer is measured against which."""
