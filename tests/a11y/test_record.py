"""The record that the accessibility statement shows is of these journeys and budgets, and nothing in it failed."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.a11y.journeys import JOURNEYS, Journey
from tests.a11y.planted import DEFECTS
from tests.a11y.record import FILE, HOW, Record
from tests.a11y.walker import Keyboard


@pytest.fixture(scope="module")
def written(request: pytest.FixtureRequest) -> dict[str, Any]:
    if request.config.getoption("--record", default=False):
        pytest.skip("the record is written at the end of this run")
    assert FILE.exists(), f"There is no {FILE.name}. {HOW}"
    told: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return told


def test_the_record_is_of_these_journeys(written: dict[str, Any]) -> None:
    told = {
        line["name"]: (line["task"], line["keys_budget"], line["stops_budget"], line["phrases_budget"])
        for line in written["journeys"]
    }
    now = {
        name: (" ".join(journey.task.split()), journey.keys, journey.stops, journey.phrases)
        for name, journey in JOURNEYS.items()
    }
    assert told == now, f"the record is of other journeys or budgets. {HOW}"


def test_every_way_was_walked_and_passed(written: dict[str, Any]) -> None:
    for line in written["journeys"]:
        ways = {way["way"] for way in line["ways"]}
        asked = {"keyboard", "keyboard, no JavaScript", "Orca and Chromium"}
        asked |= {"Orca and Firefox"} if JOURNEYS[line["name"]].firefox else set()
        assert asked <= ways, f"{line['name']} was not walked with {asked - ways}. {HOW}"
        assert all(way["passed"] for way in line["ways"]), f"{line['name']} failed. {HOW}"


def test_every_planted_defect_was_caught(written: dict[str, Any]) -> None:
    assert {line["name"] for line in written["defects"]} == set(DEFECTS), HOW
    assert all(line["caught"] for line in written["defects"])


def test_no_check_failed(written: dict[str, Any]) -> None:
    assert written["checks"], f"no page was checked. {HOW}"
    assert [check for check in written["checks"] if check["failures"] or not check["pages"]] == []


def test_the_tools_are_named(written: dict[str, Any]) -> None:
    assert {"Orca", "Chromium", "Firefox", "Playwright", "Python", "axe-core", "Nu Html Checker"} <= set(
        written["tools"]
    ), HOW


def test_walks_and_pages_add_up() -> None:
    record, journey = Record(), Journey("T99", lambda _walker: None, 9, 9, 9, False)
    for way, keys, phrases, passed in (("Orca and Chromium", 5, 3, True), ("keyboard", 4, 50, False)):
        walker = Keyboard(None)
        walker.keys, walker.phrases = keys, phrases
        record.journey(journey, way, walker, passed)
    record.check("axe", "No rule is broken.", pages=["form"], modes=["light"])
    record.check("axe", "No rule is broken.", pages=["form", "table"], modes=["light", "dark"], failures=2)
    record.defect("label", True, "Orca")
    record.tool("axe-core", "4.14.1")
    told = record.told()
    [line] = told["journeys"]
    assert (line["keys"], line["phrases"], line["keys_budget"]) == (5, 3, 9)
    assert line["ways"] == [{"way": "keyboard", "passed": False}, {"way": "Orca and Chromium", "passed": True}]
    assert told["checks"] == [
        {"name": "axe", "what": "No rule is broken.", "pages": 2, "modes": ["light", "dark"], "failures": 2}
    ]
    assert told["defects"] == [{"name": "label", "caught": True, "by": "Orca"}]
    assert told["tools"]["axe-core"] == "4.14.1" and told["tools"]["Python"].startswith("3.")
