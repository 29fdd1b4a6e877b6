"""Excel workbook: the rows on one sheet, columns and provenance on a second, ``About``.

- A text is stored as a text, also when it begins with ``=``, ``+``, ``-`` or ``@``: no cell is ever a formula.
- Dates stay ISO 8601 texts, which sort rightly; spreadsheets know neither years before 1900 nor microseconds.
- Whole numbers of more than 15 figures are stored as texts, because spreadsheets would round them.
- What does not fit (rows beyond `ROW_LIMIT`, texts beyond `TEXT_LIMIT` characters) is cut, and ``About`` says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from math import isfinite
from typing import TYPE_CHECKING, Any, cast

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from mastsite.exports.cells import FAMILIES, Values, printable
from mastsite.exports.provenance import column_record, end_facts, facts
from mastsite.exports.registry import writer
from mastsite.exports.stream import Tally, read_back, tables, temporary_file

if TYPE_CHECKING:
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

    from mastsite.search.declare import Column
    from mastsite.search.result import Result

ROW_LIMIT = 1_048_575
"""Rows of a sheet, less one for the heading."""

TEXT_LIMIT = 32_767
"""Characters of a cell."""

EXACT = 10**15
"""Whole numbers below it keep all their figures in a spreadsheet."""

_TRICKY = re.compile(r"[=#]")
"""How a text begins that openpyxl would take for a formula or an error value."""


@writer(
    "xlsx",
    label="Excel",
    media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    extension="xlsx",
    accept=("application/vnd.ms-excel",),
    streams=False,
    row_limit=ROW_LIMIT,
    description="Excel workbook; its sheet About says what was asked and what the columns mean. Slow for many rows.",
)
def write_xlsx(result: Result, *, address: str = "", comments: bool = True) -> Iterator[bytes]:
    book = Workbook(write_only=True)
    with temporary_file() as file:
        try:
            _fill(book, result, address)
            book.save(file)
        except Exception:
            _discard(book)
            raise
        yield from read_back(file)


def _fill(book: Workbook, result: Result, address: str) -> None:
    tally, said = Tally(), len(result.messages)
    sheet = book.create_sheet(re.sub(r"[\[\]:*?/\\]", " ", result.mission.short_name)[:31] or "Rows")
    sheet.freeze_panes = "A2"
    sheet.append([column.name for column in result.columns])
    shortened = [0] * len(result.columns)
    for table in tables(result, tally, limit=ROW_LIMIT):
        columns = [_cells(sheet, column, values) for column, values in zip(result.columns, table, strict=True)]
        for place, (column, values) in enumerate(zip(result.columns, table, strict=True)):
            shortened[place] += _too_long(column, values)
        for row in zip(*columns, strict=True):
            sheet.append(row)
    tally.check()
    _about(book.create_sheet("About"), result, address, tally, said, shortened)


def _discard(book: Workbook) -> None:
    """Delete openpyxl's own temporary files, which it would keep until the process ends."""
    for sheet in book.worksheets:
        with suppress(Exception):
            sheet.close()
        sheet._writer.cleanup()


def _cells(sheet: WriteOnlyWorksheet, column: Column, values: Values) -> Sequence[object]:
    kind = FAMILIES[column.kind]
    if kind == "text":
        return [_text(sheet, value) for value in cast("Sequence[str | None]", values)]
    if kind == "boolean":
        return values
    if kind == "integer":
        return [
            str(value) if value and abs(value) >= EXACT else value for value in cast("Sequence[int | None]", values)
        ]
    return [_number(sheet, value) for value in cast("Sequence[float | None]", values)]


def _number(sheet: WriteOnlyWorksheet, value: float | None) -> object:
    """A float with every digit: openpyxl writes 16, and a double may need 17."""
    if value is None or float(f"{value:.16g}") == value:
        return value if value is None or isfinite(value) else str(value)  # a number cell holds no infinity
    cell: Any = WriteOnlyCell(sheet, str(value))
    cell.data_type = "n" if isfinite(value) else "s"
    return cell


def _text(sheet: WriteOnlyWorksheet, value: str | None) -> object:
    if not value:
        return None
    text = printable(value)[:TEXT_LIMIT]
    if not _TRICKY.match(text):
        return text
    cell: Any = WriteOnlyCell(sheet, text)
    cell.data_type = "s"
    return cell


def _too_long(column: Column, values: Values) -> int:
    if FAMILIES[column.kind] != "text":
        return 0
    return sum(len(value) > TEXT_LIMIT for value in cast("Sequence[str | None]", values) if value)


def _about(
    sheet: WriteOnlyWorksheet, result: Result, address: str, tally: Tally, said: int, shortened: list[int]
) -> None:
    for name, text in [*facts(result, address), *end_facts(result, tally, said)]:
        sheet.append([name, _text(sheet, text)])
    for column, number in zip(result.columns, shortened, strict=True):
        if number:
            words = f"{column.name}: {number} texts cut at {TEXT_LIMIT:,} characters, the most a cell holds"
            sheet.append(["warning", words])
    sheet.append([])
    sheet.append(["name", "label", "kind", "unit", "ucd", "description"])
    for column in result.columns:
        sheet.append([_text(sheet, text) for text in column_record(column).values()])
