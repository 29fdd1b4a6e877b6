"""Why a search found nothing: rows left after each condition, rows without each, and smaller changes that find some.

`explain` asks the engine for counts until its time is up, and says so when it was.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from mastsite.search import criteria, engine
from mastsite.search.criteria import CriterionError
from mastsite.search.declare import Column
from mastsite.search.moments import Moment
from mastsite.search.query import Query, plain, radius_text
from mastsite.search.result import Cell, Count
from mastsite.search.terms import Between, Compare, Criterion, Equals, Term, Test, Value
from mastsite.search.units import Number
from mastsite.search.wording import describe, quote

TIME_BUDGET_S = 4.0
WIDER = (2, 5, 10)
"""Factors by which an empty cone is widened, in turn."""
MUCH_WIDER = (30, 100, 300, 1000, 3000, 10_000, 100_000, 1_000_000, 10_000_000)
"""Further factors, tried until one finds rows or the cone is the whole sky."""
WIDEST_ARCMIN = 180 * 60.0
MOST_VALUES = 6


@dataclass(frozen=True, slots=True)
class Step:
    """One condition: rows left after it and those before it, rows of the search without it; None for not counted."""

    clause: str
    left: Count | None
    without: Count | None
    relaxed: Query


@dataclass(frozen=True, slots=True)
class Way:
    """A changed search that finds rows."""

    text: str
    query: Query
    count: Count


@dataclass(slots=True)
class Explanation:
    """An empty search taken apart.

    Parameters
    ----------
    steps : the conditions in turn.
    blamed : index of the condition without which rows remain; None when no single one is to blame.
    fact : what the blamed column holds, in a sentence.
    ways : changed searches with rows.
    unfinished : time was up before everything was counted.
    """

    steps: list[Step] = field(default_factory=list)
    blamed: int | None = None
    fact: str = ""
    ways: list[Way] = field(default_factory=list)
    unfinished: bool = False


class _TimeUp(Exception):
    pass


def explain(query: Query, *, budget_s: float = TIME_BUDGET_S) -> Explanation:
    """Take an empty search apart.

    Parameters
    ----------
    query : its names must be resolved, as for `engine.page`.
    """
    end = time.monotonic() + budget_s

    def count(changed: Query) -> Count:
        if time.monotonic() > end:
            raise _TimeUp
        return engine.count(changed)

    query = replace(query.without_paging(), limit=None)
    found = Explanation()
    try:
        _steps(query, found, count)
        _blame(query, found)
        for way in _ways(query, found, count):
            found.ways.append(way)
    except _TimeUp:
        found.unfinished = True
        _blame(query, found)
    return found


def _steps(query: Query, found: Explanation, count: Callable[[Query], Count]) -> None:
    clauses = query.clauses()
    found.steps = [
        Step(clause[0].upper() + clause[1:], None, None, query.without(number)) for number, clause in enumerate(clauses)
    ]
    for number in range(len(clauses)):
        without = count(found.steps[number].relaxed)
        found.steps[number] = replace(found.steps[number], without=without)
    empty = False
    for number in range(len(clauses)):
        left = Count(0) if empty else count(query.only(number + 1))
        empty = not left.value
        found.steps[number] = replace(found.steps[number], left=left)


def _blame(query: Query, found: Explanation) -> None:
    """Name the condition without which most rows remain; the place only when no other condition is to blame."""
    first_is_place = bool(query.places)
    counted = [
        (not (first_is_place and number == 0), step.without.value, -number)
        for number, step in enumerate(found.steps)
        if step.without and step.without.value
    ]
    found.blamed = -max(counted)[2] if counted else None


def _ways(query: Query, found: Explanation, count: Callable[[Query], Count]) -> Iterator[Way]:
    """For each condition that can be blamed alone: the search without it, and what could stand in its place."""
    alone = [
        (number, step, step.without) for number, step in enumerate(found.steps) if step.without and step.without.value
    ]
    for number, step, without in sorted(alone, key=lambda item: item[0] != found.blamed):
        bare = Way(f"Without the condition: {step.clause}", step.relaxed, without)
        if query.places and number == 0:
            yield from _wider(query, count)
            yield bare
        else:
            yield bare
            place = number - bool(query.places) - bool(query.region)
            if place < 0:
                continue  # the region, in whose place nothing else is offered
            facts, ways = _other_values(query, step.relaxed, place, count)
            if number == found.blamed:
                found.fact = facts
            yield from ways


def _wider(query: Query, count: Callable[[Query], Count]) -> Iterator[Way]:
    """Wider cones that hold rows: the usual factors, or the first of the still larger ones that does."""
    found, radius = 0, query.radius
    for factor in (*WIDER, *MUCH_WIDER):
        if radius >= WIDEST_ARCMIN or (found and factor not in WIDER):
            return
        radius = min(query.radius * factor, WIDEST_ARCMIN)
        wider = replace(query, radius_arcmin=float(f"{radius:.12g}"))
        counted = count(wider)
        if counted.value:
            found += 1
            yield Way(f"Radius {radius_text(wider.radius)}", wider, counted)


def _other_values(query: Query, relaxed: Query, place: int, count: Callable[[Query], Count]) -> tuple[str, list[Way]]:
    """What the column holds when everything else is kept, and searches that ask for it."""
    criterion = query.criteria[place]
    column = query.mission.column(criterion.column)
    ways = []
    if column.is_text or column.kind == "boolean":
        common = engine.common_values(relaxed, column, MOST_VALUES)
        for value, _rows in common:
            ways += _instead(query, place, column, _typed(column, value), count)
        said = ", ".join(_shown(value) for value, _rows in common[:3])
        return (f"There {column.label} is mostly {said}." if said else ""), ways
    least, most = engine.extent(relaxed, column)
    if least is None or most is None:
        return f"None of them has a value of {column.label}.", []
    unit = f" {column.unit}" if column.unit else ""
    fact = f"There {column.label} runs from {_shown(least)} to {_shown(most)}{unit}."
    for text in _nearest(criterion, least, most):
        ways += _instead(query, place, column, text, count)
    return fact, ways


def _nearest(criterion: Criterion, least: Cell, most: Cell) -> Iterator[str]:
    """Conditions beside the asked one that rows can meet: up to the greatest value, or down to the least."""
    for term in criterion.terms:
        low, high = _bounds(term.test)
        if low is not None and _reaches(low, most):
            yield f">= {_shown(most)}"
        elif high is not None and _reaches(least, high):
            yield f"<= {_shown(least)}"


def _bounds(test: Test) -> tuple[Cell, Cell]:
    """The lower and the upper end that a condition sets, as they compare with stored values."""
    match test:
        case Equals(value=value):
            return _bound(value), _bound(value)
        case Compare(op=">" | ">=", value=value):
            return _bound(value), None
        case Compare(value=value):
            return None, _bound(value)
        case Between(low=low, high=high):
            return _bound(low), _bound(high)
        case _:
            return None, None


def _bound(value: Value) -> Cell:
    match value:
        case Number():
            return value.value
        case Moment():
            return value.start
        case _:
            return value


def _reaches(one: Cell, other: Cell) -> bool:
    """Whether `one` is as high as `other`, where both are numbers or both are texts."""
    if isinstance(one, str) and isinstance(other, str):
        return one >= other
    return isinstance(one, int | float) and isinstance(other, int | float) and one >= other


def _instead(query: Query, place: int, column: Column, text: str, count: Callable[[Query], Count]) -> list[Way]:
    """The search with one condition replaced by `text`, when that finds rows."""
    try:
        criterion = criteria.parse(column, text)
    except CriterionError:
        return []
    if criterion is None:
        return []
    changed = replace(query, criteria=(*query.criteria[:place], criterion, *query.criteria[place + 1 :]))
    counted = count(changed)
    return [Way(describe(column, criterion), changed, counted)] if counted.value else []


def _typed(column: Column, value: Cell) -> str:
    """A stored value as a condition for exactly it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = str(value)
    probe = criteria.spell(column, Criterion(column.name, (Term(Equals(text)),)))
    return probe if text else quote(text)


def _shown(value: Cell) -> str:
    """A value for a sentence; the day of a date is enough."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return plain(value)
    text = str(value)
    return text[:10] if len(text) > 10 and text[4:5] == "-" and text[10:11] == "T" else text
