"""CSV and its sisters: a line of labels, a line of data types, the rows, a blank line.

``no rows found`` and ``target not resolved, continue`` stand instead of a table, each with two line ends; scripts look
for these words. Values with the delimiter in them are quoted, which the classic service did not do.

Several searches have a table each, with labels and types before the first only. They are the first two lines as soon as
any table has a row, so that line 1 is the heading whichever target was found. A table of an uploaded list has its
``Input line N`` above it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice

from django.http import HttpRequest

from mastsite.legacy.columns import labels, type_word
from mastsite.legacy.shapes.reading import Kept, Stopped, Table, keep_all, known_cut, tables
from mastsite.legacy.shapes.registry import Reply, Way, Write, shape
from mastsite.legacy.values import spell_rows
from mastsite.search.declare import Column
from mastsite.search.result import Row

NO_ROWS = "no rows found"
UNRESOLVED = "target not resolved, continue"
PLAIN = "text/plain; charset=utf-8"
UPLOADED = "Input line"
"""How the heading of a table begins that belongs to a line of an uploaded list."""

CHUNK_ROWS = 500


def statement(table: Table) -> str:
    """What stands in place of a table without rows, with its two line ends."""
    search = table.search
    if search.query is not None:
        return f"{NO_ROWS}\n\n"
    if search.unresolved:
        return f"{UNRESOLVED}\n\n"
    return f"{NO_ROWS}\n\n{one_line(search.problem)}\n\n" if search.problem else f"{NO_ROWS}\n\n"


def one_line(text: str) -> str:
    return " ".join(text.split())


def refuse(
    status: int, sentences: Sequence[str], request: HttpRequest | None = None, ways: Sequence[Way] = ()
) -> bytes:
    """What is wrong, as text: a search that found nothing begins as such an answer did, one that failed does not."""
    first = NO_ROWS if status in (400, 404, 410) else f"ERROR {status}"
    said = "\n".join(map(one_line, sentences))
    return f"{first}\n\n{said}\n".encode("utf-8", "replace")


def lines(rows: Iterable[Sequence[str]], delimiter: str) -> str:
    """Lines of one delimiter; what has the delimiter, a quotation mark or a line end in it is quoted."""
    written = io.StringIO()
    csv.writer(written, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return written.getvalue()


def _writer(delimiter: str) -> Write:
    def write(reply: Reply) -> Iterator[bytes]:
        asked = reply.asked

        def head(columns: Sequence[Column]) -> str:
            return lines(
                [labels(asked.form, columns), [type_word(asked.form, column) for column in columns]], delimiter
            )

        begun = False
        waiting: list[str] = []  # what was said of searches without rows, until a row has brought the labels
        for table, columns, rows in read(reply):
            title = f"{one_line(table.search.heading)}\n" if table.search.heading.startswith(UPLOADED) else ""
            first = next(rows, None)
            if first is None:
                waiting.append(title + statement(table))
            else:
                yield ("" if begun else head(columns)).encode() + "".join(waiting).encode("utf-8", "replace")
                begun = True
                waiting.clear()
                yield title.encode("utf-8", "replace")
                spell = spell_rows(columns, asked.coordinates, raw=asked.raw)
                whole = chain([first], rows)
                while batch := list(islice(whole, CHUNK_ROWS)):
                    yield lines(map(spell, batch), delimiter).encode("utf-8", "replace")
                yield b"\n"
        if not begun:
            reply.media_type, reply.file_name = PLAIN, ""
            waiting = waiting or [f"{NO_ROWS}\n\n"]
        yield "".join(waiting).encode("utf-8", "replace")

    return write


Read = tuple[Table, tuple[Column, ...], Iterator[Row]]


def read(reply: Reply) -> Iterator[Read]:
    """Each table with its columns and rows; all are kept first where columns depend on every row.

    Raises
    ------
    Stopped : rows that were kept are not all; before the first is given, so that it is an error and not half a file.
    """
    asked = reply.asked
    if not (asked.drop_empty or asked.distinct):
        reply.cut = known_cut(asked)
        for table in tables(asked):
            yield table, table.columns, table.rows()
        return
    kept = keep_all(tables(asked), drop_empty=asked.drop_empty)
    reply.cut = cut_of(kept) or reply.cut
    for stopped in filter(None, (item.stopped for item in kept)):
        raise Stopped(stopped)
    for item in kept:
        yield item.table, item.columns, item.rows()


def cut_of(kept: Iterable[Kept]) -> str:
    """Why kept tables are not complete."""
    return next(filter(None, (item.table.cut for item in kept)), "")


for _name, _label, _delimiter, _media_type, _extension, _successor in (
    ("CSV", "CSV (commas)", ",", "text/csv; charset=utf-8", "csv", "csv"),
    ("SSV", "SSV (blanks)", " ", PLAIN, "ssv", "csv"),
    ("PSV", "PSV (bars)", "|", PLAIN, "psv", "psv"),
    ("COSV", "COSV (semicolons)", ";", PLAIN, "cosv", "ssv"),
    ("TSV", "TSV (tabs)", "\t", "text/tab-separated-values; charset=utf-8", "tsv", "tsv"),
):
    shape(
        _name, label=_label, media_type=_media_type, refuse=refuse, refused_as=PLAIN,
        extension=_extension, successor=_successor,
    )(_writer(_delimiter))  # fmt: skip
