"""The timeline, the pages of reasons, the feeds and the mail text; feeds are read by parsers that are not ours."""

from __future__ import annotations

from datetime import date, timedelta

import feedparser
import icalendar
import pytest
from django.test import Client

from mastsite.retirement.states import milestones
from tests.pages.html import faults, text, tree
from tests.retirement.conftest import AtDay
from tests.retirement.records import API, FORM, PLAIN, RECORDS

TODAY = date(2027, 3, 1)


@pytest.fixture(autouse=True)
def _day(on_day: AtDay) -> None:
    on_day(TODAY)


def page(browser: Client, address: str, status: int = 200) -> str:
    response = browser.get(address)
    assert response.status_code == status
    html = response.content.decode()
    assert faults(html) == [], address
    return html


def first_cells(html: str) -> list[str]:
    table = next(tree(html).iter("table"))
    return ["".join(row.find("th").itertext()) for row in next(table.iter("tbody"))]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("sort", "order"),
    [("", ["Old API", "Old form", "Plain page"]), ("-retires", ["Plain page", "Old API", "Old form"]), ("page", ["Old API", "Old form", "Plain page"]),
     ("-page", ["Plain page", "Old form", "Old API"]), ("state", ["Old API", "Old form", "Plain page"])],
)  # fmt: skip
def test_one_table_sorted_by_links(browser: Client, sort: str, order: list[str]) -> None:
    html = page(browser, f"/retirements/?sort={sort}")
    assert first_cells(html) == order
    assert html.count("aria-sort") == 1
    assert all(word in text(html) for word in ("2027-01-15", "2027-10-01", "2029-10-01", "Deprecated"))


def test_filter_by_group(browser: Client) -> None:
    html = page(browser, "/retirements/?group=iue")
    assert first_cells(html) == ["Plain page"] and 'href="/retirements/iue.ics"' in html
    page(browser, "/retirements/?group=nothing", 404)
    page(browser, "/retirements/?sort=<b>", 400)


def test_the_timeline_of_another_day(browser: Client) -> None:
    html = page(browser, "/retirements/?as-of=2027-10-02")
    assert "Preview:" in html and html.count("<td>Retired</td>") == 2


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.id)
def test_the_page_of_reasons(browser: Client, record: object) -> None:
    html = page(browser, f"/retirements/{record.id}/")  # type: ignore[attr-defined]
    words = text(html)
    for said in (FORM.why, FORM.better, FORM.lost, FORM.contact, "fewer than 20 searches a week for 8 weeks"):
        assert said in words
    assert 'rel="alternate"' in html and 'type="text/calendar"' in html


def test_old_fields_and_new_fields(browser: Client) -> None:
    words = text(page(browser, "/retirements/old-form/"))
    assert "1 of its 3 parameters have a place" in words and "CFA answers no more" in words
    assert "One target." in words and "A tour of the new form" in words
    assert "Sunset set. It was not known before" in text(page(browser, "/retirements/old-api/"))
    page(browser, "/retirements/nothing/", 404)


@pytest.mark.parametrize(
    ("address", "records"),
    [("/retirements.ics", RECORDS), ("/retirements/hst.ics", (FORM,)), ("/retirements/old-api.ics", (API,))],
)
def test_calendar(browser: Client, address: str, records: tuple) -> None:  # type: ignore[type-arg]
    response = browser.get(address)
    assert response["Content-Type"].startswith("text/calendar")
    assert all(len(line) <= 75 for line in response.content.split(b"\r\n"))
    calendar = icalendar.Calendar.from_ical(response.content)
    events = list(calendar.walk("VEVENT"))
    assert len(events) == sum(5 + len(record.brownouts) for record in records)
    assert len({str(event["UID"]) for event in events}) == len(events)
    days = {event.decoded("DTSTART") for event in events}
    for record in records:
        assert {step.day for step in milestones(record.dates)} <= days
    for event in events:
        assert type(event.decoded("DTSTART")) is date and event["DTSTART"].params["VALUE"] == "DATE"
        assert event.decoded("DTEND") - event.decoded("DTSTART") == timedelta(days=1)
        assert event["SEQUENCE"] == (1 if "Old API" in event["SUMMARY"] else 0) and event["DTSTAMP"]
        assert str(event["URL"]).startswith("http://testserver/retirements/")
    assert response.content == browser.get(address).content  # nothing in it depends on the moment


@pytest.mark.parametrize(("address", "titles"), [
    ("/retirements.atom", 7), ("/retirements/iue.atom", 2), ("/retirements/old-form.atom", 2),
])  # fmt: skip
def test_atom(browser: Client, address: str, titles: int) -> None:
    response = browser.get(address)
    feed = feedparser.parse(response.content, response_headers={"content-type": response["Content-Type"]})
    assert not feed.bozo, feed.get("bozo_exception")
    assert feed.version == "atom10" and feed.feed.id and feed.feed.updated and feed.feed.author
    assert len(feed.entries) == titles
    assert len({entry.id for entry in feed.entries}) == titles
    assert all(entry.updated and entry.link.startswith("http://testserver/retirements/") for entry in feed.entries)
    assert feed.entries[0].updated >= feed.entries[-1].updated
    assert any(link.rel == "self" and link.href.endswith(address) for link in feed.feed.links)


def test_json(browser: Client) -> None:
    body = browser.get("/retirements.json").json()
    assert [item["id"] for item in body["retirements"]] == [record.id for record in RECORDS]
    mine = body["retirements"][0]
    assert mine["sunset_at"] == "2027-10-01" and mine["last_call"] == "2027-09-17" and mine["state"] == "deprecated"
    assert mine["fields"][1] == {"old": "resolver", "new": "", "note": "CFA answers no more"}
    assert browser.get("/retirements/iue.json").json()["retirements"][0]["id"] == PLAIN.id
    later = browser.get("/retirements.json?as-of=2027-10-01").json()
    assert later["retirements"][0]["state"] == "sunset"
    assert browser.get("/retirements/nothing.json").status_code == 404


def test_mail_text(browser: Client) -> None:
    response = browser.get("/retirements/old-form/mail.txt")
    words = response.content.decode()
    assert response["Content-Type"].startswith("text/plain") and words.startswith(
        "Subject: [Test archive] Old form retires on 1 October 2027"
    )
    assert all(len(line) <= 78 for line in words.splitlines())
    assert FORM.lost in " ".join(words.split()) and "http://testserver/retirements/old-form/" in words
