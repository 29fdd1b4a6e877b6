"""Delimited lines that PostgreSQL has written itself, made equal to those of our own writer.

COPY quotes what RFC 4180 has quoted, and no ``#``; it ends lines in a line feed, and spells a few floats with an exponent
that Python writes without (`mastsite.search.streaming`). Whether a chunk needs more than other line ends is seen in its bytes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Iterable, Sequence
from typing import TYPE_CHECKING, cast

from mastsite.exports.cells import FAMILIES
from mastsite.exports.digest import Digest
from mastsite.exports.stream import Tally, identifier_at
from mastsite.search.streaming import ODD

if TYPE_CHECKING:
    from mastsite.search.result import Result, Row

__all__ = ["copied_lines", "mended"]

Lines = Generator[Sequence[bytes], None, None]


def copied_lines(rows: Iterable[Row], delimiter: str) -> Lines | None:
    """Chunks of lines, where the rows come from a database that writes them; else None."""
    lines = getattr(rows, "lines", None)
    return cast("Lines | None", lines(delimiter)) if lines else None


def mended(result: Result, delimiter: str, line_end: str, tally: Tally) -> Callable[[Sequence[bytes]], bytes]:
    """A function from lines of COPY to those of our writer; the tally's digest learns of the identifiers in them."""
    between, end = delimiter.encode(), line_end.encode()
    field = re.compile(rb'(?:^|%b)("(?:[^"]|"")*"|[^"%b]*)' % (re.escape(between), re.escape(between)))
    floats = [FAMILIES[column.kind] == "float" for column in result.columns]
    place = identifier_at(result)
    digest = tally.digest = None if place is None else Digest()
    at = place or 0

    def identifier(row: bytes) -> bytes:
        if b'"' not in row:
            return row.split(between, at + 1)[at]
        found = cast(bytes, field.findall(row)[at])
        return found[1:-1].replace(b'""', b'"') if found.startswith(b'"') else found

    def mend(row: bytes) -> bytes:
        return between.join(map(_mended, field.findall(row), floats))

    def encode(lines: Sequence[bytes]) -> bytes:
        text = b"".join(lines)
        odd = b"#" in text or ODD in text
        if not odd and b'"' not in text:
            if digest is not None:
                found = [row.split(between, at + 1)[at] for row in text[:-1].split(b"\n")]
                digest.add_bytes(b"\n".join(found) + b"\n", len(lines))
            return text if end == b"\n" else text.replace(b"\n", end)
        rows = [line[:-1] for line in lines]
        if digest is not None:
            digest.add_bytes(b"\n".join(map(identifier, rows)) + b"\n", len(lines))
        if odd:
            rows = [mend(row) if b"#" in row or ODD in row else row for row in rows]
        return end.join(rows) + end

    return encode


def _mended(field: bytes, is_float: bool) -> bytes:
    if is_float:
        return repr(float(field)).encode() if field.endswith(ODD) else field
    return b'"' + field + b'"' if b"#" in field and not field.startswith(b'"') else field
