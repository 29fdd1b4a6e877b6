"""Records of accessibility runs, made by code for the tests; the real one is written by a run alone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

WAYS = ("keyboard", "keyboard, no JavaScript", "Orca and Chromium", "Orca and Firefox")


def record(**changed: Any) -> dict[str, Any]:
    """A record as the tests write it, of one check, two journeys and two defects."""
    return {
        "date": "2026-11-20",
        "build": "abcdef012345",
        "tools": {"Orca": "43.1", "Chromium": "150.0"},
        "checks": [
            {"name": "axe", "what": "No rule is broken.", "pages": 120, "modes": ["light", "dark"], "failures": 0}
        ],
        "journeys": [journey("T01", keys=12, budget=15), journey("T03", keys=8, budget=4, passed=False)],
        "defects": [
            {"name": "label not tied to its box", "caught": True, "by": "T01 with Orca"},
            {"name": "hint not tied to its box", "caught": False, "by": ""},
        ],
        **changed,
    }


def journey(name: str, *, keys: int, budget: int, passed: bool = True) -> dict[str, Any]:
    numbers = {"stops": 10, "stops_budget": 13, "loads": 1, "phrases": 2, "phrases_budget": 3}
    ways = [{"way": way, "passed": passed or way == "keyboard"} for way in WAYS]
    return {
        "name": name,
        "task": "As the journey says it.",
        "keys": keys,
        "keys_budget": budget,
        **numbers,
        "ways": ways,
    }


def write(path: Path, content: Any) -> Path:
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path
