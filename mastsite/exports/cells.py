"""Rows turned into columns of exactly the type that each column declares."""

from __future__ import annotations

import re
from collections.abc import Sequence
from types import NoneType
from typing import TYPE_CHECKING, Literal

from mastsite.exports.registry import ExportError

if TYPE_CHECKING:
    from mastsite.search.declare import Column, Kind
    from mastsite.search.result import Cell, Row

Family = Literal["text", "integer", "float", "boolean"]

FAMILIES: dict[Kind, Family] = {
    "text": "text",
    "substring": "text",
    "datetime": "text",
    "integer": "integer",
    "float": "float",
    "ra": "float",
    "dec": "float",
    "boolean": "boolean",
}
"""How each kind of column is stored in a file."""

_TYPES: dict[Family, set[type]] = {
    "text": {str, NoneType},
    "integer": {int, NoneType},
    "float": {float, NoneType},
    "boolean": {bool, NoneType},
}

INT64_MIN, INT64_MAX = -(2**63), 2**63 - 1

Values = Sequence["Cell"]
Table = list[Values]
"""One sequence of cells for each column."""


def family(column: Column) -> Family:
    return FAMILIES[column.kind]


def fitted(rows: Sequence[Row], columns: Sequence[Column]) -> Sequence[Row]:
    """`rows` as they are when every cell is of its column's type; otherwise a copy where they are.

    Raises
    ------
    ExportError : a row has too few or too many cells, or a cell cannot be of its column's type.
    """
    try:
        values = list(zip(*rows, strict=True))
    except ValueError:
        values = []
    if len(values) != len(columns):
        raise ExportError(f"A row does not have {len(columns)} cells, one for each column.")
    fits = [settled(column, cells) for column, cells in zip(columns, values, strict=True)]
    if all(cells is given for cells, given in zip(fits, values, strict=True)):
        return rows
    return list(zip(*fits, strict=True))


def settled(column: Column, values: Values) -> Values:
    """`values` as they are when all fit the column's type; otherwise a copy where they do."""
    kind = family(column)
    if _TYPES[kind].issuperset(map(type, values)):
        return values
    return [None if value is None else _fitted(column, kind, value) for value in values]


def _fitted(column: Column, kind: Family, value: Cell) -> Cell:
    try:
        if kind == "text":
            return str(value)
        if kind == "float":
            return float(value)  # type: ignore[arg-type]  # nothing was let pass before
        whole = int(value)  # type: ignore[arg-type]
        if whole == value and (kind == "integer" or whole in (0, 1)):
            return bool(whole) if kind == "boolean" else whole
    except (TypeError, ValueError, OverflowError):
        pass
    raise ExportError(f"Column {column.name} holds {str(value)[:40]!r}, which is not of its kind, {column.kind}.")


_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def printable(text: str) -> str:
    """`text` with each character that XML 1.0 forbids replaced by U+FFFD, the replacement character."""
    return _CONTROLS.sub("\ufffd", text)
