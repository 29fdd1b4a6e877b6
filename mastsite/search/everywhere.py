"""The same question to many missions: counted one after the other, within one time for all."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator

from mastsite.search import engine
from mastsite.search.query import Query
from mastsite.search.result import Count

EACH_S = 1.0
"""For one mission at most, so that one slow count does not take the time of all others."""


def counts(queries: Iterable[Query], *, within_s: float) -> Iterator[tuple[Query, Count | None]]:
    """How many rows each search has; None for those that the time did not reach, or of which it found nothing before it was up.

    Raises
    ------
    NotLoaded, Unresolved
    """
    end = time.monotonic() + within_s
    for query in queries:
        left = end - time.monotonic()
        count = engine.count(query, within_s=min(EACH_S, left)) if left > 0 else None
        yield query, count if count and (count.exact or count.value) else None
