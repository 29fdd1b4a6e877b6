"""The page of statistics, its pictures and its CSV."""

from __future__ import annotations

import csv
import re
from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from xml.etree.ElementTree import fromstring

import pytest
from django.conf import settings
from django.db import connections
from django.db.models import F
from django.test import Client
from django.test.utils import CaptureQueriesContext

from mastsite.pages import counted
from mastsite.search.database import alias
from mastsite.search.models import Holding
from mastsite.search.query import Query
from mastsite.search.registry import get_mission
from mastsite.search.statistics import Statistics
from mastsite.search.tables import held
from tests.pages.html import faults, text, tree

pytestmark = pytest.mark.usefixtures("archive", "db")
SEARCH = "sci_instrume=STIS"


@pytest.fixture
def browser() -> Client:
    return Client(headers={"Accept": "text/html"})


@pytest.mark.parametrize("search", ["", SEARCH, "target=m+31&radius=5", "sci_data_set_name=nothing"])
def test_the_page_and_its_pictures(browser: Client, search: str) -> None:
    html = browser.get(f"/search/hst/statistics?{search}").content.decode()
    assert faults(html) == []
    assert re.search(r"[0-9,]+ rows?\.", text(html))
    for picture in tree(html).iter("img"):
        drawn = browser.get(str(picture.get("src")))
        assert drawn["Content-Type"] == "image/svg+xml"
        assert fromstring(drawn.content).tag.endswith("svg")
        assert b"style" not in drawn.content


def test_the_file_has_the_numbers(browser: Client) -> None:
    lines = list(csv.DictReader(browser.get(f"/search/hst/statistics.csv?{SEARCH}").content.decode().splitlines()))
    assert {line["figure"] for line in lines} == {"year", "exposure", "sky"}


@pytest.mark.parametrize("page", ["statistics", "statistics.csv", "sky.svg"])
def test_what_cannot_be_read_is_told(browser: Client, page: str) -> None:
    assert browser.get(f"/search/hst/{page}?radius=abc").status_code == 400
    assert browser.get(f"/search/nowhere/{page}").status_code == 404


def test_a_picture_of_nothing_is_not_there(browser: Client) -> None:
    assert browser.get("/search/hst/sky.svg?sci_data_set_name=nothing").status_code == 404


PARTS = ("statistics", "sky.svg", "times.svg", "exposures.svg", "statistics.csv")


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counted, "_entries", OrderedDict())


def grouped(browser: Client, address: str) -> int:
    """How many statements that count rows of Hubble an answer takes; a name may be looked up among them beside."""
    table = held(get_mission("hst"))
    assert table is not None
    with CaptureQueriesContext(connections[alias()]) as seen:
        assert browser.get(address).status_code == 200
    return sum(table.table in statement["sql"] and "COUNT(" in statement["sql"] for statement in seen.captured_queries)


@pytest.mark.parametrize("search", [SEARCH, "target=m+31&radius=5&sort=-sci_start_time&columns=sci_instrume&rows=10"])
def test_page_pictures_and_file_are_counted_once(browser: Client, search: str) -> None:
    first, *others = (grouped(browser, f"/search/hst/{part}?{search}") for part in PARTS)
    assert first > 3 and others == [0] * 4
    assert grouped(browser, f"/search/hst/statistics?{search}") == 0
    assert grouped(browser, f"/search/hst/statistics?{search}&sci_aec=S") > 3, "another search"


def test_after_a_load_they_are_counted_anew(browser: Client) -> None:
    address = f"/search/hst/statistics?{SEARCH}"
    assert grouped(browser, address) and not grouped(browser, address)
    Holding.objects.filter(slug="hst").update(version=F("version") + 1)
    assert grouped(browser, address)
    assert len(counted._entries) == 1, "those of the loading before are not kept"
    assert grouped(browser, address) == 0


def test_what_was_late_is_counted_again_by_the_page_alone(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    before = settings.PAGE_TIME_LIMIT_S
    monkeypatch.setattr(settings, "PAGE_TIME_LIMIT_S", 0.0)
    page = browser.get(f"/search/hst/statistics?{SEARCH}").content.decode()
    assert "Not counted within 0 s: the number of rows" in text(page) and "<img" not in page
    monkeypatch.setattr(settings, "PAGE_TIME_LIMIT_S", before)
    assert browser.get(f"/search/hst/sky.svg?{SEARCH}").status_code == 404, "a picture shows what the page says"
    assert "<img" in browser.get(f"/search/hst/statistics?{SEARCH}").content.decode()
    assert browser.get(f"/search/hst/sky.svg?{SEARCH}").status_code == 200


def test_no_more_than_so_many_are_kept(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counted, "KEPT", 3)
    for number in range(5):
        browser.get(f"/search/hst/statistics?sci_pep_id={8000 + number}")
    assert len(counted._entries) == 3


def test_many_at_once_wait_for_one_that_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    began, go_on, asked = Event(), Event(), []

    def slow(query: Query, *, within_s: float) -> Statistics:
        asked.append(query)
        began.set()
        assert go_on.wait(60)
        return Statistics(1, None, None, None, (), "")

    monkeypatch.setattr(counted, "statistics", slow)
    monkeypatch.setattr(counted, "_key", lambda query: ("hst", "", ""))
    query = Query(get_mission("hst"))
    with ThreadPoolExecutor(4) as threads:
        answers = [threads.submit(counted.counted, query) for _ in range(4)]
        assert began.wait(60)
        go_on.set()
        assert {answer.result(60).rows for answer in answers} == {1}
    assert len(asked) == 1


def test_the_words_name_the_commonest_instruments_and_filters(browser: Client) -> None:
    words = text(browser.get("/search/hst/statistics?target=m+31&radius=5").content.decode())
    assert re.search(r"Instrument: most have \w+ \([0-9,]+ rows\), \w+ \([0-9,]+ rows\) and \w+ \(", words)
    assert "Filters/Gratings: most have" in words
    assert "Instrument: STIS (" in text(browser.get(f"/search/hst/statistics?{SEARCH}").content.decode())
