"""The record of the last accessibility run, ``docs/accessibility-run.json``, as the tests have written it.

Nothing here measures anything: what stands in the record is shown, and what does not stand there is said to be absent.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings

NAME = "docs/accessibility-run.json"
RECORD = Path(settings.ROOT) / NAME
MAKE = "make test-a11y"
_MOST_BYTES = 2_000_000


class NoRecord(ValueError):
    """There is no record, or it cannot be read. Its text says what was looked for, what is wrong and what to do."""


@dataclass(frozen=True, slots=True)
class Check:
    """A rule asked of many pages in many modes (light, dark, ...); `failures` counts what broke it."""

    name: str
    what: str
    pages: int
    modes: tuple[str, ...]
    failures: int


@dataclass(frozen=True, slots=True)
class Way:
    """How a journey was walked, such as "keyboard, no JavaScript", and whether it came to its end."""

    way: str
    passed: bool


@dataclass(frozen=True, slots=True)
class Walk:
    """A journey with what it took and what it may take; None where nothing was counted."""

    name: str
    task: str
    keys: int | None
    keys_budget: int | None
    stops: int | None
    stops_budget: int | None
    loads: int | None
    phrases: int | None
    phrases_budget: int | None
    ways: tuple[Way, ...]

    @property
    def efficiency(self) -> float | None:
        """Budget divided by the keys that it took; below 1 it took more than it may."""
        return self.keys_budget / self.keys if self.keys and self.keys_budget is not None else None

    @property
    def passed(self) -> bool:
        return bool(self.ways) and all(way.passed for way in self.ways)


@dataclass(frozen=True, slots=True)
class Defect:
    """A fault planted on purpose, whether the suite noticed it, and what noticed it."""

    name: str
    caught: bool
    by: str


@dataclass(frozen=True, slots=True)
class Run:
    """One run of the accessibility tests: when, of which build, with what, and what came out."""

    date: date
    build: str
    tools: tuple[tuple[str, str], ...]
    checks: tuple[Check, ...]
    journeys: tuple[Walk, ...]
    defects: tuple[Defect, ...]

    @property
    def failures(self) -> int:
        return sum(check.failures for check in self.checks)

    @property
    def by_way(self) -> tuple[tuple[str, int, int], ...]:
        """Each way of walking, how many journeys passed, and how many were walked so."""
        every: dict[str, list[bool]] = {}
        for walk in self.journeys:
            for way in walk.ways:
                every.setdefault(way.way, []).append(way.passed)
        return tuple((way, sum(passed), len(passed)) for way, passed in every.items())


def read(path: Path | None = None) -> Run:
    """The record.

    Raises
    ------
    NoRecord
        Where it is missing, is not JSON, or is not what the tests write.
    """
    return _run(data(path))


def found() -> tuple[Run | None, str]:
    """The record, or none and the sentence that says why."""
    try:
        return read(), ""
    except NoRecord as error:
        return None, str(error)


def data(path: Path | None = None) -> dict[str, Any]:
    """The record as it was written, for programs; raises `NoRecord` when it is not an object of JSON."""
    try:
        with (path or RECORD).open("rb") as file:
            written = file.read(_MOST_BYTES + 1)
    except OSError:
        raise NoRecord(f"There is no record of a test run at {NAME}. The tests write it: {MAKE}.") from None
    if len(written) > _MOST_BYTES:
        raise _unreadable(f"it is longer than {_MOST_BYTES:,} bytes")
    try:
        found = json.loads(written, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise _unreadable("it is not JSON") from None
    if not isinstance(found, dict):
        raise _unreadable("it is not one object")
    return found


def _no_number(word: str) -> None:
    raise ValueError(word)


def _unreadable(why: str) -> NoRecord:
    return NoRecord(f"The record of the last test run at {NAME} cannot be read: {why}. Have it written anew: {MAKE}.")


def _run(entry: dict[str, Any]) -> Run:
    tools = _of(entry, "tools", dict, "the record")
    if not all(isinstance(version, str) for version in tools.values()):
        raise _unreadable("a version in “tools” is not text")
    written = _of(entry, "date", str, "the record")
    try:
        day = date.fromisoformat(written)
    except ValueError:
        raise _unreadable(f"its date {written[:40]!a} is not like 2026-01-31") from None
    return Run(
        date=day,
        build=_of(entry, "build", str, "the record"),
        tools=tuple(tools.items()),
        checks=tuple(_check(item, where) for item, where in _entries(entry, "checks")),
        journeys=tuple(_walk(item, where) for item, where in _entries(entry, "journeys")),
        defects=tuple(
            Defect(_of(item, "name", str, where), _of(item, "caught", bool, where), _of(item, "by", str, where, ""))
            for item, where in _entries(entry, "defects")
        ),
    )


def _check(item: dict[str, Any], where: str) -> Check:
    modes = _of(item, "modes", list, where, [])
    if not all(isinstance(mode, str) for mode in modes):
        raise _unreadable(f"a mode in {where} is not text")
    return Check(
        name=_of(item, "name", str, where),
        what=_of(item, "what", str, where, ""),
        pages=_of(item, "pages", int, where),
        modes=tuple(modes),
        failures=_of(item, "failures", int, where),
    )


def _walk(item: dict[str, Any], where: str) -> Walk:
    numbers = {
        name: None if item.get(name) is None else _of(item, name, int, where)
        for name in ("keys", "keys_budget", "stops", "stops_budget", "loads", "phrases", "phrases_budget")
    }
    ways = tuple(
        Way(_of(way, "way", str, inner), _of(way, "passed", bool, inner))
        for way, inner in _entries(item, "ways", where)
    )
    return Walk(name=_of(item, "name", str, where), task=_of(item, "task", str, where, ""), ways=ways, **numbers)


_ABSENT = object()


def _of(entry: dict[str, Any], name: str, kind: type, where: str, default: object = _ABSENT) -> Any:
    """The value `name` of an entry, which must be of that kind; a boolean is no number here."""
    value = entry.get(name, default)
    if value is _ABSENT:
        raise _unreadable(f"{where} has no “{name}”")
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise _unreadable(f"“{name}” in {where} is not {_KINDS[kind]}")
    return value


_KINDS = {str: "text", int: "a whole number", bool: "true or false", list: "a list", dict: "an object"}


def _entries(entry: dict[str, Any], name: str, where: str = "the record") -> list[tuple[dict[str, Any], str]]:
    """The objects of a list, each with words for its place."""
    items = _of(entry, name, list, where)
    found = []
    for number, item in enumerate(items, 1):
        place = f"“{name}” {number}" if where == "the record" else f"“{name}” {number} of {where}"
        if not isinstance(item, dict):
            raise _unreadable(f"{place} is not an object")
        found.append((item, place))
    return found
