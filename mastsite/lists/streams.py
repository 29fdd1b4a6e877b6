"""Binary rows of a VOTable, walked through by their declared sizes before a library reads them.

The library takes a stream that ends in the middle of a row, or a cell whose length points beyond the end, for the end of the
rows. So lines would be lost unsaid. Sizes are those of the VOTable standard, section 6.
"""

from __future__ import annotations

import base64
import binascii
import math
import re
from collections.abc import Mapping

from mastsite.lists.bounds import MAX_LINES, ListError

_BYTES = {
    "boolean": 1, "bit": 1 / 8, "unsignedByte": 1, "short": 2, "int": 4, "long": 8, "char": 1, "unicodeChar": 2, "float": 4,
    "double": 8, "floatComplex": 8, "doubleComplex": 16,
}  # fmt: skip
_STREAM = re.compile(r"<(?:\w+:)?(BINARY2?)\s*>\s*<(?:\w+:)?STREAM\b[^>]*>([^<]*)<", re.ASCII)
_TABLE = re.compile(r"<(?:\w+:)?TABLE\b")
_FIELD = re.compile(r"<(?:\w+:)?FIELD\b([^>]*)>")
_ATTRIBUTE = re.compile(r"""([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_COUNT = 4
"""Bytes of the length before a cell of variable length."""


def fields_of(text: str) -> list[dict[str, str]]:
    """The attributes of the FIELD elements in some XML, in order."""
    return [{name: one or other for name, one, other in _ATTRIBUTE.findall(field)} for field in _FIELD.findall(text)]


def checked(text: str) -> None:
    """Refuse a VOTable whose first rows are binary and do not end with a row.

    Raises
    ------
    ListError
    """
    if (stream := _STREAM.search(text)) is None:
        return
    begins = max((table.start() for table in _TABLE.finditer(text, 0, stream.start())), default=0)
    fields = fields_of(text[begins : stream.start()])
    if not fields or not all(map(_is_known, fields)):
        return
    try:
        data = base64.b64decode(stream[2])
    except (binascii.Error, ValueError) as error:
        raise ListError(
            f"The rows of the VOTable are no base64 ({error}). Write the file anew, or send CSV."
        ) from error
    flags = math.ceil(len(fields) / 8) if stream[1] == "BINARY2" else 0
    row, at = 0, 0
    while at < len(data) and row <= MAX_LINES:
        row += 1
        at += flags
        for field in fields:
            width, is_counted = _width(field)
            if is_counted and at <= len(data):
                items = int.from_bytes(data[at : at + _COUNT], "big", signed=True)
                at += _COUNT + math.ceil(max(0, items) * width)
            else:
                at += math.ceil(width)
            if at > len(data):
                raise ListError(
                    f"The VOTable's rows end in the middle of row {row:,}, column {field.get('name', '?')[:60]}: part of them was lost, "
                    "or a length in them is false. Nothing was searched: send it again, or as CSV."
                )


def _is_known(field: Mapping[str, str]) -> bool:
    size = field.get("arraysize", "")
    return field.get("datatype") in _BYTES and not ("x" in size and "*" in size)


def _width(field: Mapping[str, str]) -> tuple[float, bool]:
    """Bytes of a cell, or of each of its items where their number stands before them."""
    width: float = _BYTES[field["datatype"]]
    size = field.get("arraysize", "").strip()
    for part in re.findall(r"\d+(?=x)|\d+$", size):
        width *= int(part)
    return width, size.endswith("*")
