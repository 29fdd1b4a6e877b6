"""CSV and its sisters: one line a row, RFC 4180 quoting.

Cells are written as they are: a text that begins with ``=`` or ``+`` is not defused for spreadsheets, because scripts
read these files and must get what the archive holds. Who opens files in a spreadsheet is safe with ``xlsx``.

The csv module is not used: it cannot tell nothing from an empty text, and cannot quote a ``#``, at which
``pandas.read_csv(..., comment="#")`` would cut the line. Here nothing is an empty field and an empty text is ``""``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, cast

from mastsite.exports.cells import FAMILIES, Table, Values
from mastsite.exports.copied import copied_lines, mended
from mastsite.exports.plain import plain_lines
from mastsite.exports.provenance import end_facts, facts
from mastsite.exports.registry import Write, writer
from mastsite.exports.stream import Tally, batches, counted, encoded

if TYPE_CHECKING:
    from mastsite.search.declare import Column
    from mastsite.search.result import Result, Row

_JOINER = "\x00"


def lines_of(
    columns: Sequence[Column],
    *,
    delimiter: str,
    line_end: str = "\n",
    nothing: str = "",
    truths: tuple[str, str] = ("false", "true"),
) -> Callable[[Table], bytes]:
    """A function from a table to its lines; `nothing` is the field of a null, `truths` those of booleans."""
    special = re.compile(f'[{re.escape(delimiter)}"#\r\n]')
    if len(columns) == 1:
        nothing = '""'  # a line with nothing on it is no row to most readers

    def fields(column: Column, values: Values) -> Sequence[str]:
        kind = FAMILIES[column.kind]
        if kind == "boolean":
            words = {None: nothing, False: truths[0], True: truths[1]}
            return [words[value] for value in cast("Sequence[bool | None]", values)]
        if kind == "text":
            return _texts(cast("Sequence[str | None]", values), special, nothing)
        if None in values:
            return [nothing if value is None else repr(value) for value in values]
        return list(map(repr, values))

    def encode(table: Table) -> bytes:
        rows = zip(*map(fields, columns, table), strict=True)
        return (line_end.join(map(delimiter.join, rows)) + line_end).encode("utf-8", "replace")

    return encode


def _texts(values: Sequence[str | None], special: re.Pattern[str], nothing: str) -> Sequence[str]:
    """Fields of texts; one search over all of them finds out whether any needs quotes."""
    fields: Sequence[str | None] = values
    if special.search(_JOINER.join(filter(None, values))):
        fields = [_quoted(value) if value and special.search(value) else value for value in values]
    return [nothing if field is None else field or '""' for field in fields]


def _quoted(text: str) -> str:
    doubled = text.replace('"', '""')
    return f'"{doubled}"'


def comment_lines(lines: list[tuple[str, str]], line_end: str) -> bytes:
    return "".join(f"# {name}: {text}{line_end}" for name, text in lines).encode("utf-8", "replace")


def _writer(delimiter: str, line_end: str) -> Write:
    def write(result: Result, *, address: str = "", comments: bool = True) -> Iterator[bytes]:
        tally, said = Tally(), len(result.messages)
        heading = delimiter.join(column.name for column in result.columns) + line_end
        yield (comment_lines(facts(result, address), line_end) if comments else b"") + heading.encode()
        yield from _rows(result, tally, delimiter, line_end)
        if comments:
            yield comment_lines(end_facts(result, tally, said), line_end)
        else:
            tally.check()

    return write


def _rows(result: Result, tally: Tally, delimiter: str, line_end: str) -> Iterator[bytes]:
    """The lines of the rows: as PostgreSQL writes them, by way of JSON, or cell by cell."""
    lines = copied_lines(result.rows, delimiter)
    if lines is not None:
        return encoded(counted(result, lines, tally), mended(result, delimiter, line_end, tally), tally)
    plain = plain_lines(result.columns, delimiter, line_end)
    by_cell = lines_of(result.columns, delimiter=delimiter, line_end=line_end)

    def encode(rows: Sequence[Row]) -> bytes:
        return plain(rows) or by_cell(list(zip(*rows, strict=True)))

    return encoded(batches(result, tally), encode, tally)


_NOTE = "Lines with # at the top and bottom say what was asked and whether that is all."

writer(
    "csv", label="CSV", media_type="text/csv; charset=utf-8", extension="csv",
    accept=("application/csv", "text/x-csv"),
    description=f"Comma-separated values, for scripts and spreadsheets. {_NOTE}",
)(_writer(",", "\r\n"))  # fmt: skip  # line ends as RFC 4180 has them

writer(
    "tsv", label="TSV", media_type="text/tab-separated-values; charset=utf-8", extension="tsv",
    accept=("text/tsv",),
    description=f"Tab-separated values, to paste into a spreadsheet. {_NOTE}",
)(_writer("\t", "\n"))  # fmt: skip

writer(
    "psv", label="PSV", media_type="text/x-psv; charset=utf-8", extension="psv",
    accept=("text/pipe-separated-values",),
    description=f"Values separated by upright bars (|), for awk and its like. {_NOTE}",
)(_writer("|", "\n"))  # fmt: skip

writer(
    "ssv", label="SSV", media_type="text/x-ssv; charset=utf-8", extension="ssv",
    accept=("text/semicolon-separated-values",),
    description=f"Values separated by semicolons, where the comma is the decimal mark. {_NOTE}",
)(_writer(";", "\n"))  # fmt: skip
