"""Start-up checks: a wrong declaration fails before the first request, by name and with the remedy.

To add one more check: a function that takes a mission and yields sentences, under `CHECKS`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register
from django.db import models

from mastsite.search import criteria
from mastsite.search.criteria import CriterionError
from mastsite.search.declare import SECTIONS, DeclarationError, Mission
from mastsite.search.params import RESERVED, QueryError, parse
from mastsite.search.registry import missions
from mastsite.search.tables import RESERVED as STORED_NAMES

_TAKEN = frozenset(dir(models.Model)) - {"id"}


def _slug(mission: Mission) -> Iterator[str]:
    if not re.fullmatch(r"[a-z][a-z0-9-]{1,30}", mission.slug):
        yield f"slug {mission.slug!r} must be lower-case letters, figures and hyphens, begin with a letter, have 2 to 31 characters"
    if mission.section not in SECTIONS:
        yield f"section {mission.section!r} is not one of {', '.join(SECTIONS)}"
    for field in ("name", "short_name", "description", "rows_are", "row_is"):
        if not getattr(mission, field):
            yield f"{field} is empty; say it in mission.py"


def _names(mission: Mission) -> Iterator[str]:
    for name, times in Counter(column.name.lower() for column in mission.columns).items():
        if times > 1:
            yield f"column {name!r} stands {times} times in columns.csv (capitals do not tell names apart)"
    own = {mission.ra_column, mission.dec_column}
    for column in mission.columns:
        if column.name in RESERVED and column.name not in own:
            yield f"column {column.name!r} has a name that addresses use for something else; give it another"
        if column.name in STORED_NAMES or column.name in _TAKEN:
            yield f"column {column.name!r} has a name that the table needs for itself; give it another"


def _references(mission: Mission) -> Iterator[str]:
    for field in ("id_column", "target_column", "ra_column", "dec_column"):
        name = getattr(mission, field)
        if name and name not in mission.by_name:
            yield f"{field} is {name!r}, which is no column"
        elif name and not mission.by_name[name].stored:
            yield f"{field} is {name!r}, which no table stores"
    if not mission.id_column:
        yield "id_column is empty; name the column that tells rows apart"
    if bool(mission.ra_column) != bool(mission.dec_column):
        yield "ra_column and dec_column go together; declare both or neither"
    for field, kind in (("ra_column", "ra"), ("dec_column", "dec")):
        column = mission.by_name.get(getattr(mission, field))
        if column and column.kind != kind:
            yield f"{field} {column.name!r} is of kind {column.kind!r}; it must be {kind!r}"
    for word in mission.default_sort:
        if word.lstrip("-") not in mission.by_name:
            yield f"default_sort names {word!r}, which is no column"
    for name in mission.facets:
        if name not in mission.by_name or not mission.by_name[name].stored:
            yield f"facets names {name!r}, which is no column of the table"
    if not mission.default_columns:
        yield "no column is shown by default; say default_output yes for some in columns.csv"


def _groups(mission: Mission) -> Iterator[str]:
    used = {column.group for column in mission.columns if column.group}
    if unknown := used - set(mission.groups):
        yield f"columns.csv uses the groups {', '.join(sorted(unknown))}, which mission.py does not title"
    if empty := set(mission.groups) - used:
        yield f"groups {', '.join(sorted(empty))} have no column"


def _columns(mission: Mission) -> Iterator[str]:
    for column in mission.columns:
        if not column.label or not column.description:
            yield f"column {column.name!r} needs a label and a description"
        if column.unit and (why := _unit_fault(column.unit)):
            yield f"column {column.name!r}: unit {column.unit!r} {why}"
        if column.example and column.queryable:
            try:
                criteria.parse(column, column.example)
            except CriterionError as error:
                yield f"column {column.name!r}: its example is not one: {error}"


def _unit_fault(unit: str) -> str:
    from astropy import units

    try:
        units.Unit(unit)
    except ValueError:
        return "is not one that astropy reads"
    return ""


def _examples(mission: Mission) -> Iterator[str]:
    from urllib.parse import parse_qsl

    for address, _sentence in mission.examples:
        try:
            parse(mission, parse_qsl(address, strict_parsing=True))
        except (QueryError, ValueError) as error:
            yield f"example {address!r} is no search: {error}"


def _outline(mission: Mission) -> Iterator[str]:
    outline = mission.outline
    if outline is None:
        return
    if not mission.has_position:
        yield "outline is declared and there are no positions; searches begin at them, so declare ra_column and dec_column"
    column = mission.by_name.get(outline.column)
    if outline.column and (column is None or not column.stored or not column.is_text):
        yield f"outline names the column {outline.column!r}, which is no stored column of text"
    if bool(outline.column) == bool(outline.radius_arcmin):
        yield "outline has a column and a radius, or neither; give one of them"
    if not max(outline.radius_arcmin, 1e-6) <= outline.reach_arcmin <= 10_800:
        yield f"outline reaches {outline.reach_arcmin} arcmin; give its farthest point from the position, up to 10800"
    if not outline.source:
        yield "outline has no source; say who says so"


CHECKS: tuple[Callable[[Mission], Iterable[str]], ...] = (
    *(_slug, _names, _references, _groups, _columns, _outline, _examples),
)


def faults(mission: Mission) -> list[str]:
    """Everything wrong with a declaration, a sentence each."""
    return [f"mission {mission.slug!r}: {sentence}." for check in CHECKS for sentence in check(mission)]


@register()
def check_missions(app_configs: Any, **_options: Any) -> list[CheckMessage]:
    """Run every check over every mission."""
    if app_configs is not None:
        return []
    try:
        found = missions()
    except DeclarationError as error:
        return [Error(str(error), id="search.E001")]
    return [Error(sentence, id="search.E002") for mission in found.values() for sentence in faults(mission)]


@register()
def check_replicas(app_configs: Any, **_options: Any) -> list[CheckMessage]:
    """Warn of every address in REPLICA_URLS that is left out or doubtful."""
    return [Warning(sentence, id="search.W001") for sentence in settings.REPLICA_FAULTS]
