"""FITS."""

from __future__ import annotations

import io

import numpy as np
import pytest
from astropy import units
from astropy.io import fits
from astropy.table import Table

from mastsite.search.declare import Column
from tests.exports.readers import READERS
from tests.exports.samples import COLUMNS, SENTENCE, result, rows
from tests.exports.writing import read_back, write


def header_of(given):
    return read_back("fits", given).extra["header"]


def test_columns_are_described():
    header = header_of(result(rows(10)))
    assert (header["TTYPE6"], header["TFORM6"], header["TUNIT6"]) == ("exposure", "1D", "s")
    assert header["TUCD6"] == "time.duration;obs.exposure"
    assert header["TCOMM6"] == "Exposure time."
    assert units.Unit(header["TUNIT7"], format="fits") == units.Unit("erg / (s cm2 Angstrom)")
    assert header["EXTNAME"] == "demo"


def test_provenance_is_in_cards():
    header = header_of(result(rows(10), truncated="ten at most"))
    assert header["QUERY"].encode().decode("unicode_escape") == SENTENCE
    assert header["ADDRESS"].startswith("https://archive.example/")
    assert header["ENDED"] == "10 rows, truncated: ten at most"
    assert header["ASKED_AT"] == "2026-11-22T16:30:05Z"


def test_the_file_is_whole_blocks_and_verifies():
    data = write("fits", result(rows(777)))
    assert len(data) % 2880 == 0
    with fits.open(io.BytesIO(data)) as units_:
        units_.verify("exception")
        assert len(units_[1].data) == 777


@pytest.mark.filterwarnings("ignore:Column 'is_public' contains NULL")
def test_astropys_table_reads_it():
    table = Table.read(io.BytesIO(write("fits", result(rows(200)))))
    assert table["exposure"].unit == units.s
    assert table["ra"].tolist() == [line[7] for line in rows(200)]
    assert table["proposal_id"].mask.tolist() == [line[3] is None for line in rows(200)]


def test_the_null_is_a_number_that_no_row_has():
    columns = (Column("a", "A", "integer"),)
    low = -(2**63)
    given = [(None,), (low,), (low + 1,), (low + 2,), (2**63 - 1,)]
    data = write("fits", result(given, columns=columns))
    assert READERS["fits"](data, columns).rows == given
    assert fits.getheader(io.BytesIO(data), 1)["TNULL1"] == low + 3


def test_a_column_is_as_wide_as_its_widest_text_wherever_it_stands():
    columns = (Column("a", "A"),)
    given = [("x",)] * 5_000 + [("y" * 1_234,)] + [("z",)] * 10
    data = write("fits", result(given, columns=columns))
    assert fits.getheader(io.BytesIO(data), 1)["TFORM1"] == "1234A"
    assert READERS["fits"](data, columns).rows == given


def test_text_outside_ascii_is_escaped_and_said_so():
    columns = (Column("name", "Name"),)
    got = read_back("fits", result([("é",), ("plain",), ("two\nlines",), ("🔭",)], columns=columns))
    assert got.rows == [("é",), ("plain",), ("two\nlines",), ("🔭",)]
    assert "name: 3 texts outside ASCII, with backslash escapes" in got.said


def test_a_backslash_in_ascii_text_is_left_alone():
    columns = (Column("a", "A"),)
    data = write("fits", result([("a\\b",)], columns=columns))
    assert fits.getdata(io.BytesIO(data), 1)["a"][0] == "a\\b"


@pytest.mark.parametrize("kind", ["integer", "float", "boolean", "text"])
def test_a_column_of_nothing(kind):
    columns = (Column("a", "A", kind),)
    assert READERS["fits"](write("fits", result([(None,)] * 3, columns=columns)), columns).rows == [(None,)] * 3


def test_bytes_are_big_endian():
    columns = (Column("a", "A", "integer"),)
    data = write("fits", result([(1,)], columns=columns))
    assert np.frombuffer(data[-2880:-2872], ">i8")[0] == 1
    assert len(COLUMNS) == 12
