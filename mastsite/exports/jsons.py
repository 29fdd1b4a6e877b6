"""JSON: one document of arrays, or one object a line.

NDJSON has no room for facts about the whole. Its first line is ``{"_provenance": {...}}`` and its last
``{"_end": {...}}``; every line between is a row. Who reads all lines as rows asks for it without comments.

Whole numbers are written in full; JavaScript rounds those beyond 2**53. JSON has no NaN and no infinity: null.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

import orjson

from mastsite.exports.provenance import column_record, end_record, record
from mastsite.exports.registry import writer
from mastsite.exports.stream import Tally, batches, encoded

if TYPE_CHECKING:
    from mastsite.search.declare import Column
    from mastsite.search.result import Result, Row


@writer(
    "json",
    label="JSON",
    media_type="application/json",
    extension="json",
    accept=("text/json",),
    description="One JSON document: provenance, columns with units and descriptions, rows as arrays, and how it ended.",
)
def write_json(result: Result, *, address: str = "", comments: bool = True) -> Iterator[bytes]:
    tally, said = Tally(), len(result.messages)
    head = {"provenance": record(result, address), "columns": [column_record(column) for column in result.columns]}
    yield orjson.dumps(head)[:-1] + b',"rows":['
    separator = b"\n"

    def encode(rows: Sequence[Row]) -> bytes:
        nonlocal separator
        piece = separator + orjson.dumps(rows)[1:-1]
        separator = b",\n"
        return piece

    yield from encoded(batches(result, tally), encode, tally)
    yield b'\n],"end":' + orjson.dumps(end_record(result, tally, said)) + b"}\n"


@writer(
    "ndjson",
    label="NDJSON",
    media_type="application/x-ndjson",
    extension="ndjson",
    accept=("application/ndjson", "application/jsonl", "application/x-jsonlines"),
    description="One JSON object a line; the first line says what was asked, the last how it ended.",
)
def write_ndjson(result: Result, *, address: str = "", comments: bool = True) -> Iterator[bytes]:
    tally, said = Tally(), len(result.messages)
    if comments:
        yield orjson.dumps({"_provenance": record(result, address)}) + b"\n"
    yield from encoded(batches(result, tally), _objects(result.columns), tally)
    if comments:
        yield orjson.dumps({"_end": end_record(result, tally, said)}) + b"\n"
    else:
        tally.check()


def _objects(columns: Sequence[Column]) -> Callable[[Sequence[Row]], bytes]:
    names = [column.name for column in columns]

    def encode(rows: Sequence[Row]) -> bytes:
        objects = [dict(zip(names, row)) for row in rows]  # noqa: B905  (as long as each other, and quicker so)
        return b"".join([orjson.dumps(item, option=orjson.OPT_APPEND_NEWLINE) for item in objects])

    return encode
