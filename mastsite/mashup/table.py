"""What a service gives back: a page of a table, or a document of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

TYPES = {"text": "string", "whole": "int", "number": "float", "truth": "boolean"}
"""Kinds to the words of the protocol; clients fail on words that are not in their own list."""


@dataclass(frozen=True, slots=True)
class Table:
    """A page of rows.

    Parameters
    ----------
    columns : name and kind of each.
    rows : of this page, as they come.
    total : rows of all pages.
    ended : asked after the rows: why there are fewer than there should be; empty when all came.
    """

    columns: Sequence[tuple[str, str]]
    rows: Iterable[Sequence[Any]]
    total: int
    ended: Callable[[], str] = str
    messages: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Document:
    """An answer that is no table: it is sent as it stands."""

    content: dict[str, Any]


Answer = Table | Document
