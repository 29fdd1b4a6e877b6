"""Parquet."""

from __future__ import annotations

import io
import json

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from astropy.io import votable

from mastsite.exports import parquet
from mastsite.search.declare import Column
from tests.exports.samples import SENTENCE, result, rows
from tests.exports.writing import write

DATED = (Column("when", "When", "datetime"),)


def schema_of(data):
    return pq.read_schema(io.BytesIO(data))


def test_dates_are_timestamps_when_all_can_be():
    given = [("2012-03-04T05:06:07",), (None,), ("0999-01-01T00:00:00.000001",), ("2031-12-31",)]
    table = pq.read_table(io.BytesIO(write("parquet", result(given, columns=DATED))))
    assert table.schema.field("when").type == pa.timestamp("us")
    assert [value and value.isoformat() for value in table["when"].to_pylist()] == [
        "2012-03-04T05:06:07", None, "0999-01-01T00:00:00.000001", "2031-12-31T00:00:00",
    ]  # fmt: skip


def test_one_date_that_cannot_be_leaves_all_as_text():
    given = [("2012-03-04T05:06:07",)] * 3_000 + [("2016-12-31T23:59:60",)]
    table = pq.read_table(io.BytesIO(write("parquet", result(given, columns=DATED))))
    assert table.schema.field("when").type == pa.string()
    assert table["when"].to_pylist() == [line[0] for line in given]
    assert table.schema.field("when").metadata[b"kind"] == b"datetime"


def test_pandas_reads_types():
    frame = pd.read_parquet(io.BytesIO(write("parquet", result(rows(300)))), dtype_backend="numpy_nullable")
    assert frame["source_id"].dtype == "Int64"
    assert frame["source_id"].max() == 2**63 - 1
    assert frame["is_public"].dtype == "boolean"
    assert np.issubdtype(frame["start_time"].dtype, np.datetime64)


def test_fields_and_file_are_described():
    schema = schema_of(write("parquet", result(rows(3), truncated="three at most")))
    assert schema.field("exposure").metadata[b"unit"] == b"s"
    assert schema.field("exposure").metadata[b"description"] == b"Exposure time."
    assert json.loads(schema.metadata[b"provenance"])["query"] == SENTENCE
    assert json.loads(schema.metadata[b"end"])["truncated"] == "three at most"


def test_the_votable_head_describes_the_same_columns():
    schema = schema_of(write("parquet", result(rows(3))))
    assert schema.metadata[b"IVOA.VOTable-Parquet.version"] == b"1.0"
    document = votable.parse(io.BytesIO(schema.metadata[b"IVOA.VOTable-Parquet.content"]), verify="exception")
    fields = document.get_first_table().fields
    assert [item.name for item in fields] == schema.names
    assert str(fields[5].unit) == "s"


def test_row_groups_end_by_rows_and_by_bytes(monkeypatch):
    monkeypatch.setattr(parquet, "GROUP_ROWS", 2_048)
    assert pq.ParquetFile(io.BytesIO(write("parquet", result(rows(5_000))))).num_row_groups == 3
    monkeypatch.setattr(parquet, "GROUP_BYTES", 1_000)
    assert pq.ParquetFile(io.BytesIO(write("parquet", result(rows(5_000))))).num_row_groups == 5
