"""Rows and columns chosen on a results page: where the forms lead, and what they refuse."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from django.test import Client

from mastsite.exports import WRITERS
from mastsite.pages import chosen
from mastsite.products import listing
from mastsite.products.listing import Listing
from mastsite.search.declare import Mission
from mastsite.search.params import parse
from mastsite.search.query import Query
from mastsite.search.registry import get_mission, missions
from tests.pages.html import faults, text, tree

pytestmark = pytest.mark.usefixtures("archive")
SEARCH = "target=m+31&radius=5&rows=25"
AWKWARD = ["A,B", "!A", "A*", "a..b", 'say "a"', "null", " not x", "A, B"]


@pytest.fixture
def browser() -> Client:
    return Client(headers={"Accept": "text/html"})


def boxes(html: str) -> list[str]:
    return [str(box.get("value")) for box in tree(html).iter("input") if box.get("name") == "pick"]


def sent_by(html: str, form_id: str) -> tuple[str, list[tuple[str, str]]]:
    """Where a form leads, and its hidden boxes."""
    form = next(item for item in tree(html).iter("form") if item.get("id") == form_id)
    hidden = [item for item in form.iter("input") if item.get("type") == "hidden"]
    return str(form.get("action")), [(str(item.get("name")), str(item.get("value") or "")) for item in hidden]


def test_ticked_rows_alone(browser: Client) -> None:
    html = browser.get(f"/search/hst/results?{SEARCH}").content.decode()
    action, pairs = sent_by(html, "picked")
    names = boxes(html)[1:4]
    led = browser.get(f"{action}?{urlencode([*pairs, *(('pick', name) for name in names), ('picked', 'page')])}")
    assert led.status_code == 303
    shown = browser.get(led["Location"]).content.decode()
    assert sorted(boxes(shown)) == sorted(names)
    assert "3 observations were chosen by name." in text(shown)
    assert faults(shown) == []


@pytest.mark.parametrize("slug", [slug for slug, mission in missions().items() if mission.id_column])
def test_the_rows_of_every_mission_are_found_by_their_names(browser: Client, slug: str) -> None:
    html = browser.get(f"/search/{slug}/results?rows=25").content.decode()
    if 'id="results"' not in html:
        return  # declared without rows
    action, pairs = sent_by(html, "picked")
    names = list(dict.fromkeys(boxes(html)))
    led = browser.get(action, [*pairs, *(("pick", name) for name in names)])
    assert sorted(set(boxes(browser.get(led["Location"]).content.decode()))) == sorted(names)


@pytest.mark.parametrize("name", WRITERS)
def test_ticked_rows_as_a_file(browser: Client, name: str) -> None:
    pairs = [("pick", "Y1C8020IT"), ("pick", "Y1C8030IT"), ("picked", name), ("coordformat", "dec"), ("page", "2")]
    led = browser.get("/search/hst/rows", pairs)
    address = urlsplit(led["Location"])
    assert address.path == f"/search/hst/results.{WRITERS[name].extension}"
    assert dict(parse_qsl(address.query)) == {"sci_data_set_name": "Y1C8020IT, Y1C8030IT"}


def of(search: str) -> Query:
    return parse(get_mission("hst"), parse_qsl(search))


@pytest.mark.parametrize("name", AWKWARD)
def test_a_name_is_a_name_whatever_signs_it_has(name: str) -> None:
    only = chosen.these(of("sci_instrume=STIS"), ["O58501050", name])
    again = parse(get_mission("hst"), only.params())
    assert again == only
    assert [term.test.value for term in again.criteria[0].terms] == ["O58501050", name]  # type: ignore[union-attr]


def test_what_belongs_to_a_place_is_left_behind() -> None:
    only = chosen.these(of("target=m+31&columns=sci_data_set_name,ang_sep&sort=ang_sep,-sci_pep_id&limit=9"), ["A"])
    assert (only.places, only.columns, only.limit) == ((), ("sci_data_set_name",), None)
    assert [str(key) for key in only.sort] == ["-sci_pep_id"]


REFUSED = {
    "nothing ticked": ("", "Nothing was ticked."),
    "only blanks": ("pick=&pick=+", "Nothing was ticked."),
    "no such deed": ("pick=A&picked=burn", "picked was read as “burn”."),
    "two deeds": ("pick=A&picked=csv&picked=page", "picked was read as “csv, page”."),
    "a NUL": ("pick=%00", "U+0000"),
    "too many": (urlencode([("pick", f"N{number:05}") for number in range(1500)]), "Ask in parts"),
    "a search that cannot be read": ("pick=A&radius=abc&target=m31", "abc"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_done_is_told(browser: Client, name: str) -> None:
    asked, words = REFUSED[name]
    response = browser.get(f"/search/hst/rows?{asked}")
    assert response.status_code == 400
    html = response.content.decode()
    assert words in text(html) and faults(html) == []


def test_nothing_ticked_leads_back_to_the_page_it_was(browser: Client) -> None:
    html = browser.get(f"/search/hst/rows?{SEARCH}&page=3&picked=page").content.decode()
    back = next(str(item.get("href")) for item in tree(html).iter("a") if item.text == "Back to the results")
    assert dict(parse_qsl(urlsplit(back).query)) == {"target": "m 31", "radius": "5", "rows": "25", "page": "3"}


def test_a_thousand_rows_at_once(browser: Client) -> None:
    html = browser.get("/search/hst/results?rows=1000").content.decode()
    names = boxes(html)
    assert len(names) == 1000
    led = browser.get("/search/hst/rows", [("pick", name) for name in names] + [("rows", "1000")])
    assert sorted(boxes(browser.get(led["Location"]).content.decode())) == sorted(names)


def test_names_that_are_not_held_are_told(browser: Client) -> None:
    html = browser.get("/search/hst/results?sci_data_set_name=Y1C8020IT,Y1C8030IT,NOSUCHROW").content.decode()
    assert "3 observations were chosen by name. 2 are held here." in text(html)


@pytest.mark.parametrize(
    "search", ["sci_data_set_name=Y1C8020IT", "sci_data_set_name=Y1C80*,O5*", "sci_instrume=STIS,FOC"]
)
def test_other_searches_are_not_called_chosen(browser: Client, search: str) -> None:
    assert "chosen by name" not in text(browser.get(f"/search/hst/results?{search}").content.decode())


def test_rows_without_their_names_cannot_be_ticked(browser: Client) -> None:
    html = browser.get("/search/hst/results?columns=sci_ra,sci_dec").content.decode()
    assert boxes(html) == [] and 'id="picked"' not in html and "#tick-1" not in html


def test_a_script_for_the_files_of_rows(browser: Client) -> None:
    name = boxes(browser.get("/search/k2/results?rows=5").content.decode())[0]
    response = browser.get("/search/k2/rows", {"pick": name, "picked": "script"})
    script = response.content.decode()
    assert response.status_code == 200 and response["Content-Disposition"] == 'attachment; filename="k2_files.sh"'
    assert script.startswith("#!/bin/sh\n") and re.search(r"^none '?mast:", script, re.M)


def test_no_list_of_files_is_told(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def none(_mission: Mission, names: list[str]) -> Listing:
        return Listing((), (f"No files are listed of {names[0]}.",))

    monkeypatch.setattr(listing, "of", none)
    response = browser.get("/search/hst/rows?pick=Y1C8020IT&picked=script")
    assert response.status_code == 404
    assert "No files are listed of Y1C8020IT." in text(response.content.decode())


def shown(browser: Client, asked: str) -> list[str]:
    """The columns that a choice leads to."""
    led = browser.get(f"/search/hst/shown?{asked}")
    assert led.status_code == 303, text(led.content.decode())
    query = of(urlsplit(led["Location"]).query)
    return list(query.columns)


def test_columns_by_heading_name_or_older_name(browser: Client) -> None:
    usual = list(get_mission("hst").default_columns)
    columns = shown(browser, "add_columns=Target+Descrip,+sci_aec&hide_columns=release+date")
    assert columns == [name for name in usual if name != "sci_release_date"] + ["sci_target_descrip", "sci_aec"]


@pytest.mark.parametrize("asked", ["", "add_columns=HAP", "add_columns=+,+"])
def test_the_usual_columns_need_no_words(browser: Client, asked: str) -> None:
    assert shown(browser, asked) == []


def test_ticks_and_words_together(browser: Client) -> None:
    columns = shown(browser, "columns=sci_data_set_name&columns=sci_ra&add_columns=Exp+Time&hide_columns=sci_ra")
    assert columns == ["sci_data_set_name", "sci_actual_duration"]


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("add_columns=Aperturs", "“Aperturs” was read as a column to show."),
        ("hide_columns=foo", "“foo” was read as a column to hide."),
        ("columns=sci_ra&hide_columns=sci_ra", "Every column was left out"),
    ],
)
def test_columns_that_are_none_are_told(browser: Client, asked: str, words: str) -> None:
    response = browser.get(f"/search/hst/shown?{asked}")
    assert response.status_code == 400
    assert words in text(response.content.decode()) and faults(response.content.decode()) == []


def test_the_columns_form_keeps_the_search_and_sorts(browser: Client) -> None:
    html = browser.get(f"/search/hst/results?{SEARCH}&sci_instrume=STIS").content.decode()
    action, pairs = sent_by(html, "columns-form")
    led = browser.get(action, [*pairs, ("ordercolumn1", "sci_pep_id"), ("descending1", "on")])
    assert dict(parse_qsl(urlsplit(led["Location"]).query)) == {
        "target": "m 31", "radius": "5", "rows": "25", "sci_instrume": "STIS", "sort": "-sci_pep_id",
    }  # fmt: skip


@pytest.mark.parametrize("word", sorted(chosen.OWN))
def test_words_of_these_forms_are_no_search(browser: Client, word: str) -> None:
    assert browser.get(f"/search/hst/results?{word}=A").status_code == 400
