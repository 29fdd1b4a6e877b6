"""The same answers in SQL written by hand, on the bare cursor of the driver: what the query layer is measured against.

The raw side does the same work: the ranges of a cone, one page of 100 rows with the same columns and order and one row
more, and the count up to 10,000 where the page is full.
"""

from __future__ import annotations

import json
import random
from collections.abc import Mapping
from typing import Any

from django.db import connection

from mastsite.search import sky
from mastsite.search.declare import Mission
from mastsite.search.models import Holding
from mastsite.search.query import Query
from tests.bench.cases import Sample, Search

PAGE, CAP = 100, 10_000
SAMPLED = 600


class Table:
    """A mission's table, asked without the site's own query layer."""

    def __init__(self, mission: Mission) -> None:
        holding = Holding.objects.get(slug=mission.slug)
        self.name = holding.table
        self.rows = holding.row_count
        self.usual = mission.default_sort
        self.nulls: Mapping[str, int] = holding.report.get("nulls", {})
        self.sqlite = connection.vendor == "sqlite"
        connection.ensure_connection()
        self.connection = connection.connection

    def sample(self, names: list[str], where: str = "1 = 1") -> Sample:
        """Values of rows from all over the table, always the same ones."""
        numbers = random.Random(self.name).sample(range(1, self.rows + 1), min(self.rows, SAMPLED))
        wanted = ", ".join(map(str, numbers))
        columns = ", ".join(f'"{name}"' for name in ["row_id", *names])
        found = f'SELECT {columns} FROM "{self.name}" WHERE row_id IN ({wanted}) AND {where} ORDER BY row_id'
        return dict(zip(["row_id", *names], zip(*self._all(found, []), strict=True), strict=True))

    def page(self, search: Search, query: Query, *, backwards: bool = False, counted: bool = True) -> list[Any]:
        """One page of stored columns, and its count where the page is full."""
        columns = [f'"{column.name}"' for column in query.output if column.stored]
        if search.cone:
            columns.append(_chord(search))
        found, bound = self._found(search, backwards=backwards)
        keys = self.keys(search, backwards=backwards)
        page = f'SELECT {", ".join(columns)} FROM "{self.name}"{found} ORDER BY {keys} LIMIT {PAGE + 1}'
        rows = self._all(page, bound)
        if counted and len(rows) > PAGE:
            self._counted(found, bound)
        rows = rows[:PAGE]
        return rows[::-1] if backwards else rows

    def warm(self, search: Search, *, backwards: bool = False) -> None:
        """See that the rows of a search are in memory, by another statement, so that no driver knows the next one already."""
        found, bound = self._found(search, backwards=backwards)
        keys = self.keys(search, backwards=backwards)
        self._all(f'SELECT * FROM "{self.name}"{found} ORDER BY {keys} LIMIT {PAGE + 2}', bound)
        self._counted(found, bound)

    def count(self, search: Search) -> int:
        """How many rows there are, up to 10,000."""
        return self._counted(*self._found(search))

    def _counted(self, found: str, bound: list[Any]) -> int:
        [(number,)] = self._all(
            f'SELECT count(*) FROM (SELECT row_id FROM "{self.name}"{found} LIMIT {CAP + 1}) c', bound
        )
        return min(number, CAP)

    def _all(self, statement: str, bound: list[Any]) -> list[Any]:
        cursor = self.connection.cursor()
        try:
            return list(cursor.execute(statement, *([bound] if bound else [])).fetchall())
        finally:
            cursor.close()

    def _found(self, search: Search, *, backwards: bool = False) -> tuple[str, list[Any]]:
        """The WHERE clause and what is bound to it."""
        parts, bound = [search.where] if search.where else [], []
        if search.mark is not None:
            [name] = search.sort
            value, row = search.mark
            mark = "?" if self.sqlite else "%s"
            past = "<" if backwards else ">"
            beyond = f"({name} {past}= {mark} AND ({name} {past} {mark} OR row_id {past} {mark}))"
            bound += [value, value, row]
            parts.append(beyond)
        if search.cone:
            ranges = sky.cover(*search.cone)
            if ranges is not None:
                inside, more = self._inside(ranges)
                parts.append(inside)
                bound += more
            parts.append(f"{_chord(search)} <= {sky.chord_squared(search.cone[2])!r}")
        return (f" WHERE {' AND '.join(parts)}" if parts else ""), bound

    def _inside(self, ranges: list[tuple[int, int]]) -> tuple[str, list[Any]]:
        if not self.sqlite:
            return f"({' OR '.join(f'hpx29 BETWEEN {low} AND {high}' for low, high in ranges)})", []
        inside = (
            f'SELECT t.row_id FROM json_each(?) r CROSS JOIN "{self.name}" t '
            "ON t.hpx29 BETWEEN json_extract(r.value, '$[0]') AND json_extract(r.value, '$[1]')"
        )
        return f"row_id IN ({inside})", [json.dumps(ranges)]

    def keys(self, search: Search, *, backwards: bool) -> str:
        words = list(search.sort) or ([_chord(search)] if search.cone else []) + list(self.usual)
        keys = []
        for word in [*words, "row_id"]:
            name = word.removeprefix("-")
            down = word.startswith("-") != backwards
            ends = f" NULLS {'FIRST' if backwards else 'LAST'}" if self.nulls.get(name) else ""
            keys.append(f"{name}{' DESC' if down else ''}{ends}")
        return ", ".join(keys)


def _chord(search: Search) -> str:
    assert search.cone is not None
    vector = zip(("vec_x", "vec_y", "vec_z"), sky.unit_vector(*search.cone[:2]), strict=True)
    return f"({' + '.join(f'({name} - {at!r}) * ({name} - {at!r})' for name, at in vector)})"
