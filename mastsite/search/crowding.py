"""How many rows a cone may hold, and how many it does hold, without reading them.

Rows are numbered 1 to n in the order of their cells (`row_id`), those without a position last. So the rows of a cell
range are the number of the last row at its end less the number of the last row before it: two probes of the cell
index, and the table is its own map of densities (docs/decisions/0010-rows-are-the-density-map.md).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from mastsite.search import sky
from mastsite.search.database import reading
from mastsite.search.fields import VECTOR, Cone, cover
from mastsite.search.interior import inside_and_border
from mastsite.search.models import Holding
from mastsite.search.result import Count
from mastsite.search.tables import CELL, ROW_ID

BORDER_ROWS = 20_000
"""Rows that the exact test of a cone's rim should read at most; finer cells are taken until it may be so."""
FINER, FINEST = 3, 9
"""Orders of the cells on the rim below those one radius wide: see `inside_and_border`."""

Ranges = Sequence[tuple[int, int]]


def expected_rows(holding: Holding, cone: Cone) -> int | None:
    """Rows in the cells that a cone touches: at least as many as are in it, about twice as many where rows are even.

    Returns
    -------
    int, or None above 60 degrees, where there are no ranges.
    """
    return _expected(holding.table, holding.loaded_at, _database(holding), cone)


@lru_cache(maxsize=4096)
def _expected(table: str, _loaded_at: datetime, using: str, cone: Cone) -> int | None:
    ranges = cover(cone)
    return None if ranges is None else _numbered(table, using, ranges)


def counted(holding: Holding, cone: Cone, cap: int | None, *, beyond: int) -> Count | None:
    """The number of rows in a cone that holds more than about `beyond`, most of them counted by their row numbers.

    Cells wholly inside the cone are counted so, and rows on its rim are tested one by one; where those are too many
    and there is a `cap`, the inner cells show that it is passed.

    Returns
    -------
    Count, or None where counting all rows one by one is as good a way.
    """
    expected = expected_rows(holding, cone)
    expected = holding.row_count if expected is None else expected
    if expected <= beyond:
        return None
    using, finer = _database(holding), FINER
    while finer < FINEST and expected > BORDER_ROWS * 2 ** (finer - FINER):
        finer += 1
    inside, border = inside_and_border(cone.ra_deg, cone.dec_deg, cone.radius_arcmin, finer)
    sure = _numbered(holding.table, using, inside)
    if cap is not None and _numbered(holding.table, using, border) > BORDER_ROWS:
        return Count(cap, exact=False) if sure > cap else None
    return Count(sure + _tested(holding.table, using, border, cone))


def _database(holding: Holding) -> str:
    return holding._state.db or ""


def _numbered(table: str, using: str, ranges: Ranges) -> int:
    """Rows in cell ranges, by their numbers."""
    quote = reading(using).ops.quote_name
    row, cell = quote(ROW_ID), quote(CELL)
    last = row if reading(using).vendor == "postgresql" else "rowid"  # of equal cells; what the index holds beside them

    def before(end: str) -> str:
        found = f"SELECT {row} FROM {quote(table)} WHERE {cell} {end} ORDER BY {cell} DESC, {last} DESC LIMIT 1"
        return f"coalesce(({found}), 0)"

    ends, parameters = _listed(using, ranges)
    return _one(using, f"SELECT sum({before('<= r.high')} - {before('< r.low')}) FROM {ends}", parameters)


def _tested(table: str, using: str, ranges: Ranges, cone: Cone) -> int:
    """Rows in cell ranges that are in a cone, each tested."""
    quote = reading(using).ops.quote_name
    centre = sky.unit_vector(cone.ra_deg, cone.dec_deg)
    chord = " + ".join(f"(t.{quote(name)} - %s) * (t.{quote(name)} - %s)" for name in VECTOR)
    bounds = [part for part in centre for _twice in range(2)]
    ends, parameters = _listed(using, ranges)
    near = f"FROM {quote(table)} t WHERE t.{quote(CELL)} BETWEEN r.low AND r.high AND {chord} <= %s"
    if reading(using).vendor == "postgresql":  # OFFSET 0 keeps the planner from joining the whole table
        near = f"FROM {ends} CROSS JOIN LATERAL (SELECT 1 {near} OFFSET 0) t"
    else:
        near = near.replace("FROM", f"FROM {ends} CROSS JOIN", 1)
    return _one(using, f"SELECT count(*) {near}", [*parameters, *bounds, sky.chord_squared(cone.radius_arcmin)])


def _listed(using: str, ranges: Ranges) -> tuple[str, list[Any]]:
    """SQL of ranges as rows `r` with their ends `low` and `high`, and its parameters."""
    if reading(using).vendor == "postgresql":
        lows, highs = ",".join(str(low) for low, _high in ranges), ",".join(str(high) for _low, high in ranges)
        # as PostgreSQL writes arrays: the driver takes longer for lists of numbers than the server for the probes
        return "unnest(%s::bigint[], %s::bigint[]) AS r(low, high)", [f"{{{lows}}}", f"{{{highs}}}"]
    either = "(SELECT json_extract(value, '$[0]') AS low, json_extract(value, '$[1]') AS high FROM json_each(%s)) r"
    return either, [json.dumps(list(ranges))]


def _one(using: str, statement: str, parameters: Sequence[Any]) -> int:
    with reading(using).cursor() as cursor:
        cursor.execute(statement, parameters)
        return int(cursor.fetchone()[0] or 0)
