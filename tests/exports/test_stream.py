"""What writers share: reading rows once, and spooling them."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from mastsite.exports import WRITERS, ExportError
from mastsite.exports.cells import settled
from mastsite.exports.registry import writer
from mastsite.search.declare import Column
from tests.exports.samples import COLUMNS, Rows, result, row
from tests.exports.writing import read_back

SPOOLED = [name for name, item in WRITERS.items() if not item.streams]


@pytest.mark.parametrize(
    ("kind", "value", "wanted"),
    [
        ("integer", 3.0, 3),
        ("integer", True, 1),
        ("float", 2, 2.0),
        ("ra", 2, 2.0),
        ("boolean", 1, True),
        ("boolean", 0.0, False),
        ("text", 5, "5"),
        ("datetime", None, None),
    ],
)
def test_values_take_their_columns_type(kind, value, wanted):
    (got,) = settled(Column("a", "A", kind), [value])
    assert (got, type(got)) == (wanted, type(wanted))


@pytest.mark.parametrize(
    ("kind", "value"), [("integer", 1.5), ("integer", "5"), ("boolean", 2), ("float", "x"), ("integer", float("nan"))]
)
def test_values_that_cannot_are_refused_by_name(kind, value):
    with pytest.raises(ExportError, match=f"Column obs_x holds .*, which is not of its kind, {kind}"):
        settled(Column("obs_x", "A", kind), [value])


@pytest.mark.parametrize("cells", [11, 13])
def test_a_row_of_the_wrong_length_is_refused(cells):
    short = [row(1), (row(2) * 2)[:cells]]
    got = read_back("csv", result(short))
    assert "FAILED after 0 rows: A row does not have 12 cells" in got.said
    assert len(COLUMNS) == 12


def test_a_search_that_fails_before_its_first_row():
    got = read_back("votable", result(Rows(10, fail_at=0)))
    assert got.rows == []
    assert "FAILED after 0 rows" in got.said


@pytest.mark.parametrize("name", SPOOLED)
@pytest.mark.parametrize("fail_at", [None, 30_000])
def test_temporary_files_go(name, fail_at, monkeypatch, tmp_path):
    """Also when the rows fail, or the consumer leaves after the first chunk."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    chunks = WRITERS[name].write(result(Rows(30_001, fail_at=fail_at)))
    if fail_at:
        with pytest.raises(ExportError):
            next(chunks)
    else:
        next(chunks)
        chunks.close()
    assert list(Path(tmp_path).iterdir()) == []


@pytest.mark.parametrize("name", SPOOLED)
def test_a_number_beyond_64_bits_is_refused(name):
    columns = (Column("big", "Big", "integer"),)
    chunks = WRITERS[name].write(result([(2**63,)], columns=columns))
    if name in ("ecsv", "xlsx"):
        assert b"".join(chunks)
    else:
        with pytest.raises(ExportError, match="big"):
            next(chunks)


def test_two_writers_cannot_share_a_name():
    with pytest.raises(ValueError, match="'csv'"):
        writer("csv", label="", media_type="", extension="other", description="")(lambda *_, **__: iter(()))
