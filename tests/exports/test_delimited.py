"""CSV and its sisters."""

from __future__ import annotations

import io

import numpy as np
import pandas as pd
import pytest
from astropy.table import Table

from mastsite.exports import ExportError
from mastsite.search.declare import Column
from tests.exports.readers import plain_csv
from tests.exports.samples import COLUMNS, Rows, result, rows
from tests.exports.writing import write


def test_without_comments_it_is_rfc_4180_and_nothing_else():
    data = write("csv", result(rows(600)), comments=False)
    assert data.startswith(b"obs_id,title,")
    assert data.endswith(b"\r\n")
    assert b"# query" not in data and b"# end" not in data
    wanted = [tuple(None if cell == "" else cell for cell in line) for line in rows(600)]
    assert plain_csv(data, COLUMNS) == wanted


def test_comments_stand_above_and_below():
    lines = write("csv", result(rows(2))).decode().split("\r\n")
    assert lines[0].startswith("# query: Demo observations within")
    assert lines[-2:] == ["# end: 2 rows, complete", ""]
    first = next(line for line in lines if not line.startswith("# "))
    assert first.split(",") == [column.name for column in COLUMNS]


def test_one_row_is_a_row():
    assert write("csv", result(rows(1))).endswith(b"# end: 1 row, complete\r\n")


@pytest.mark.parametrize("name", ["tsv", "psv", "ssv"])
def test_sisters_end_lines_as_unix_does(name):
    assert b"\r" not in write(name, result(rows(5)))


def test_nothing_and_empty_text_differ():
    columns = (Column("a", "A"), Column("b", "B"))
    data = write("csv", result([(None, ""), ("x", None)], columns=columns), comments=False)
    assert data == b'a,b\r\n,""\r\nx,\r\n'


def test_data_are_not_changed_for_spreadsheets():
    data = write("csv", result([("=1+1",), ("-1",), ("@x",)], columns=(Column("a", "A"),)), comments=False)
    assert data == b"a\r\n=1+1\r\n-1\r\n@x\r\n"


@pytest.mark.parametrize(
    ("name", "cell", "field"),
    [
        ("csv", "a;b|c\td", "a;b|c\td"),
        ("csv", "a,b", '"a,b"'),
        ("tsv", "a\tb", '"a\tb"'),
        ("psv", "a|b", '"a|b"'),
        ("ssv", "a;b,c", '"a;b,c"'),
        ("csv", 'say "x"', '"say ""x"""'),
        ("csv", "two\r\nlines", '"two\r\nlines"'),
        ("csv", "#1", '"#1"'),
    ],
)
def test_quotes_only_where_needed(name, cell, field):
    data = write(name, result([("plain",), (cell,)], columns=(Column("a", "A"),)), comments=False).decode()
    end = "\r\n" if name == "csv" else "\n"
    assert data == f"a{end}plain{end}{field}{end}"


def test_pandas_reads_types_by_itself():
    frame = pd.read_csv(io.BytesIO(write("csv", result(rows(500)))), comment="#", keep_default_na=True)
    assert len(frame) == 500
    assert frame["ra"].dtype == np.float64
    assert frame["ra"].tolist() == [line[7] for line in rows(500)]
    assert set(frame["is_public"].dropna()) == {True, False}


def test_astropy_reads_it():
    table = Table.read(write("csv", result(rows(300))).decode(), format="ascii.csv", comment="#")
    assert len(table) == 300
    assert table["dec"].tolist() == [line[8] for line in rows(300)]


def test_without_comments_a_failure_breaks_the_transfer():
    given = Rows(1_000, fail_at=700)
    with pytest.raises(ExportError, match="FAILED after 700 rows"):
        write("csv", result(given), comments=False)
    assert given.closed


def test_infinities_are_words():
    columns = (Column("a", "A", "float"),)
    data = write("csv", result([(float("inf"),), (float("nan"),)], columns=columns), comments=False)
    assert data == b"a\r\ninf\r\nnan\r\n"
