"""A request body read into a `Query`: every key is turned into address parameters, and the core reads those.

So a condition, a position or a sort key means here what it means in a form's box, and is refused with the same words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from django.conf import settings

from mastsite.api.body import MAX_CONDITIONS, SearchBody
from mastsite.api.faults import refused, shown
from mastsite.search.declare import SEARCH_POSITION, SEPARATION, Mission
from mastsite.search.params import Fault, QueryError, parse, unknown_column
from mastsite.search.query import Query, plain

UNITS = {
    "arcmin": ("arcminutes", "arcminute", "arcmins", "arcmin", "am", "minutes", "'", "′"),
    "arcsec": ("arcseconds", "arcsecond", "arcsecs", "arcsec", "as", "seconds", '"', "″"),
    "deg": ("degrees", "degree", "degs", "deg", "d", "°"),
}
"""Unit of a radius, to the words that clients use for it."""

_UNIT = {word: unit for unit, words in UNITS.items() for word in words}


@dataclass(frozen=True, slots=True)
class Search:
    """A request as it was understood.

    Parameters
    ----------
    query : its columns are exactly those of the rows, its offset is the request's; names in it may need a resolver.
    limit : rows to give back, at most the site's bound.
    """

    query: Query
    limit: int
    count_only: bool
    skip_count: bool
    messages: tuple[str, ...]


@dataclass
class _Reading:
    mission: Mission
    body: SearchBody
    pairs: list[tuple[str, str]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)

    def fault(self, name: str, value: str, sentence: str) -> None:
        self.faults.append(Fault(name, value, sentence))


def read(mission: Mission, body: SearchBody) -> Search:
    """Understand a request.

    Raises
    ------
    ApiError : 400, with a fault for everything that cannot be read.
    """
    reading = _Reading(mission, body)
    _target(reading)
    _conditions(reading)
    _sort(reading)
    chosen = _columns(reading)
    faults = reading.faults
    try:
        query = parse(mission, reading.pairs)
    except QueryError as error:
        faults = [*faults, *error.faults]
    if faults:
        raise refused(faults)
    limit = _limit(reading)
    for name in ("search_key", "user_fields"):
        if getattr(body, name):
            reading.messages.append(f"{name} is for uploaded lists and was not used.")
    query = replace(query, columns=with_needed(query, chosen), offset=body.offset)
    return Search(query, limit, body.count_only, body.skip_count, tuple(reading.messages))


def with_needed(query: Query, chosen: Iterable[str]) -> tuple[str, ...]:
    """The columns of the rows: those that were chosen, the identifier, what is sorted by, and where a row was found."""
    names = list(chosen) or list(query.column_names)
    needed = [query.mission.id_column, *(key.column for key in query.sort)]
    if query.places:
        needed.append(SEPARATION)
        if SEARCH_POSITION not in names:
            names.insert(0, SEARCH_POSITION)
    return tuple(dict.fromkeys([*names, *needed]))


def _target(reading: _Reading) -> None:
    target = reading.body.target
    targets = [target] if isinstance(target, str) else target or []
    reading.pairs += [("target", text) for text in targets if text.strip()]
    radius, word = reading.body.radius, reading.body.radius_units
    unit = _UNIT.get((word or "arcminutes").strip().lower())
    if unit is None:
        known = ", ".join(words[0] for words in UNITS.values())
        said = f"radius_units was read as “{(word or '')[:40]}”, which is no unit here. Send one of {known}."
        reading.fault("radius_units", word or "", said)
    elif not any(text.strip() for text in targets):
        if radius is not None:
            reading.messages.append("The radius was not used, as there is no target.")
    elif radius is not None:
        reading.pairs.append(("radius", f"{plain(radius)} {unit}"))
    asked = (("region", reading.body.region), ("region_is", reading.body.region_is))
    reading.pairs += [(name, text) for name, text in asked if text]


def _conditions(reading: _Reading) -> None:
    named = [
        (name, value)
        for condition in reading.body.conditions or ()
        for name, value in condition.model_dump(by_alias=True, exclude_unset=True).items()
    ]
    if len(named) > MAX_CONDITIONS:
        reading.fault(
            "conditions",
            f"{len(named):,} conditions",
            f"{len(named):,} conditions were read; one search takes {MAX_CONDITIONS:,}. Send it in parts.",
        )
        return
    for name, value in named:
        column = reading.mission.find(name)
        if column is None:
            said = f"“{name[:60]}” was read as a column. {unknown_column(reading.mission, name)}"
            reading.fault(name, shown(value), said)
            continue
        text = condition_text(value)
        if text.strip():
            reading.pairs.append((column.name, text))
        else:
            reading.messages.append(f"The condition on {column.name} is empty and limits nothing.")


def condition_text(value: Any) -> str:
    """A value of a condition as it would be typed: a list is its items with commas between, any of which may match."""
    if isinstance(value, list):
        return ",".join(condition_text(item) for item in value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else plain(value) if isinstance(value, float) else str(value)


def _sort(reading: _Reading) -> None:
    body = reading.body
    names = [name for name in _names(body.sort_by) if name]
    down = [body.sort_desc] if isinstance(body.sort_desc, bool) else body.sort_desc or []
    if len(down) > len(names):
        if names or any(down):
            said = f"{len(down)} values were read in sort_desc and {len(names)} in sort_by. Send one for each."
            reading.fault("sort_desc", shown(down), said)
        return
    if down and len(down) < len(names):
        reading.messages.append(f"sort_desc has {len(down)} of {len(names)} values; the other keys are sorted upwards.")
    keys = []
    for name, downwards in zip(names, [*down, *[False] * (len(names) - len(down))], strict=True):
        column = reading.mission.find(name.lstrip("-"))
        if column is None:
            said = f"“{name[:60]}” was read as a column to sort by. {unknown_column(reading.mission, name)}"
            reading.fault("sort_by", name, said)
        else:
            keys.append(f"{'-' * (bool(downwards) != name.startswith('-'))}{column.name}")
    if keys:
        reading.pairs.append(("sort", ",".join(keys)))


def _columns(reading: _Reading) -> list[str]:
    """Names of the chosen columns; unknown ones are left out with a message, as released clients send some."""
    chosen: list[str] = []
    for name in _names(reading.body.select_cols):
        if not name:
            # astroquery appends the identifier it knows for a mission, and null where it knows none.
            continue
        if name.lower() in ("all", "*"):
            chosen += [column.name for column in reading.mission.columns]
        elif (column := reading.mission.find(name)) is not None:
            chosen.append(column.name)
        else:
            said = f"“{name[:60]}” in select_cols was left out. {unknown_column(reading.mission, name)}"
            reading.messages.append(said)
    if not chosen and any(_names(reading.body.select_cols)):
        chosen = [reading.mission.id_column]
    return list(dict.fromkeys(chosen))


def _names(value: list[str | None] | str | None) -> Iterator[str]:
    items = re.split(r"\s*,\s*", value) if isinstance(value, str) else value or ()
    for item in items:
        yield (item or "").strip()


def _limit(reading: _Reading) -> int:
    most = settings.API_ROW_LIMIT
    if reading.body.limit > most:
        reading.messages.append(
            f"The limit of {reading.body.limit:,} was cut to {most:,}, the most rows of one answer; "
            "offset gives the next ones."
        )
    return min(reading.body.limit, most)
