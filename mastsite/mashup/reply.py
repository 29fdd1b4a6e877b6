"""Answers as JSON, a part at a time, so that memory does not grow with the rows.

The status stands behind the rows, as a limit may be hit while they are read.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from itertools import islice
from typing import Any

import orjson

from mastsite.mashup.envelope import Envelope
from mastsite.mashup.table import TYPES, Table

CHUNK = 1_000
"""Rows spelt at a time."""
COMPLETE, ERROR = "COMPLETE", "ERROR"
logger = logging.getLogger(__name__)


def paging(envelope: Envelope, rows: int, total: int) -> dict[str, int]:
    """The block that clients turn pages by."""
    return {
        "page": envelope.page,
        "pageSize": envelope.pagesize,
        "pagesFiltered": max(1, -(-total // envelope.pagesize)),
        "rows": rows,
        "rowsFiltered": total,
        "rowsTotal": total,
    }


def error(message: str) -> bytes:
    """The answer that makes a client raise its own error with our sentence."""
    nothing = {"page": 1, "pageSize": 0, "pagesFiltered": 0, "rows": 0, "rowsFiltered": 0, "rowsTotal": 0}
    return orjson.dumps(
        {"status": ERROR, "msg": message, "data": [], "fields": [], "paging": nothing, "percentComplete": 100}
    )


def parts(table: Table, envelope: Envelope) -> Iterator[bytes]:
    """The document of a table, in the shape that the envelope asks for."""
    as_lists = envelope.format == "extjs"
    names = [name for name, _kind in table.columns]
    filled = [False] * len(names)
    count, problem, comma = 0, "", b""
    yield b'{"data":{"Tables":[{"name":"Table","Rows":[' if as_lists else b'{"data":['
    rows = iter(table.rows)
    while True:
        try:
            some = list(islice(rows, CHUNK))
        except Exception:
            logger.exception("the rows of %s failed after %d", envelope.service, count)
            some, problem = [], "The rows stopped coming; the site's log says why. Ask again, or for fewer rows."
        if not some:
            break
        count += len(some)
        if envelope.remove_null_columns:
            filled = [was or any(row[at] is not None for row in some) for at, was in enumerate(filled)]
        yield comma + orjson.dumps(some if as_lists else [_object(names, row, envelope) for row in some])[1:-1]
        comma = b","
    problem = problem or table.ended()
    kept = [
        column for column, has in zip(table.columns, filled, strict=True) if has or not count or not _drops(envelope)
    ]
    yield b"]" + _end(table, envelope, kept, count, problem)


def _drops(envelope: Envelope) -> bool:
    """Whether columns without any value are left out; lists need every column to keep their places."""
    return envelope.remove_null_columns and envelope.format == "json"


def _object(names: list[str], row: Any, envelope: Envelope) -> dict[str, Any]:
    pairs = zip(names, row, strict=True)
    return {name: cell for name, cell in pairs if cell is not None} if _drops(envelope) else dict(pairs)


def _end(table: Table, envelope: Envelope, kept: list[tuple[str, str]], count: int, problem: str) -> bytes:
    """What stands behind the rows."""
    fields = [{"name": name, "type": TYPES[kind]} for name, kind in kept]
    pages = paging(envelope, count, table.total)
    messages = [*envelope.messages, *table.messages]
    if problem:
        messages.insert(0, f"Only {count:,} rows of this page came: {problem}.".replace("..", "."))
    whole = {
        "status": ERROR if problem else COMPLETE, "msg": " ".join(messages), "percentComplete": 100,
    }  # fmt: skip
    if envelope.format == "extjs":
        columns = [{"text": name, "dataIndex": name, "ExtendedProperties": {}} for name, _kind in kept]
        inner = {"Columns": columns, "Fields": fields, "ExtendedProperties": {"Paging": pages}}
        return b"," + orjson.dumps(inner)[1:] + b"]}," + orjson.dumps(whole)[1:]
    return b"," + orjson.dumps({"fields": fields, "paging": pages, **whole})[1:]
