"""Every retirement of this site, at every boundary, and where its searches lead: a new one is tested by existing."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta

import icalendar
import pytest
from django.test import Client

from mastsite.retirement import registry
from mastsite.retirement.checks import all_faults, site_faults
from mastsite.retirement.record import Record
from mastsite.retirement.states import State, milestones, state_on
from tests.pages.html import faults, text
from tests.retirement.conftest import AtDay

pytestmark = pytest.mark.usefixtures("kept")

RECORDS = registry.declared()
every_record = pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.id)


@pytest.fixture
def reader() -> Client:
    return Client(headers={"Accept": "text/html", "User-Agent": "Mozilla/5.0"})


def test_every_form_and_tool_has_one() -> None:
    from mastsite.legacy import tool_urls
    from mastsite.legacy.forms import forms

    paths = {pattern for record in RECORDS for pattern in record.patterns}
    assert {f"/{path}/search.php" for path, form in forms().items() if form.held} <= paths
    covered = {route for record in RECORDS for route in record.routes}
    named = {pattern.name for pattern in tool_urls.urlpatterns if pattern.name}
    assert named <= covered


def test_they_are_whole_and_their_successors_answer() -> None:
    assert all_faults(RECORDS) == []
    assert list(site_faults(RECORDS, ask=True)) == []


@every_record
def test_every_boundary(reader: Client, record: Record) -> None:
    address = record.patterns[0]
    for step in milestones(record.dates):
        for day in (step.day - timedelta(days=1), step.day):
            response = reader.get(address, {"as-of": day.isoformat()})
            state = state_on(record.dates, day)
            assert response["X-As-Of"] == day.isoformat() and response["Cache-Control"] == "private, no-store"
            if state is State.PLANNED:
                assert "Deprecation" not in response
                continue
            assert response["Deprecation"] and response["Sunset"] and 'rel="deprecation"' in response["Link"]
            assert response["Link"].count("successor-version") == 1
            if state in (State.SUNSET, State.ARCHIVED):
                assert response.status_code == 308 and response["Location"] == record.successor
            elif response["Content-Type"].startswith("text/html"):
                html = response.content.decode()
                assert faults(html) == []
                assert html.count('id="ret-t"') == (record.kind == "page")
                assert ("Last call" in html) == (record.kind == "page" and state is State.LAST_CALL)


@every_record
def test_its_page_and_its_feeds(reader: Client, record: Record) -> None:
    html = reader.get(f"/retirements/{record.id}/").content.decode()
    assert faults(html) == []
    words = text(html)
    assert all(said in words for said in (record.why, record.better, record.lost))
    calendar = icalendar.Calendar.from_ical(reader.get(f"/retirements/{record.id}.ics").content)
    assert len(list(calendar.walk("VEVENT"))) == 5
    assert reader.get(f"/retirements/{record.id}/mail.txt").status_code == 200


def test_the_timeline(reader: Client) -> None:
    html = reader.get("/retirements/").content.decode()
    assert faults(html) == [] and all(record.title in html for record in RECORDS)


@every_record
def test_its_searches_run_old_and_new(reader: Client, record: Record) -> None:
    empty = "There are no rows to search here yet" in reader.get(record.successor).content.decode()
    for search in record.searches:
        old, new = reader.get(search.old), reader.get(search.new)
        if empty:  # both say so
            assert old.status_code >= 400 and "rows" in text(new.content.decode()), search
        else:
            assert (old.status_code, new.status_code) == (200, 200), search


def rows_of(response: object) -> list[list[str]]:
    body = b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined]
    for close in response._resource_closers:  # type: ignore[attr-defined]  # a cursor that stays open outlives the test
        close()
    lines = [line for line in body.decode().splitlines() if line and not line.startswith("#")]
    return list(csv.reader(io.StringIO("\n".join(lines))))


@pytest.mark.parametrize(
    "query",
    ["action=Search&target=m+31&radius=5&sci_instrume=STIS,FOC", "action=Search&sci_actual_duration=%3E+1000&max_records=20",
     "action=Search&ra=10..11&dec=41..42&ordercolumn1=sci_start_time", "action=Search&target=nobody+knows+this+name"],
)  # fmt: skip
def test_what_leads_on_has_the_same_rows(reader: Client, query: str) -> None:
    address = f"/hst/search.php?{query}&outputformat=CSV&selectedColumnsCsv=sci_data_set_name,sci_targname"
    old = rows_of(reader.get(address))
    led = reader.get(f"{address}&as-of=2027-10-01")
    if led.status_code == 410:
        assert "nobody" in query and b"nobody knows" in led.content and led["Content-Type"].startswith("text/csv")
        return
    assert led.status_code == 308
    new = rows_of(reader.get(led["Location"]))
    names = [new[0].index(name) for name in ("sci_data_set_name", "sci_targname")]
    assert len(new) > 1 and sorted(row[:2] for row in old[2:]) == sorted(
        [row[names[0]], row[names[1]]] for row in new[1:]
    )


@pytest.mark.parametrize(
    ("query", "said", "kind"),
    [
        ("action=Search&target=m+31&makedistinct=on", "rows that are alike stay", "text/html"),
        ("action=Search&target=m+31&nosuchcolumn=1&outputformat=VOTable", "nosuchcolumn", "application/x-votable+xml"),
        ("action=Search&target=m+31&outputformat=SSV", "CSV is nearest", "text/plain"),
        ("action=Search&sci_actual_duration=%3E%3E%3E&outputformat=CSV", "sci_actual_duration", "text/csv"),
        ("target=m+31&max_rpp=10", "max_rpp", "text/html"),
    ],
)
def test_what_cannot_be_carried_is_said(reader: Client, query: str, said: str, kind: str) -> None:
    response = reader.get(f"/hst/search.php?{query}&as-of=2027-10-01")
    assert response.status_code == 410 and response["Content-Type"].startswith(kind)
    assert said in response.content.decode()


def test_the_old_bookmark_opens_the_new_form_filled(reader: Client) -> None:
    led = reader.get("/hst/search.php?target=m+31&sci_instrume=STIS&as-of=2027-10-01")
    assert led.status_code == 308 and led["Location"].startswith("/search/hst/?target=m+31")
    assert 'value="STIS"' in reader.get(led["Location"]).content.decode()


def test_posts_are_told_and_never_led_on(reader: Client, on_day: AtDay) -> None:
    asked = {"action": "Search", "target": "m 31", "sci_instrume": "STIS", "outputformat": "CSV"}
    on_day(date(2027, 3, 1))
    before = reader.post("/hst/search.php", asked)
    assert before.status_code == 200 and before["Sunset"] and len(rows_of(before)) > 2
    encoded = "action=Search&target=m+31&outputformat=CSV"
    on_day(date(2027, 10, 1))
    assert reader.post("/hst/search.php", asked).status_code == 410
    after = reader.post("/hst/search.php", encoded, content_type="application/x-www-form-urlencoded")
    assert after.status_code == 410 and after["Content-Type"].startswith("text/csv") and b"target=m+31" in after.content


def test_a_rollback_gives_back_every_byte(reader: Client, on_day: AtDay) -> None:
    from mastsite.retirement import changing

    address = "/hst/search.php?action=Search&target=m+31&outputformat=CSV"
    on_day(date(2026, 11, 1))
    before = reader.get(address)
    rows = rows_of(before)
    on_day(date(2027, 10, 1))
    assert reader.get(address).status_code == 308
    changing.rollback("hst-form", by="ops", reason="rows were missing")
    after = reader.get(address)
    assert rows_of(after) == rows
    assert {name for name, _ in after.items()} == {name for name, _ in before.items()}


def test_the_api_documents_tell_of_them(reader: Client) -> None:
    html = reader.get("/search/docs").content.decode()
    assert faults(html) == [] and "/hst/search.php" in html and "retires on" in html


def test_the_error_summary_of_an_old_form_wins(reader: Client) -> None:
    html = reader.get("/hst/search.php?action=Search&sci_actual_duration=x..y&as-of=2027-03-01").content.decode()
    assert "There is a problem" in html and "What instead" not in html and html.count('id="ret-t"') == 1
    assert faults(html) == []
