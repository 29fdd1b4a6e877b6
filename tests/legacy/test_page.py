"""The classic results page: valid, complete without scripts, and every link of it true."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlsplit
from xml.etree.ElementTree import Element

import pytest

from mastsite.legacy.asked import Asked, NotTranslated, Search
from mastsite.legacy.forms import forms
from mastsite.legacy.shapes import SHAPES, answer, refuse
from mastsite.legacy.shapes.grid import PAGE_NUMBER
from mastsite.search import engine
from mastsite.search.limits import TimeLimit
from mastsite.search.query import Query
from mastsite.search.registry import get_mission
from tests.legacy.asking import M31, asked, body, form_of, query, reply, request, text
from tests.legacy.test_text import HELD
from tests.pages.html import faults, tree
from tests.pages.html import text as words

NEAR = {"target": M31, "radius": "0.01"}
NOWHERE = {"target": "10.0 89.9", "radius": "0.1"}
COLUMNS = "sci_data_set_name,sci_targname,sci_ra,sci_dec,sci_actual_duration,ang_sep"
PAIRS = (("action", "Search"), ("target", "m 31"), ("max_rpp", "10"))


def page(*searches: Search | Query, slug: str = "hst", **more: object) -> str:
    html = text(reply(asked(slug, *searches, shape="HTML_Table", **{"pairs": PAIRS, **more})))  # type: ignore[arg-type]
    assert faults(html) == []
    return html


def links(html: str) -> dict[str, str]:
    """Words of the links in the main part to their addresses."""
    main = next(tree(html).iter("main"))
    return {"".join(item.itertext()): item.get("href", "") for item in main.iter("a")}


def sent(address: str) -> list[tuple[str, str]]:
    return parse_qsl(urlsplit(address).query, keep_blank_values=True)


def cells(table: Element) -> list[list[str]]:
    body = table.find("tbody")
    assert body is not None
    return [["".join(cell.itertext()) for cell in row] for row in body]


@pytest.mark.parametrize("slug", HELD)
def test_the_page_of_every_mission_is_valid(slug, archive):
    html = page(slug=slug, rows_on_page=20, show_query=True)
    table = next(tree(html).iter("table"))
    assert len(cells(table)) == 20


def test_the_cells_are_those_of_the_classic_files(archive):
    html = page(query("hst", **NEAR), columns=COLUMNS, max_records=2)
    table = next(tree(html).iter("table"))
    heads = ["".join(head.itertext()) for head in table.iter("th") if head.get("scope") == "col"]
    assert heads == ["Mark", "Dataset", "Target Name", "RA (J2000)", "Dec (J2000)", "Exp Time", "Ang Sep (')"]
    assert cells(table)[0] == ["", "Y1C8020IT", "WAVE", "00 42 44.34", "+41 16 08.7", "6.000", "0.005"]
    assert table.findtext("caption") == "HST observations: rows 1 to 2 of 2"
    assert links(html)["Y1C8020IT"] == "/search/hst/dataset/Y1C8020IT"


def test_a_heading_sorts_and_then_turns_round(archive):
    up = page(query("hst", **NEAR, sort="sci_ra"), columns=COLUMNS, pairs=(*PAIRS, ("ordercolumn1", "sci_ra")))
    assert sent(links(up)["RA (J2000)"])[-2:] == [("ordercolumn1", "sci_ra"), ("descending1", "on")]
    assert sent(links(up)["Dataset"]) == [*PAIRS, ("ordercolumn1", "sci_data_set_name")]
    down = page(query("hst", **NEAR, sort="-sci_ra"), columns=COLUMNS)
    assert sent(links(down)["RA (J2000)"])[-1] == ("ordercolumn1", "sci_ra")
    order = [head.get("aria-sort") for head in tree(down).iter("th") if head.get("aria-sort")]
    assert order == ["descending"]


def test_a_search_around_a_place_is_nearest_first(archive):
    html = page(query("hst", **NEAR), columns=COLUMNS)
    sorted_head = next(head for head in tree(html).iter("th") if head.get("aria-sort"))
    assert ("".join(sorted_head.itertext()), sorted_head.get("aria-sort")) == ("Ang Sep (')", "ascending")


def test_pages_within_max_records(archive):
    first = page(columns=COLUMNS, max_records=25, rows_on_page=10)
    assert "Rows 1 to 10 of 25." in words(first)
    assert "Previous rows" not in links(first)
    assert dict(sent(links(first)["Next rows"]))[PAGE_NUMBER] == "2"
    last = page(columns=COLUMNS, max_records=25, rows_on_page=10, first_row=20, pairs=(*PAIRS, (PAGE_NUMBER, "3")))
    assert "Rows 21 to 25 of 25." in words(last)
    assert len(cells(next(tree(last).iter("table")))) == 5
    assert "Next rows" not in links(last)
    assert sent(links(last)["Previous rows"]) == [*PAIRS, (PAGE_NUMBER, "2")]
    past = page(columns=COLUMNS, max_records=25, rows_on_page=10, first_row=30)
    assert "The table ends at row 25." in words(past)


def test_a_cut_is_said_on_the_page_and_in_the_header(archive):
    response = reply(asked("hst", columns=COLUMNS, shape="HTML_Table", max_records=25))
    assert response["X-Truncated"] == "cut at 25 rows by max_records; more match"
    assert "The table is cut at 25 rows by max_records; more match." in words(text(response))


def test_no_rows(archive):
    html = page(query("hst", **NOWHERE))
    assert "no rows found" in words(html)
    assert not list(tree(html).iter("table"))


def test_a_name_that_nobody_knows(archive):
    assert "target not resolved, continue: m 31x" in words(page(Search(None, unresolved="m 31x")))


def test_every_target_has_a_table(archive):
    searches = [
        Search(query("hst", **NEAR), heading="m 31", said="m 31 is at 10.6847 +41.269, says the bundled list"),
        Search(None, heading="m 31x", unresolved="m 31x"),
        Search(query("hst", **NEAR), heading="<b>"),
    ]
    html = page(*searches, columns=COLUMNS)
    heads = ["".join(item.itertext()) for item in tree(html).iter("h3")]
    assert heads == ["m 31", "m 31x", "<b>"]
    assert len(list(tree(html).iter("table"))) == 2
    assert "m 31 is at 10.6847 +41.269" in words(html)


def test_every_other_format_is_a_link(archive):
    got = links(page(query("hst", **NEAR), columns=COLUMNS, pairs=(*PAIRS, ("outputformat", "html_table"))))
    for shape in SHAPES.values():
        if shape.name != "HTML_Table":
            given = sent(got[shape.label])
            assert [value for name, value in given if name == "outputformat"] == [shape.name]
            assert ("target", "m 31") in given


def test_rows_on_a_page_can_be_changed(archive):
    got = links(page(query("hst", **NEAR), columns=COLUMNS, rows_on_page=100))
    assert "100" not in got
    assert [value for name, value in sent(got["25"]) if name == "max_rpp"] == ["25"]


def test_the_new_pages_are_linked(archive):
    got = links(page(query("hst", **NEAR), columns=COLUMNS))
    assert got["the same search"].startswith("/search/hst/results?target=10.6847")
    assert got["their form has its boxes filled"].startswith("/search/hst/?target=10.6847")
    assert got["What the columns mean"] == "/search/hst/columns"


def test_each_of_several_tables_leads_to_its_own_new_search(archive):
    html = page(query("hst", **NEAR), Search(None, unresolved="m 31x"), columns=COLUMNS)
    assert links(html)["This table on the new page: HST observations"].startswith("/search/hst/results?target=10.6847")


def test_what_was_asked_is_told_in_words(archive):
    html = page(query("hst", **NEAR, sci_instrume="FOS"), show_query=True)
    assert "Hubble observations within 0.6 arcsec of 10.6847 41.269 where Instrument is FOS." in words(html)
    assert "What was asked" not in words(page(query("hst", **NEAR)))


def test_what_was_not_translated_is_told(archive):
    html = page(
        query("hst", **NEAR),
        not_translated=(NotTranslated("<colour>", "blau", "No such parameter."),),
        notes=("A note.",),
    )
    assert "<colour>=blau: No such parameter." in words(html)
    assert "A note." in words(html)


def test_marked_rows_are_sent_with_columns_and_a_format(archive):
    html = page(query("hst", **NEAR), columns=COLUMNS, coordinates="dec")
    form = next(item for item in tree(html).iter("form") if item.get("action") == "/hst/search.php")
    assert form.get("method") == "post"
    hidden = {item.get("name"): item.get("value") for item in form.iter("input") if item.get("type") == "hidden"}
    assert hidden == {
        "action": "Search",
        "selectedColumnsCsv": "sci_data_set_name,sci_targname,sci_ra,sci_dec,sci_actual_duration",
        "coordformat": "dec",
    }
    boxes = [item for item in form.iter("input") if item.get("type") == "checkbox"]
    assert {item.get("name") for item in boxes} == {"sci_data_set_name[]"}
    assert boxes[0].get("value") == "Y1C8020IT"
    assert [item.get("value") for item in form.iter("option")] == list(SHAPES)
    assert next(iter(SHAPES)) == "HTML_Table"


HELD_FORMS = [path for path, form in forms().items() if form.held and form.mission and form.mission.slug in HELD]


@pytest.mark.parametrize("old", HELD_FORMS)
@pytest.mark.parametrize("format_", ["CSV", "HTML_Table"])
def test_marked_rows_come_back_alone(old, format_, archive, client):
    mission = forms()[old].mission
    path = f"/{old}/search.php"
    html = client.get(path, {"action": "Search", "max_records": "30"})
    form = next(item for item in tree(text(html)).iter("form") if item.get("action") == path)
    boxes = [item for item in form.iter("input") if item.get("type") == "checkbox"][3:9:5]
    given: dict[str, object] = {
        item.get("name", ""): item.get("value") for item in form.iter("input") if item.get("type") == "hidden"
    }
    given |= {boxes[0].get("name", ""): [box.get("value") for box in boxes], "outputformat": format_}
    marked = {(box.get("aria-label") or "").removeprefix("Mark ") for box in boxes}
    response = client.post(path, given | {"selectedColumnsCsv": mission.id_column})
    assert response.status_code == 200
    if format_ == "CSV":
        got = set(text(response).split("\n")[2:-2])
    else:
        got = {row[1] for row in cells(next(tree(text(response)).iter("table")))}
    assert {item.strip('"') for item in got} == marked


def test_rows_can_be_marked_when_no_column_names_them(archive):
    html = page(query("hst", **NEAR), columns="sci_targname", max_records=1)
    table = next(tree(html).iter("table"))
    assert cells(table) == [["", "WAVE"]]
    assert next(table.iter("input")).get("value") == "Y1C8020IT"


def test_columns_without_a_value_and_rows_that_are_alike_are_left_out(archive):
    html = page(query("hst", sci_instrume="STIS"), columns="sci_instrume,scp_scan_type", drop_empty=True, distinct=True)
    assert cells(next(tree(html).iter("table"))) == [["STIS"]]


def test_an_uploaded_list_is_read_as_it_comes(archive):
    class Once:
        """Searches that can be read once, as those of an upload are."""

        def __init__(self) -> None:
            self.read = 0

        def __iter__(self) -> object:
            for number in range(30):
                self.read += 1
                yield Search(query("hst", **NEAR), heading=f"Input line {number + 1}: m 31")

    once = Once()
    given = asked("hst", columns=COLUMNS, shape="HTML_Table", max_records=1)
    fields = {name: getattr(given, name) for name in given.__dataclass_fields__} | {"searches": once}
    response = answer(request("post"), Asked(**fields))
    assert once.read == 1
    html = body(response).decode()
    assert faults(html) == []
    assert len(list(tree(html).iter("table"))) == 30
    assert "The new pages cannot ask all of this at one address" in words(html)


def test_what_came_as_a_file_has_no_links_that_would_lose_it(archive):
    from django.test import RequestFactory

    given = asked("hst", query("hst", **NEAR), columns=COLUMNS, shape="HTML_Table", pairs=PAIRS)
    html = text(answer(RequestFactory().post("/hst/search.php", {"a": "b"}), given))
    assert faults(html) == []
    assert not [address for address in links(html).values() if address.startswith("/hst/search.php")]
    assert "Send the form again" in words(html)


def test_a_mission_without_rows_here(archive):
    response = reply(asked("iue", Query(get_mission("iue")), columns="iue_data_id", shape="HTML_Table"))
    html = text(response)
    assert response.status_code == 404
    assert faults(html) == []
    assert get_mission("iue").no_rows_because[:30] in words(html)
    assert "/search/iue/" in links(html).values()


def test_an_address_that_is_not_held(archive):
    form = form_of(get_mission("hst"), not_held="Spectral classes are not held here.")
    response = reply(asked("hst", shape="HTML_Table", form=form))
    assert response.status_code == 404
    assert "Spectral classes are not held here." in words(text(response))


@pytest.mark.parametrize("status", [400, 404, 503])
def test_a_refusal_is_a_page(status):
    response = refuse("HTML_Table", status, ["radius was read as “x”.", "Type a number."], request=request())
    html = text(response)
    assert response.status_code == status
    assert faults(html) == []
    assert "radius was read as “x”. Type a number." in words(html)
    assert ("Retry-After" in response) == (status == 503)


def test_a_refusal_needs_no_request():
    assert faults(text(refuse("HTML_Table", 400, ["No."]))) == []


def test_a_search_that_takes_too_long(archive, monkeypatch):
    def slow(*_: object, **__: object) -> None:
        raise TimeLimit(5)

    monkeypatch.setattr(engine, "page", slow)
    response = reply(asked("hst", query("hst", **NEAR), shape="HTML_Table"))
    assert response.status_code == 503
    assert re.search("stopped after 5 seconds", words(text(response)))


def test_a_later_table_that_takes_too_long_says_so_in_its_place(archive, monkeypatch):
    page_of, times = engine.page, []

    def slow(*arguments: object, **more: object) -> object:
        times.append(1)
        if len(times) == 2:
            raise TimeLimit(5)
        return page_of(*arguments, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(engine, "page", slow)
    near = query("hst", **NEAR)
    html = page(near, near, near, columns=COLUMNS)
    assert len(list(tree(html).iter("table"))) == 2
    assert "stopped after 5 seconds" in words(html)
