"""What a search gives back: columns, rows as they come, a count that says how sure it is, and messages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from mastsite.search.declare import Column, Mission
    from mastsite.search.query import Query

Cell = str | int | float | bool | None
"""A stored value: text (dates are ISO 8601 text), a number, a truth, or nothing."""

Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Count:
    """How many rows a search has: exactly `value`, or more than `value`."""

    value: int
    exact: bool = True

    def __str__(self) -> str:
        return f"{self.value:,}" if self.exact else f"more than {self.value:,}"

    def up_to(self, limit: int | None) -> Count:
        """The count of the same search where no more rows than `limit` are wanted."""
        return self if limit is None or self.value < limit else Count(limit)


@dataclass(frozen=True, slots=True)
class Message:
    """Something the reader must know: what was read in a certain way, limited, or could not be asked."""

    text: str
    level: Literal["info", "warning"] = "info"


@dataclass(slots=True)
class Result:
    """The answer to a `Query`.

    Parameters
    ----------
    columns : in the order of every row's cells.
    rows : read once; lazily from the database when the result is streamed.
    count : of the whole search, not of this page; None when it was not asked for.
    truncated : why there are fewer rows than the search has; empty when nothing was cut. A stream sets it
        at its end, so read it after the rows.
    asked_at : when the search began, UTC.
    holdings_version : which loading of the mission's rows answered.
    next_after, previous_before : cursors of the neighbouring pages; empty at the ends.
    """

    mission: Mission
    query: Query
    columns: tuple[Column, ...]
    rows: Iterable[Row]
    asked_at: datetime
    count: Count | None = None
    truncated: str = ""
    messages: list[Message] = field(default_factory=list)
    holdings_version: str = ""
    next_after: str = ""
    previous_before: str = ""
    elapsed_s: float = 0.0

    @property
    def summary(self) -> str:
        """The search in one English sentence."""
        return self.query.describe()
