"""Every classic path: registered, its old page valid and filled from its address, or told what is nearest."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.test import Client

from mastsite.legacy import checks
from mastsite.legacy.forms import forms
from mastsite.legacy.tokens import classics
from mastsite.search.declare import ClassicForm, TickBoxes
from mastsite.search.params import parse
from mastsite.search.registry import get_mission
from tests.pages.html import faults, tree

HELD = [path for path, form in forms().items() if form.held]
NOT_HELD = [path for path, form in forms().items() if not form.held]

OF_THE_REFERENCES = [
    "hst",
    "hsc",
    "hsc_sum",
    "iue",
    "fuse",
    "fuse/exposure",
    "euve",
    "hut",
    "uit",
    "wuppe",
    "befs",
    "tues",
    "imaps",
    "copernicus",
    "copernicus/coadd",
    "hpol",
    "vlafirst",
    "galex",
    "swiftuvot",
    "xmm-om",
    "panstarrs",
    "panstarrs/stackobject",
    "hlsp",
    "stpr",
    "spec_class",
    "hstonline",
    "sidarchive",
    "kepler/data_search",
    "kepler/kepler_fov",
    "kepler/kic10",
    "kepler/kgmatch",
    "kepler/confirmed_planets",
    "kepler/published_planets",
    "kepler/koi",
    "kepler/ffi",
    "k2/epic",
    "k2/data_search",
    "k2/published_planets",
    "k2/ffi",
    "scrapbook",
    "vizier",
    "eidol",
]


def body(answer) -> str:
    return (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode()


@pytest.mark.parametrize("path", OF_THE_REFERENCES)
def test_no_old_path_is_forgotten(path: str) -> None:
    assert path in forms()


@pytest.mark.parametrize("path", HELD)
def test_the_old_form_is_a_good_page(archive: None, client: Client, path: str) -> None:
    for query in ("", "?form=fuf", "?target=m+31&radius=7&ra=10&sort=x&ordercolumn1=ang_sep&resolver=NED"):
        answer = client.get(f"/{path}/search.php{query}")
        assert answer.status_code == 200
        assert faults(body(answer)) == []
        assert 'rel="successor-version"' in answer["Link"]


@pytest.mark.parametrize("path", NOT_HELD)
def test_what_is_not_held_is_told_with_what_is_nearest(archive: None, client: Client, path: str) -> None:
    page = client.get(f"/{path}/search.php")
    assert page.status_code == 404
    assert "not held here" in body(page)
    assert faults(body(page)) == []
    table = client.get(f"/{path}/search.php?action=Search&target=m+31&outputformat=CSV")
    assert (table.status_code, table["Content-Type"]) == (404, "text/plain; charset=utf-8")
    assert "not held here" in body(table)
    nearest = table["Link"].partition(">")[0].removeprefix("<http://testserver")
    assert client.get(nearest).status_code == 200


def test_an_unknown_path_is_told_with_near_ones(archive: None, client: Client) -> None:
    answer = client.get("/kepler/confirmed_planet/search.php?action=Search&outputformat=CSV")
    assert answer.status_code == 404
    assert "/kepler/confirmed_planets/search.php" in body(answer)


def boxes(page: str) -> dict[str, str]:
    """What stands in every box of a page."""
    found: dict[str, str] = {}
    form = next(item for item in tree(page).iter("form") if item.get("id") == "search")
    for item in form.iter():
        name, kind = item.get("name"), item.get("type")
        if item.tag == "input" and name and (kind == "text" or item.get("checked") is not None):
            found[name] = (
                f"{found[name]},{item.get('value')}" if kind == "checkbox" and name in found else item.get("value", "")
            )
        elif item.tag == "select" and name:
            found[name] = next(
                (one.get("value", "") for one in item.iter("option") if one.get("selected") is not None), ""
            )
    return found


def test_every_box_is_filled_from_the_address(archive: None, client: Client) -> None:
    typed = {
        "target": "m 31", "resolver": "SIMBAD", "ra": "10.5", "dec": "41", "radius": "7", "equinox": "B1950",
        "sci_pep_id": "8000..9000", "sci_spec_1234": "!F395N", "sci_sun_alt": "> 3", "ordercolumn1": "sci_ra",
        "descending1": "on", "outputformat": "CSV", "coordformat": "dec", "max_records": "777", "max_rpp": "50",
        "nonull": "on", "extra_column_name_1": "sci_mtflag", "extra_column_value_1": "T", "image[]": "ACS",
        "selectedColumnsCsv": "sci_targname,sci_ra",
    }  # fmt: skip
    asked = {name: value for name, value in typed.items() if name != "outputformat"}
    filled = boxes(body(client.get("/hst/search.php", asked)))
    assert {name: filled.get(name) for name in asked} == asked


def test_a_fault_stands_beside_its_box(archive: None, client: Client) -> None:
    answer = client.get("/hst/search.php?action=Search&radius=wide&target=m+31&sci_pep_id=abc")
    assert answer.status_code == 400
    page = body(answer)
    assert faults(page) == []
    assert 'href="#f-radius"' in page
    assert 'href="#f-sci_pep_id"' in page
    assert "There is a problem" in page


def test_the_form_asks_what_it_shows(archive: None, client: Client) -> None:
    """Sending the boxes as they stand is a search without complaints."""
    filled = boxes(body(client.get("/hst/search.php?target=m+31&sci_instrume=STIS&max_records=5")))
    answer = client.get("/hst/search.php", {**filled, "action": "Search", "outputformat": "CSV"})
    assert answer.status_code == 200
    assert "X-Not-Translated" not in answer.headers
    assert len(body(answer).splitlines()) == 8


def test_the_new_form_has_the_same_values(archive: None, client: Client) -> None:
    page = body(client.get("/hst/search.php?target=m+31&radius=5&sci_instrume=STIS&resolver=SIMBAD"))
    link = next(item.get("href", "") for item in tree(page).iter("a") if "new form" in "".join(item.itertext()))
    assert urlsplit(link).path == "/search/hst/"
    query = parse(get_mission("hst"), parse_qsl(urlsplit(link).query))
    assert dict(query.params()) == {"target": "m 31", "radius": "5", "resolver": "SIMBAD", "sci_instrume": "STIS"}


def test_the_upload_form_posts_to_itself(archive: None, client: Client) -> None:
    page = tree(body(client.get("/k2/epic/search.php?form=fuf")))
    form = next(item for item in page.iter("form") if item.get("id") == "search")
    assert (form.get("method"), form.get("enctype"), form.get("action")) == (
        "post",
        "multipart/form-data",
        "/k2/epic/search.php",
    )
    assert [item.get("name") for item in form.iter("input") if item.get("type") == "file"] == ["localfile"]


def test_declarations_are_right() -> None:
    assert checks.check_classics(None) == []


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"columns": ("sci_rra",)}, "sci_rra"),
        ({"names": {"old": "sci_rra"}}, "sci_rra"),
        ({"names": {"target": "sci_ra"}}, "no parameter's"),
        ({"labels": {"nope": "x"}}, "nope"),
        ({"path": "/HST/"}, "lower case"),
        ({"not_here": ("sci_ra",)}, "it is"),
        ({"ticks": (TickBoxes("image", "Imagers", "sci_instrume", also="sci_rra=5"),)}, "no search"),
    ],
)
def test_a_typo_is_named_at_start_up(change: dict[str, object], word: str) -> None:
    classic = classics()["hst"]
    form: ClassicForm = replace(classic.forms[0], **change)  # type: ignore[arg-type]
    found = checks.faults(get_mission("hst"), replace(classic, forms=(form,)))
    assert found
    assert word in " ".join(found)


@pytest.mark.parametrize("tool", ["cross_correlation", "images", "spectra"])
def test_a_wrong_token_is_named_at_start_up(tool: str) -> None:
    found = checks.faults(get_mission("hst"), replace(classics()["hst"], **{tool: {"ACS": "sci_instrment=ACS"}}))
    assert len(found) == 1
    assert "'ACS'" in found[0]


def test_hints_and_units_stand_where_they_belong(client: Client, archive: None) -> None:
    page = tree(client.get("/hst/search.php").content.decode())
    words = {item.get("id"): "".join(item.itertext()) for item in page.iter() if item.get("id")}
    labels = {item.get("for"): "".join(item.itertext()) for item in page.iter("label")}
    assert words["f-target-hint"].startswith("Several with commas")
    assert words["f-resolver-hint"] == "Who turns a name into a position."
    assert labels["f-radius"] == "Radius arcmin"
