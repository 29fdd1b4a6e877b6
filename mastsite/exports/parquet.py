"""Parquet, for pandas, Polars, DuckDB and Spark.

A datetime column is a timestamp to the microsecond, without zone, when every value in it can be one; otherwise it is
text, and the field's metadata say ``kind: datetime`` in both cases. Provenance is JSON in the schema's metadata
(``provenance``, ``end``); label, unit, UCD and description stand in each field's. The VOTable head of IVOA's VOParquet
convention gives them to TOPCAT and astropy too.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from mastsite.exports.provenance import column_record, end_record, record
from mastsite.exports.registry import writer
from mastsite.exports.spool import TIMESTAMP, Spool
from mastsite.exports.stream import CHUNK_BYTES
from mastsite.exports.votable import head

if TYPE_CHECKING:
    from mastsite.search.result import Result

GROUP_ROWS = 65_536
GROUP_BYTES = 32 * 1024 * 1024
"""A row group ends at whichever is reached first: long texts must not fill the memory."""


@writer(
    "parquet",
    label="Parquet",
    media_type="application/vnd.apache.parquet",
    extension="parquet",
    accept=("application/x-parquet", "application/parquet"),
    streams=False,
    description="Compressed typed columns, for pandas, Polars, DuckDB and Spark: small, and quick to read.",
)
def write_parquet(result: Result, *, address: str = "", comments: bool = True) -> Iterator[bytes]:
    with Spool(result.columns) as spool:
        spool.fill(result)
        schema, sink = _schema(result, spool, address), _Sink()
        with pq.ParquetWriter(pa.PythonFile(sink, mode="w"), schema, compression="zstd") as parquet:
            for group in _groups(spool, schema):
                parquet.write_table(group, row_group_size=len(group))
                yield from sink.chunks()
        yield from sink.chunks()


def _schema(result: Result, spool: Spool, address: str) -> pa.Schema:
    fields = []
    for column in result.columns:
        dated = column.kind == "datetime" and column.name not in spool.not_timestamps
        metadata = {key: value for key, value in column_record(column).items() if value}
        fields.append(pa.field(column.name, TIMESTAMP if dated else spool.type_of(column), metadata=metadata))
    return pa.schema(
        fields,
        metadata={
            b"provenance": orjson.dumps(record(result, address)),
            b"end": orjson.dumps(end_record(result, spool.tally)),
            b"IVOA.VOTable-Parquet.version": b"1.0",
            b"IVOA.VOTable-Parquet.content": head(result, address) + b"</TABLE>\n</RESOURCE>\n</VOTABLE>\n",
        },
    )


def _groups(spool: Spool, schema: pa.Schema) -> Iterator[pa.Table]:
    """Tables for one row group each."""
    held: list[pa.RecordBatch] = []
    rows = size = 0
    for batch in spool.batches():
        held.append(batch)
        rows += batch.num_rows
        size += batch.nbytes
        if rows >= GROUP_ROWS or size >= GROUP_BYTES:
            yield pa.Table.from_batches(held).cast(schema)
            held, rows, size = [], 0, 0
    if held:
        yield pa.Table.from_batches(held).cast(schema)


class _Sink:
    """A file to write to that keeps only what was not yet taken."""

    closed = False

    def __init__(self) -> None:
        self._held: list[bytes] = []

    def write(self, data: bytes) -> int:
        self._held.append(bytes(data))
        return len(data)

    def flush(self) -> None: ...

    def close(self) -> None: ...

    def chunks(self) -> Iterator[bytes]:
        data = b"".join(self._held)
        self._held.clear()
        for start in range(0, len(data), CHUNK_BYTES):
            yield data[start : start + CHUNK_BYTES]
