"""Whether an old address and its new one give the same rows: both are run by the engine, and their identifiers compared.

The old side is the request as the old address reads it, a search for each target; the new side is the text of the new
address, read anew. Each gives at most `MOST_ROWS` identifiers, whose sorted list has a SHA-256.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace

from mastsite.legacy.migrate.translation import Translation
from mastsite.resolver.places import place
from mastsite.search import engine
from mastsite.search.limits import TimeLimit
from mastsite.search.paging import CursorError
from mastsite.search.plan import Unresolved
from mastsite.search.query import Query
from mastsite.search.reading import QueryError
from mastsite.search.tables import NotLoaded

MOST_ROWS = 10_000
MOST_SEARCHES = 100


@dataclass(frozen=True, slots=True)
class Side:
    """The rows of one side: how many identifiers were read, whether there are more, and the SHA-256 of their sorted list."""

    rows: int
    more: bool
    digest: str

    def __str__(self) -> str:
        return f"the first {self.rows:,} of more" if self.more else f"{self.rows:,}"


@dataclass(frozen=True, slots=True)
class Proof:
    """Both sides, or why they were not run."""

    old: Side | None = None
    new: Side | None = None
    why_not: str = ""

    @property
    def verdict(self) -> str:
        """``same``, ``different`` or ``not run``."""
        if self.old is None or self.new is None:
            return "not run"
        return "same" if self.old == self.new else "different"


def prove(translation: Translation) -> Proof:
    """Run both sides of a translation."""
    asked, query = translation.asked, translation.query
    if translation.call.holes:
        return Proof(why_not="The values that the script puts in are not known, so there are no rows to compare.")
    if asked is None or query is None:
        return Proof(why_not="There is no new address, so there are no rows to compare.")
    searches = [search.query for search in asked.searches if search.query is not None]
    if len(searches) > MOST_SEARCHES:
        return Proof(why_not=f"It has {len(searches):,} searches; at most {MOST_SEARCHES} are run here.")
    try:
        old = _side(searches)
        new = _side([place(query)[0]])
    except (TimeLimit, NotLoaded, Unresolved, QueryError, CursorError) as error:
        return Proof(why_not=str(error))
    return Proof(old, new)


def _side(queries: list[Query]) -> Side:
    found: list[str] = []
    for query in queries:
        left = MOST_ROWS + 1 - len(found)
        if left <= 0:
            break
        most = left if query.limit is None else min(left, query.limit)
        if most:
            found += _identifiers(replace(query, rows=most))
    kept = found[:MOST_ROWS]
    digest = hashlib.sha256("\n".join(sorted(kept)).encode()).hexdigest()
    return Side(len(kept), len(found) > MOST_ROWS, digest)


def _identifiers(query: Query) -> list[str]:
    only = replace(query.without_paging(), columns=(query.mission.id_column,))
    return [str(row[0]) for row in engine.page(only, counted=False).rows]
