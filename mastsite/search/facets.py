"""Facets: the values of a few columns in a search, each with its count and the search that adds it as a condition.

A facet is no state of its own: what it adds is an ordinary criterion, spelt by the grammar's own `spell`, so the count
beside a value is the count of the search that its link leads to. Which columns are facets a mission declares
(`Mission.facets`); where it does not, they follow from the declared columns: see `facet_columns`.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Count, F, Min
from django.db.models.expressions import Combinable
from django.db.models.functions import Lower, Substr

from mastsite.search.conditions import fold
from mastsite.search.criteria import MAX_TERMS, CriterionError, parse
from mastsite.search.database import asked_again
from mastsite.search.declare import Column, Mission
from mastsite.search.limits import TimeLimit, time_limit
from mastsite.search.plan import plan_of
from mastsite.search.query import Query
from mastsite.search.result import Cell
from mastsite.search.tables import ROW_ID
from mastsite.search.terms import Criterion, Equals, IsNull, Term
from mastsite.search.wording import spell

MOST_FACETS = 8
"""Of a mission that declares none of its own."""
MOST_VALUES = 500
"""Values of one facet that are counted apart; how many more there are is not known."""


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value: as it is said, as the grammar spells it (empty where it cannot), its rows, and the search with or without it.

    `count` is None for a chosen value that is not among the commonest `MOST_VALUES`.
    """

    text: str
    typed: str
    count: int | None
    chosen: bool = False
    leads_to: Query | None = None


@dataclass(frozen=True, slots=True)
class Facet:
    """The values of one column, the commonest first (years: the latest first).

    Attributes
    ----------
    counted : False where the time was up; there are no values then.
    cut : there are more than `MOST_VALUES`.
    replaces : the condition on this column that a link replaces, as typed; empty where it is one of values, or there is none.
    """

    column: Column
    values: tuple[FacetValue, ...] = ()
    counted: bool = True
    cut: bool = False
    replaces: str = ""


def facet_columns(mission: Mission) -> tuple[Column, ...]:
    """The columns of a mission that searches are narrowed by.

    The declared ones; else instruments and filters by their UCD, the first time of start (by year), and what has a closed
    vocabulary and a box of its own.
    """
    if mission.facets:
        return tuple(mission.column(name) for name in mission.facets)
    usable = [
        column for column in mission.stored_columns if column.queryable and column.kind not in ("ra", "dec", "float")
    ]
    started = [column for column in usable if column.kind == "datetime" and "time.start" in column.ucd.split(";")][:1]
    discrete = [column for column in usable if column.kind != "datetime" and column.name != mission.id_column]
    instruments = [column for column in discrete if {"instr", "instr.bandpass"} & set(column.ucd.split(";"))]
    worded = [column for column in discrete if column.choices and column.group]
    found = dict.fromkeys([*instruments, *started, *worded])
    return tuple(found)[:MOST_FACETS]


def facets(query: Query, columns: Sequence[Column], *, within_s: float) -> list[Facet]:
    """Count the values of several columns in a search, all of them within `within_s` seconds.

    What is not counted in this time is among them with `counted` False.

    Raises
    ------
    NotLoaded, Unresolved
    """
    end = time.monotonic() + within_s
    found = []
    for column in columns:
        left = end - time.monotonic()
        try:
            found.append(facet(query, column, within_s=left) if left > 0 else Facet(column, counted=False))
        except TimeLimit:
            found.append(Facet(column, counted=False))
    return found


@asked_again
def facet(query: Query, column: Column, *, within_s: float) -> Facet:
    """Count the values of one column in a search without its own condition, so that the alternatives stay in sight.

    Raises
    ------
    NotLoaded, Unresolved, TimeLimit
    """
    query = replace(query.without_paging(), limit=None, format="")
    own = [criterion for criterion in query.criteria if criterion.column == column.name]
    others = replace(query, criteria=tuple(item for item in query.criteria if item.column != column.name))
    plan = plan_of(others)
    key = F("facet_key")
    order = [key.desc(nulls_last=True)] if column.kind == "datetime" else ["-rows", key.asc(nulls_last=True)]
    grouped = plan.objects.order_by().values(facet_key=_key(column)).annotate(rows=Count(ROW_ID))
    if column.is_text:  # one of the ways it is written, the same one in every database
        grouped = grouped.annotate(written=Min(column.name))
    grouped = grouped.order_by(*order).values_list("written" if column.is_text else "facet_key", "rows")
    with time_limit(within_s, plan.alias):
        raw: list[tuple[Any, int]] = list(grouped[: MOST_VALUES + 1])
    cut, raw = len(raw) > MOST_VALUES, raw[:MOST_VALUES]
    chosen = _chosen(column, own)
    values = list(_values(query, column, raw, chosen))
    seen = {_mark(column, term) for value in values if value.typed for term in _terms(column, value.typed)}
    for term in chosen:  # still to be taken away where no row has it
        if _mark(column, term) not in seen:
            typed = spell(column, Criterion(column.name, (term,)))
            leads_to = _with(query, column, _without(column, chosen, term))
            values.append(FacetValue(_said(term, typed), typed, None if cut else 0, True, leads_to))
    replaces = "" if chosen else ", ".join(spell(column, criterion) for criterion in own)
    return Facet(column, tuple(values), cut=cut, replaces=replaces)


def _key(column: Column) -> Combinable:
    """What rows are grouped by: text without its case, as conditions compare it; years of dates."""
    if column.kind == "datetime":
        return Substr(column.name, 1, 4)
    return Lower(column.name) if column.is_text else F(column.name)


def _values(
    query: Query, column: Column, raw: Sequence[tuple[Any, int]], chosen: Sequence[Term]
) -> Iterator[FacetValue]:
    marks = {_mark(column, term) for term in chosen}
    for value, rows in raw:
        typed = typed_of(column, value)
        terms = _terms(column, typed)
        text = "no value" if value is None else typed if column.kind == "boolean" else str(value)
        if not terms:
            yield FacetValue(text, "", rows)
            continue
        term = terms[0]
        if _mark(column, term) in marks:
            yield FacetValue(text, typed, rows, True, _with(query, column, _without(column, chosen, term)))
        elif len(chosen) < MAX_TERMS:
            yield FacetValue(text, typed, rows, False, _with(query, column, (*chosen, term)))
        else:
            yield FacetValue(text, typed, rows)


def typed_of(column: Column, value: Cell) -> str:
    """A value as a person types it for rows of this very value."""
    if value is None:
        return "null"
    if column.kind == "boolean":
        return "yes" if value else "no"
    return spell(column, Criterion(column.name, (Term(Equals(str(value))),))) if column.is_text else str(value)


def _terms(column: Column, typed: str) -> tuple[Term, ...]:
    """The one term of a typed value; none where the grammar does not take it, as with a control character."""
    try:
        criterion = parse(column, typed)
    except CriterionError:
        return ()
    return criterion.terms if criterion and len(criterion.terms) == 1 else ()


def _chosen(column: Column, own: Sequence[Criterion]) -> tuple[Term, ...]:
    """The values that the search asks for; none where its condition is of another sort, such as a range."""
    if len(own) != 1:
        return ()
    terms = own[0].terms
    plain = all(not term.negated and isinstance(term.test, Equals | IsNull) for term in terms)
    if not plain:
        return ()
    if column.kind == "datetime" and not all(_is_year(column, term) for term in terms):
        return ()
    return terms


def _is_year(column: Column, term: Term) -> bool:
    text = spell(column, Criterion(column.name, (term,)))
    return isinstance(term.test, IsNull) or (len(text) == 4 and text.isdigit())


def _mark(column: Column, term: Term) -> str:
    """Equal for terms that find the same rows."""
    return fold(spell(column, Criterion(column.name, (term,))))


def _without(column: Column, chosen: Sequence[Term], term: Term) -> tuple[Term, ...]:
    mark = _mark(column, term)
    return tuple(item for item in chosen if _mark(column, item) != mark)


def _with(query: Query, column: Column, terms: tuple[Term, ...]) -> Query:
    """The search with these values of the column as its only condition on it, where the old one stood."""
    criteria = list(query.criteria)
    at = next((index for index, item in enumerate(criteria) if item.column == column.name), len(criteria))
    criteria = [item for item in criteria if item.column != column.name]
    if terms:
        criteria.insert(at, Criterion(column.name, terms))
    return replace(query, criteria=tuple(criteria))


def _said(term: Term, typed: str) -> str:
    return "no value" if isinstance(term.test, IsNull) else typed
