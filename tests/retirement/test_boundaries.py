"""Time travel: what every retiring page answers on the day before, of and after each step."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from email.utils import parsedate_to_datetime
from xml.etree import ElementTree

import pytest
from django.test import Client

from mastsite.retirement.record import Record
from mastsite.retirement.states import MILESTONES, State, first_day
from tests.pages.html import faults, text
from tests.retirement.conftest import AtDay
from tests.retirement.records import API, FORM, PLAIN, RECORDS

ADDRESS = {FORM.id: "/old/search.php?target=m+31", API.id: "/old/api/rows", PLAIN.id: "/plain/page"}
DAYS = [
    pytest.param(record, first_day(record.dates, state) + timedelta(days=days), id=f"{record.id}-{state}{days:+d}")
    for record in RECORDS
    for state in MILESTONES
    for days in (-1, 0, 1)
]


def expected(record: Record, day: date) -> State:
    """The state, written out once more."""
    dates = record.dates
    if day < dates.announced:
        return State.PLANNED
    if day < dates.deprecated_at:
        return State.ANNOUNCED
    if day < dates.sunset_at - timedelta(days=14):
        return State.DEPRECATED
    if day < dates.sunset_at:
        return State.LAST_CALL
    return State.SUNSET if day < dates.archived_at else State.ARCHIVED


@pytest.mark.parametrize("how", ["clock", "as-of", "header"])
@pytest.mark.parametrize(("record", "day"), DAYS)
def test_status_headers_and_notice(browser: Client, on_day: AtDay, record: Record, day: date, how: str) -> None:
    address, headers = ADDRESS[record.id], {}
    if how == "clock":
        on_day(day)
    elif how == "as-of":
        address += f"{'&' if '?' in address else '?'}as-of={day}"
    else:
        headers["X-As-Of"] = day.isoformat()
    response = browser.get(address, headers=headers)
    state = expected(record, day)
    if how != "clock":
        assert response["X-As-Of"] == day.isoformat()
        assert response["Cache-Control"] == "private, no-store"
    assert response.status_code == (308 if state in (State.SUNSET, State.ARCHIVED) else 200), response.content[:500]
    if state is State.PLANNED:
        assert not {"Deprecation", "Sunset", "Link"} & set(response.headers)
    else:
        moment = datetime.fromtimestamp(int(response["Deprecation"].removeprefix("@"))).astimezone().date()
        assert datetime.fromisoformat(f"{record.dates.deprecated_at}T00:00+00:00").timestamp() == int(
            response["Deprecation"][1:]
        ), moment
        assert parsedate_to_datetime(response["Sunset"]).date() == record.dates.sunset_at
        assert all(f'rel="{rel}"' in response["Link"] for rel in ("successor-version", "deprecation", "sunset"))
        assert {"Deprecation", "Sunset", "Link"} <= set(response["Access-Control-Expose-Headers"].split(", "))
        assert "X-As-Of" in response["Vary"]
    if response.status_code == 308:
        assert response["Location"] == {FORM.id: "/new/?q=m+31", API.id: "/new/api", PLAIN.id: "/new/"}[record.id]
        return
    html = response.content.decode()
    told = record.kind == "page" and state in (State.ANNOUNCED, State.DEPRECATED, State.LAST_CALL)
    assert html.count('id="ret-t"') == told
    if told:
        words = text(html)
        left = (record.dates.sunset_at - day).days
        assert f"{record.dates.sunset_at.day} {record.dates.sunset_at:%B %Y}, " in words
        assert (f"in {left} days" if left > 1 else "tomorrow") in words
        assert ("Last call" in words) == (state is State.LAST_CALL)
        assert ("will retire" in words) == (state is State.ANNOUNCED)
        assert ("Hide this notice" in words) == (how == "clock" and state is not State.LAST_CALL)
        assert record.why.split(". ")[0] in words and f"What changes for users of {record.title}" in words
        assert f'<time datetime="{record.dates.sunset_at}">' in html
    if how != "clock" and record.kind == "page":
        assert "Preview:" in html
    if record.id != API.id:
        assert [fault for fault in faults(html) if record is FORM or "<main>" not in fault] == []  # a page without one
    if record is FORM and told:
        assert 'href="/new/?q=m+31"' in html and html.index("</header>") < html.index("ret-t") < html.index("<main")


@pytest.mark.parametrize("shape", ["CSV", "VOTable", "JSON"])
def test_no_notice_in_data(browser: Client, on_day: AtDay, shape: str) -> None:
    on_day(date(2026, 1, 1))
    before = browser.get(f"/old/search.php?outputformat={shape}")
    on_day(date(2027, 3, 1))
    after = browser.get(f"/old/search.php?outputformat={shape}")
    assert after.content == before.content and after["Content-Type"] == before["Content-Type"]
    assert after["Deprecation"] and "Cookie" not in after.get("Vary", "")
    if shape == "CSV":
        assert after["Link"].startswith('</help>; rel="help", <')


def test_head_has_the_headers(browser: Client, on_day: AtDay) -> None:
    for day in (date(2027, 3, 1), date(2027, 10, 1)):
        on_day(day)
        response = browser.head("/old/search.php")
        assert response["Deprecation"] and response["Sunset"] and response["Link"] and response.content == b""


def gone(browser: Client, on_day: AtDay, address: str) -> object:
    on_day(date(2027, 10, 1))
    response = browser.get(address)
    assert response.status_code == 410 and response["Deprecation"] and response["Link"]
    return response


def test_a_search_that_cannot_be_carried_whole_is_410_and_prefilled(browser: Client, on_day: AtDay) -> None:
    html = gone(browser, on_day, "/old/search.php?target=m+31&resolver=CFA").content.decode()  # type: ignore[attr-defined]
    assert faults(html) == []
    assert 'href="/new/?q=m+31"' in html and "CFA answers no more" in html and FORM.contact in html
    assert FORM.still_there in html and all(words in html for words in (FORM.why, FORM.better, FORM.lost))


def test_410_of_an_api_is_problem_details(browser: Client, on_day: AtDay) -> None:
    response = gone(browser, on_day, "/old/api/rows?x=1")
    assert response["Content-Type"] == "application/problem+json"  # type: ignore[index]
    body = json.loads(response.content)  # type: ignore[attr-defined]
    assert body["status"] == 410 and body["successor"] == "http://testserver/new/api"
    assert body["documentation"] == "http://testserver/retirements/old-api/" and body["dropped"][0]["name"] == "x"


def test_410_in_the_format_of_the_search(browser: Client, on_day: AtDay) -> None:
    rows = gone(browser, on_day, "/old/search.php?resolver=CFA&outputformat=CSV")
    assert rows["Content-Type"].startswith("text/csv")  # type: ignore[index]
    lines = rows.content.decode().splitlines()  # type: ignore[attr-defined]
    assert lines[0] == "status,title,detail,successor,documentation" and lines[1].startswith("410,") and len(lines) == 2
    table = gone(browser, on_day, "/old/search.php?resolver=CFA&outputformat=VOTable")
    status = ElementTree.fromstring(table.content).find(".//{*}INFO[@name='QUERY_STATUS']")  # type: ignore[attr-defined]
    assert status is not None and status.get("value") == "ERROR" and "retired" in (status.text or "")


def test_a_post_is_never_sent_on(browser: Client, on_day: AtDay) -> None:
    on_day(date(2027, 10, 1))
    assert browser.post("/old/search.php", {"target": "m 31"}).status_code == 410


def test_brown_out_only_when_announced(browser: Client, on_day: AtDay) -> None:
    for hour, status in ((8, 200), (9, 503), (10, 503), (11, 200)):
        on_day(date(2027, 9, 1), hour)  # type: ignore[call-arg]
        response = browser.get("/old/api/rows")
        assert response.status_code == status
        if status == 503:
            assert response["Content-Type"] == "application/problem+json" and int(response["Retry-After"]) > 0
        assert browser.get("/old/search.php").status_code == 200
    assert browser.get("/old/api/rows?as-of=2027-09-01").status_code == 503


@pytest.mark.parametrize(
    "address",
    ["/old/search.php?as-of=2027-13-01", "/old/search.php?as-of=", "/old/search.php?as-of=%00", "/retirements/?as-of=soon",
     "/old/search.php?as-of=0001-01-01", "/old/search.php?as-of=2027-01-01&as-of=2027-01-02", "/retirements.json?as-of=x"],
)  # fmt: skip
def test_a_day_that_is_none_is_refused(browser: Client, address: str) -> None:
    response = browser.get(address)
    assert response.status_code == 400
    assert "as-of was read as" in response.content.decode() or "Give one" in response.content.decode()
    assert faults(response.content.decode()) == []
