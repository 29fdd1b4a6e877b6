"""The record of a run is read as it was written, and whatever else is refused in words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from mastsite.guides import run
from tests.guides.records import journey, record, write

WRONG: dict[str, tuple[Any, str]] = {
    "empty": ("", "not JSON"),
    "cut short": ('{"date": "2026-11', "not JSON"),
    "a list": ([], "not one object"),
    "not a number": ('{"date": NaN}', "not JSON"),
    "deep": ("[" * 100_000, "not JSON"),
    "long": ('"' + "x" * 2_100_000 + '"', "longer than"),
    "no date": ({}, "no “tools”"),
    "bad date": (record(date="yesterday"), "'yesterday' is not like"),
    "date is a number": (record(date=2026), "“date” in the record is not text"),
    "tools a list": (record(tools=["Orca"]), "“tools” in the record is not an object"),
    "version a number": (record(tools={"Orca": 43}), "a version"),
    "no checks": ({k: v for k, v in record().items() if k != "checks"}, "no “checks”"),
    "failures in words": (
        record(checks=[{"name": "axe", "what": "", "pages": 1, "modes": [], "failures": "none"}]),
        "“failures” in “checks” 1 is not a whole number",
    ),
    "pages true": (record(checks=[{"name": "axe", "pages": True, "failures": 0}]), "“pages” in “checks” 1"),
    "mode a number": (
        record(checks=[{"name": "axe", "pages": 1, "modes": [1], "failures": 0}]),
        "a mode in “checks” 1",
    ),
    "journey a word": (record(journeys=["T01"]), "“journeys” 1 is not an object"),
    "keys in words": (record(journeys=[journey("T01", keys=1, budget=1) | {"keys": "few"}]), "“keys” in “journeys” 1"),
    "way without an end": (
        record(journeys=[journey("T01", keys=1, budget=1) | {"ways": [{"way": "keyboard"}]}]),
        "“ways” 1 of “journeys” 1 has no “passed”",
    ),
    "defect maybe": (record(defects=[{"name": "x", "caught": "maybe", "by": ""}]), "“caught” in “defects” 1"),
}


@pytest.mark.parametrize(("content", "said"), WRONG.values(), ids=WRONG)
def test_what_cannot_be_read(tmp_path: Path, content: Any, said: str) -> None:
    with pytest.raises(run.NoRecord) as caught:
        run.read(write(tmp_path / "run.json", content))
    assert said in str(caught.value)
    assert "make test-a11y" in str(caught.value)


def test_no_record(tmp_path: Path) -> None:
    for path in (tmp_path / "none.json", tmp_path):
        with pytest.raises(run.NoRecord, match="There is no record"):
            run.read(path)


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    (tmp_path / "run.json").write_bytes(b"\xff\xfe\x00{}")
    with pytest.raises(run.NoRecord, match="not JSON"):
        run.read(tmp_path / "run.json")


def test_a_record(tmp_path: Path) -> None:
    found = run.read(write(tmp_path / "run.json", record()))
    assert (found.date.isoformat(), found.build, found.failures) == ("2026-11-20", "abcdef012345", 0)
    assert found.tools == (("Orca", "43.1"), ("Chromium", "150.0"))
    first, second = found.journeys
    assert (first.efficiency, second.efficiency) == (15 / 12, 0.5)
    assert first.passed and not second.passed
    assert found.by_way == (
        ("keyboard", 2, 2), ("keyboard, no JavaScript", 1, 2), ("Orca and Chromium", 1, 2), ("Orca and Firefox", 1, 2),
    )  # fmt: skip


def test_what_was_not_counted(tmp_path: Path) -> None:
    bare = {"name": "T09", "task": "", "keys": None, "keys_budget": 8, "ways": []}
    walk = run.read(write(tmp_path / "run.json", record(journeys=[bare]))).journeys[0]
    assert walk.efficiency is None and walk.phrases is None and not walk.passed


def test_what_the_suite_writes_can_be_read(tmp_path: Path) -> None:
    """The writer of the tests and this reader agree on the shape."""
    from tests.a11y.journeys import JOURNEYS
    from tests.a11y.record import Record

    class Walked:
        keys, stops, loads, phrases = 7, 5, 1, 2

    written = Record()
    written.check("axe", "No rule is broken.", pages=["form", "results"], modes=["light", "dark"], failures=1)
    task = next(iter(JOURNEYS.values()))
    written.journey(task, "keyboard", Walked(), True)
    written.journey(task, "Orca and Chromium", Walked(), True)
    written.defect("label not tied to its box", True, "T01 with Orca")
    written.tool("axe-core", "4.10")
    written.write(tmp_path / "run.json")
    found = run.read(tmp_path / "run.json")
    assert (found.checks[0].pages, found.failures) == (2, 1)
    assert (found.journeys[0].name, found.journeys[0].keys, found.journeys[0].keys_budget) == (task.name, 7, task.keys)
    assert found.defects[0].caught and ("axe-core", "4.10") in found.tools
