"""The most used searches of an old page: counted by the names of their boxes, shown as searches that run."""

from __future__ import annotations

from datetime import date
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.test import Client

from mastsite.legacy import retirements
from mastsite.legacy.forms import forms
from mastsite.retirement import counters, usage
from mastsite.retirement.models import Filled, Kind
from mastsite.retirement.registry import find
from mastsite.search.params import parse
from tests.pages.html import faults, text

HELD = [form for form in forms().values() if form.held and form.mission is not None]
OLD = "/hst/search.php?action=Search&outputformat=CSV&max_records=1"


@pytest.fixture
def counting(kept: None, settings: object) -> None:
    settings.RETIREMENT = {**settings.RETIREMENT, "count_every_s": 0}  # type: ignore[attr-defined]


def kinds() -> dict[str, int]:
    counters.flush()
    return {kind.boxes: kind.times for kind in Kind.objects.filter(record_id="hst-form")}


def test_boxes_are_counted_by_name_and_values_are_not_kept(counting: None) -> None:
    client = Client()
    for asked in (
        "&target=m+31&radius=2&sci_instrume=STIS",
        "&sci_instrume[]=FOC&TARGET=ngc+205&radius=7",
        "&sci_pep_id=8059&nobody=knows&showquery=on",
    ):
        client.get(OLD + asked)
    client.get(OLD + "&sci_pep_id=8059", headers={"User-Agent": "Googlebot"})
    client.get("/hst/search.php?RA=10.68&DEC=41.27&SR=0.01")
    assert kinds() == {"target,radius,sci_instrume": 2, "sci_pep_id": 1, "ra,dec,radius": 1}
    kept = str(list(Kind.objects.values_list()))
    assert "STIS" not in kept and "ngc" not in kept and "nobody" not in kept


def test_the_page_shows_the_most_used_first(counting: None) -> None:
    Kind.add(
        {Filled("hst-form", date.today(), "target,sci_instrume"): 40, Filled("hst-form", date.today(), "gone"): 90}
    )
    shown = usage.most_used(find("hst-form").record, date.today())
    assert len(shown) == 5
    assert shown[0].times == 40
    assert shown[0].search.new == "/search/hst/results?target=m%2031&sci_instrume=STIS%2C%20FOC"
    html = Client().get("/retirements/hst-form/").content.decode()
    assert faults(html) == []
    assert "Asked 40 times in a year." in text(html)


@pytest.mark.parametrize("form", HELD, ids=lambda form: form.classic.path)
def test_every_box_has_an_example_that_can_be_read(form: object) -> None:
    mission = form.mission  # type: ignore[attr-defined]
    names = [column.name for column in mission.stored_columns if column.queryable]
    places = [("target",), ("ra", "dec", "radius"), ("dec",)] if mission.has_position else []
    for filled in [*((name,) for name in names), *places]:
        example = retirements.search_with(form.classic, mission, filled)  # type: ignore[attr-defined]
        assert example is not None
        parse(mission, parse_qsl(urlsplit(example.new).query))


def test_a_box_that_is_no_more_has_no_search() -> None:
    hst = next(form for form in HELD if form.classic.path == "hst")
    assert retirements.search_with(hst.classic, hst.mission, ("target", "gone")) is None  # type: ignore[arg-type]
