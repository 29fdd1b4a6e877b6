"""Delimited lines by way of JSON, for rows in which no field needs quotation marks.

orjson writes rows as ``["a",1.5,null],["b",2.0,true]`` at many times the speed of Python. Where no text holds anything that
means something in either format, such rows are delimited lines once brackets, quotation marks and nulls are taken away.
Whether that is so is seen in the bytes; where it is not, there is None, and the rows are written cell by cell.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from math import isfinite
from operator import itemgetter
from typing import TYPE_CHECKING, Any

import numpy as np
import orjson

from mastsite.exports.cells import FAMILIES

if TYPE_CHECKING:
    from mastsite.search.declare import Column
    from mastsite.search.result import Row

__all__ = ["plain_lines"]

_ODD_FLOAT = re.compile(rb"(?<=[,\[])-?(?:[0-9.]+e[-+]?[0-9]+|0\.0000[0-9]+)(?=[,\]])")
"""Floats that JSON spells otherwise than Python: exponents, and what is small."""
_QUOTE = ord('"')
Codes = np.ndarray[tuple[int], np.dtype[np.uint8]]


def plain_lines(columns: Sequence[Column], delimiter: str, line_end: str) -> Callable[[Sequence[Row]], bytes | None]:
    """A function from rows to their lines, or None where a field may need quotation marks."""
    floats = [itemgetter(at) for at, column in enumerate(columns) if FAMILIES[column.kind] == "float"]
    between, end, width = delimiter.encode(), line_end.encode(), len(columns)

    def encode(rows: Sequence[Row]) -> bytes | None:
        if width < 2 or not all(_finite(map(value, rows)) for value in floats):
            return None  # a lone nothing is spelt otherwise; JSON has no infinity
        try:
            text = orjson.dumps(rows)
        except orjson.JSONEncodeError:  # whole numbers beyond 64 bits, half characters
            return None
        if b"\\" in text or b"#" in text or (between != b"," and between in text):
            return None  # control characters and quotation marks have a backslash before them
        codes = np.frombuffer(text, np.uint8)
        if np.count_nonzero(codes == ord(",")) != len(rows) * width - 1 or _has_empty(codes):
            return None  # a text has commas, or is empty, which is not nothing
        if np.count_nonzero(codes == ord("[")) != len(rows) + 1:
            return None  # a text has brackets
        if floats and (b"0.0000" in text or _has_exponents(codes)):
            text = _ODD_FLOAT.sub(lambda found: repr(float(found[0])).encode(), text)
            codes = np.frombuffer(text, np.uint8)
        return _stripped(codes, between, end)

    return encode


def _stripped(codes: Codes, between: bytes, end: bytes) -> bytes:
    """The lines of JSON in which every comma and every bracket that opens is JSON's own: what goes becomes a quotation mark, and those go."""
    made = codes.copy()
    if between != b",":
        made[codes == ord(",")] = between[0]
    [bracket] = np.nonzero(codes == ord("["))
    inner = bracket[2:]  # the text begins with two
    made[inner] = _QUOTE
    made[inner - 1] = end[-1]
    made[inner - 2] = end[0] if len(end) == 2 else _QUOTE
    [letter] = np.nonzero(codes == ord("n"))
    before = codes[letter - 1]
    null = letter[(before == ord(",")) | (before == ord("["))]
    for at in range(len("null")):
        made[null + at] = _QUOTE
    return made[2:-2].tobytes().translate(None, b'"') + end


def _finite(values: Iterable[Any]) -> bool:
    """Whether some floats, or nothing in their place, hold neither infinities nor what is no number; False where adding them up is too much."""
    return isfinite(sum(filter(None, values)))


def _has_empty(codes: Codes) -> bool:
    quotes = codes == _QUOTE
    return bool((quotes[1:] & quotes[:-1]).any())


def _has_exponents(codes: Codes) -> bool:
    """Whether an ``e`` stands behind a digit and before one or a sign."""
    [places] = np.nonzero(codes == ord("e"))
    before, after = codes[places - 1], codes[places + 1]  # the first and the last are brackets
    digits = (before >= ord("0")) & (before <= ord("9"))
    follows = ((after >= ord("0")) & (after <= ord("9"))) | (after == ord("-")) | (after == ord("+"))
    return bool((digits & follows).any())
