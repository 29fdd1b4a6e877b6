"""The accessibility statement says what the record holds, and no more; without one it says that."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from mastsite.freshness import build
from mastsite.guides import run
from tests.guides.records import journey, record, write
from tests.pages.html import faults


@pytest.fixture
def browser() -> Client:
    return Client(headers={"Accept": "text/html"})


@pytest.fixture
def recorded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Puts a record in the place of the real one; None takes it away."""

    def put(content: Any) -> None:
        path = tmp_path / "run.json"
        path.unlink(missing_ok=True)
        if content is not None:
            write(path, content)
        monkeypatch.setattr(run, "RECORD", path)

    return put


def page(browser: Client) -> str:
    response = browser.get("/accessibility")
    assert response.status_code == 200
    html = response.content.decode()
    assert faults(html) == []
    return " ".join(unescape(re.sub("<[^>]+>", " ", html)).split())


@pytest.mark.parametrize("content", [None, "", "{", [], {"date": 1}, record(date="<b>soon</b>")], ids=repr)
def test_without_a_record_nothing_is_claimed(browser: Client, recorded: Any, content: Any) -> None:
    recorded(content)
    said = page(browser)
    assert "nothing more is claimed" in said and "Nothing is recorded" in said and "make test-a11y" in said
    assert "found nothing against it" not in said and "Last tested" not in said
    data = browser.get("/accessibility.json").json()
    assert data["record"] is None and data["problem"] and data["tested_build"] is None
    assert {gap["about"] for gap in data["known_gaps"]} >= {"Other screen readers", "People"}


def test_a_clean_run_of_this_build(browser: Client, recorded: Any) -> None:
    clean = record(build=build(), journeys=[journey("T01", keys=12, budget=15)])
    recorded(clean)
    said = page(browser)
    assert "automatic tests found nothing against it" in said and "no audit by people" in said
    assert "Last tested on 20 November 2026" in said and "is the one that was tested" in said
    for words in ("Orca 43.1", "Chromium 150.0", "No rule is broken. 120 light, dark 0", "12 of 15"):
        assert words in said, words
    data = browser.get("/accessibility.json").json()
    assert data["tests_are_of_the_running_build"] is True and data["audited_by_people"] is False
    assert data["record"] == clean


def test_another_build_is_said_to_be_another(browser: Client, recorded: Any) -> None:
    recorded(record())
    said = page(browser)
    assert "is not the one that was tested" in said and "abcdef012345" in said and build() in said
    assert browser.get("/accessibility.json").json()["tests_are_of_the_running_build"] is False


def test_failures_are_told(browser: Client, recorded: Any) -> None:
    check = {"name": "axe", "what": "No rule is broken.", "pages": 9, "modes": [], "failures": 3}
    recorded(record(checks=[check]))
    said = page(browser)
    assert "do not everywhere: automatic tests found 3 failures" in said
    assert "Orca and Firefox: failed" in said
    assert "hint not tied to its box no" in said


def test_failed_tasks_are_no_clean_run(browser: Client, recorded: Any) -> None:
    recorded(record(journeys=[journey("T01", keys=1, budget=2, passed=False)]))
    assert "1 task" in browser.get("/accessibility.json").json()["claim"]
    recorded(record(journeys=[journey("T01", keys=1, budget=2)]))
    assert "found nothing against it" in browser.get("/accessibility.json").json()["claim"]


def test_a_record_with_nothing_in_it(browser: Client, recorded: Any) -> None:
    recorded(record(checks=[], journeys=[], defects=[], tools={}))
    assert "nothing more is claimed" in page(browser)


def test_words_of_the_record_are_words_on_the_page(browser: Client, recorded: Any) -> None:
    recorded(record(tools={"<script>": "<b>1</b>"}, build="<i>x</i>"))
    assert "<b>1</b>" in page(browser)


def test_ways_out_lead_somewhere(browser: Client) -> None:
    html = browser.get("/accessibility").content.decode()
    for address in ("/feedback?about=/accessibility", "/accessibility.json", "/search/docs"):
        assert f'href="{address}"' in html
        assert browser.get(address).status_code == 200, address
    assert 'href="/accessibility"' in browser.get("/help/operators").content.decode()


def test_only_read(browser: Client) -> None:
    assert browser.post("/accessibility").status_code == 405
    assert browser.get("/accessibility")["Cache-Control"] == "no-cache"
