"""JSON: one flat list of objects, keyed by the columns' labels; every value is a string, and nothing is an empty one.

Several searches give one list, because clients read a list of rows; where a row must be told by its target, ask for the
column ``search_pos``. No rows at all are told in plain text, as clients of the classic service expect.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice

import orjson

from mastsite.legacy.columns import labels
from mastsite.legacy.shapes import text
from mastsite.legacy.shapes.registry import Reply, shape
from mastsite.legacy.values import spell_rows


@shape(
    "JSON", label="JSON", media_type="application/json", refuse=text.refuse, refused_as=text.PLAIN,
    extension="json", successor="json",
)  # fmt: skip
def write(reply: Reply) -> Iterator[bytes]:
    asked = reply.asked
    said = ""
    begun = False
    for table, columns, rows in text.read(reply):
        first = next(rows, None)
        if first is None:
            said = said or text.statement(table)
            continue
        names = labels(asked.form, columns)
        spell = spell_rows(columns, asked.coordinates, raw=asked.raw)
        whole = chain([first], rows)
        while batch := list(islice(whole, text.CHUNK_ROWS)):
            objects = orjson.dumps([dict(zip(names, spell(row), strict=True)) for row in batch])
            yield (b",\n" if begun else b"[") + objects[1:-1]
            begun = True
    if begun:
        yield b"]\n"
    else:
        reply.media_type, reply.file_name = text.PLAIN, ""
        yield (said or f"{text.NO_ROWS}\n\n").encode("utf-8", "replace")
