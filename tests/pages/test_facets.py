"""The page of facets: what it links to, what it says, and what it refuses."""

from __future__ import annotations

import re

import html5lib
import pytest
from django.test import Client

from mastsite.search.registry import missions
from tests.pages.html import faults, text, tree

pytestmark = pytest.mark.usefixtures("archive", "db")


@pytest.fixture
def browser() -> Client:
    return Client(headers={"Accept": "text/html"})


@pytest.mark.parametrize("slug", missions())
def test_every_mission_has_a_good_page_and_its_twin(browser: Client, slug: str) -> None:
    page = browser.get(f"/search/{slug}/facets?patience=10")
    twin = browser.get(f"/search/{slug}/facets.json?patience=10")
    assert page.status_code == twin.status_code
    assert page.status_code in (200, 404)  # declared without rows
    assert faults(page.content.decode()) == []
    if page.status_code == 200:
        assert all(facet["counted"] for facet in twin.json()["facets"])


def test_a_value_leads_to_as_many_rows_as_it_says(browser: Client) -> None:
    said = browser.get("/search/hst/facets.json?target=m+31&radius=5&patience=10").json()
    (instruments,) = [facet for facet in said["facets"] if facet["column"] == "sci_instrume"]
    value = instruments["values"][0]
    assert "target=m+31" in value["address"]
    assert f"of {value['rows']:,}" in text(
        browser.get(value["address"].removeprefix("http://testserver")).content.decode()
    )


def test_a_chosen_value_can_be_removed(browser: Client) -> None:
    html = browser.get("/search/hst/facets?sci_instrume=STIS&patience=10").content.decode()
    assert "chosen. Remove: Instrument STIS" in text(html)
    assert faults(html) == []
    assert any(a.get("href") == "/search/hst/results" and (a.text or "") == "Remove" for a in tree(html).iter("a"))


def test_one_facet_alone_has_every_value(browser: Client) -> None:
    html = browser.get("/search/hst/facets?facet=sci_pep_id&patience=10").content.decode()
    assert "Every list" in text(html)
    assert len(list(tree(html).iter("h2"))) >= 1


@pytest.mark.parametrize(
    "search",
    [
        "facet=nonsense", "facet=sci_ra", "facet=%00", "facet=sci_instrume&facet=sci_aec", "patience=0", "patience=1e9",
        "patience=99999999999999999999", "patience=abc", "radius=abc", "nonsense=1", f"facet={'x' * 5000}", "facet=%ED%A0%80",
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_told(browser: Client, search: str) -> None:
    page = browser.get(f"/search/hst/facets?{search}")
    assert page.status_code == 400
    assert faults(page.content.decode()) == []
    twin = browser.get(f"/search/hst/facets.json?{search}")
    assert twin.status_code == 400
    assert twin.json()["errors"][0]["message"]


def test_what_is_not_counted_in_time_is_said(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mastsite.pages.facets.WITHIN_S", 0.0)
    shown = text(browser.get("/search/hst/facets").content.decode())
    assert "Not counted within 0 s: Instrument" in shown


def test_the_results_page_fetches_the_lists_alone_when_their_panel_is_opened(browser: Client) -> None:
    search = "target=m+31&radius=5&sci_instrume=STIS%2CCOS&sort=-sci_start_time&rows=10"
    html = browser.get(f"/search/hst/results?{search}").content.decode()
    (panel,) = [item for item in tree(html).iter("div") if item.get("id") == "narrowing"]
    assert html.index('id="narrowing"') > html.index('id="results"'), "below the table"
    address = str(panel.get("data-hx-get"))
    assert [link.get("href") for link in panel.iter("a")] == [address], "the same without scripts"
    lists = browser.get(address, headers={"HX-Request": "true", "HX-Target": "narrowing"})
    assert "HX-Target" in lists["Vary"]
    whole = browser.get(address).content.decode()
    there = _leads(lists.content.decode())
    assert there and there == [link for link in _leads(whole) if link in there]
    assert all("sort=-sci_start_time" in link for link in there), "the columns and order of the page stay"
    assert re.search("lists? of values", lists.content.decode()) and "<html" not in lists.content.decode()


@pytest.mark.parametrize("search", ["radius=abc", "patience=0"])
def test_the_panel_says_what_is_wrong(browser: Client, search: str) -> None:
    told = browser.get(f"/search/hst/facets?{search}", headers={"HX-Request": "true", "HX-Target": "narrowing"})
    assert told.status_code == 400
    assert search.partition("=")[2] in told.content.decode()


def _leads(html: str) -> list[str]:
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    return [str(link.get("href")) for link in parser.parse(html).iter("a") if "/results" in str(link.get("href"))]
