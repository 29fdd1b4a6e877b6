"""A search of the model as one `Query` for each view that can answer it."""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from mastsite.caom.asked import AskError, Condition, Cone, Exactly, Nothing, Pattern, Range, Search, Test
from mastsite.caom.conditions import as_number, of_missing, of_source
from mastsite.caom.fields import BY_NAME, COMPUTED, DISTANCE, FIELDS, OBJID, OBSID, Field, find
from mastsite.caom.identity import Identity, IdentityError, decode
from mastsite.caom.sources import column_of
from mastsite.caom.views import View, views
from mastsite.search import criteria
from mastsite.search.criteria import Criterion, CriterionError
from mastsite.search.declare import SEPARATION
from mastsite.search.params import QueryError, parse
from mastsite.search.query import Query
from mastsite.search.tables import NotLoaded, holding_of
from mastsite.search.wording import quote

FIRST_MJD, LAST_MJD = -678_575, 2_973_483
"""The first day of year 1 and the last of year 9999."""


@dataclass(frozen=True, slots=True)
class Part:
    """What one view answers of a search."""

    view: View
    query: Query


@dataclass(frozen=True, slots=True)
class Plan:
    """A search made ready.

    Parameters
    ----------
    parts : in the order of the rows.
    messages : which missions were left out, and why, in sentences.
    """

    search: Search
    parts: tuple[Part, ...]
    messages: tuple[str, ...] = ()

    @property
    def fields(self) -> tuple[Field, ...]:
        """The fields of the rows; only a search around a position has a distance."""
        return tuple(field for field in FIELDS if field is not DISTANCE or self.search.cone)


class _Out(Exception):
    """A view has no row that could match; the message says which field it lacks, or is empty."""


def plan(search: Search) -> Plan:
    """Make a search ready.

    Raises
    ------
    AskError : a condition cannot be read, or cannot be asked of a mission.
    """
    asked = [(_checked(condition), condition.tests) for condition in search.conditions]
    if search.cone:
        _check(search.cone)
    parts: list[Part] = []
    lacking: dict[str, list[str]] = defaultdict(list)
    unloaded: list[str] = []
    for view in views():
        name = view.mission.short_name
        try:
            query = _query(view, search, asked)
        except _Out as out:
            if str(out):
                lacking[str(out)].append(name)
            continue
        try:
            holding_of(view.mission)
        except NotLoaded:
            unloaded.append(name)
            continue
        parts.append(Part(view, query))
    messages = [f"Left out, as they have no {what} here: {_names(names)}." for what, names in lacking.items()]
    if unloaded:
        messages.append(f"No rows are held here of {_names(unloaded)}.")
    return Plan(search, tuple(parts), tuple(messages))


def _names(names: list[str]) -> str:
    return ", ".join(dict.fromkeys(names))


def _check(cone: Cone) -> None:
    """Refuse a circle that is nowhere on the sky."""
    for name, value, least, most in (
        ("right ascension", cone.ra_deg, 0, 360),
        ("declination", cone.dec_deg, -90, 90),
        ("radius", cone.radius_deg, 0, 180),
    ):
        if not least <= value <= most:
            raise AskError(f"The {name} was read as {value:g} degrees. Send {least} to {most} degrees.")


def _checked(condition: Condition) -> Field:
    """The field of a condition that can be asked."""
    field = find(condition.field)
    if field is None:
        near = difflib.get_close_matches(condition.field[:60], BY_NAME, n=2)
        hint = f"Did you mean {' or '.join(near)}?" if near else f"The fields are {', '.join(BY_NAME)}."
        raise AskError(f"“{condition.field[:60]}” is no field of observations. {hint}")
    if not field.searchable:
        raise AskError(f"{field.name} takes no conditions. Choose another field, or give a position and a radius.")
    if not condition.tests:
        raise AskError(f"The condition on {field.name} has no values. Send one at least, or leave the condition out.")
    for test in condition.tests:
        if field.unit == "MJD" and isinstance(test, Range):
            for end in (test.low, test.high):
                if end is not None and not FIRST_MJD <= end <= LAST_MJD:
                    raise AskError(
                        f"{field.name} was read as MJD {end:g}, which is in no year from 1 to 9999. "
                        "Send one such as 55000."
                    )
        if isinstance(test, Range) and field.name != "s_ra" and _backwards(test):
            raise AskError(f"The range of {field.name} ends before it begins: {test.low} to {test.high}. Turn it.")
        if field.kind == "whole" and isinstance(test, Exactly) and as_number(test.text) is None:
            raise AskError(f"{field.name} holds whole numbers, and “{test.text[:60]}” was read. Send one such as 2.")
        if field.kind == "number" and isinstance(test, Exactly | Pattern):
            text = test.text if isinstance(test, Exactly) else str(test)
            if isinstance(test, Pattern) or as_number(text) is None:
                raise AskError(
                    f"{field.name} holds numbers, and “{text[:60]}” was read. Send a range with min and max."
                )
        if field in (OBSID, OBJID):
            _named(field, test)
    return field


def _backwards(test: Range) -> bool:
    return test.low is not None and test.high is not None and test.low > test.high


def _named(field: Field, test: Test) -> Identity | None:
    """The row that a test names; None for no value, which no row has."""
    if isinstance(test, Nothing):
        return None
    if not isinstance(test, Exactly):
        said = str(test)[:60] if isinstance(test, Pattern) else "a range"
        raise AskError(f"{field.name} was read as “{said}”. It names rows one by one: send whole values.")
    try:
        return decode(test.text)
    except IdentityError as error:
        raise AskError(str(error)) from error


def _query(view: View, search: Search, asked: Sequence[tuple[Field, tuple[Test, ...]]]) -> Query:
    """The query that a view answers; `_Out` when no row of it can match."""
    mission = view.mission
    found = list(view.where)
    refused: AskError | None = None
    for field, tests in asked:
        try:
            found += _criteria(view, field, tests)
        except AskError as error:
            refused = refused or error  # which matters only if no other condition leaves the view out
    if refused:
        raise refused
    pairs: list[tuple[str, str]] = []
    if search.cone:
        if not mission.has_position:
            raise _Out("positions")
        ra, dec, radius = (format(Decimal(repr(value)), "f") for value in
                           (search.cone.ra_deg, search.cone.dec_deg, search.cone.radius_deg))  # fmt: skip
        pairs = [("target", f"{ra} {dec if dec[:1] == '-' else '+' + dec}"), ("radius", f"{radius} deg")]
    try:
        query = parse(mission, pairs)
    except QueryError as error:
        raise AskError(str(error)) from error
    columns = [column_of(source) for source in view.sources.values()]
    wanted = [mission.id_column, *filter(None, columns), *([SEPARATION] if search.cone else [])]
    return Query(
        mission,
        places=query.places,
        radius_arcmin=query.radius_arcmin,
        criteria=tuple(found),
        columns=tuple(dict.fromkeys(wanted)),
    )


def _criteria(view: View, field: Field, tests: tuple[Test, ...]) -> list[Criterion]:
    """What a condition asks of the mission's columns: one criterion, or none when every row meets it."""
    mission = view.mission
    if field.name in COMPUTED:
        name, verdict = mission.id_column, _identifiers(view, field, tests)
    elif field.name in view.sources:
        source = view.sources[field.name]
        name, verdict = column_of(source), of_source(mission, field, source, tests)
    elif of_missing(tests):
        return []
    else:
        raise _Out(field.name)
    if verdict is False:
        raise _Out("")
    if verdict is True:
        return []
    try:
        criterion = criteria.parse(mission.column(name), verdict)
    except CriterionError as error:
        raise AskError(f"{field.name}: {mission.short_name} could not be asked for this. {error}") from error
    return [criterion] if criterion else []


def _identifiers(view: View, field: Field, tests: tuple[Test, ...]) -> str | bool:
    """Rows named by their digits."""
    is_text = view.mission.column(view.mission.id_column).is_text
    found = []
    for named in filter(None, (_named(field, test) for test in tests)):
        if named.slug == view.mission.slug and (field is OBSID or named.plane == view.number):
            found.append(quote(named.identifier) if is_text else named.identifier)
    return ", ".join(found) if found else False
