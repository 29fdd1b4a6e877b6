"""What was tried for accessibility, in what, and how it went: `docs/accessibility-run.json`.

Tests add to the session's record through the fixture `run_record`. It is written only when asked, by ``--record``
(`make test-a11y`); a plain run of the suite collects and forgets. The accessibility statement shows what was written.
"""

from __future__ import annotations

import json
import platform
import re
import subprocess
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Protocol

from tests.environment import ROOT

FILE = ROOT / "docs/accessibility-run.json"
HOW = "Run `make test-a11y`, which walks all of it and writes the record anew."

WAYS = (
    "keyboard",
    "keyboard, no JavaScript",
    "Orca and Chromium",
    "Orca and Firefox",
)
"""Ways to walk a journey, in the order in which they are told."""

PROGRAMS = {"Orca": "orca", "Chromium": "chromium", "Firefox": "firefox-esr"}


class Walked(Protocol):
    """What a walker counted."""

    keys: int
    stops: int
    loads: int
    phrases: int


class Task(Protocol):
    """What a journey promised."""

    @property
    def name(self) -> str: ...
    @property
    def task(self) -> str: ...
    @property
    def keys(self) -> int: ...
    @property
    def stops(self) -> int: ...
    @property
    def phrases(self) -> int: ...


@dataclass(slots=True)
class Check:
    """One kind of check over many pages."""

    what: str
    named: set[str] = field(default_factory=set)
    counted: int = 0
    modes: list[str] = field(default_factory=list)
    failures: int = 0


class Record:
    """What one session of tests did."""

    def __init__(self) -> None:
        self.checks: dict[str, Check] = {}
        self.journeys: dict[str, dict[str, Any]] = {}
        self.defects: dict[str, dict[str, Any]] = {}
        self.tools: dict[str, str] = {}

    def check(
        self, name: str, what: str, *, pages: int | Iterable[str], modes: Iterable[str] = (), failures: int = 0
    ) -> None:
        """Add what one test found; tests with the same name add up.

        Parameters
        ----------
        pages : how many, each told once; or their names, which may come again in another mode.
        """
        check = self.checks.setdefault(name, Check(what))
        if isinstance(pages, int):
            check.counted += pages
        else:
            check.named |= {pages} if isinstance(pages, str) else set(pages)
        check.modes += [mode for mode in modes if mode not in check.modes]
        check.failures += failures

    def journey(self, journey: Task, way: str, walker: Walked, passed: bool, *, walks: int = 1) -> None:
        """Add a way of walking. Of several, the largest numbers are told: no way may take more.

        Parameters
        ----------
        walks : how often it was walked until it was as promised; told when more than once.
        """
        told = self.journeys.setdefault(
            journey.name,
            {
                "name": journey.name,
                "task": re.sub(r"\s+", " ", journey.task),
                **{"keys": 0, "keys_budget": journey.keys, "stops": 0, "stops_budget": journey.stops},
                **{"loads": 0, "phrases": 0, "phrases_budget": journey.phrases, "ways": []},
            },
        )
        heard = ("phrases",) if way.startswith("Orca") else ()
        for number in ("keys", "stops", "loads", *heard):
            told[number] = max(told[number], getattr(walker, number))
        told["ways"].append({"way": way, "passed": passed} | ({"walks": walks} if walks > 1 else {}))

    def defect(self, name: str, caught: bool, by: str) -> None:
        """Add a planted defect, and what noticed it."""
        self.defects[name] = {"name": name, "caught": caught, "by": by}

    def tool(self, name: str, version: str) -> None:
        self.tools[name] = version

    def told(self) -> dict[str, Any]:
        """The record as plain data."""
        from mastsite.freshness import build

        order = {way: place for place, way in enumerate(WAYS)}
        journeys = [
            {**told, "ways": sorted(told["ways"], key=lambda way: order.get(way["way"], len(order)))}
            for _name, told in sorted(self.journeys.items())
        ]
        checks = [
            {
                "name": name,
                "what": check.what,
                "pages": len(check.named) + check.counted,
                "modes": check.modes,
                "failures": check.failures,
            }
            for name, check in sorted(self.checks.items())
        ]
        return {
            "date": datetime.now(UTC).date().isoformat(),
            "build": build(),
            "tools": {**versions(), **self.tools},
            "checks": checks,
            "journeys": journeys,
            "defects": list(self.defects.values()),
        }

    def write(self, path: Path = FILE) -> None:
        path.write_text(json.dumps(self.told(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def versions() -> dict[str, str]:
    """Tools that are installed here, with their versions as they tell them."""
    found = {name: _says(program) for name, program in PROGRAMS.items()}
    with suppress(PackageNotFoundError):
        found["Playwright"] = version("playwright")
    return {**{name: number for name, number in found.items() if number}, "Python": platform.python_version()}


def _says(program: str) -> str:
    """The first number with a point that ``--version`` prints; "" when it is not installed."""
    try:
        done = subprocess.run([program, "--version"], capture_output=True, text=True, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    number = re.search(r"\d+(\.\d+)+\w*", done.stdout)
    return number[0] if number else ""
