"""Text into lines, and into cells where it is a table.

Nothing in one line can hide another: a quotation mark that is not closed within some lines is a fault of its own line.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mastsite.lists.bounds import MAX_COLUMNS, MAX_LINE, MAX_LINES, ListError, too_many_lines
from mastsite.lists.listing import Heading, Line, Listing
from mastsite.lists.names import is_known
from mastsite.search.position import looks_like_position

DELIMITERS = {"\t": "tabs", ",": "commas", ";": "semicolons", "|": "bars"}
JOINED = 20
"""Lines that one cell in quotation marks may stand in."""
_SAMPLE = 200
_END = re.compile("\r\n|\n|\r")


@dataclass(frozen=True, slots=True)
class _Raw:
    number: int
    text: str


def listing_of(text: str, encoding: str, *, delimiter: str | None = None, header: bool | None = None) -> Listing:
    """A text as a plain list or a table.

    Parameters
    ----------
    delimiter : a key of `DELIMITERS`, empty for a plain list; None finds out.
    header : whether the first line has the names of the columns; None finds out.

    Raises
    ------
    ListError : it has too many lines, or none.
    """
    lines = _END.split(text)
    number = sum(not line.isspace() and line != "" for line in lines)
    if number > 2 * MAX_LINES:  # remarks count no less: they are read too
        raise too_many_lines(f"{number:,}")
    kept = [_Raw(at, line) for at, line in enumerate(lines, 1) if line.strip()]
    blank = len(lines) - len(kept) - (not lines[-1])
    raws = [raw for raw in kept if not raw.text.lstrip().startswith("#")]
    remarks = len(kept) - len(raws)
    if not raws:
        also = f" The {remarks:,} lines with # are remarks." if remarks else ""
        raise ListError(
            f"The list has no targets in it.{also} Write one in each line: a name, coordinates, or an identifier."
        )
    if delimiter is None:
        delimiter = _delimiter(raws)
    if not delimiter:
        if header is None:
            header = is_known(raws[0].text) and len(raws) > 1
        made = tuple(_plain(raw) for raw in raws[bool(header) :])
        listing = Listing("a plain list", encoding, (), bool(header), made, blank, remarks)
    else:
        listing = _table(raws, delimiter, header, encoding, blank, remarks)
    if len(listing.lines) > MAX_LINES:
        raise too_many_lines(f"{len(listing.lines):,}")
    if not listing.lines:
        raise ListError("The list has a line of headings and nothing below. Write one target in each line.")
    return listing


def _plain(raw: _Raw) -> Line:
    if len(raw.text) > MAX_LINE:
        return Line(raw.number, raw.text[:MAX_LINE], problem=_too_long(raw.text))
    return Line(raw.number, raw.text.strip())


def _too_long(text: str) -> str:
    return f"The line has {len(text):,} characters, and {MAX_LINE:,} are read. Make it shorter."


def _delimiter(raws: Sequence[_Raw]) -> str:
    """What stands between the cells of a table; empty for a plain list."""
    sample = [raw.text for raw in raws[:_SAMPLE] if len(raw.text) <= MAX_LINE]
    for delimiter in DELIMITERS:
        if sample and delimiter in sample[0] and any(map(is_known, _cells(sample[0], delimiter) or [])):
            return delimiter
    for delimiter in DELIMITERS:
        widths = Counter(len(_cells(line, delimiter) or [""]) for line in sample)
        if not widths:
            continue
        width, number = widths.most_common(1)[0]
        positions = sum(map(looks_like_position, sample))
        if width > 1 and number * 10 >= len(sample) * 9 and positions * 2 < len(sample):
            return delimiter
    return ""


def _table(
    raws: Sequence[_Raw], delimiter: str, header: bool | None, encoding: str, blank: int, remarks: int
) -> Listing:
    records = list(_records(raws, delimiter))
    if header is None:
        known = sum(map(is_known, records[0].cells))
        header = known > 1 or (known == 1 and len(records) > 1)
    first = records[0].cells
    body = records[1:] if header else records
    width = len(first) if header else max((len(record.cells) for record in body), default=1)
    if width > MAX_COLUMNS:
        raise ListError(f"The list has {width:,} columns, and {MAX_COLUMNS} are read. Send fewer columns.")
    names = [cell.strip() for cell in first] if header else []
    headings = tuple(Heading(names[at] if at < len(names) and names[at] else f"column {at + 1}") for at in range(width))
    fitted = tuple(_fitted(record, width, delimiter) for record in body)
    return Listing(f"a table with {DELIMITERS[delimiter]}", encoding, headings, bool(header), fitted, blank, remarks)


def _fitted(line: Line, width: int, delimiter: str) -> Line:
    """The line with one cell for each heading; what is too much is a fault, and nothing is thrown away of its text."""
    if line.problem or len(line.cells) == width:
        return line
    if len(line.cells) < width:
        return Line(line.number, line.text, (*line.cells, *[""] * (width - len(line.cells))))
    said = f"{len(line.cells)} cells were read under {width} headings. Put a cell with a {delimiter!r} in it in quotation marks."
    return Line(line.number, line.text, line.cells[:width], said)


def _records(raws: Sequence[_Raw], delimiter: str) -> Iterator[Line]:
    at = 0
    while at < len(raws):
        raw = raws[at]
        at += 1
        if len(raw.text) > MAX_LINE:
            yield Line(raw.number, raw.text[:MAX_LINE], problem=_too_long(raw.text))
            continue
        cells = _cells(raw.text, delimiter)
        if cells is None and '"' in raw.text:
            joined = _joined(raws, at - 1, delimiter)
            if joined is not None:
                upto, text, cells = joined
                yield Line(raw.number, text, tuple(cells))
                at = upto
                continue
        if cells is None:
            said = "A quotation mark is not closed, or stands inside a cell. Write it twice, and close each."
            yield Line(raw.number, raw.text, problem=said)
        else:
            yield Line(raw.number, raw.text, tuple(cells))


def _joined(raws: Sequence[_Raw], start: int, delimiter: str) -> tuple[int, str, list[str]] | None:
    """A record that goes on in the next lines: the line behind it, its text and cells."""
    text = raws[start].text
    for at in range(start + 1, min(start + JOINED, len(raws))):
        gap = raws[at].number - raws[at - 1].number
        text += "\n" * gap + raws[at].text
        if len(text) > MAX_LINE:
            return None
        if '"' in raws[at].text and (cells := _cells(text, delimiter)) is not None:
            return at + 1, text, cells
    return None


def _cells(text: str, delimiter: str) -> list[str] | None:
    """The cells of one record; None where its quotation marks do not fit together."""
    if '"' not in text:
        return [cell.strip() for cell in text.split(delimiter)]
    try:
        records = list(csv.reader([text], delimiter=delimiter, strict=True, skipinitialspace=True))
    except csv.Error:
        return None
    return [cell.strip() for cell in records[0]] if len(records) == 1 else None
