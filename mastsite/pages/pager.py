"""Links to the other pages of a result: by number where that is cheap, by cursor in the depths."""

from __future__ import annotations

from dataclasses import dataclass, replace

from mastsite.pages.asking import results_address
from mastsite.search.query import Query
from mastsite.search.result import Count, Result

CHEAP_OFFSET = 10_000
"""Rows that the database may skip to reach a page; beyond, pages are reached by cursors."""
AROUND = 2


@dataclass(frozen=True, slots=True)
class PageLink:
    """A page by number; `here` is the page shown, and a link without an address is a gap."""

    number: int
    address: str
    here: bool = False


@dataclass(frozen=True, slots=True)
class Pager:
    pages: tuple[PageLink, ...]
    previous: str
    next: str
    page: int
    last: int | None

    @property
    def needed(self) -> bool:
        return len(self.pages) > 1 or bool(self.previous or self.next)


def last_page(query: Query, count: Count | None) -> int | None:
    """The number of the last page; None while the count is only a bound."""
    if count is None or not count.exact:
        return None
    return max(1, -(-count.value // query.rows))


def build(query: Query, result: Result) -> Pager:
    """The pager of one page of `query` (as typed)."""
    page, last = query.page, last_page(query, result.count)
    before = after = ""
    if page > 1:
        before = _neighbour(query, page - 1, before=result.previous_before)
    if (last is None or page < last) and result.next_after and not _limit_reached(query):
        after = _neighbour(query, page + 1, after=result.next_after)
    numbers = {1, page, *range(max(1, page - AROUND), page + 1)}
    if last is not None:
        numbers |= {*range(page, min(last, page + AROUND) + 1), last}
    links: list[PageLink] = []
    for number in sorted(numbers):
        if links and number > links[-1].number + 1:
            links.append(PageLink(0, ""))
        links.append(PageLink(number, results_address(query.with_page(number)), number == page))
    return Pager(tuple(links), before, after, page, last)


def _limit_reached(query: Query) -> bool:
    return query.limit is not None and query.offset + query.rows >= query.limit


def _neighbour(query: Query, page: int, *, before: str = "", after: str = "") -> str:
    """The next or previous page; a cursor goes along where skipping rows would take long."""
    there = query.with_page(page)
    if there.offset > CHEAP_OFFSET:
        there = replace(there, before=before, after=after)
    return results_address(there)
