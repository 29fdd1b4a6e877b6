"""The proof: every door is really asked, agreement is found, and so is a door that gives other rows."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from mastsite.pages.keeping import doors, prove
from mastsite.search import engine
from mastsite.search.declare import Mission
from mastsite.search.query import Query
from mastsite.search.registry import missions
from mastsite.search.tables import NotLoaded
from tests.pages.html import faults, text

pytestmark = pytest.mark.usefixtures("archive")
SEARCHES = {
    "cone": "target=m+31&radius=5",
    "position": "target=10.68+41.27&radius=30+arcsec",
    "conditions and order": "sci_instrume=STIS,ACS&sci_start_time=2000..2005&sort=-sci_start_time,sci_ra&limit=300",
    "columns without the identifier": "target=m+31&radius=5&columns=sci_targname,ang_sep",
    "two places": "target=m+31%3B+m+33&radius=2&limit=400",
    "one condition twice": "sci_targname=M31*&sci_targname=!null&limit=50",
    "equinox": "target=00+40+00+%2B41+00+00&equinox=B1950&radius=20&limit=50",
    "nothing": "sci_data_set_name=nothing-of-the-kind",
    "awkward texts": "sci_targname=%22a%2C+b%27%24%28x%29%22",
}


@pytest.fixture
def browser() -> Client:
    return Client(headers={"Accept": "text/html"})


def proved(browser: Client, address: str) -> tuple[str, dict[str, str]]:
    """The page, and what it says of each door."""
    response = browser.get(address)
    html = response.content.decode()
    assert response.status_code == 200, text(html)
    assert faults(html) == []
    rows = re.findall(r'<tr><th scope="row">([^<]+)</th><td>(.*?)</td>', html)
    return html, {label: re.split("<", said)[0] for label, said in rows}


@pytest.mark.parametrize("search", SEARCHES.values(), ids=SEARCHES)
def test_every_door_agrees(browser: Client, search: str) -> None:
    html, said = proved(browser, f"/search/hst/prove?{search}")
    assert set(said) == {door.label for door in doors.DOORS}
    asked = {label: word for label, word in said.items() if word != "not asked"}
    assert len(asked) >= 7, said
    assert all(word.startswith("yes") for word in asked.values()), text(html)


LOADED = [mission for mission in missions().values() if not mission.no_rows_because]


@pytest.mark.parametrize("mission", LOADED, ids=lambda mission: mission.slug)
def test_every_mission_agrees(browser: Client, mission: Mission) -> None:
    try:
        engine.count(Query(mission, limit=1))
    except NotLoaded:
        return
    html, said = proved(browser, f"/search/{mission.slug}/prove?limit=30")
    asked = [word for word in said.values() if word != "not asked"]
    assert len(asked) >= 7 and all(word.startswith("yes") for word in asked), text(html)


def test_a_door_with_other_rows_is_found_out(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    real = engine.page

    def fewer(query: Query, **how: bool):  # type: ignore[no-untyped-def]
        result = real(query, **how)
        result.rows = list(result.rows)[1:]
        return result

    monkeypatch.setattr("mastsite.api.reply.engine.page", fewer)
    html, said = proved(browser, "/search/hst/prove?target=m+31&radius=5&limit=40")
    assert said["File, CSV"] == "yes"
    assert said["API, curl with JSON"] == said["API, as astroquery asks it"] == "no"
    assert "doors agree." in text(html) and "40 rows were expected" in text(html)


def test_what_the_old_form_cannot_say_is_told(browser: Client) -> None:
    html, said = proved(browser, "/search/hst/prove?sci_instrume=!STIS&limit=10")
    assert said["Old address"] == "not asked" and "only excludes" in text(html)
    html, said = proved(browser, "/search/hst/prove?target=m+31%3B+m+33&limit=10")
    assert said["Old address"] == "not asked" and "a table of its own" in text(html)


def test_rows_beyond_the_bound_are_told(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prove, "MOST_ROWS", 60)
    html, said = proved(browser, "/search/hst/prove?target=m+31&radius=5")
    assert "60, the first of more: no more than 60 are compared" in text(html)
    assert all(word.startswith("yes") for word in said.values())


def test_time_that_is_over_is_told(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prove, "MOST_S", -1.0)
    html, said = proved(browser, "/search/hst/prove?limit=3")
    assert set(said.values()) == {"not asked"} and "were over" in text(html)


def test_the_page_is_no_copy_of_an_earlier_one(browser: Client) -> None:
    assert browser.get("/search/hst/prove?limit=1")["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("address", "status"),
    [("/search/hts/prove", 404), ("/search/hst/prove?radius=abc&target=m31", 400), ("/search/hst/prove?x=%00", 400),
     ("/search/iue/prove", 404)],
)  # fmt: skip
def test_what_cannot_be_proved_is_told(browser: Client, address: str, status: int) -> None:
    assert browser.get(address).status_code == status


def test_a_region_is_asked_everywhere_but_of_the_old_form(browser: Client) -> None:
    html, said = proved(browser, "/search/hst/prove?region=CIRCLE+10.68+41.27+0.05&region_is=centre&limit=50")
    assert said.pop("Old address") == "not asked" and "no region" in text(html)
    assert all(word.startswith("yes") for word in said.values()), text(html)
