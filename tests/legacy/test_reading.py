"""Whole classic requests, read: what becomes a query, what is one table each, and no bytes that break it."""

from __future__ import annotations

import string
from urllib.parse import quote_from_bytes, urlencode

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mastsite.legacy import reading
from mastsite.legacy.asked import Asked
from mastsite.legacy.forms import forms
from mastsite.legacy.parameters import CONE_RECORDS, DEFAULT_RECORDS, TABLE
from mastsite.legacy.sent import READ_AS_LATIN_1, pairs_of
from mastsite.legacy.shapes import SHAPES
from mastsite.legacy.successor import new_address
from mastsite.search import engine
from mastsite.search.params import parse
from mastsite.search.query import Query

SEARCH = "action=Search&"


def asked(query: str, path: str = "hst") -> Asked:
    form = forms()[path]
    assert form.mission
    return reading.read(form.classic, form.mission, pairs_of(query))


def only(query: str, path: str = "hst") -> Query:
    searches = asked(SEARCH + query, path).searches
    assert len(searches) == 1
    found = searches[0].query
    assert found is not None, searches[0]
    return found


def body(answer) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        pytest.param("target=m+31", {"target": "m 31"}, id="a name"),
        pytest.param("target=10.5+%2B41", {"target": "10.5 +41"}, id="a position as target"),
        pytest.param("RA=53.084&DEC=-27.873&radius=100.", {"target": "53.084 -27.873", "radius": "100"}, id="coordinates"),
        pytest.param("ra=02h27m37.46s&dec=-01+09+35", {"target": "02h27m37.46s -01 09 35"}, id="sexagesimal"),
        pytest.param("ra=10&dec=+41&SR=0.5", {"target": "10 +41", "radius": "30"}, id="radius in degrees"),
        pytest.param("ra=10&dec=41&equinox=b1950", {"target": "10 +41", "equinox": "B1950"}, id="equinox"),
        pytest.param("ra=10..11&dec=%3E41", {"sci_ra": "10..11", "sci_dec": ">41"}, id="box"),
        pytest.param("ra=10..11", {"sci_ra": "10..11"}, id="strip"),
        pytest.param("sci_aec[]=S&sci_aec[]=C", {"sci_aec": "S, C"}, id="list"),
        pytest.param("sci_aec%5B0%5D=S&sci_aec%5B1%5D=C", {"sci_aec": "S, C"}, id="numbered list"),
        pytest.param("sci_aec=%", {"sci_aec": "!null"}, id="any value"),
        pytest.param("SCI_PEP_ID=%3C9000", {"sci_pep_id": "<9000"}, id="a column in capitals"),
        pytest.param("Proposal+ID=9293", {"sci_pep_id": "9293"}, id="a heading"),
        pytest.param("sci_targname=!=WAVE", {"sci_targname": "!WAVE, !null"}, id="not"),
        pytest.param("extra_column_name_2=sci_obs_type&extra_column_value_2=IMAGE", {"sci_obs_type": "IMAGE"}, id="own field"),
        pytest.param("image[]=GHRS", {"sci_instrume": "HRS", "sci_obs_type": "IMAGE"}, id="old word of a tick box"),
        pytest.param("other[]=FGS&other[]=HSP", {"sci_instrume": "FGS, HSP"}, id="tick boxes without a kind"),
        pytest.param("ordercolumn1=sci_ra&descending1=on&ordercolumn2=sci_dec", {"sort": "-sci_ra,sci_dec"}, id="sort"),
        pytest.param("target=NGC224*&resolver=Don%27t+Resolve", {"sci_targname": "NGC224*"}, id="as written"),
        pytest.param("target=*JUP*,*SAT*&resolver=don%27tresolve", {"sci_targname": "*JUP*, *SAT*"}, id="several as written"),
        pytest.param("action=Search%0A&sci_pep_id=1", {"sci_pep_id": "1"}, id="a line end behind the action"),
    ],
)  # fmt: skip
def test_a_request_is_a_query(query: str, expected: dict[str, str]) -> None:
    params = dict(only(query).params())
    assert {name: value for name, value in params.items() if name not in ("columns", "limit")} == expected


def test_defaults_are_those_of_the_old_form() -> None:
    found = asked(f"{SEARCH}sci_pep_id=1")
    names = [column.name for column in found.columns]
    assert (names[0], names[-1], len(names)) == ("sci_data_set_name", "sci_hlsp", 15)
    assert (found.shape, found.coordinates, found.max_records, found.rows_on_page) == (
        "HTML_Table",
        "sex",
        DEFAULT_RECORDS,
        500,
    )
    with_place = asked(f"{SEARCH}ra=10&dec=41")
    assert [column.name for column in with_place.columns][-1] == "ang_sep"


@pytest.mark.parametrize(
    ("path", "radius"), [("hst", 3), ("vlafirst", 20), ("k2/epic", 0.02), ("kepler/confirmed_planets", 0.02)]
)
def test_the_radius_is_that_of_the_form(path: str, radius: float) -> None:
    assert only("ra=10&dec=41", path).radius == radius


def test_columns_are_chosen_in_order_and_any_case() -> None:
    names = [column.name for column in asked(f"{SEARCH}selectedColumnsCsv=Mark,SCI_RA,Dataset,sci_dec").columns]
    assert names == ["sci_ra", "sci_data_set_name", "sci_dec"]
    every = asked(f"{SEARCH}verb=3").columns
    assert len(every) == len(forms()["hst"].mission.stored_columns)  # type: ignore[union-attr]


@pytest.mark.parametrize("word", [*SHAPES, *(word.lower() for word in SHAPES), "CSV_file", "html"])
def test_every_format_is_read_in_any_case(word: str) -> None:
    assert asked(f"{SEARCH}outputformat={word}").shape in SHAPES


def test_switches_and_pages() -> None:
    found = asked(
        f"{SEARCH}remnull=on&makedistinct=on&showquery=1&skipformat=on&max_rpp=50&page=3&coordformat=dechr&verb=2"
    )
    assert (found.drop_empty, found.distinct, found.show_query, found.raw) == (True, True, True, True)
    assert (found.rows_on_page, found.first_row, found.coordinates, found.verb) == (50, 100, "dechr", 2)


def test_the_full_body_of_a_classic_form_is_understood() -> None:
    """Every field of Hubble's form, as desktop programs post it."""
    sent = {
        "action": "Search", "target": "", "resolver": "Don't Resolve", "radius": "5", "ra": "10.6847", "dec": "41.269",
        "equinox": "J2000", "image[]": "STIS", "spectrum[]": "STIS", "sci_start_time": "", "sci_actual_duration": "",
        "sci_pep_id": "", "sci_release_date": "", "sci_data_set_name": "", "sci_spec_1234": "", "sci_obset_id": "",
        "sci_archive_date": "", "sci_target_descrip": "", "sci_aper_1234": "", "sci_aec[]": "S", "sci_pi_last_name": "",
        "extra_column_name_1": "sci_data_set_name", "extra_column_value_1": "", "extra_column_name_2": "sci_data_set_name",
        "extra_column_value_2": "", "selectedColumnsCsv": "Mark,sci_data_set_name,sci_targname,sci_ra,ang_sep",
        "selectedColumnsList[]": "sci_central_wavelength", "availableColumns": "Mark", "ordercolumn1": "ang_sep",
        "ordercolumn2": "sci_targname", "ordercolumn3": "sci_data_set_name", "coordformat": "dec",
        "outputformat": "VOTable", "max_records": "5001", "max_rpp": "5000",
    }  # fmt: skip
    found = asked(urlencode(sent))
    assert found.not_translated == ()
    assert found.notes == ()
    query = found.searches[0].query
    assert query is not None
    assert dict(query.params()) == {
        "target": "10.6847 +41.269", "radius": "5", "sci_instrume": "STIS", "sci_obs_type": "IMAGE, SPECTRUM", "sci_aec": "S",
        "columns": "sci_data_set_name,sci_targname,sci_ra,ang_sep", "sort": "ang_sep,sci_targname,sci_data_set_name",
        "limit": "5001", "coordformat": "dec",
    }  # fmt: skip


def test_several_targets_are_a_search_each_and_an_unknown_one_stops_nothing(archive: None) -> None:
    found = asked(f"{SEARCH}target=m+31,no+such+thing,10.5+95,m+33")
    assert [bool(search.query) for search in found.searches] == [True, False, False, True]
    assert found.searches[1].unresolved == "no such thing"
    assert "95" in found.searches[2].problem
    assert [search.heading for search in found.searches] == ["m 31", "no such thing", "10.5 95", "m 33"]
    assert "was read as 00 42 44" in found.searches[0].said


def test_lists_of_coordinates_are_a_search_each() -> None:
    found = asked(f"{SEARCH}ra=1.514,18.729,42.783&dec=63.679,-72.361,60.418&radius=1.0", "fuse")
    places = [search.query.places[0].position for search in found.searches if search.query]
    assert places == [(1.514, 63.679), (18.729, -72.361), (42.783, 60.418)]


def test_a_cone_search_needs_no_action() -> None:
    found = asked("RA=10.6847&DEC=41.269&SR=0.1&VERB=1")
    assert (found.cone, found.shape, found.verb, found.max_records) == (True, "VOTable", 1, CONE_RECORDS)
    assert found.searches[0].query is not None
    assert found.searches[0].query.radius == 6
    assert asked("ra=10.6847&dec=41.269&sr=0").searches[0].query.radius == 0  # type: ignore[union-attr]


@pytest.mark.parametrize("query", ["sci_data_set_name=Y*&&RA=10.6847&DEC=41.269&SR=0.1&VERB=2", "&RA=10.6847&DEC=41.269&SR=0.1&VERB=2&",
                                   "?RA=10.6847&DEC=41.269&SR=0.1&VERB=2?", "a=b?&RA=10.6847&DEC=41.269&SR=0.1&VERB=2"])  # fmt: skip
def test_base_addresses_of_registries_are_tolerated(query: str) -> None:
    found = asked(query)
    assert found.cone
    assert found.searches[0].query.places[0].position == (10.6847, 41.269)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("query", "kind"),
    [
        ("action=Search", "search"), ("action=search", "search"), ("", "form"), ("target=m+31", "form"),
        ("form=fuf", "upload form"), ("RA=1&DEC=2&SR=3", "cone"), ("RA=1&DEC=2", "form"), ("outputformat=HTML_Table", "form"),
    ],
)  # fmt: skip
def test_what_a_request_is_for(query: str, kind: str) -> None:
    assert reading.kind(pairs_of(query)) == kind


@pytest.mark.parametrize(
    ("query", "media_type", "word"),
    [
        ("target=m+31&outputformat=CSV", "text/plain; charset=utf-8", "action=Search"),
        ("action=Search+Pointings&outputformat=CSV", "text/plain; charset=utf-8", "/pointings/search.php"),
        ("action=Find&outputformat=TSV", "text/plain; charset=utf-8", "action=Search"),
        ("action=Search&form=fuf&outputformat=CSV", "text/plain; charset=utf-8", "none was sent"),
        ("RA=1&SR=3", "xml", "DEC is missing"),
        ("RA=1&DEC=200&SR=3", "xml", "200"),
    ],
)
def test_a_refusal_has_the_shape_that_was_asked_for(
    archive: None, client: Client, query: str, media_type: str, word: str
) -> None:
    answer = client.get(f"/hst/search.php?{query}")
    assert media_type in answer["Content-Type"]
    assert word in body(answer).decode()
    assert answer.status_code == (200 if media_type == "xml" else 400), "a cone search says its errors with 200"


@pytest.mark.parametrize(
    "query",
    [
        "target=m+31&radius=5&max_records=100000", "target=m+31,m+33&sci_instrume=!=STIS&max_records=100000", "ra=10..11&dec=41..42",
        "sci_targname=NGC224%&sci_aec[]=S", "RA=10.6847&DEC=41.269&SR=0.2&ordercolumn1=sci_start_time", "image[]=WFPC2&spectrum[]=STIS",
        "ra=10.0004&dec=40.995&equinox=B1950&radius=20",
    ],
)  # fmt: skip
def test_the_new_address_finds_the_same_rows(archive: None, query: str) -> None:
    found = asked(SEARCH + query)
    address = new_address(found)
    assert address.startswith("/search/hst/results?")
    from mastsite.resolver.places import place

    moved, _messages = place(parse(found.mission, pairs_of(address.partition("?")[2])))
    old = [engine.count(search.query, cap=None).value for search in found.searches if search.query]
    assert sum(old) == engine.count(moved, cap=None).value


def test_get_and_post_are_read_alike(archive: None, client: Client) -> None:
    fields = {"action": "Search", "target": "m 31", "outputformat": "CSV", "max_records": "3", "sci_instrume": "STIS"}
    got = body(client.get("/hst/search.php", fields))
    assert got == body(client.post("/hst/search.php", fields)), "multipart"
    posted = client.post("/hst/search.php", urlencode(fields), content_type="application/x-www-form-urlencoded")
    assert got == body(posted)
    assert got.startswith(b"Dataset,")
    assert Client(enforce_csrf_checks=True).post("/hst/search.php", fields).status_code == 200


@pytest.mark.parametrize("posted", [False, True])
def test_latin_1_is_read_and_told(archive: None, client: Client, posted: bool) -> None:
    query = "action=Search&sci_targname=caf%E9&max_records=1"
    assert (
        asked(query).searches[0].query.criteria
        == asked("action=Search&sci_targname=caf%C3%A9").searches[0].query.criteria
    )  # type: ignore[union-attr]
    kind = "application/x-www-form-urlencoded"
    answer = (
        client.post("/hst/search.php", query, content_type=kind) if posted else client.get(f"/hst/search.php?{query}")
    )
    assert answer.status_code == 200
    assert READ_AS_LATIN_1 in body(answer).decode()


@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [
        (b'{"action": "Search"}', "application/json", 415),
        (b"--x\r\nbroken", "multipart/form-data; boundary=x", 400),
        (b"nothing", "multipart/form-data", 400),
        (b"a=1&" * 3000, "application/x-www-form-urlencoded", 400),
        (b"a=" + b"x" * (6 * 2**20), "application/x-www-form-urlencoded", 413),
    ],
    ids=["json", "broken form", "form without a boundary", "too many fields", "too long"],
)
def test_bodies_that_are_no_form(archive: None, client: Client, content: bytes, kind: str, status: int) -> None:
    answer = client.post("/hst/search.php?action=Search&outputformat=CSV", content, content_type=kind)
    assert answer.status_code in (status, 400)
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.content.strip()


def test_other_methods_are_refused(archive: None, client: Client) -> None:
    answer = client.put("/hst/search.php")
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD, POST")


_NAMES = [name.replace("N", "1") for row in TABLE for name in row.names] + [
    "sci_pep_id", "sci_targname", "sci_start_time", "sci_ra", "ang_sep", "sci_hapnum", "image[]", "sci_aec[]", "Dataset", "nope",
]  # fmt: skip
_VALUES = st.one_of(
    st.binary(max_size=30),
    st.text(string.printable, max_size=30).map(str.encode),
    st.sampled_from([b"Search", b"m 31", b"10.5", b"on", b"1..2", b"!=5", b"\\null", b"*", b"%", b"VOTable", b"CSV", b"JSON", b"3",
                     b"fuf", b",", b"1,2", b"\0", b"\xff\xfe", b"99999999999999999999", b"-1", b"none", b"Don't Resolve"]),
)  # fmt: skip
_PAIRS = st.lists(
    st.tuples(st.one_of(st.sampled_from(_NAMES).map(str.encode), st.binary(max_size=12)), _VALUES), max_size=6
)


@given(
    _PAIRS,
    st.booleans(),
    st.sampled_from(["", "action=Search&", "action=Search&outputformat=CSV&", "RA=1&DEC=2&SR=0.1&"]),
)
@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
def test_no_bytes_break_it(archive: None, pairs: list[tuple[bytes, bytes]], posted: bool, start: str) -> None:
    query = start + "&".join(f"{quote_from_bytes(name)}={quote_from_bytes(value)}" for name, value in pairs)
    client = Client(raise_request_exception=True)
    kind = "application/x-www-form-urlencoded"
    answer = (
        client.post("/hst/search.php", query, content_type=kind) if posted else client.get(f"/hst/search.php?{query}")
    )
    assert answer.status_code in (200, 400)
    assert body(answer)


@given(st.binary(max_size=60))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_raw_query_breaks_it(archive: None, raw: bytes) -> None:
    text = "action=Search&max_records=1&" + raw.decode("latin-1").replace("#", "").replace("\0", "")
    answer = Client().generic("GET", "/hst/search.php", QUERY_STRING=text)
    assert answer.status_code in (200, 400)
    assert body(answer)
