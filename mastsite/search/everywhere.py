"""The same question to many missions: counted within one time for all, and the first rows of each.

The page over every mission and the classic cross correlation are both made of this.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from mastsite.search import engine
from mastsite.search.declare import Column
from mastsite.search.query import Place, Query
from mastsite.search.result import Count, Row

EACH_S = 1.0
"""For one mission at most, so that one slow count does not take the time of all others."""


@dataclass(frozen=True, slots=True)
class Firsts:
    """The first rows of one search, as asked for them, and how many there are."""

    query: Query
    count: Count
    rows: tuple[Row, ...]
    columns: tuple[Column, ...] = ()


def counts(
    queries: Iterable[Query], *, within_s: float, each_s: float | None = None
) -> Iterator[tuple[Query, Count | None]]:
    """How many rows each search has, in the order in which that is known.

    Each search has an even share of the time that is left, and those that needed more are asked again at the end, so that
    no slow one holds up another. None for those that the time did not reach, or of which nothing was found before it was up.

    Raises
    ------
    NotLoaded, Unresolved
    """
    most = EACH_S if each_s is None else each_s
    end = time.monotonic() + within_s
    asked, late = list(queries), list[Query]()
    for number, query in enumerate(asked):
        if (count := _count(query, min(most, (end - time.monotonic()) / (len(asked) - number)))) is None:
            late.append(query)
        else:
            yield query, count
    for query in late:
        yield query, _count(query, min(most, end - time.monotonic()))


def _count(query: Query, within_s: float) -> Count | None:
    count = engine.count(query, within_s=within_s) if within_s > 0 else None
    return count if count and (count.exact or count.value) else None


def around(query: Query, place: Place, radius_arcmin: float | None) -> Query:
    """The search of one mission around a place, with a radius of its own; None for the mission's usual one."""
    return replace(query, places=(place,), radius_arcmin=radius_arcmin)


def firsts(query: Query, rows: int, *, columns: tuple[str, ...] = (), count: Count | None = None) -> Firsts:
    """The first rows of a search with these columns; counted to the last row unless a count is given.

    Raises
    ------
    NotLoaded, Unresolved, TimeLimit
    """
    shown = replace(query, columns=columns, rows=rows)
    result = engine.page(shown, counted=False)
    return Firsts(
        shown, engine.count(shown, cap=None) if count is None else count, tuple(result.rows), tuple(result.columns)
    )
