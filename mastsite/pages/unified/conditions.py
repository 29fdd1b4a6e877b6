"""Conditions on what missions have in common: typed once, in the grammar of every box, and asked of each mission's own columns.

Which column of a mission holds what is declared for the archive's common model (`mastsite.caom`). A mission that has no
such column is not asked, and said so. To add one more box: a line in `BOXES`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mastsite.caom.asked import AskError, Exactly, Pattern, Range, Test
from mastsite.caom.conditions import of_source
from mastsite.caom.fields import BY_NAME
from mastsite.caom.sources import column_of
from mastsite.caom.views import View
from mastsite.search import criteria
from mastsite.search.criteria import CriterionError
from mastsite.search.declare import Column, From, Mjd
from mastsite.search.terms import Between, Compare, Criterion, Equals, Like
from mastsite.search.units import Number


class NotAsked(Exception):
    """A mission cannot answer a condition; the message says why, for the end of a sentence."""


@dataclass(frozen=True, slots=True)
class CommonBox:
    """A box of the page: the field of the model that it asks for, and how its text is read."""

    name: str
    field: str
    column: Column
    hint: str
    example: str


BOXES: tuple[CommonBox, ...] = (
    CommonBox("time", "t_min", Column("time", "Start time", kind="datetime"), "When the observation began.", "1999..2004"),
    CommonBox("instrument", "instrument_name", Column("instrument", "Instrument", kind="text"), "As the mission writes it; * stands for anything.", "STIS*, WFPC2"),
    CommonBox("filters", "filters", Column("filters", "Filter or grating", kind="text"), "", "F555W"),
    CommonBox("exposure", "t_exptime", Column("exposure", "Exposure time", kind="float", unit="s"), "", "100..2000"),
    CommonBox("product", "dataproduct_type", Column("product", "Kind of data", kind="text"), "One of image, spectrum, timeseries, cube, measurements.", "spectrum"),
    CommonBox("proposal", "proposal_id", Column("proposal", "Programme", kind="text"), "Number of the proposal.", "8880"),
    CommonBox("pi", "proposal_pi", Column("pi", "Principal investigator", kind="text"), "Last name.", "Rich"),
)  # fmt: skip
BY_BOX = {box.name: box for box in BOXES}


def read(typed: Mapping[str, str]) -> dict[str, str]:
    """What is wrong with each box that cannot be read; empty when all can."""
    wrong: dict[str, str] = {}
    for name, text in typed.items():
        try:
            criteria.parse(BY_BOX[name].column, text)
        except CriterionError as error:
            wrong[name] = str(error)
    return wrong


def asked_of(view: View, typed: Mapping[str, str]) -> tuple[Criterion, ...]:
    """The conditions on the columns of one mission, beside those that its plane has.

    Raises
    ------
    NotAsked : the mission has no such column, or holds the value in another way than the condition asks.
    """
    found = list(view.where)
    for name, text in typed.items():
        box = BY_BOX[name]
        source = view.sources.get(box.field)
        if source is None:
            raise NotAsked(f"has no {box.column.label.lower()} here")
        if isinstance(source, From | Mjd):
            verdict: str | bool = text
        else:
            verdict = _by_the_model(view, box, text)
        if verdict is True:
            continue
        if verdict is False:
            raise NotAsked(f"has no row where {box.column.label.lower()} is {text}")
        try:
            criterion = criteria.parse(view.mission.column(column_of(source)), str(verdict))
        except CriterionError as error:
            raise NotAsked(f"does not take “{text[:60]}” for {box.column.label.lower()}: {error}") from error
        found += [criterion] if criterion else []
    return tuple(found)


def _by_the_model(view: View, box: CommonBox, text: str) -> str | bool:
    """A condition on what the model makes of a column: in another unit, in other words, or the same for every row."""
    criterion = criteria.parse(box.column, text)
    terms = criterion.terms if criterion else ()
    tests = tuple(_test(term.test) for term in terms)
    if not tests or None in tests or any(term.negated for term in terms):
        raise NotAsked(f"is not asked for {box.column.label.lower()} in this way; use its own form")
    try:
        return of_source(view.mission, BY_NAME[box.field], view.sources[box.field], tests)  # type: ignore[arg-type]
    except AskError as error:
        raise NotAsked(f"is not asked for {box.column.label.lower()} in this way: {error}") from error


def _test(test: object) -> Test | None:
    match test:
        case Equals(value=Number() as number):
            return Range(number.value, number.value)
        case Equals(value=str() as text):
            return Exactly(text)
        case Like(pieces=pieces):
            return Pattern(pieces)
        case Between(low=Number() as low, high=Number() as high):
            return Range(low.value, high.value)
        case Compare(op=op, value=Number() as number) if op in ("<=", ">="):
            return Range(None, number.value) if op == "<=" else Range(number.value, None)
    return None
