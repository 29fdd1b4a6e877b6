"""The table of parameters: every row has an example that does what it says, and the documentation is its own."""

from __future__ import annotations

import pytest
from django.test import Client

from mastsite.legacy import document, reading
from mastsite.legacy.asked import Asked
from mastsite.legacy.forms import forms
from mastsite.legacy.parameters import COLUMN_ROW, TABLE, TICKS_ROW, row_of
from mastsite.legacy.sent import pairs_of
from mastsite.search.reading import QueryError
from mastsite.search.registry import get_mission
from tests.environment import ROOT

ROWS = [*TABLE, COLUMN_ROW, TICKS_ROW]


def asked(query: str, path: str = "hst") -> Asked:
    form = forms()[path]
    assert form.mission
    return reading.read(form.classic, form.mission, pairs_of(query))


def test_the_documentation_is_written_from_the_table() -> None:
    written = (ROOT / document.PATH).read_text(encoding="utf-8")
    assert written == document.text(), "run: python manage.py document_legacy"


def test_no_two_rows_read_the_same_name() -> None:
    names = [name.lower() for row in TABLE for name in row.names]
    assert len(names) == len(set(names))
    for row in TABLE:
        for name in row.names:
            assert row_of(name.replace("N", "1")) is row


@pytest.mark.parametrize("name", ["TARGET", "Ra", "dec", "sr", "VERB", "OutputFormat", "ORDERCOLUMN2", "nonull"])
def test_names_are_read_in_any_case(name: str) -> None:
    assert row_of(name) is not None


def test_no_mission_has_a_column_that_a_position_parameter_would_hide() -> None:
    for mission in {form.mission for form in forms().values() if form.mission}:
        own = {name.lower() for name in mission.by_name} - {mission.ra_column.lower(), mission.dec_column.lower()}
        assert not own & {"target", "ra", "dec", "radius", "resolver", "equinox", "sr", "action", "verb", "max_records"}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.key)
def test_every_example_is_answered(archive: None, client: Client, row) -> None:
    answer = client.get(f"/hst/search.php?{row.example}")
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert answer.status_code == 200, body[:500]
    left = answer.headers.get("X-Not-Translated", "")
    assert bool(left) == (row.key == "SIZE"), left


@pytest.mark.parametrize(
    "row", [row for row in ROWS if row.example.startswith(("action", "RA"))], ids=lambda row: row.key
)
def test_every_parameter_does_something(archive: None, row) -> None:
    """An example without its parameter is another request, unless the row says that it is noise or not translated."""
    pairs = pairs_of(row.example)
    pattern = row.pattern if row in TABLE else None
    without = [(name, value) for name, value in pairs if not (pattern.fullmatch(name) if pattern else "[]" in name)]
    if row.key in ("action", "equinox", "ra", "dec", "SR", "outputformat", "form"):
        return  # tried one by one in test_reading
    whole, less = (reading.read(forms()["hst"].classic, get_mission("hst"), tuple(some)) for some in (pairs, without))
    same = all(
        getattr(whole, name) == getattr(less, name)
        for name in ("searches", "columns", "shape", "coordinates", "raw", "verb", "max_records", "rows_on_page", "first_row",
                     "drop_empty", "distinct", "show_query")
    )  # fmt: skip
    expected = row.noise or row.key == "SIZE"
    assert same == expected


@pytest.mark.parametrize(
    ("query", "name", "word"),
    [
        pytest.param("foo=bar", "foo", "no column", id="unknown parameter"),
        pytest.param("selectedColumnsCsv=sci_ra,blah", "selectedColumnsCsv", "blah", id="unknown output column"),
        pytest.param("ordercolumn1=blah", "ordercolumn1", "blah", id="unknown sort key"),
        pytest.param("ordercolumn1=ang_sep", "ordercolumn1", "no separation", id="separation without a place"),
        pytest.param("ordercolumn1=search_pos&target=10+20", "ordercolumn1", "made by the search", id="a computed sort key"),
        pytest.param("descending2=on", "descending2", "names no column", id="direction of nothing"),
        pytest.param("ang_sep=%3C3", "ang_sep", "takes no conditions", id="condition on what the search makes"),
        pytest.param("extra_column_value_1=5", "extra_column_value_1", "names no column", id="a condition without a column"),
        pytest.param("extra_column_name_1=blah&extra_column_value_1=5", "extra_column_value_1", "blah", id="extra, unknown"),
        pytest.param("radius=7", "radius", "no target", id="radius around nothing"),
        pytest.param("target=10+20&resolver=MAGIC", "resolver", "no such resolver", id="unknown resolver"),
        pytest.param("verb=3&selectedColumnsCsv=sci_ra", "verb", "says which columns", id="two choices of columns"),
        pytest.param("POS=10,20", "POS", "siap", id="of another service"),
        pytest.param("delimiter=%7C", "delimiter", "uploaded file", id="of an upload"),
        pytest.param("target=10+20&ordercolumn1=sci_ra&ordercolumn2=sci_ra&descending2=on", "ordercolumn2", "twice", id="a key twice"),
    ],
)  # fmt: skip
def test_what_changes_nothing_is_told(query: str, name: str, word: str) -> None:
    left = asked(f"action=Search&{query}").not_translated
    assert [item.name for item in left] == [name]
    assert word in left[0].why


@pytest.mark.parametrize(
    "query",
    [
        "availableColumns=Mark&selectedColumnsList%5B%5D=sci_ra&submit=Search&mission=hst",
        "target=&ra=&dec=&foo=&sci_pep_id=+&sci_aec[]=&extra_column_name_1=sci_ra&extra_column_value_1=",
        "radius=3.0&resolver=Resolve&equinox=J2000",
        "selectedColumnsCsv=Mark,sci_ra",
    ],
)
def test_what_the_old_form_sent_along_is_passed_over(query: str) -> None:
    assert asked(f"action=Search&{query}").not_translated == ()


def test_a_column_that_the_old_form_had_is_told_as_not_held() -> None:
    left = asked("action=Search&objtype=%5C%5Cnull&kp=8..9", "k2/epic").not_translated
    assert [(item.name, item.value) for item in left] == [("objtype", "\\\\null")]
    assert "does not hold" in left[0].why


@pytest.mark.parametrize(
    ("query", "word"),
    [
        pytest.param("radius=wide&target=10+20", "wide", id="radius in words"),
        pytest.param("ra=10&RA=11&dec=1", "contradict", id="two right ascensions"),
        pytest.param("radius=3&SR=1&target=10+20", "contradict", id="two radii"),
        pytest.param("sci_pep_id=abc", "abc", id="words for a number"),
        pytest.param("sci_pep_id=1&sci_pep_id=2", "different values", id="a column twice"),
        pytest.param("outputformat=PDF", "HTML_Table, VOTable", id="unknown format"),
        pytest.param("coordformat=rad", "sex, dec, dechr", id="unknown coordinates"),
        pytest.param("max_records=many", "max_records", id="rows in words"),
        pytest.param("max_rpp=0", "max_rpp", id="no rows on a page"),
        pytest.param("verb=7", "verb", id="unknown verbosity"),
        pytest.param("equinox=1875", "J2000, B1950, B1900", id="unknown equinox"),
        pytest.param("nonull=perhaps", "neither on nor off", id="half a tick"),
        pytest.param("ra=10", "dec is missing", id="half a position"),
        pytest.param("ra=1,2&dec=3", "as many", id="lists of different length"),
        pytest.param("ra=10&dec=95", "95", id="beyond the pole"),
        pytest.param("ra=10..11&dec=1..2&equinox=B1950", "J2000", id="a box of another equinox"),
        pytest.param("target=" + ",".join(["m31"] * 101), "100", id="too many targets"),
        pytest.param("target=10.5+95", "95", id="a target beyond the pole"),
    ],
)
def test_what_cannot_be_read_is_refused(query: str, word: str) -> None:
    with pytest.raises(QueryError) as caught:
        asked(f"action=Search&{query}")
    assert word in str(caught.value)


def test_the_same_value_twice_is_no_contradiction() -> None:
    places = [
        search.query.places[0] for search in asked("action=Search&ra=10&RA=10&dec=1&DEC=1").searches if search.query
    ]
    assert [place.position for place in places] == [(10.0, 1.0)]
