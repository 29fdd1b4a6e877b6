"""The answer to a search as JSON, a part at a time, so that memory does not grow with the rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import islice

import orjson

from mastsite.api.request import Search
from mastsite.api.wire import info
from mastsite.search import engine
from mastsite.search.criteria import spell
from mastsite.search.declare import SEPARATION
from mastsite.search.query import Query, SortKey
from mastsite.search.result import Count, Result, Row
from mastsite.search.tables import NotLoaded

WHOLE = 5_000
"""Up to this many rows an answer is made in whole before it is sent, so that a time limit is a clean error."""
CHUNK = 1_000
"""Rows spelt at a time."""


@dataclass
class Reply:
    """An answer: what stands above the rows, the rows, and the messages, which are complete when the rows are read."""

    search: Search
    count: Count | None
    rows: Iterable[Row] = ()
    messages: list[str] = field(default_factory=list)
    result: Result | None = None

    @property
    def whole(self) -> bool:
        return self.search.limit <= WHOLE

    def parts(self) -> Iterator[bytes]:
        """The document. The messages stand at its end, as a limit may be hit while the rows are read."""
        query = self.search.query
        head: dict[str, object] = {
            "search_params": search_params(self.search),
            "totalResults": None if self.count is None else self.count.value,
            "info": [] if self.search.count_only else info(query.output),
        }
        yield orjson.dumps(head)[:-1] + b',"results":['
        names = [column.name for column in query.output]
        rows = iter(self.rows)
        comma = b""
        while some := list(islice(rows, CHUNK)):
            yield comma + orjson.dumps([dict(zip(names, row, strict=True)) for row in some])[1:-1]
            comma = b","
        if self.result is not None and self.result.truncated and "asked for" not in self.result.truncated:
            self.messages.append(f"The rows are incomplete: {self.result.truncated}")
        yield b'],"messages":' + orjson.dumps(self.messages) + b"}"


def answer(search: Search) -> Reply:
    """Ask the engine. Names in the query must be resolved.

    Raises
    ------
    TimeLimit : the database took too long.
    """
    messages = [*search.messages, *search.query.notes]
    try:
        return _answer(search, messages)
    except NotLoaded as error:
        return Reply(search, Count(0), messages=[*messages, str(error)])


def _answer(search: Search, messages: list[str]) -> Reply:
    query, counted = search.query, not search.skip_count
    if search.count_only:
        total = engine.count(query, cap=None)
        if not counted:
            messages.append("skip_count was not used, as count_only asks for the count alone.")
        notes = [note for note in engine.notes(query) if note not in messages]
        return Reply(search, total, messages=[*messages, *notes, *_about(total)])
    if search.limit <= WHOLE:
        result = engine.page(replace(query, rows=search.limit), counted=counted, exact_count=True)
        count = result.count if counted else None
    else:
        result = engine.stream(replace(query, limit=search.limit), counted=False)
        result.count = count = engine.count(query, cap=None) if counted else None
    found = [message.text for message in result.messages if message.text not in messages]
    return Reply(search, count, result.rows, [*messages, *found, *_about(count)], result)


def _about(count: Count | None) -> list[str]:
    if count is None:
        return ["The rows were not counted, as skip_count asked."]
    if count.exact:
        return []
    return [f"totalResults is a least number: counting was stopped at {count.value:,} rows, its time limit here."]


def search_params(search: Search) -> dict[str, object]:
    """The search as it was understood, in the words of a request; sent again, it gives the same answer."""
    query = search.query
    sort = usual_order(query) if not query.sort else query.sort
    region = {"region": query.region.text, "region_is": query.region.relation} if query.region else {}
    return {
        **region,
        "target": [place.text for place in query.places],
        "radius": query.radius if query.places else None,
        "radius_units": "arcminutes" if query.places else None,
        "offset": query.offset,
        "limit": search.limit,
        "sort_by": [key.column for key in sort],
        "sort_desc": [key.descending for key in sort],
        "skip_count": search.skip_count,
        "count_only": search.count_only,
        "select_cols": list(query.columns),
        "search_key": [],
        "user_fields": [],
        "conditions": [{item.column: spell(query.mission.column(item.column), item)} for item in query.criteria],
    }


def usual_order(query: Query) -> tuple[SortKey, ...]:
    """The sort keys of a search that gives none; empty for several targets, whose rows come target by target."""
    if len(query.places) > 1:
        return ()
    nearest = (SortKey(SEPARATION),) if query.places else ()
    words = query.mission.default_sort
    return nearest + tuple(SortKey(word.lstrip("-"), word.startswith("-")) for word in words)
