"""The identifiers of a search's rows alone, in the order of its files: for who must know which rows, and not what is in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from mastsite.search import paging, sending
from mastsite.search.limits import time_limit
from mastsite.search.models import Holding
from mastsite.search.plan import plan_of
from mastsite.search.query import Query
from mastsite.search.streaming import fetched, snapshot

__all__ = ["Identified", "identified"]


@dataclass(frozen=True, slots=True)
class Identified:
    """Which loading answers, and the identifiers, a chunk at a time; nothing is asked before the first of them."""

    holding: Holding
    chunks: Iterator[Sequence[object]]


def identified(query: Query, *, most: int, within_s: float) -> Identified:
    """The identifiers of the rows that a file of this search has, up to `most` of them.

    Raises
    ------
    NotLoaded, Unresolved, CursorError : at once.
    TimeLimit : while the chunks are read.
    """
    name = query.mission.id_column
    plan = plan_of(replace(query, columns=(name,)))
    if query.after:
        paging.decode(plan.keys, query.after)
    start = 0 if query.after else query.offset
    limit = most if query.limit is None else min(most, query.limit)
    if limit > sending.LONG_ROWS:
        sending.take()

    def chunks() -> Iterator[Sequence[object]]:
        with time_limit(within_s, plan.alias), snapshot(plan.alias):
            for _rows, identifiers in fetched(plan, slice(start, start + limit)):
                yield identifiers

    return Identified(plan.holding, chunks())
