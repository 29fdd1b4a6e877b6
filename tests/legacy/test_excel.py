"""Excel_Spreadsheet: a workbook that spreadsheets and scripts open."""

from __future__ import annotations

import io

import pandas as pd
from openpyxl import Workbook, load_workbook

from mastsite.legacy.asked import NotTranslated, Search
from mastsite.legacy.shapes import excel
from mastsite.search import engine
from tests.legacy.asking import M31, asked, body, query, reply, text

NEAR = {"target": M31, "radius": "0.01"}
NOWHERE = {"target": "10.0 89.9", "radius": "0.1"}
COLUMNS = "sci_data_set_name,sci_targname,sci_ra,sci_pep_id,sci_actual_duration,sci_start_time,sci_refnum"


def lines(data: bytes, sheet: int = 0) -> list[list[object]]:
    book = load_workbook(io.BytesIO(data))
    return [list(row) for row in book.worksheets[sheet].values]


def test_the_lines_of_the_csv_with_numbers_as_numbers(archive):
    response = reply(asked("hst", query("hst", **NEAR), columns=COLUMNS, shape="Excel_Spreadsheet", max_records=1))
    assert response["Content-Type"] == excel.MEDIA_TYPE
    assert response["Content-Disposition"] == 'attachment; filename="hst_search.xlsx"'
    assert lines(body(response)) == [
        ["Dataset", "Target Name", "RA (J2000)", "Proposal ID", "Exp Time", "Start Time", "Ref"],
        ["string", "string", "ra", "integer", "float", "datetime", "integer"],
        ["Y1C8020IT", "WAVE", "00 42 44.34", 4062, 6, "1993-06-12 01:26:35", None],
    ]


def test_pandas_reads_it_and_skips_the_types(archive):
    response = reply(asked("hst", query("hst", **NEAR), columns=COLUMNS, shape="Excel_Spreadsheet"))
    frame = pd.read_excel(io.BytesIO(body(response)), skiprows=[1])
    assert list(frame.columns)[:2] == ["Dataset", "Target Name"]
    assert frame["Proposal ID"].iloc[0] == 4062


def test_several_targets_are_apart_by_a_blank_line(archive):
    near = query("hst", **NEAR)
    given = asked(
        "hst",
        near,
        query("hst", **NOWHERE),
        near,
        columns="sci_data_set_name",
        shape="Excel_Spreadsheet",
        max_records=1,
    )
    assert lines(body(reply(given))) == [
        ["Dataset"], ["string"], ["Y1C8020IT"], [None], ["no rows found"], [None], ["Y1C8020IT"],
    ]  # fmt: skip


def test_no_rows(archive):
    given = asked("hst", Search(None, unresolved="m 31x"), shape="Excel_Spreadsheet")
    assert lines(body(reply(given)))[0] == ["target not resolved, continue"]


def test_the_second_sheet_says_what_has_no_place_in_the_first(archive):
    words = {"not_translated": (NotTranslated("colour", "blau", "no such parameter"),), "notes": ("A note.",)}
    given = asked("hst", query("hst", **NEAR), columns=COLUMNS, shape="Excel_Spreadsheet", max_records=1, **words)
    about = {row[0]: row[1] for row in lines(body(reply(given)), 1)}
    assert about["not translated"] == "colour=blau: no such parameter"
    assert about["note"] == "A note."
    assert about["cut"] == "cut at 1 row by max_records; more match"
    assert about["replaced by"].startswith("/search/hst/results?")


def test_no_text_is_a_formula():
    sheet = Workbook(write_only=True).create_sheet("x")
    for value in ("=1+1", "+1", "-1", "@SUM(1)", "#REF!", '=HYPERLINK("http://x")'):
        cell = excel._text(sheet, value)
        assert (cell.value, cell.data_type) == (value, "s")


def test_a_number_that_a_spreadsheet_would_round_is_a_text():
    sheet = Workbook(write_only=True).create_sheet("x")
    from mastsite.search.declare import Column

    assert excel._number(sheet, Column("n", "N", "integer"), "153551132632153632").value == "153551132632153632"
    assert excel._number(sheet, Column("n", "N", "integer"), "4062") == 4062


def test_a_full_sheet_says_so(archive, monkeypatch):
    monkeypatch.setattr(excel, "LINES", 10)
    response = reply(asked("hst", columns="sci_data_set_name", shape="Excel_Spreadsheet"))
    data = body(response)
    assert len(lines(data)) == 10
    assert "The sheet is full" in response["X-Truncated"]
    assert any("The sheet is full" in str(row[1]) for row in lines(data, 1))


def test_a_search_that_fails_leaves_an_error_and_no_half_book(archive, monkeypatch):
    def slow(*_: object, **__: object) -> None:
        from mastsite.search.limits import TimeLimit

        raise TimeLimit(5)

    monkeypatch.setattr(engine, "stream", slow)
    response = reply(asked("hst", query("hst", **NEAR), shape="Excel_Spreadsheet"))
    assert (response.status_code, response["Content-Type"]) == (503, "text/plain; charset=utf-8")
    assert text(response).startswith("ERROR 503")
