"""Words of the wire: how a column is listed, and how it is named above rows.

To add one more column kind: add a line to `KINDS`. The SQL word must be one that released clients know: they stop at
DATE, TIMESTAMP, TEXT, BIGINT, REAL and the like.
"""

from __future__ import annotations

from dataclasses import dataclass

from mastsite.search.declare import SEPARATION, Column, Mission


@dataclass(frozen=True, slots=True)
class Words:
    """What one kind of column is called: qualifier type, VOTable datatype, SQL type above rows, Python type in JSON."""

    qualifier: str
    datatype: str
    sql: str
    value: type


KINDS: dict[str, Words] = {
    "text": Words("string", "char", "VARCHAR", str),
    "substring": Words("substring", "char", "VARCHAR", str),
    "integer": Words("integer", "long", "INTEGER", int),
    "float": Words("float", "float", "FLOAT", float),
    "datetime": Words("datetime", "char", "DATETIME", str),
    "boolean": Words("boolean", "long", "BOOLEAN", bool),
    "ra": Words("ra", "double", "FLOAT", float),
    "dec": Words("dec", "double", "FLOAT", float),
}


def column_list(mission: Mission) -> list[dict[str, str]]:
    """The entries of a mission's column list. Old clients delete keys without looking, so every entry has them all."""
    return [_entry(column) for column in mission.columns]


def _entry(column: Column) -> dict[str, str]:
    words = KINDS[column.kind]
    return {
        "column_name": column.name,
        "field_name": column.label,
        "description": column.description,
        "qual_type": words.qualifier,
        "datatype": words.datatype,
        "queryable": _yes(column.queryable and column.stored),
        "default_output": _yes(column.default_output),
        "indexed": _yes(column.indexed),
        "unit": column.unit,
        "ucd": column.ucd,
    }


def info(columns: tuple[Column, ...]) -> list[dict[str, object]]:
    """The heading of rows: name, type and whether the rows can be sorted by it."""
    return [
        {"name": column.name, "type": KINDS[column.kind].sql, "sortable": column.stored or column.name == SEPARATION}
        for column in columns
    ]


def _yes(truth: bool) -> str:
    return "yes" if truth else "no"
