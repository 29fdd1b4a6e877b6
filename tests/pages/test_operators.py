"""Whatever the help says can be typed can be typed."""

from __future__ import annotations

from functools import cache
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.test import Client

from mastsite.pages.operators import OPERATORS, POSITIONS, RADII, Live, live
from mastsite.search import criteria, engine
from mastsite.search.declare import Column, Mission
from mastsite.search.params import parse
from mastsite.search.position import looks_like_position, parse_position, parse_radius
from mastsite.search.registry import get_mission, missions
from mastsite.search.tables import NotLoaded
from tests.pages.html import faults, tree

UNITS = {"float": "s"}


@pytest.mark.parametrize(
    ("spelling", "kind"),
    [(spelling, operator.kind) for operator in OPERATORS for spelling in (*operator.signs, *operator.words)],
)
def test_conditions(spelling: str, kind: str) -> None:
    unit = "Angstrom" if "nm" in spelling else UNITS.get(kind, "")
    assert criteria.parse(Column("box", "Box", kind, unit=unit), spelling)  # type: ignore[arg-type]


@pytest.mark.parametrize("spelling", [spelling for spellings, _what in POSITIONS for spelling in spellings])
def test_positions(spelling: str) -> None:
    assert looks_like_position(spelling)
    position = parse_position(spelling)
    assert -90 <= position.dec_deg <= 90


@pytest.mark.parametrize("spelling", [spelling for spellings, _what in RADII for spelling in spellings])
def test_radii(spelling: str) -> None:
    assert parse_radius(spelling) > 0


EXAMPLES = [
    pytest.param(mission, line, id=f"{slug}-{line.operator.signs[0]}".replace(" ", ""))
    for slug, mission in missions().items()
    for line in live(mission)
    if line.text
]


@cache
def values_of_empty_form(address: str) -> dict[str | None, str | None]:
    page = tree(Client().get(address).content.decode())
    return {item.get("name"): item.get("value") for item in page.iter("input")}


@pytest.mark.parametrize(("mission", "line"), EXAMPLES)
def test_every_example_opens_the_form_with_one_box_filled(archive: None, mission: Mission, line: Live) -> None:
    answer = Client().get(line.address)
    page = tree(answer.content.decode())
    assert answer.status_code == 200
    boxes = [
        item for item in page.find(".//form[@id='search']").iter("input") if item.get("type") in ("text", "search")
    ]
    usual = values_of_empty_form(urlsplit(line.address).path)
    typed = [item for item in boxes if item.get("value") != usual.get(item.get("name"))]
    assert [(item.get("name"), item.get("value")) for item in typed] == [(line.name, line.text)]
    assert typed[0].get("id") == urlsplit(line.address).fragment
    assert not page.findall(".//p[@class='error']")


@pytest.mark.parametrize(("mission", "line"), EXAMPLES)
def test_every_example_is_a_search(mission: Mission, line: Live) -> None:
    query = parse(mission, parse_qsl(urlsplit(line.address).query))
    assert [criterion.column for criterion in query.criteria] == [line.name]
    assert line.label in query.describe()


KINDS_OF_TESTS = {
    "2..5": ("Between",), "< 5": ("Compare",), "> 5": ("Compare",), "!STIS": ("Equals", "Like"), "NGC224*": ("Like",),
    '"a, b"': ("Equals",), "null": ("IsNull",), "!null": ("IsNull",), "450 nm": ("Between", "Compare", "Equals"),
    "2012": ("Equals",), "> 2012": ("Compare", "Between"), "MJD 56050": ("Compare",),
}  # fmt: skip
"""What an example of the operator asks. Of the two that join alternatives, there are several."""


@pytest.mark.parametrize(("mission", "line"), EXAMPLES)
def test_every_example_shows_its_operator(mission: Mission, line: Live) -> None:
    criterion = criteria.parse(mission.column(line.name), line.text)
    assert criterion is not None
    first, signs = criterion.terms[0], line.operator.signs[0]
    if signs in KINDS_OF_TESTS:
        assert type(first.test).__name__ in KINDS_OF_TESTS[signs]
        assert len(criterion.terms) == 1
    else:
        assert len(criterion.terms) > 1
    assert first.negated == signs.startswith("!")
    assert ("typed" in criteria.describe(mission.column(line.name), criterion)) == (signs == "450 nm")


@pytest.mark.parametrize("slug", [slug for slug, mission in missions().items() if not mission.no_rows_because])
def test_most_examples_find_rows(archive: None, slug: str) -> None:
    """Some cannot: a table without an empty value in any amount has nothing to find with null."""
    found = []
    for line in live(get_mission(slug)):
        if line.text:
            try:
                found.append(engine.count(parse(get_mission(slug), [(line.name, line.text)])).value > 0)
            except NotLoaded:
                pytest.skip(f"{slug} is not loaded")
    assert sum(found) >= len(found) * 0.6


def test_the_help_page_tries_the_first_mission_with_rows_and_leads_to_the_others(archive: None) -> None:
    html = Client().get("/help/operators").content.decode()
    assert not faults(html)
    links = [item.get("href") for item in tree(html).find(".//main").iter("a")]
    first = next(mission for mission in missions().values() if not mission.no_rows_because)
    assert [line.address for line in live(first) if line.text] == [link for link in links if "?" in link]
    others = [f"/search/{slug}/#operators" for slug, mission in missions().items() if mission is not first]
    assert others == [link for link in links if link.endswith("#operators")]


@pytest.mark.parametrize("slug", missions())
def test_hints_hold_no_links_and_the_form_holds_its_examples(archive: None, slug: str) -> None:
    page = tree(Client().get(f"/search/{slug}/").content.decode())
    assert not [item for item in page.iter("p") if item.get("class") == "hint" and list(item.iter("a"))]
    links = {item.get("href") for item in page.find(".//section[@id='operators']").iter("a")}
    assert {line.address for line in live(get_mission(slug)) if line.text} <= links
