"""The search of one part of a list: identifiers by one question, places by one statement."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from mastsite.lists import Choice, Line, Wanted, wanted
from mastsite.pages.lists.looking import Looked, Lookups
from mastsite.pages.lists.store import Status
from mastsite.pages.lists.wishes import Wishes
from mastsite.search import criteria, engine
from mastsite.search.conditions import fold
from mastsite.search.criteria import Criterion, CriterionError, Term
from mastsite.search.declare import SEARCH_POSITION
from mastsite.search.query import Place, Query
from mastsite.search.result import Result
from mastsite.search.wording import quote

Piece = tuple[Status, list[str], list[list[Any]]]
"""What came of one line: its status, its own cells, the rows of the table."""
Rows = list[list[Any]]
AT_ONCE_ROWS = 20_000
COUNTED_WITHIN_S = 1.5


class Cut(RuntimeError):
    """The search of a part was cut by a limit; the message says by which."""


class Many(Exception):
    """The search has more rows than are fetched while the reader waits."""


@dataclass(frozen=True, slots=True)
class _Read:
    """A line, and what it asks for: rows found by identifier, a place, or neither."""

    wanted: Wanted
    rows: Rows | None = None
    place: Place | None = None
    looked: Looked | None = None


def found_in(
    wishes: Wishes, lines: Sequence[Line], choice: Choice, lookups: Lookups, width: int, *, hurried: bool = False
) -> Iterator[Piece]:
    """What comes of each line, in order.

    Parameters
    ----------
    width : columns of the list.
    hurried : refuse a search with many rows before it begins.

    Raises
    ------
    Later, Many, Cut, TimeLimit, NotLoaded
    """
    asked = [wanted(line, choice, wishes.read_as, wishes.query.equinox) for line in lines]
    by_identifier = _identified(wishes, [one.word for one in asked if one.word])
    read = [_read(wishes, one, by_identifier, lookups) for one in asked]
    places = {one.place.search_pos: one.place for one in read if one.place is not None}
    twice = {name for name in places if sum(one.place is not None and one.place.search_pos == name for one in read) > 1}
    near = _Near(wishes, list(places.values()), twice)
    if hurried and places and wishes.mission.has_position:
        around = replace(wishes.query, places=tuple(places.values()))
        if not engine.count(around, cap=AT_ONCE_ROWS, within_s=COUNTED_WITHIN_S).exact:
            raise Many
    with closing(near):
        for one in read:
            status, rows = _came(wishes, one, near.of)
            own = [*one.wanted.line.cells, *[""] * (width - len(one.wanted.line.cells))]
            yield status, own, rows
        near.finish()


def _read(wishes: Wishes, one: Wanted, by_identifier: dict[str, Rows], lookups: Lookups) -> _Read:
    if one.position is not None:
        return _Read(one, place=Place(one.text, one.position.ra_deg, one.position.dec_deg, one.position.reading))
    if not one.word:
        return _Read(one)
    if fold(one.word) in by_identifier:
        return _Read(one, rows=by_identifier[fold(one.word)])
    if wishes.read_as == "ids" or not wishes.mission.has_position:
        return _Read(one)
    looked = lookups.of(one.word)
    if looked.ra_deg is None or looked.dec_deg is None:
        return _Read(one, looked=looked)
    return _Read(one, place=Place(one.word, looked.ra_deg, looked.dec_deg), looked=looked)


def _came(wishes: Wishes, one: _Read, near: Callable[[str], tuple[int, Rows]]) -> tuple[Status, Rows]:
    """The status of a line, and its rows."""
    asked, mission = one.wanted, wishes.mission
    row, text = asked.line.number, asked.text[:300]
    if asked.problem:
        return Status(row, text, "ambiguous" if asked.ambiguous else "not understood", message=asked.problem), []
    if one.rows is not None:
        said = f"Read as an identifier of {mission.short_name}."
        if not one.rows:
            said += " That row does not match the other conditions."
        return Status(row, text, "found" if one.rows else "none", len(one.rows), len(one.rows), message=said), one.rows
    if one.place is None:
        said = one.looked.said if one.looked else f"No row of {mission.short_name} here has this identifier."
        if not mission.has_position and wishes.read_as != "ids":
            said += f" {mission.short_name} has no positions here, so that names are not looked up."
        return Status(row, text, "unresolved", message=said), []
    ra_deg, dec_deg = one.place.position
    if not mission.has_position:
        said = f"{mission.short_name} has no positions here. Send identifiers."
        return Status(row, text, "not understood", ra_deg=ra_deg, dec_deg=dec_deg, message=said), []
    found, rows = near(one.place.search_pos)
    said = one.looked.said if one.looked else f"Read as {one.place.reading}."
    if found > len(rows):
        said += f" {found:,} rows were found, and the nearest {len(rows):,} are in the table."
    word = "ambiguous" if one.looked and one.looked.ambiguous else "found" if found else "none"
    return Status(row, text, word, found, len(rows), ra_deg, dec_deg, said), rows


def _identified(wishes: Wishes, words: Sequence[str]) -> dict[str, Rows]:
    """Those words that are identifiers of the mission's rows, with the rows that match the other conditions."""
    if not words or wishes.read_as in ("names", "positions"):
        return {}
    mission, query = wishes.mission, wishes.query
    names = [column.name for column in mission.stored_columns]
    identifier = names.index(mission.id_column)
    held = engine.records(mission, sorted(set(words)))
    found: dict[str, Rows] = {fold(str(row[identifier])): [] for row in held}
    if not found:
        return found
    at = {name: place for place, name in enumerate(names)}
    rows: Sequence[Sequence[Any]] = held
    if query.criteria or query.region:
        column = mission.column(mission.id_column)
        terms: dict[Term, None] = {}
        for row in held:
            text = str(row[identifier])
            try:
                criterion = criteria.parse(column, quote(text) if column.is_text else text)
            except CriterionError:
                continue
            terms |= dict.fromkeys(criterion.terms if criterion else ())
        only = Criterion(column.name, tuple(terms))
        narrowed = replace(query, columns=(mission.id_column,), criteria=(*query.criteria, only), sort=(), limit=None)
        kept = {row[0] for row in _streamed(narrowed).rows}
        rows = [row for row in held if row[identifier] in kept]
    for kept_row in rows:
        cells = [kept_row[at[name]] if name in at else None for name in wishes.columns]
        found[fold(str(kept_row[identifier]))].append(cells)
    return found


class _Near:
    """The rows near places, as the database gives them: place by place, in the order of the list."""

    def __init__(self, wishes: Wishes, places: list[Place], twice: set[str]) -> None:
        self._wishes, self._twice = wishes, twice
        self._order = {place.search_pos: number for number, place in enumerate(places)}
        self._again: dict[str, tuple[int, Rows]] = {}
        self._result: Result | None = None
        self._groups = self._grouped(tuple(places))
        self._next: tuple[str, int, Rows] | None = None

    def of(self, name: str) -> tuple[int, Rows]:
        """How many rows are near the place with this `search_pos`, and those that are kept."""
        if name in self._again:
            return self._again[name]
        if self._next is None:
            self._next = next(self._groups, None)
        found: tuple[int, Rows] = (0, [])
        if self._next is not None and self._next[0] == name:
            found = self._next[1:]
            self._next = None
        if name in self._twice:
            self._again[name] = found
        return found

    def _grouped(self, places: tuple[Place, ...]) -> Iterator[tuple[str, int, Rows]]:
        if not places or not self._wishes.mission.has_position:
            return
        columns = (SEARCH_POSITION, *self._wishes.columns)
        query = replace(self._wishes.query, places=places, columns=columns, sort=(), limit=None)
        self._result = _streamed(query)
        for name, rows in groupby(self._result.rows, key=lambda row: row[0]):
            number, kept = 0, []
            for row in rows:
                number += 1
                if number <= self._wishes.each:
                    kept.append(list(row[1:]))
            yield str(name), number, kept
        if self._result.truncated:
            raise Cut(self._result.truncated)

    def finish(self) -> None:
        """See that the rows ended by themselves.

        Raises
        ------
        Cut
        """
        for _group in self._groups:
            pass

    def close(self) -> None:
        close = getattr(self._result.rows, "close", None) if self._result is not None else None
        if close is not None:
            close()


def _streamed(query: Query) -> Result:
    return engine.stream(query, counted=False)
