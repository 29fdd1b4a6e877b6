"""The page of statistics, its pictures and its CSV."""

from __future__ import annotations

import csv
import re
from xml.etree.ElementTree import fromstring

import pytest
from django.test import Client

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
