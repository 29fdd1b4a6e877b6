"""ECSV."""

from __future__ import annotations

import io

import numpy as np
import pytest
from astropy import units
from astropy.table import Table

from mastsite.exports import ecsv
from tests.exports.samples import COLUMNS, SENTENCE, result, rows
from tests.exports.writing import read_back, write


def test_types_units_and_descriptions():
    table = read_back("ecsv", result(rows(30))).extra["table"]
    assert table["exposure"].unit == units.s
    assert table["flux"].unit == units.Unit("erg / (s cm2 Angstrom)")
    assert table["exposure"].description == "Exposure time."
    assert table["title"].description == COLUMNS[1].description
    assert table["exposure"].meta["ucd"] == "time.duration;obs.exposure"
    assert table["source_id"].dtype == np.int64
    assert table["is_public"].dtype == np.bool_
    assert table["obs_id"].dtype.kind == "U"


def test_provenance_and_end_are_structures():
    meta = read_back("ecsv", result(rows(3), truncated="three at most")).extra["meta"]
    assert meta["provenance"]["query"] == SENTENCE
    assert meta["end"]["rows"] == 3
    assert meta["end"]["truncated"] == "three at most"
    assert meta["end"]["complete"] is False


@pytest.mark.parametrize("engine", ["io.ascii", "pandas", "pyarrow"])
def test_astropys_quick_readers_read_it(engine):
    given = [line for line in rows(400) if all("\n" not in str(cell) for cell in line)]  # pyarrow's limit
    table = Table.read(io.BytesIO(write("ecsv", result(given))), format="ecsv", engine=engine)
    assert len(table) == len(given)
    assert table["dec"].tolist() == [line[8] for line in given]
    assert table["source_id"].filled(0).tolist() == [line[4] or 0 for line in given]


def test_an_empty_table_keeps_its_types():
    table = read_back("ecsv", result([])).extra["table"]
    assert (len(table), table["exposure"].unit) == (0, units.s)


def test_the_module_says_when_it_can_be_read():
    assert ecsv.__doc__.startswith("ECSV 1.0")
