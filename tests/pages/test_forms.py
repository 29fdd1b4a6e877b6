"""The form of every mission: every box has a name of its own, one short hint, and takes what it shows as its example."""

from __future__ import annotations

import re
from collections import Counter
from xml.etree.ElementTree import Element

import pytest
from django.test import Client

from mastsite.pages import forms
from mastsite.pages.words import aloud, unit_beside_box
from mastsite.search import criteria
from mastsite.search.declare import Column
from mastsite.search.params import Fault
from mastsite.search.registry import get_mission, missions
from mastsite.search.wording import describe
from tests.pages.html import faults, tree

SILENT = ("<", ">", "..", "!")
"""Signs that a screen reader passes over, or says as something else."""


@pytest.fixture(params=missions(), scope="module")
def page(request: pytest.FixtureRequest, archive: None) -> Element:
    """The form of a mission, as the browser has it."""
    return tree(Client(headers={"Accept": "text/html"}).get(f"/search/{request.param}/").content.decode())


def _words(item: Element) -> str:
    return " ".join("".join(item.itertext()).split())


def _heard(item: Element) -> str:
    """What is heard of an element: nothing of what is hidden from screen readers."""
    hidden = item.get("aria-hidden") == "true"
    inner = "" if hidden else (item.text or "") + "".join(_heard(child) for child in item)
    return inner + (item.tail or "")


def test_every_label_is_alone_on_its_page(page: Element) -> None:
    times = Counter(_words(label).casefold() for label in page.iter("label"))
    assert [label for label, number in times.items() if number > 1] == []


def test_a_label_ends_with_the_unit(page: Element) -> None:
    labels = {label.get("for"): _words(label) for label in page.iter("label")}
    mission = get_mission(str(page.find(".//form[@id='search']").get("action")).split("/")[2])  # type: ignore[union-attr]
    for column in mission.stored_columns:
        if (label := labels.get(f"f-{column.name}")) and column.name not in forms.boxes.OF_THE_SITE:
            assert label.endswith(unit_beside_box(column)), label


def test_a_hint_is_one_sentence_without_links(page: Element) -> None:
    for hint in page.iter("p"):
        if hint.get("class") == "hint":
            sentence = _words(hint).partition(" Try ")[0]
            assert not re.search(r"[a-z)][.!?] +[A-Z]", sentence), sentence
            assert hint.find(".//a") is None


def test_no_hint_has_signs_that_are_not_heard(page: Element) -> None:
    hints = ["".join(_heard(hint).split("Try")[1:]) for hint in page.iter("p") if hint.get("class") == "hint"]
    assert [hint for hint in hints if any(sign in hint for sign in SILENT)] == []


def test_boxes_take_text_as_it_is(page: Element) -> None:
    form = page.find(".//form[@id='search']")
    assert form is not None and form.get("novalidate") is not None
    texts = [box for box in form.iter("input") if box.get("type") == "text"]
    assert texts
    for box in texts:
        assert (box.get("autocapitalize"), box.get("spellcheck")) == ("off", "false"), box.get("name")
        assert not {"maxlength", "inputmode", "pattern", "required", "placeholder", "title"} & set(box.attrib)


@pytest.mark.parametrize("slug", missions())
def test_an_example_in_words_is_read_as_the_example(slug: str) -> None:
    for column in get_mission(slug).stored_columns:
        said = aloud(column, column.example)
        if column.queryable and said != column.example:
            assert criteria.parse(column, said) == criteria.parse(column, column.example), said


@pytest.mark.parametrize("slug", missions())
def test_a_condition_is_read_back_without_signs(slug: str) -> None:
    for column in get_mission(slug).stored_columns:
        if column.queryable and column.example and (criterion := criteria.parse(column, column.example)):
            said = describe(column, criterion)
            assert not any(sign in said for sign in SILENT), said


@pytest.mark.parametrize(
    ("kind", "example", "said"),
    [
        pytest.param("datetime", "2002..2005-06", "2002 to 2005-06", id="dates"),
        pytest.param("datetime", "< 2010", "before 2010", id="before"),
        pytest.param("datetime", ">=2019", "since 2019", id="since"),
        pytest.param("float", "<1e-5", "less than 1e-5", id="less"),
        pytest.param("float", "-0.01..0.01", "-0.01 to 0.01", id="numbers-below-0"),
        pytest.param("integer", "8059, 9000..9100", "8059, 9000 to 9100", id="a-list"),
        pytest.param("integer", "!98, !99", "not 98, not 99", id="not"),
        pytest.param("text", "!null", "not empty", id="some-value"),
        pytest.param("text", "NGC*", "NGC*", id="as-it-is"),
    ],
)
def test_aloud(kind: str, example: str, said: str) -> None:
    assert aloud(Column("c", "C", kind), example) == said  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("radius", "abc"), ("target", "no such place at all"), ("ra", "99h"), ("equinox", "1066"), ("sci_start_time", "soon"),
        ("sci_sun_alt", "abc"), ("columns", "nonsense"), ("ordercolumn1", "nonsense"), ("sort", "nonsense"), ("max_rpp", "x"),
        ("max_records", "x"), ("outputformat", "papyrus"), ("coordformat", "x"), ("extra_column_name_1", "nonsense"),
    ],
)  # fmt: skip
def test_a_fault_leads_to_something_that_takes_the_focus(archive: None, name: str, value: str) -> None:
    given = {name: value, "radius": "7"} | {name: value}
    if name in ("ra", "equinox"):
        given |= {"ra": "10", "dec": "20"} | {name: value}
    if name == "extra_column_name_1":
        given["extra_column_value_1"] = "5"
    html = Client(headers={"Accept": "text/html"}).get("/search/hst/results", given)
    assert html.status_code == 400
    page = tree(html.content.decode())
    assert faults(html.content.decode()) == []
    assert _words(next(page.iter("title"))).startswith("Error: ")
    summary = page.find(".//div[@class='summary']")
    assert summary is not None and summary.get("autofocus") is not None and summary.get("tabindex") == "-1"
    link = summary.find(".//li/a")
    assert link is not None, _words(summary)
    box = page.find(f".//*[@id='{link.get('href', '')[1:]}']")
    assert box is not None and (box.tag in ("input", "select", "textarea") or box.get("tabindex") == "-1")
    reason = page.find(f".//*[@id='{str(box.get('aria-describedby')).split()[-1]}']")
    assert reason is not None and _words(link) in _words(reason)
    radius = page.find(".//input[@id='f-radius']")
    assert radius is not None and radius.get("value") == given["radius"]


def test_faults_of_several_boxes_stand_in_one_summary() -> None:
    form = forms.build(
        get_mission("hst"), [("radius", "x"), ("sci_start_time", "soon")],
        [Fault("radius", "x", "No radius."), Fault("sci_start_time", "soon", "No date.")],
    )  # fmt: skip
    assert [line.target for line in form.summary] == ["f-radius", "f-sci_start_time"]
