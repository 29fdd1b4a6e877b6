"""Excel_Spreadsheet: a workbook with the lines of the CSV on one sheet, and what is to be said of them on ``About``.

Why a workbook and not the old text under Excel's name: docs/decisions/0008-classic-spreadsheets.md. A text is stored as a
text, so that no cell is ever a formula, whatever it begins with.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import chain
from math import isfinite
from tempfile import SpooledTemporaryFile
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from mastsite.exports.cells import printable
from mastsite.legacy.columns import labels, type_word
from mastsite.legacy.shapes import text
from mastsite.legacy.shapes.reading import MEMORY_BYTES, known_cut
from mastsite.legacy.shapes.registry import Reply, shape
from mastsite.legacy.successor import new_address
from mastsite.legacy.values import Spell, speller
from mastsite.search.declare import Column
from mastsite.search.result import Row

if TYPE_CHECKING:
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LINES = 1_048_576
"""Of a sheet."""
TEXT_LIMIT = 32_767
"""Characters of a cell."""
CUT_TEXT = " [cut: a cell holds no more]"
EXACT = 10**15
"""Whole numbers below it keep all their figures in a spreadsheet."""
CHUNK_BYTES = 64 * 1024


@shape(
    "Excel_Spreadsheet", label="Excel", media_type=MEDIA_TYPE, refuse=text.refuse, refused_as=text.PLAIN,
    extension="xlsx", successor="xlsx",
)  # fmt: skip
def write(reply: Reply) -> Iterator[bytes]:
    book = Workbook(write_only=True)
    with SpooledTemporaryFile(max_size=MEMORY_BYTES) as file:
        try:
            word = "".join(c for c in reply.asked.form.mission_word if c.isalnum() or c in " _-")
            sheet: Any = book.create_sheet(word[:31] or "Rows")
            said = _fill(sheet, reply)
            _about(book.create_sheet("About"), reply, said)
            book.save(file)
        except BaseException:
            _discard(book)
            raise
        file.seek(0)
        while chunk := file.read(CHUNK_BYTES):
            yield chunk


def _fill(sheet: WriteOnlyWorksheet, reply: Reply) -> list[str]:
    """Write the rows; what must be said of them comes back."""
    asked = reply.asked
    said: list[str] = []
    reply.cut = known_cut(asked)
    line = 0
    waiting: list[str] = []  # what was said of searches without rows, until a row has brought the labels
    for table, columns, rows in text.read(reply):
        title = [text.one_line(table.search.heading)] if table.search.heading.startswith(text.UPLOADED) else []
        first = next(rows, None)
        if first is None:
            waiting += [*title, *text.statement(table).split("\n")[:-1]]
            continue
        head = [] if line else [labels(asked.form, columns), [type_word(asked.form, column) for column in columns]]
        for words in [*head, *([sentence] for sentence in [*waiting, *title])]:
            sheet.append([_text(sheet, word) for word in words])
            line += 1
        waiting.clear()
        makers = [_maker(sheet, column, asked.coordinates, raw=asked.raw) for column in columns]
        for cells in _rows(chain([first], rows), makers):
            if line >= LINES:
                said.append(f"The sheet is full: it holds {LINES:,} lines, and more rows match.")
                break
            sheet.append(cells)
            line += 1
        if line >= LINES:
            break
        sheet.append([])
        line += 1
    for sentence in waiting if line else waiting or [text.NO_ROWS]:
        sheet.append([_text(sheet, sentence)])
    reply.cut = " ".join(filter(None, [reply.cut, *said]))
    return said


def _rows(rows: Iterator[Row], makers: Sequence[Any]) -> Iterator[list[object]]:
    for row in rows:
        yield [make(cell) for make, cell in zip(makers, row, strict=True)]


def _maker(sheet: WriteOnlyWorksheet, column: Column, coordinates: str, *, raw: bool) -> Any:
    """The function from a value to what openpyxl writes: a number where the text of it is one."""
    spell: Spell = speller(column, coordinates, raw=raw)
    if column.is_number and not (column.is_angle and coordinates == "sex"):
        return lambda value: None if value is None else _number(sheet, column, spell(value))
    return lambda value: _text(sheet, spell(value))


def _number(sheet: WriteOnlyWorksheet, column: Column, spelled: str) -> object:
    number: float = int(spelled) if column.kind == "integer" else float(spelled)
    if abs(number) >= EXACT or not isfinite(number):
        return _text(sheet, spelled)
    return number


def _text(sheet: WriteOnlyWorksheet, value: str) -> object:
    if not value:
        return None
    if len(value) > TEXT_LIMIT:
        value = f"{value[: TEXT_LIMIT - len(CUT_TEXT)]}{CUT_TEXT}"
    cell: Any = WriteOnlyCell(sheet, printable(value))
    cell.data_type = "s"  # also where openpyxl would see a formula or an error value
    return cell


def _about(sheet: WriteOnlyWorksheet, reply: Reply, said: list[str]) -> None:
    asked = reply.asked
    lines = [("address", reply.request.get_full_path()), ("replaced by", new_address(asked))]
    lines += [("cut", reply.cut)] if reply.cut else []
    lines += [("note", note) for note in asked.notes]
    lines += [("not translated", f"{item.name}={item.value}: {item.why}") for item in asked.not_translated]
    for name, words in lines:
        sheet.append([name, _text(sheet, words)])


def _discard(book: Workbook) -> None:
    """Delete openpyxl's own temporary files, which it would keep until the process ends."""
    for sheet in book.worksheets:
        with suppress(Exception):
            sheet.close()
        with suppress(Exception):
            sheet._writer.cleanup()
