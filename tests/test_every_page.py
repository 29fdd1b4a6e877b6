"""Every page of every mission is valid, labelled and complete: the contract that a new mission meets by existing."""

from __future__ import annotations

import re
from urllib.parse import urlencode

import pytest
from django.test import Client

from mastsite.pages import typed
from mastsite.search import engine
from mastsite.search.criteria import quote
from mastsite.search.declare import Mission
from mastsite.search.query import Query
from mastsite.search.registry import missions
from mastsite.search.tables import NotLoaded
from tests.pages.html import faults, text, tree

pytestmark = pytest.mark.usefixtures("archive")

MISSIONS = list(missions().values())
every_mission = pytest.mark.parametrize("mission", MISSIONS, ids=lambda mission: mission.slug)

CLASSIC_BOXES = (
    "extra_column_name_1", "extra_column_value_1", "extra_column_name_2", "extra_column_value_2", "ordercolumn1",
    "ordercolumn2", "ordercolumn3", "descending1", "descending2", "descending3", "outputformat", "max_rpp", "max_records",
    "coordformat",
)  # fmt: skip
POSITION_BOXES = ("target", "resolver", "radius", "ra", "dec", "equinox")


EXCLUDED = {
    "text": "!nothing*like*this", "substring": "!nothing like this", "integer": "!-987654", "float": "!-987654",
    "datetime": "!1800", "boolean": "yes, no, null", "ra": "!1e-9", "dec": "!1e-9",
}  # fmt: skip
"""A condition that every row meets, for each kind of column."""


@pytest.fixture
def browser() -> Client:
    return Client(headers={"Accept": "text/html"}, raise_request_exception=True)


def page(browser: Client, address: str, status: int = 200) -> str:
    response = browser.get(address)
    assert response.status_code == status, f"{address}: {response.status_code}"
    assert response["Content-Security-Policy"] and response["X-Request-ID"]
    html = response.content.decode()
    assert faults(html) == [], address
    return html


def some_row(mission: Mission) -> tuple[object, ...] | None:
    """Identifier, right ascension and declination of a row, where the mission has rows."""
    names = [mission.id_column, *([mission.ra_column, mission.dec_column] if mission.has_position else [])]
    try:
        rows = list(engine.page(Query(mission, columns=tuple(names), rows=1), counted=False).rows)
    except NotLoaded:
        return None
    return rows[0] if rows else None


@every_mission
def test_form(browser: Client, mission: Mission) -> None:
    html = page(browser, f"/search/{mission.slug}/")
    names = {item.get("name") for item in tree(html).iter() if item.get("name")}
    wanted = set(CLASSIC_BOXES) | (set(POSITION_BOXES) if mission.has_position else set())
    wanted |= {
        column.name for column in mission.stored_columns if column.group and column.name not in typed.OF_THE_SITE
    }
    assert wanted <= names, wanted - names
    if some_row(mission) is None:
        assert "There are no rows to search here yet" in html


@every_mission
def test_columns(browser: Client, mission: Mission) -> None:
    html = page(browser, f"/search/{mission.slug}/columns")
    assert all(f"<code>{column.name}</code>" in html for column in mission.columns)
    listed = browser.get(f"/search/{mission.slug}/columns.json").json()["columns"]
    assert [column["name"] for column in listed] == [column.name for column in mission.columns]


@every_mission
def test_results(browser: Client, mission: Mission) -> None:
    html = page(browser, f"/search/{mission.slug}/results?max_rpp=10")
    if some_row(mission) is None:
        assert "Nothing was searched" in html
        assert browser.get(f"/search/{mission.slug}/results.csv").status_code == 404
        return
    assert html.count("<tr>") > 1
    heads = [item for item in tree(html).iter("th") if item.get("scope") == "col" and item.get("class") != "pick"]
    left_out = re.findall(r"Left out, as no row here has a value in (?:it|them): (.*?)\. <a", html)
    assert len(heads) + sum(len(labels.split(", ")) for labels in left_out) == len(Query(mission).output)
    full = page(Client(headers={"Cookie": "empty=shown"}), f"/search/{mission.slug}/results?max_rpp=10")
    heads = [item for item in tree(full).iter("th") if item.get("scope") == "col" and item.get("class") != "pick"]
    assert len(heads) == len(Query(mission).output)


@every_mission
def test_every_sort_and_every_column(browser: Client, mission: Mission) -> None:
    """All columns at once, then a page sorted by each heading that can sort, both ways."""
    html = page(browser, f"/search/{mission.slug}/results?columns=all&max_rpp=10")
    links = [item.get("href") for item in tree(html).iter("a") if (item.get("id") or "").startswith("sort-")]
    assert len(links) >= (len(mission.stored_columns) if some_row(mission) else 0)
    for link in links[:3]:
        assert 'aria-sort="' in page(browser, str(link))


@every_mission
def test_examples(browser: Client, mission: Mission) -> None:
    """The searches that a form offers are readable, fill its boxes and find rows."""
    for address, sentence in mission.examples:
        assert sentence
        page(browser, f"/search/{mission.slug}/?{address}")
        if some_row(mission) is not None:
            html = page(browser, f"/search/{mission.slug}/results?{address}")
            assert "found</h1>" in html and "<h1>No " not in html, address


@every_mission
def test_nothing_found(browser: Client, mission: Mission) -> None:
    column = mission.column(mission.id_column)
    word = "no*such*row*at*all" if column.is_text else "-987654321"
    html = page(browser, f"/search/{mission.slug}/results?{urlencode({column.name: word})}")
    if some_row(mission) is not None:
        assert "<h1>No " in html and "to blame" in html
        assert "Search without it" in html


@every_mission
def test_error(browser: Client, mission: Mission) -> None:
    box = "radius" if mission.has_position else "max_rpp"
    html = page(browser, f"/search/{mission.slug}/results?{box}=abc&target=0+0&nonsense=1", 400)
    root = tree(html)
    summary = next(item for item in root.iter("div") if item.get("class") == "summary")
    assert summary.get("role") == "group" and summary.get("tabindex") == "-1" and "autofocus" in summary.attrib
    links = [item.get("href") for item in summary.iter("a")]
    assert f"#f-{box}" in links
    wrong = next(item for item in root.iter() if item.get("id") == f"f-{box}")
    assert wrong.get("value") == "abc" or wrong.tag == "select"
    assert wrong.get("aria-invalid") == "true" and f"f-{box}-error" in (wrong.get("aria-describedby") or "")
    assert "nonsense" in text(html), "a fault without a box is told all the same"
    assert root.find(".//title").text.startswith("Error: ")  # type: ignore[union-attr]


@every_mission
def test_record(browser: Client, mission: Mission) -> None:
    row = some_row(mission)
    if row is None:
        page(browser, f"/search/{mission.slug}/dataset/anything", 404)
        return
    html = page(browser, f"/search/{mission.slug}/results?max_rpp=10")
    link = re.search(rf'href="(/search/{mission.slug}/dataset/[^"]+)"', html)
    assert link, "rows lead to their records"
    record = page(browser, link[1].replace("&amp;", "&"))
    assert all(column.label in text(record) for column in mission.stored_columns)
    assert 'href="/search/' in record
    page(browser, f"/search/{mission.slug}/dataset/no-such-row-at-all", 404)


@every_mission
def test_a_filled_form_is_the_search(browser: Client, mission: Mission) -> None:
    """The form that "Change this search" opens sends the same search as the page it stands on."""
    row = some_row(mission)
    if row is None:
        return
    identifier = quote(str(row[0])) if mission.column(mission.id_column).is_text else str(row[0])
    asked = [(mission.id_column, identifier)]
    if mission.has_position and row[1] is not None:
        asked += [("target", f"{row[1]} {float(row[2]):+}"), ("radius", "30")]  # type: ignore[arg-type]
    without_box = next((column for column in mission.stored_columns if not column.group and column.queryable), None)
    if without_box is not None:
        asked.append((without_box.name, EXCLUDED[without_box.kind]))
    asked += [("sort", f"-{mission.id_column}"), ("rows", "25"), ("limit", "7"), ("coordformat", "dec")]
    html = page(browser, f"/search/{mission.slug}/results?{urlencode(asked)}")
    change = next(item for item in tree(html).iter("a") if "".join(item.itertext()) == "Change this search")
    form = page(browser, str(change.get("href")))
    again = browser.get(f"/search/{mission.slug}/results", sent_by(form))
    assert permalink(again.content.decode()) == permalink(html)


def sent_by(html: str) -> list[tuple[str, str]]:
    """What a browser sends for the search form of a page."""
    form = next(item for item in tree(html).iter("form") if item.get("id") == "search")
    pairs: list[tuple[str, str]] = []
    for item in form.iter():
        name = item.get("name")
        if not name or item.tag == "button" or (item.get("type") == "checkbox" and "checked" not in item.attrib):
            continue
        if item.tag == "select":
            options = list(item.iter("option"))
            chosen = next((option for option in options if "selected" in option.attrib), options[0])
            pairs.append((name, chosen.get("value") or ""))
        elif item.tag == "input":
            pairs.append((name, item.get("value") or ""))
    return pairs  # type: ignore[return-value]


def permalink(html: str) -> str:
    return next(str(item.get("href")) for item in tree(html).iter("a") if "".join(item.itertext()) == "Permalink")


@pytest.mark.parametrize("address", ["/", "/help/operators", "/status", "/search/hst/snippets?target=m+31"])
def test_pages_of_the_site(browser: Client, address: str) -> None:
    page(browser, address)


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/nowhere", 404, "leads nowhere"),
        ("/search/hts/", 404, "hst"),
        ("/search/hst/results?page=1000000000", 404, "There is no page 1,000,000,000"),
        ("/search/hst/results?after=zzz", 400, "page mark"),
        ("/search/hst/snippets?radius=abc&target=m31", 400, "abc"),
    ],
)
def test_pages_of_what_went_wrong(browser: Client, address: str, status: int, words: str) -> None:
    html = page(browser, address, status)
    assert words in text(html)
