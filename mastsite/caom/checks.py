"""Start-up check of what missions declare for the model: a typo fails before the first request, by name.

To add one more check: a function that takes a mission and what it declares and yields sentences, under `CHECKS`.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.core.checks import CheckMessage, Error, register

from mastsite.caom.fields import BY_NAME, COMPUTED, Field
from mastsite.caom.sources import column_of
from mastsite.caom.views import usual
from mastsite.search import criteria
from mastsite.search.criteria import CriterionError
from mastsite.search.declare import Column, Fixed, From, Mission, Mjd, Observations, Prefixed, Scaled, Source, Worded
from mastsite.search.registry import companion, missions

UNITS = {"MJD": "d", "ICRS Shape": ""}
"""Units of fields in the spelling of our columns, where the archive's is another."""
KINDS: dict[str, tuple[type, ...]] = {"text": (str,), "whole": (int,), "number": (int, float), "truth": (bool,)}


def _fields(mission: Mission, declared: Observations) -> Iterator[str]:
    for plane in (declared.fields, *(plane.fields for plane in declared.planes)):
        for name in plane:
            if name in COMPUTED:
                yield f"field {name!r} is made by the service; leave it out"
            elif name not in BY_NAME:
                near = difflib.get_close_matches(name, BY_NAME, n=1)
                yield f"field {name!r} is not one of the model" + (f"; did you mean {near[0]!r}?" if near else "")
    if "obs_collection" not in declared.fields:
        yield "obs_collection is not declared; say which collection the rows belong to"


def _sources(mission: Mission, declared: Observations) -> Iterator[str]:
    shared = usual(mission) | dict(declared.fields)
    for fields in (shared, *(plane.fields for plane in declared.planes)):
        for name, source in fields.items():
            if name not in BY_NAME:
                continue
            column = mission.by_name.get(column_of(source))
            if isinstance(source, Fixed):
                yield from _fixed(BY_NAME[name], source)
            elif column is None or not column.stored:
                near = difflib.get_close_matches(column_of(source), mission.by_name, n=1)
                hint = f"; did you mean {near[0]!r}?" if near else ""
                yield f"field {name!r} is from {column_of(source)!r}, which is no stored column{hint}"
            else:
                yield from _fit(BY_NAME[name], source, column)


def _fixed(field: Field, source: Fixed) -> Iterator[str]:
    kinds = KINDS[field.kind]
    if not isinstance(source.value, kinds) or (isinstance(source.value, bool) and bool not in kinds):
        yield f"field {field.name!r} is {source.value!r}, which is no {field.kind}"
    if isinstance(source.value, str) and not source.value.strip():
        yield f"field {field.name!r} is blank; leave it out"


def _fit(field: Field, source: Source, column: Column) -> Iterator[str]:
    """Whether a source can make such a field of such a column."""
    said = f"field {field.name!r} is {type(source).__name__} of the column {column.name!r} of kind {column.kind!r}"
    match source:
        case Mjd() if column.kind != "datetime" or field.unit != "MJD":
            yield f"{said}; Mjd makes a field in MJD of a date"
        case Scaled() if not column.is_number or field.kind != "number" or source.factor <= 0:
            yield f"{said}; Scaled makes a number of a number, by a factor of more than 0"
        case Worded() if column.kind not in ("text", "integer") or field.kind not in ("text", "truth"):
            yield f"{said}; Worded makes words of words"
        case Worded() if field.kind == "truth" and set(source.words.values()) - {"true", "false"}:
            yield f"{said}; its words must be true and false"
        case Prefixed() if column.kind != "integer" or field.kind != "text":
            yield f"{said}; Prefixed makes a text of a whole number"
        case From() if field.kind == "text" and not (column.is_text or column.kind == "integer"):
            yield f"{said}; From makes a text of a text or a whole number"
        case From() if field.kind == "number" and not column.is_number:
            yield f"{said}; From makes a number of a number"
        case From() if field.kind == "number" and column.unit != UNITS.get(field.unit, field.unit):
            yield f"{said} and in {column.unit or 'no unit'}, and the field is in {field.unit}; use Scaled"
        case From() if field.kind == "whole" and column.kind != "integer":
            yield f"{said}; From makes a whole number of a whole number"
        case From() if field.kind == "truth":
            yield f"{said}; use Worded with true and false"
    if field.searchable and not column.queryable:
        yield f"{said}, which takes no conditions"


def _planes(mission: Mission, declared: Observations) -> Iterator[str]:
    for number, plane in enumerate(declared.planes, 1):
        for name, text in plane.where.items():
            if name not in mission.by_name:
                yield f"plane {number}: where names {name!r}, which is no column"
                continue
            try:
                criteria.parse(mission.column(name), text)
            except CriterionError as error:
                yield f"plane {number}: {error}"


CHECKS: tuple[Callable[[Mission, Observations], Iterable[str]], ...] = (_fields, _sources, _planes)


def faults(mission: Mission, declared: object) -> list[str]:
    """Everything wrong with what a mission declares, a sentence each."""
    if not isinstance(declared, Observations):
        return [f"mission {mission.slug!r}: caom.py must say caom = Observations(...)."]
    said = [sentence for check in CHECKS for sentence in check(mission, declared)]
    return [f"mission {mission.slug!r}: caom.py: {sentence}." for sentence in dict.fromkeys(said)]


@register()
def check_observations(app_configs: Any, **_options: Any) -> list[CheckMessage]:
    """Run every check over every mission that is in the model."""
    if app_configs is not None:
        return []
    found: list[CheckMessage] = []
    for mission in missions().values():
        try:
            declared = companion(mission, "caom")
        except (ImportError, AttributeError, TypeError) as error:
            found.append(Error(f"mission {mission.slug!r}: caom.py cannot be read: {error}.", id="caom.E001"))
            continue
        if declared is not None:
            found += [Error(sentence, id="caom.E002") for sentence in faults(mission, declared)]
    return found
