"""Excel workbooks."""

from __future__ import annotations

import io
import tempfile
from pathlib import Path

import openpyxl
import pytest

from mastsite.exports import ExportError, xlsx
from mastsite.search.declare import Column
from tests.exports.samples import COLUMNS, Rows, result, rows
from tests.exports.writing import read_back, write


def book_of(given):
    return openpyxl.load_workbook(io.BytesIO(write("xlsx", given)))


def column_of(cells, kind="text"):
    given = result([(cell,) for cell in cells], columns=(Column("a", "A", kind),))
    return [line[0] for line in book_of(given).worksheets[0].iter_rows(min_row=2)]


def test_no_text_is_a_formula():
    texts = ["=1+1", '=HYPERLINK("http://evil.example")', "+1", "-1", "@SUM(A1)", "#REF!", "\t=1", "plain"]
    cells = column_of(texts)
    assert [cell.value for cell in cells] == texts
    assert {cell.data_type for cell in cells} == {"s"}


def test_the_address_and_the_question_are_no_formula_either():
    given = result([], holdings_version="=1+1")
    about = book_of(given)["About"]
    assert all(cell.data_type in ("s", "n") for line in about.iter_rows() for cell in line)


def test_about_explains_the_columns():
    lines = list(book_of(result(rows(3)))["About"].iter_rows(values_only=True))
    place = lines.index(("name", "label", "kind", "unit", "ucd", "description"))
    assert [line[0] for line in lines[place + 1 :]] == [column.name for column in COLUMNS]
    assert ("end", "3 rows, complete") in [line[:2] for line in lines]


def test_sheets_are_named_and_the_heading_stays():
    book = book_of(result(rows(3)))
    assert book.sheetnames == ["Demo", "About"]
    assert book["Demo"].freeze_panes == "A2"


def test_whole_numbers_that_spreadsheets_round_are_text():
    cells = column_of([10**15 - 1, 10**15, None, 2**63 - 1, -(10**15)], "integer")
    assert [cell.value for cell in cells] == [
        10**15 - 1,
        "1000000000000000",
        None,
        "9223372036854775807",
        "-1000000000000000",
    ]


def test_floats_keep_every_digit_and_stay_numbers():
    numbers = [0.1 + 0.2, 1 / 3, -2.2250738585072014e-308, 1e22, 27.386300000000002]
    cells = column_of(numbers, "float")
    assert [cell.value for cell in cells] == numbers
    assert {cell.data_type for cell in cells} == {"n"}


def test_infinities_are_words():
    assert [cell.value for cell in column_of([float("inf"), float("nan")], "float")] == ["inf", "nan"]


def test_control_characters_are_replaced():
    assert [cell.value for cell in column_of(["a\x01b", "c\x00"])] == ["a\ufffdb", "c\ufffd"]


def test_rows_beyond_the_sheet_are_cut_and_said(monkeypatch):
    monkeypatch.setattr(xlsx, "ROW_LIMIT", 300)
    given = Rows(1_000)
    got = read_back("xlsx", result(given))
    assert len(got.rows) == 300
    assert "300 rows, truncated: this format holds no more than 300 rows" in got.said
    assert given.closed


def test_exactly_as_many_rows_as_fit_are_complete(monkeypatch):
    monkeypatch.setattr(xlsx, "ROW_LIMIT", 300)
    assert "300 rows, complete" in read_back("xlsx", result(Rows(300))).said


def test_a_text_too_long_for_a_cell_is_cut_and_said():
    columns = (Column("region", "Region"),)
    got = read_back("xlsx", result([("x" * 40_000,), ("y",)], columns=columns))
    assert got.rows == [("x" * 32_767,), ("y",)]
    assert "region: 1 texts cut at 32,767 characters" in got.said


@pytest.mark.parametrize("fail_at", [0, 10, 600])
def test_a_failure_leaves_no_temporary_file(monkeypatch, tmp_path, fail_at):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with pytest.raises(ExportError):
        write("xlsx", result(Rows(1_000, fail_at=fail_at)))
    assert list(Path(tmp_path).iterdir()) == []


def test_success_leaves_none_either(monkeypatch, tmp_path):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    write("xlsx", result(rows(10)))
    assert list(Path(tmp_path).iterdir()) == []
