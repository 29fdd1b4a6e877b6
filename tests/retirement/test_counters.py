"""What is counted, what is not, and what follows from it."""

from __future__ import annotations

import io
import time
from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.db import DatabaseError
from django.test import Client

from mastsite.retirement import counters
from mastsite.retirement.models import Count, Counted
from tests.pages.html import faults, text
from tests.retirement.conftest import AtDay

TODAY = date(2027, 3, 1)
MOZILLA = "Mozilla/5.0 (X11; Linux x86_64)"


@pytest.fixture(autouse=True)
def _day(on_day: AtDay) -> None:
    on_day(TODAY)


def counted(**conditions: object) -> dict[tuple[str, str, str], int]:
    counters.flush()
    rows = Count.objects.filter(**conditions)
    return {(row.client, row.door, row.event): row.times for row in rows}


def test_every_happening(browser: Client, on_day: AtDay) -> None:
    browser.get("/old/search.php")
    browser.get("/old/search.php?target=m31")
    browser.get("/old/search.php?outputformat=CSV", headers={"User-Agent": "curl/8"})
    browser.get("/old/search.php", headers={"User-Agent": "Mozilla/5.0 (compatible; Googlebot/2.1)"})
    browser.get("/old/search.php?as-of=2027-09-20")
    browser.post("/retirements/old-form/dismiss", {"back": "/old/search.php"})
    browser.get("/new/?q=m31", headers={"Referer": "http://testserver/old/search.php?target=m31"})
    browser.get("/new/", headers={"Referer": "https://elsewhere.example/old/search.php"})
    assert counted(record_id="old-form") == {
        ("browser", "html", "view"): 1, ("browser", "html", "search"): 1, ("browser", "html", "banner"): 2,
        ("script", "csv", "api"): 1, ("bot", "html", "view"): 1, ("bot", "html", "banner"): 1,
        ("browser", "html", "dismissed"): 1, ("browser", "html", "followed"): 1,
    }  # fmt: skip
    on_day(date(2027, 10, 1))
    browser.get("/old/search.php?target=m31")
    browser.get("/old/search.php?resolver=CFA")
    assert counted(record_id="old-form", stage="sunset") == {
        ("browser", "html", "redirected"): 1,
        ("browser", "html", "gone"): 1,
    }


def test_nothing_of_a_reader_is_kept(browser: Client) -> None:
    names = {field.name for field in Count._meta.fields}
    assert names == {"id", "record_id", "day", "stage", "door", "client", "event", "times"}
    browser.get(
        "/old/search.php?target=secret", headers={"User-Agent": "Mozilla/5.0 SecretAgent"}, REMOTE_ADDR="192.0.2.77"
    )
    counters.flush()
    row = str(list(Count.objects.values_list()))
    assert "secret" not in row.lower() and "192.0.2" not in row


def test_counts_add_up_over_writings(browser: Client) -> None:
    for _ in range(3):
        browser.get("/old/search.php")
        counters.flush()
    assert counted(event="view") == {("browser", "html", "view"): 3}


def test_a_database_that_fails_loses_counts_and_breaks_nothing(
    browser: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(counts: object) -> None:
        raise DatabaseError("the disk is full")

    monkeypatch.setattr(Count, "add", fails)
    browser.get("/old/search.php")
    assert counters.flush() == 2
    assert "2 counts of retiring pages were dropped" in caplog.text
    assert counters.flush() == 0


def test_counting_costs_a_request_nothing_to_speak_of(browser: Client) -> None:
    from django.test import RequestFactory

    from mastsite.retirement import registry

    entry, request = registry.entries()[0], RequestFactory().get("/old/search.php")
    start = time.perf_counter()
    for _ in range(1000):
        counters.count(request, entry, "view", door="html")
    assert time.perf_counter() - start < 1.0  # a millisecond each would be a fault; it is microseconds


def test_on_the_timeline(browser: Client) -> None:
    for _ in range(3):
        browser.get("/old/search.php?target=m31")
    counters.flush()
    html = browser.get("/retirements/").content.decode()
    assert faults(html) == []
    assert "3 searches and API calls" in text(html) and "counting began on 1 March 2027" in text(html)
    assert browser.get("/retirements/hst.json").json()["use"]["rows"][0]["search"] == 3


def test_rates_by_stage(browser: Client) -> None:
    def add(stage: str, **events: int) -> None:
        Count.add(
            {Counted("old-form", TODAY, stage, "html", "browser", event): times for event, times in events.items()}
        )

    add("announced", banner=200, followed=10)
    add("deprecated", banner=50, followed=5, dismissed=25)
    words = text(browser.get("/retirements/old-form/").content.decode())
    assert (
        "Announced 200 10 (5.0 %) 0 (0.0 %)" in words.replace("Announced200", "Announced 200 ") or "10 (5.0 %)" in words
    )
    assert "5 (10.0 %)" in words and "25 (50.0 %)" in words


def evidence() -> str:
    out = io.StringIO()
    call_command("retirement", "evidence", "old-form", stdout=out)
    return out.getvalue()


def fill(searches_a_week: int, weeks: int, today: date) -> None:
    for number in range(1, weeks + 1):
        key = Counted("old-form", today - timedelta(days=7 * number), "deprecated", "csv", "script", "api")
        Count.add({key: searches_a_week, key._replace(client="bot"): 1000})


@pytest.mark.parametrize(
    ("today", "searches", "weeks", "verdict"),
    [
        (date(2027, 10, 1), 19, 8, "quiet enough; its retirement date is reached: it may retire"),
        (date(2027, 9, 30), 19, 8, "quiet enough; its retirement date is tomorrow: it should not retire yet"),
        (
            date(2027, 10, 1),
            20,
            8,
            "still used, or was not counted long enough; its retirement date is reached: it should not",
        ),
        (date(2027, 10, 1), 0, 7, "still used, or was not counted long enough"),
    ],
    ids=["may", "before-the-date", "still-used", "not-counted-long-enough"],
)
def test_exit_rule(browser: Client, on_day: AtDay, today: date, searches: int, weeks: int, verdict: str) -> None:
    on_day(today)
    fill(searches, weeks, today)
    said = evidence()
    assert verdict in said, said
    assert said.count(f"   {searches}\n") == weeks
    assert said.count("not counted\n") == 8 - weeks
