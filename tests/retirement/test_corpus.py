"""The corpus of old requests in every phase: unchanged while the old address answers, led on or refused in its format after.

Each request is sent before the announcement, in two of the states that follow, and on the day of the sunset.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest
from django.test import Client

from mastsite.retirement import registry
from mastsite.retirement.states import State, first_day
from tests.legacy import replaying
from tests.legacy.replaying import Case
from tests.legacy.test_replay import new_rows
from tests.retirement.conftest import AtDay

CASES = replaying.cases()
NOTICE = re.compile(rb'<section class="notice[^"]*" aria-labelledby="ret-t">.*?</section>\s*', re.DOTALL)
REQUEST = re.compile(rb"[0-9a-f]{12,}(?=</code>)")
"""The number of the request, on pages that say what went wrong."""
INFO = re.compile(rb'<INFO name="(?:retirement|deprecated|sunset|successor|documentation)" .*?(?:/>|</INFO>)\n')
ALIVE = ((State.ANNOUNCED, State.LAST_CALL), (State.DEPRECATED, State.LAST_CALL), (State.ANNOUNCED, State.DEPRECATED))
"""Two states for each request, in turn, so that every format and tool meets them all."""
TYPES = {
    "html": "text/html", "json": "application/problem+json", "csv": "text/csv", "votable": "application/x-votable+xml", "text": "text/plain",
}  # fmt: skip
SHAPES = {"HTML_Table": "html", "page": "html", "JSON": "json", "CSV": "csv", "VOTable": "votable", "text": ""}
"""Format of a refusal by how an answer is read; `text` is what several formats give where there are no rows."""

Answer = tuple[Any, bytes]


@pytest.fixture
def ask(kept: None, on_day: AtDay) -> Callable[[Case, date], Answer]:
    def asked(case: Case, day: date) -> Answer:
        on_day(day)
        response = replaying.send(case)
        body = replaying.body_of(response)
        for close in response._resource_closers:  # a cursor that stays open outlives the test
            close()
        return response, body

    return asked


def plain(case: Case, kind: str, body: bytes) -> object:
    """A body as it would be without its notice; a workbook, which holds the time of its making, by its rows."""
    if kind.startswith("text/html"):
        body = REQUEST.sub(b"", NOTICE.sub(b"", body))
    return replaying.tables(body, case.shape) if "spreadsheet" in kind else re.sub(rb"\s+", b" ", INFO.sub(b"", body))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_in_every_phase(ask: Callable[[Case, date], Answer], case: Case) -> None:
    entry = next(iter(registry.covering(case.path)), None)
    if entry is None:  # it never answered here, and says the same for ever
        response, _body = ask(case, date(2029, 1, 1))
        assert response.status_code == case.status >= 404 and "Sunset" not in response
        return
    dates = entry.record.dates
    before, body = ask(case, dates.announced - timedelta(days=1))
    kind = before["Content-Type"]
    assert before.status_code == case.status and "Sunset" not in before
    assert not NOTICE.search(body) and b'name="retirement"' not in body
    for state in ALIVE[CASES.index(case) % 3]:
        response, told = ask(case, first_day(dates, state))
        assert (response.status_code, response["Content-Type"]) == (case.status, kind)
        assert response["Sunset"] and response["Deprecation"]
        assert plain(case, kind, told) == plain(case, kind, body)
        if kind.startswith("text/html"):
            assert len(NOTICE.findall(told)) == (entry.record.kind == "page" and bool(body))
        elif "votable" in kind:
            assert told.count(f'<INFO name="retirement" value="{state}">'.encode()) == 1
        elif "spreadsheet" not in kind:
            assert told == body
    after, said = ask(case, dates.sunset_at)
    if after.status_code == 308:
        led_on(case, after["Location"], body)
    else:
        refused(case, after, said)


def led_on(case: Case, address: str, body: bytes) -> None:
    """The new address answers, with the same rows where the corpus tells rows apart."""
    assert case.method == "GET" and address.startswith("/") and not address.startswith("//")
    path, _, query = address.partition("?")
    response = Client().get(unquote(path), QUERY_STRING=query)
    if not case.rows:
        replaying.body_of(response)
    # Where no rows are held the old address says 404 in words its scripts know.
    assert response.status_code == 200 or (case.status == 404 and response.status_code in (200, 404))
    if case.rows:
        found = [table.values(case.label) for table in replaying.tables(body, case.shape)]
        new = new_rows(address, case)
        assert Counter(new) == Counter(key for rows in found for key in rows)
        if len(found) == 1:
            assert new == found[0]  # in the same order


def refused(case: Case, response: Any, body: bytes) -> None:
    """410 in the format that was asked for, with the way on."""
    assert response.status_code == 410
    shape = SHAPES.get(case.shape, "text")
    kind = response["Content-Type"]
    assert kind.startswith(TYPES[shape] if shape else tuple(TYPES.values()))
    assert len(body.strip()) > 100 and b"/retirements/" in body
    if kind.startswith(TYPES["json"]):
        assert json.loads(body)["successor"].startswith("http")
    elif kind.startswith(TYPES["votable"]):
        infos = {item.get("name"): item for item in ElementTree.fromstring(body).iter() if item.tag.endswith("}INFO")}
        assert infos["QUERY_STATUS"].get("value") == "ERROR" and "retired" in (infos["QUERY_STATUS"].text or "")
        assert infos["retirement"].get("value") == "sunset" and infos["successor"].get("value")
