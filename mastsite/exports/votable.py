"""VOTable 1.4 (IVOA REC-VOTable-1.4), streamed: rows as text (TABLEDATA) or as base64 of binary rows (BINARY2).

Our own writer, because ``astropy.io.votable`` holds everything in memory, and cannot put the ``OVERFLOW`` after the
table, which DALI 1.1 section 4.4.1 asks for when rows are cut.

Text is ``char`` in TABLEDATA, as TAP services have it, in UTF-8. In BINARY2 a ``char`` is one ASCII byte to readers, so
text is ``unicodeChar`` there. Only BINARY2 tells nothing from an empty text.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, cast
from xml.sax.saxutils import escape, quoteattr

import numpy as np

from mastsite.exports.cells import FAMILIES, Table, Values, printable
from mastsite.exports.provenance import end_facts, end_line, facts
from mastsite.exports.registry import writer
from mastsite.exports.stream import Tally, encoded, tables
from mastsite.exports.units import unit_for

if TYPE_CHECKING:
    from mastsite.search.declare import Column
    from mastsite.search.result import Result

_DATATYPES = {"text": "char", "integer": "long", "float": "double", "boolean": "boolean"}
_NAMES = {"asked_at": "request_date"}
"""The name that a fact has in the IVOA note on data origin, where it is not ours."""


@writer(
    "votable",
    label="VOTable",
    media_type="application/x-votable+xml",
    extension="vot",
    accept=("text/xml", "application/xml", "application/x-votable+xml;serialization=tabledata"),
    description="The Virtual Observatory's own XML table with units and UCDs, for TOPCAT, Aladin, pyvo and astropy.",
)
def write_tabledata(result: Result, *, address: str = "", comments: bool = True) -> Iterator[bytes]:
    tally, said = Tally(), len(result.messages)
    yield head(result, address) + b"<DATA>\n<TABLEDATA>\n"
    yield from encoded(tables(result, tally), _text_rows(result.columns), tally)
    yield b"</TABLEDATA>\n</DATA>\n" + foot(result, tally, said)


@writer(
    "votable-b2",
    label="VOTable (binary)",
    media_type="application/x-votable+xml;serialization=BINARY2",
    extension="b2.vot",
    description="The same table with its rows in binary: half the size and quicker to read for large tables.",
)
def write_binary2(result: Result, *, address: str = "", comments: bool = True) -> Iterator[bytes]:
    tally, said = Tally(), len(result.messages)
    yield head(result, address, text="unicodeChar") + b'<DATA>\n<BINARY2>\n<STREAM encoding="base64">\n'
    encode, rest = _binary_rows(result.columns)
    yield from encoded(tables(result, tally), encode, tally)
    yield rest() + b"</STREAM>\n</BINARY2>\n</DATA>\n" + foot(result, tally, said)


def head(result: Result, address: str, *, text: str = "char") -> bytes:
    """The document up to its data; `text` is the datatype of text columns."""
    infos = "".join(_info(_NAMES.get(name, name), value) for name, value in facts(result, address))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<VOTABLE version="1.4" xmlns="http://www.ivoa.net/xml/VOTable/v1.3"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
        ' xsi:schemaLocation="http://www.ivoa.net/xml/VOTable/v1.3 http://www.ivoa.net/xml/VOTable/VOTable-1.4.xsd">\n'
        '<RESOURCE type="results">\n'
        f'<INFO name="QUERY_STATUS" value="OK"/>\n{infos}'
        f"{_frame(result)}"
        f"<TABLE name={_attribute(result.mission.slug)}>\n{_description(result.summary)}"
        + "".join(_field(column, result, text) for column in result.columns)
    ).encode()


def foot(result: Result, tally: Tally, said: int) -> bytes:
    """The document from its data's end: late messages, OVERFLOW or ERROR, and how it ended."""
    end = end_line(result, tally)
    infos = "".join(_info(name, value) for name, value in end_facts(result, tally, said))
    if tally.error:
        infos += _info("QUERY_STATUS", "ERROR", end)
    elif tally.truncated or result.truncated:
        infos += _info("QUERY_STATUS", "OVERFLOW", end)
    return f"</TABLE>\n{infos}</RESOURCE>\n</VOTABLE>\n".encode()


def _frame(result: Result) -> str:
    """The frame that position columns refer to, when there are such."""
    return (
        '<COOSYS ID="icrs" system="ICRS"/>\n' if any(_is_position(column, result) for column in result.columns) else ""
    )


def _is_position(column: Column, result: Result) -> bool:
    return column.name in (result.mission.ra_column, result.mission.dec_column)


def _info(name: str, value: str, text: str = "") -> str:
    start = f"<INFO name={_attribute(name)} value={_attribute(value)}"
    return f"{start}>{_escaped(text)}</INFO>\n" if text else f"{start}/>\n"


def _description(text: str) -> str:
    return f"<DESCRIPTION>{_escaped(text)}</DESCRIPTION>\n" if text else ""


def _field(column: Column, result: Result, text: str) -> str:
    kind = FAMILIES[column.kind]
    datatype = text if kind == "text" and column.kind != "datetime" else _DATATYPES[kind]
    attributes = {
        "ID": column.name,
        "name": column.name,
        "datatype": datatype,
        "arraysize": "*" if kind == "text" else "",
        "unit": unit_for(column.unit, "vounit"),
        "ucd": column.ucd,
        "xtype": "timestamp" if column.kind == "datetime" else "",
        "ref": "icrs" if _is_position(column, result) else "",
    }
    words = "".join(f" {name}={_attribute(value)}" for name, value in attributes.items() if value)
    return f"<FIELD{words}>\n{_description(column.description or column.label)}</FIELD>\n"


def _attribute(text: str) -> str:
    return quoteattr(printable(text))


def _escaped(text: str) -> str:
    """Text for an element; a carriage return would otherwise be read as a line feed."""
    return escape(printable(text), {"\r": "&#13;"})


_SPECIAL = re.compile("[&<>\r\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_ODD_FLOATS = {"nan": "NaN", "inf": "+Inf", "-inf": "-Inf"}


def _text_rows(columns: Sequence[Column]) -> Callable[[Table], bytes]:
    kinds = [FAMILIES[column.kind] for column in columns]

    def cells(kind: str, values: Values) -> Sequence[str]:
        if kind == "boolean":
            words = {None: "", False: "false", True: "true"}
            return [words[value] for value in cast("Sequence[bool | None]", values)]
        if kind == "text":
            texts = [value or "" for value in cast("Sequence[str | None]", values)]
            return list(map(_escaped, texts)) if _SPECIAL.search("\n".join(texts)) else texts
        if None in values:
            numbers = ["" if value is None else repr(value) for value in values]
        else:
            numbers = list(map(repr, values))
        if kind == "float" and any(odd in numbers for odd in _ODD_FLOATS):
            return [_ODD_FLOATS.get(number, number) for number in numbers]
        return numbers

    def encode(table: Table) -> bytes:
        rows = zip(*map(cells, kinds, table), strict=True)
        body = "</TD></TR>\n<TR><TD>".join(map("</TD><TD>".join, rows))
        return f"<TR><TD>{body}</TD></TR>\n".encode()

    return encode


def _binary_rows(columns: Sequence[Column]) -> tuple[Callable[[Table], bytes], Callable[[], bytes]]:
    """An encoder of rows to lines of base64, and a function for the bytes that were too few for a line.

    A row is a bit mask of its nulls, most significant bit first, then its cells, big-endian (VOTable 1.4, 5.4).
    Neighbouring cells of fixed size are packed by NumPy together.
    """
    runs = [
        (fixed, [place for place, _ in group])
        for fixed, group in groupby(enumerate(columns), lambda item: FAMILIES[item[1].kind] != "text")
    ]
    encodings = ["ascii" if column.kind == "datetime" else "utf-16-be" for column in columns]
    left = b""

    def encode(table: Table) -> bytes:
        nonlocal left
        parts: list[Sequence[bytes]] = [_null_masks(table)]
        for fixed, places in runs:
            if fixed:
                parts.append(_packed([(FAMILIES[columns[place].kind], table[place]) for place in places]))
            else:
                parts += (_counted(cast("Sequence[str | None]", table[place]), encodings[place]) for place in places)
        raw = left + b"".join(map(b"".join, zip(*parts, strict=True)))
        whole = len(raw) - len(raw) % 3  # base64 turns three bytes into four characters
        left = raw[whole:]
        return binascii.b2a_base64(raw[:whole])

    return encode, lambda: binascii.b2a_base64(left) if left else b""


def _null_masks(table: Table) -> Sequence[bytes]:
    nulls = np.zeros((len(table[0]), len(table)), dtype=bool)
    for place, values in enumerate(table):
        if None in values:
            nulls[:, place] = [value is None for value in values]
    return _rows_of(np.packbits(nulls, axis=1))


_FIXED: dict[str, tuple[str, object]] = {"integer": (">i8", 0), "float": (">f8", np.nan), "boolean": ("S1", b"?")}
_TRUTHS = {None: b"?", False: b"F", True: b"T"}


def _packed(columns: Sequence[tuple[str, Values]]) -> Sequence[bytes]:
    """Cells of fixed size, row by row."""
    types = [(str(place), _FIXED[kind][0]) for place, (kind, _) in enumerate(columns)]
    record = np.empty(len(columns[0][1]), dtype=types)
    for place, (kind, values) in enumerate(columns):
        nothing = _FIXED[kind][1]
        if kind == "boolean":
            record[str(place)] = [_TRUTHS[value] for value in cast("Sequence[bool | None]", values)]
        elif None in values:
            record[str(place)] = [nothing if value is None else value for value in values]
        else:
            record[str(place)] = values
    return _rows_of(record.view(np.uint8).reshape(len(record), record.itemsize))


def _rows_of(cells: np.ndarray[tuple[int, int], np.dtype[np.uint8]]) -> Sequence[bytes]:
    raw, width = cells.tobytes(), cells.shape[1]
    return [raw[start : start + width] for start in range(0, len(raw), width)]


def _counted(values: Sequence[str | None], encoding: str) -> Sequence[bytes]:
    """Texts, each behind the number of its characters (of two bytes each in UTF-16)."""
    size = 1 if encoding == "ascii" else 2
    texts = [value.encode(encoding, "replace") if value else b"" for value in values]
    return [(len(text) // size).to_bytes(4) + text for text in texts]
