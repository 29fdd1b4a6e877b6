"""A classic request as plain data: what its reading gives, and every shape of the answer takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from mastsite.search.declare import ClassicForm, Column, Mission
from mastsite.search.query import Query

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class NotTranslated:
    """A parameter that changed nothing, and why."""

    name: str
    value: str
    why: str


@dataclass(frozen=True, slots=True)
class Search:
    """One search of a request: a classic request has one for each target or uploaded line, and a table for each.

    Parameters
    ----------
    query : its places resolved; None when nothing could be searched.
    heading : which target or line it is of, where there are several: ``Input line 3: m 31``.
    said : how the target was read, as the old page said it above the table.
    unresolved : the name that nobody knows, when `query` is None.
    problem : why there is no query, as a sentence, when it is not a name.
    """

    query: Query | None
    heading: str = ""
    said: str = ""
    unresolved: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A whole classic request, understood.

    Parameters
    ----------
    pairs : the parameters as they were sent, in order.
    searches : one for each table of the answer; uploads resolve them as they are read, so iterate once.
    columns : of every table, in order.
    shape : key of the output format in `shapes`.
    coordinates : ``sex``, ``dec`` or ``dechr``.
    raw : numbers as stored instead of in the column's precision (``skipformat``).
    verb : 1 to 3 of a cone search; 0 when not given.
    max_records : rows of each table.
    rows_on_page : rows an HTML page shows at a time; first_row : rows before them.
    drop_empty : leave out columns without any value (``nonull``).
    distinct : leave out rows that are alike.
    show_query : tell what was asked of the database.
    cone : whether it is a Simple Cone Search (RA, DEC, SR without action).
    not_translated : parameters that changed nothing.
    notes : what else the reader must know.
    """

    form: ClassicForm
    mission: Mission
    pairs: Pairs
    searches: Sequence[Search]
    columns: tuple[Column, ...]
    shape: str
    coordinates: str = "sex"
    raw: bool = False
    verb: int = 0
    max_records: int = 1001
    rows_on_page: int = 500
    first_row: int = 0
    drop_empty: bool = False
    distinct: bool = False
    show_query: bool = False
    cone: bool = False
    not_translated: tuple[NotTranslated, ...] = ()
    notes: tuple[str, ...] = field(default=())
