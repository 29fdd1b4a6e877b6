"""``python -m tests.bench.one_file ours csv 1000000``: write one file to a sink that counts, and say what that took."""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Iterator
from typing import Any

SLUG = "tess"
LEFT_OUT = ("quality", "cadence", "dataURL")
"""Columns beyond the fifteen."""
TENTH_THOUSANDTH = 10_000
WITHOUT_LINES = ("votable-b2",)
"""Streaming formats in which no line is a row."""


def main() -> None:
    import django

    django.setup()
    import mastsite.exports  # noqa: F401  (what a server has loaded long before is part of the base)
    from tests.bench import best

    kind, name, rows = sys.argv[1], sys.argv[2], int(sys.argv[3])
    clock = Clock()
    bare, columns = statement(rows)
    base = _resident_mb()
    clock.began = time.perf_counter()
    pieces = ours(name, rows, clock) if kind == "ours" else best.WAYS[name](bare, columns)
    for piece in pieces:
        clock.saw(piece)
    took = time.perf_counter() - clock.began
    said = {
        "s": took, "rows": held(rows), "bytes": clock.bytes, "first_s": clock.first_s, "row_10000_s": clock.tenth_s,
        "base_mb": base, "over_mb": _resident_mb() - base,
    }  # fmt: skip
    print(json.dumps(said))


class Clock:
    """When the first byte left, and when the ten thousandth row did: counted as lines, or as rows where a format has no lines."""

    def __init__(self) -> None:
        self.began = self.first_s = self.tenth_s = 0.0
        self.bytes = self.lines = 0

    def saw(self, piece: bytes) -> None:
        if piece and not self.bytes:
            self.first_s = time.perf_counter() - self.began
        self.bytes += len(piece)
        if not self.tenth_s:
            self.lines += piece.count(b"\n")
            if self.lines > TENTH_THOUSANDTH:
                self.tenth_s = time.perf_counter() - self.began

    def watch(self, rows: Any) -> None:
        """Count rows as they come out of the database, which they do as before."""
        given, chunks = 0, rows.chunks

        def watched() -> Iterator[Any]:
            nonlocal given
            for chunk in chunks():
                given += len(chunk)
                if given >= TENTH_THOUSANDTH and not self.tenth_s:
                    self.tenth_s = time.perf_counter() - self.began
                yield chunk

        rows.chunks = watched


def ours(name: str, rows: int, clock: Clock) -> Iterator[bytes]:
    """The site's writer, as a page of the site calls it."""
    from mastsite.exports import WRITERS
    from mastsite.search import engine
    from mastsite.search.params import parse
    from mastsite.search.registry import get_mission

    columns = ",".join(column.name for column in chosen())
    result = engine.stream(parse(get_mission(SLUG), [("columns", columns), ("limit", str(rows))]))
    if name in WITHOUT_LINES:
        clock.watch(result.rows)
    yield from WRITERS[name].write(result, address="http://localhost/")


def chosen() -> tuple[Any, ...]:
    from mastsite.search.registry import get_mission

    return tuple(column for column in get_mission(SLUG).stored_columns if column.name not in LEFT_OUT)


def statement(rows: int) -> tuple[str, tuple[Any, ...]]:
    """The same rows in the same order by SQL, and their columns."""
    from mastsite.search.registry import get_mission
    from tests.bench.cases import Search
    from tests.bench.raw import Table

    table = Table(get_mission(SLUG))
    names = ", ".join(f'"{column.name}"' for column in chosen())
    keys = table.keys(Search(()), backwards=False)
    return f'SELECT {names} FROM "{table.name}" ORDER BY {keys} LIMIT {rows}', chosen()


def held(rows: int) -> int:
    """How many rows a file of at most so many has."""
    from mastsite.search.models import Holding

    return min(rows, Holding.objects.get(slug=SLUG).row_count)


def _resident_mb() -> float:
    """The most memory that this process has held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
