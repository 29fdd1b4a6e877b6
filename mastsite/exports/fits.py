"""FITS binary table (FITS Standard 4.0), from a spool: the header must know rows and widths beforehand.

- Whole numbers are 64 bits (K) with a TNULL that no row uses, floats are doubles (D) with NaN for null, booleans are L,
  texts are A.
- A text column is as wide in every row as its longest text in these rows. FITS has texts of variable length too, which
  would make smaller files, but astropy 8 drops their blanks when it reads them.
- FITS texts are printable ASCII. Any other text is written with Python's backslash escapes (``\\xe9``), and a HISTORY
  card says how many there are; ``text.encode().decode("unicode_escape")`` gives the text back. A null text is an
  empty one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from textwrap import wrap
from typing import TYPE_CHECKING, cast

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from astropy.io import fits

from mastsite.exports.cells import FAMILIES, INT64_MIN
from mastsite.exports.provenance import end_facts, facts
from mastsite.exports.registry import ExportError, writer
from mastsite.exports.spool import Spool
from mastsite.exports.stream import CHUNK_BYTES
from mastsite.exports.units import unit_for

if TYPE_CHECKING:
    from mastsite.search.declare import Column
    from mastsite.search.result import Result

BLOCK_BYTES = 2880

_SPARE = 4096
"""How many of the lowest whole numbers are tried for TNULL."""

_KEYWORDS = {
    "query": "QUERY",
    "mission": "MISSION",
    "address": "ADDRESS",
    "asked_at": "ASKED_AT",
    "holdings_version": "HOLDINGS",
    "count": "COUNT",
    "sha256_of_ids": "IDSHA256",
    "end": "ENDED",
    "acknowledgement": "ACKNOWL",
}
"""Cards of the facts that there is one of; messages are HISTORY. Texts longer than a card go on in CONTINUE cards."""

_CARD_TEXT = 72
"""Characters of a HISTORY card."""

_UNPRINTABLE = re.compile(r"[^\x20-\x7e]")


@dataclass(slots=True)
class _Layout:
    """What the first pass over the rows found out about one column."""

    column: Column
    width: int = 1
    escaped: int = 0
    null: int = INT64_MIN

    @property
    def form(self) -> str:
        """TFORMn."""
        return {"text": f"{self.width}A", "integer": "1K", "float": "1D", "boolean": "1L"}[FAMILIES[self.column.kind]]

    @property
    def dtype(self) -> object:
        return {"text": f"S{self.width}", "integer": ">i8", "float": ">f8", "boolean": "S1"}[FAMILIES[self.column.kind]]


@writer(
    "fits",
    label="FITS",
    media_type="application/fits",
    extension="fits",
    accept=("image/fits",),
    streams=False,
    description="FITS binary table, for astropy, TOPCAT and IDL; text outside ASCII is written with backslash escapes.",
)
def write_fits(result: Result, *, address: str = "", comments: bool = True) -> Iterator[bytes]:
    said = len(result.messages)
    with Spool(result.columns) as spool:
        spool.fill(result)
        layouts = _layouts(spool)
        record = np.dtype([(layout.column.name, layout.dtype) for layout in layouts])
        yield _header(result, spool, layouts, record.itemsize, address, said)
        yield from _chunks(_rows(spool, layouts, record))
        yield b"\0" * (-spool.tally.rows * record.itemsize % BLOCK_BYTES)


def _layouts(spool: Spool) -> list[_Layout]:
    layouts = [_Layout(column) for column in spool.columns]
    taken: list[set[int]] = [set() for _ in layouts]
    for batch in spool.batches():
        for layout, array, numbers in zip(layouts, batch.columns, taken, strict=True):
            kind = FAMILIES[layout.column.kind]
            if kind == "text":
                texts, escaped = _printable(array)
                layout.width = max(layout.width, pc.max(pc.binary_length(texts)).as_py())
                layout.escaped += escaped
            elif kind == "integer":
                low = pc.filter(array, pc.less(array, INT64_MIN + _SPARE))
                numbers.update(low.drop_null().to_pylist())
    for layout, numbers in zip(layouts, taken, strict=True):
        free = (number for number in range(INT64_MIN, INT64_MIN + _SPARE) if number not in numbers)
        layout.null = next(free, 0)
        if not layout.null:
            raise ExportError(f"Column {layout.column.name} leaves no number that FITS could take for nothing.")
    return layouts


def _printable(array: pa.Array) -> tuple[pa.Array, int]:
    """Texts as FITS can hold them, nothing as empty, and how many had to be escaped."""
    whole = _bytes(array)
    if whole.isascii() and whole.decode().isprintable():
        return array.fill_null(""), 0
    texts = [text or "" for text in cast("list[str | None]", array.to_pylist())]
    printable = list(map(_ascii, texts))
    escaped = sum(text is not kept for text, kept in zip(texts, printable, strict=True))
    return pa.array(printable, pa.string()), escaped


def _bytes(array: pa.Array) -> bytes:
    """The bytes of all texts, one behind the other."""
    _, offsets, data = array.buffers()
    ends = np.frombuffer(offsets, np.int32)[array.offset : array.offset + len(array) + 1]
    return memoryview(data)[ends[0] : ends[-1]].tobytes() if data is not None else b""


def _header(result: Result, spool: Spool, layouts: list[_Layout], row_bytes: int, address: str, said: int) -> bytes:
    """The empty primary header that every table file begins with, and the table's."""
    header = fits.Header()
    header["XTENSION"] = ("BINTABLE", "binary table")
    header["BITPIX"] = 8
    header["NAXIS"] = 2
    header["NAXIS1"] = (row_bytes, "bytes a row")
    header["NAXIS2"] = (spool.tally.rows, "rows")
    header["PCOUNT"] = 0
    header["GCOUNT"] = 1
    header["TFIELDS"] = len(layouts)
    header["EXTNAME"] = _ascii(result.mission.slug)
    for number, layout in enumerate(layouts, 1):
        column = layout.column
        name = _ascii(column.name)
        header[f"TTYPE{number}"] = (name, _ascii(column.label)[: max(0, min(44, 60 - len(name)))])  # a card is 80 wide
        header[f"TFORM{number}"] = layout.form
        for keyword, text in (
            ("TUNIT", unit_for(column.unit, "fits")),
            ("TUCD", column.ucd),
            ("TCOMM", column.description or column.label),
        ):
            if text:
                header[f"{keyword}{number}"] = _ascii(text)
        if FAMILIES[column.kind] == "integer":
            header[f"TNULL{number}"] = layout.null
    for name, text in [*facts(result, address), *end_facts(result, spool.tally, said)]:
        if name in _KEYWORDS:
            header[_KEYWORDS[name]] = _ascii(text)
        else:
            _add_history(header, f"{name}: {text}")
    for layout in layouts:
        if layout.escaped:
            _add_history(header, f"{layout.column.name}: {layout.escaped} texts outside ASCII, with backslash escapes")
    primary = fits.PrimaryHDU().header
    primary["EXTEND"] = True
    return (str(primary.tostring()) + str(header.tostring())).encode("ascii")


def _add_history(header: fits.Header, text: str) -> None:
    """Cards broken between words, because a blank at a card's end is lost."""
    for line in wrap(_ascii(text), _CARD_TEXT):
        header.add_history(line)


def _ascii(text: str) -> str:
    return text.encode("unicode_escape").decode() if _UNPRINTABLE.search(text) else text


def _rows(spool: Spool, layouts: list[_Layout], record: np.dtype[np.void]) -> Iterator[bytes]:
    for batch in spool.batches():
        rows = np.zeros(batch.num_rows, dtype=record)
        for layout, array in zip(layouts, batch.columns, strict=True):
            rows[layout.column.name] = _cells(layout, array)
        yield rows.tobytes()


def _cells(layout: _Layout, array: pa.Array) -> object:
    kind = FAMILIES[layout.column.kind]
    if kind == "text":
        padded = pc.ascii_rpad(_printable(array)[0], width=layout.width, padding="\0")
        return np.frombuffer(_bytes(padded), dtype=layout.dtype)  # type: ignore[call-overload]
    if kind == "boolean":
        return pc.if_else(array, b"T", b"F").fill_null(b"\0").to_numpy(zero_copy_only=False).astype("S1")
    nothing = layout.null if kind == "integer" else float("nan")
    return array.fill_null(nothing).to_numpy(zero_copy_only=False)


def _chunks(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Pieces joined or cut to about 64 kB."""
    held = bytearray()
    for piece in pieces:
        held += piece
        while len(held) >= CHUNK_BYTES:
            yield bytes(held[:CHUNK_BYTES])
            del held[:CHUNK_BYTES]
    yield bytes(held)
