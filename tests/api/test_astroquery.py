"""astroquery, unchanged and pointed here by its own configuration, in its stable release and its newest pre-release."""

from __future__ import annotations

import json
import re
import urllib.request

import numpy as np
import pytest
from astropy import units
from astropy.coordinates import SkyCoord

from mastsite.search import engine
from mastsite.search.params import parse
from mastsite.search.query import Query
from mastsite.search.registry import get_mission, missions
from tests.api.ask import ids, loaded
from tests.api.client import RELEASES, ClientError, start
from tests.conftest import missing

M31 = "10.684793 41.269065"
BESIDE = "10.69 41.27"
every_mission = pytest.mark.parametrize("slug", list(missions()))

CRITERIA = [
    pytest.param({"sci_instrume": "acs"}, [("sci_instrume", "ACS")], id="any case"),
    pytest.param({"sci_instrume": "COS   "}, [("sci_instrume", "COS")], id="padded with blanks"),
    pytest.param({"sci_instrume": ["WFC3", "ACS"]}, [("sci_instrume", "WFC3,ACS")], id="list"),
    pytest.param({"sci_instrume": "WFC3, ACS"}, [("sci_instrume", "WFC3,ACS")], id="commas and blanks"),
    pytest.param({"sci_instrume": "!COS,!STIS"}, [("sci_instrume", "!COS,!STIS")], id="neither"),
    pytest.param({"sci_instrume": ["COS", "STIS", "!STIS"]}, [("sci_instrume", "COS")], id="either, but not one"),
    pytest.param({"sci_instrume": "!COS"}, [("sci_instrume", "!COS")], id="not"),
    pytest.param({"sci_spec_1234": "!G160M"}, [("sci_spec_1234", "!G160M")], id="not this grating"),
    pytest.param({"sci_pep_id": 12058}, [("sci_pep_id", "12058")], id="number"),
    pytest.param({"sci_pep_id": "12058"}, [("sci_pep_id", "12058")], id="number as text"),
    pytest.param({"sci_pep_id": np.int64(12058).item()}, [("sci_pep_id", "12058")], id="number of numpy"),
    pytest.param({"sci_pep_id": [11616, "14081", 11616.0]}, [("sci_pep_id", "11616,14081")], id="list of numbers"),
    pytest.param({"sci_pep_id": "12058,!8"}, [("sci_pep_id", "12058,!8")], id="mixed list"),
    pytest.param({"sci_pep_id": "12000..12100"}, [("sci_pep_id", "12000..12100")], id="range"),
    pytest.param({"sci_pep_id": "12000..12000, >16000"}, [("sci_pep_id", "12000..12000,>16000")], id="range or more"),
    pytest.param({"sci_actual_duration": "<100"}, [("sci_actual_duration", "<100")], id="less"),
    pytest.param({"sci_actual_duration": "<= 100"}, [("sci_actual_duration", "<=100")], id="at most"),
    pytest.param({"sci_actual_duration": ">1000.5"}, [("sci_actual_duration", ">1000.5")], id="more"),
    pytest.param({"sci_actual_duration": ">= 1000"}, [("sci_actual_duration", ">=1000")], id="at least, with a blank"),
    pytest.param({"sci_start_time": "<2001"}, [("sci_start_time", "<2001")], id="before a year"),
    pytest.param({"sci_start_time": "2009-12"}, [("sci_start_time", "2009-12")], id="a month"),
    pytest.param(
        {"sci_start_time": "2009-12-01..2009-12-31"}, [("sci_start_time", "2009-12-01..2009-12-31")], id="days"
    ),
    pytest.param(
        {"sci_start_time": "> 2016-11-14 12:00:00"}, [("sci_start_time", "> 2016-11-14 12:00:00")], id="after a moment"
    ),
    pytest.param({"sci_targname": "*224*"}, [("sci_targname", "*224*")], id="wildcards"),
    pytest.param({"sci_targname": "NGC*1"}, [("sci_targname", "NGC*1")], id="wildcard inside"),
    pytest.param({"sci_target_descrip": "galaxy"}, [("sci_target_descrip", "galaxy")], id="substring"),
    pytest.param({"sci_target_descrip": "galaxy, star"}, [("sci_target_descrip", "galaxy,star")], id="substrings"),
    pytest.param(
        {"sci_instrume": "COS", "sci_pep_id": ">12000", "sci_ra": "10..80"},
        [("sci_instrume", "COS"), ("sci_pep_id", ">12000"), ("sci_ra", "10..80")],
        id="three columns",
    ),
]


@pytest.fixture(scope="module", params=list(RELEASES))
def release(request, live_address, tmp_path_factory):
    folder = RELEASES[request.param]
    if folder and not (folder / "astroquery").is_dir():
        missing(
            "the newest pre-release of astroquery is not installed; `make test` installs requirements-prerelease.txt"
        )
    started = start(request.param, live_address, tmp_path_factory.mktemp(request.param))
    yield started
    started.close()


@pytest.fixture
def hst(release):
    return release.of("hst")


upcoming = pytest.mark.parametrize("release", ["prerelease"], indirect=True)
"""For what the stable release cannot ask."""


def query(*pairs, slug="hst"):
    return parse(get_mission(slug), pairs)


def names(table, slug="hst"):
    column = get_mission(slug).id_column
    return [str(value) for value in table[column]] if len(table) else []


def wanted(found, most=5_000):
    return [str(name) for name in ids(found, most)]


# --- the list of columns


@every_mission
def test_lists_the_columns_of_every_mission(release, slug):
    table = release.of(slug).get_column_list()
    assert list(table["name"]) == [column.name for column in missions()[slug].columns]
    assert table.colnames == ["name", "data_type", "description"]


def test_a_mission_in_capitals_is_the_same(release):
    assert list(release.of("HST").get_column_list()["name"]) == list(release.of("hst").get_column_list()["name"])


def test_a_misspelt_column_is_caught_by_the_client_with_our_names(hst):
    for misspelt, words in (("sci_instrum", "sci_instrume"), ("SCI_INSTRUME", "does not exist")):
        with pytest.raises(ClientError, match=words) as caught:
            hst.query_criteria(**{misspelt: "ACS"})
        assert caught.value.kind == "InvalidQueryError"


def test_the_upcoming_release_finds_every_mission_in_the_documents(live_address):
    """It scrapes them off the page by this pattern, and refuses a mission that is not there."""
    page = urllib.request.urlopen(f"{live_address}/search/docs").read().decode()
    found = [name for name in re.findall(r"[\w/\.-]+openapi[\w/\.-]*\.json", page) if not name.startswith("/")]
    assert [name.removesuffix("_api_openapi.json") for name in found] == list(missions())
    assert json.loads(urllib.request.urlopen(f"{live_address}/search/{found[0]}").read())["openapi"]


# --- criteria


@pytest.mark.parametrize(("criteria", "pairs"), CRITERIA)
def test_criteria(hst, criteria, pairs):
    found = query(*pairs)
    assert names(hst.query_criteria(**criteria)) == wanted(found)
    assert wanted(found, 1), "no row shows that this works"


@every_mission
def test_criteria_of_every_mission(release, slug):
    client, mission = release.of(slug), missions()[slug]
    table = client.query_criteria(**{mission.id_column: "*"}, limit=7)
    if slug != "ullyses":  # for which the client always asks columns of its own choice
        assert table.colnames == list(Query(mission).column_names)
    assert names(table, slug) == (wanted(parse(mission, [(mission.id_column, "*")]), 7) if slug in loaded() else [])
    assert ("NoResultsWarning" in client.warned) == (slug not in loaded())


@pytest.mark.parametrize(
    ("slug", "criteria", "rows"),
    [
        pytest.param("jwst", {"instrume": "!NIRCAM", "program": 1189}, True, id="not this instrument"),
        pytest.param("ullyses", {"host_galaxy_name": "WLM"}, True, id="one galaxy"),
        pytest.param("hst", {"sci_pep_id": 12557, "sci_obs_type": "SPECTRUM", "sci_aec": "S"}, False, id="three words"),
        pytest.param("hst", {"sci_pi_last_name": "*LE*", "sci_spec_1234": "!F395N"}, False, id="surname and filter"),
        pytest.param("hst", {"sci_aec": "S", "sci_obs_type": "image"}, True, id="science images"),
        pytest.param("classy", {"Target": "J0021+0052"}, False, id="a sign in a name"),
        pytest.param("roman", {"program": 3, "pass": 1}, False, id="a word of Python"),
        pytest.param("iue", {"iue_data_id": "LWR08496"}, False, id="one spectrum"),
        pytest.param("galex", {"nexptime": "> 1000"}, True, id="an older mission"),
        pytest.param("k2", {"k2_ra": "130..131"}, None, id="right ascension"),
    ],
)
def test_searches_of_the_archives_own_notebooks(release, slug, criteria, rows):
    table = release.of(slug).query_criteria(**criteria, limit=50)
    found = parse(get_mission(slug), [(name, str(value)) for name, value in criteria.items()])
    assert names(table, slug) == (wanted(found, 50) if slug in loaded() else [])
    if rows is not None:
        assert bool(len(table)) == rows


@upcoming
def test_a_column_whose_name_is_a_word_of_python(release):
    assert len(release.ask("roman", "query_criteria", program=3, pass_id=1)) == 0


def test_no_rows_are_an_empty_table_with_columns(hst):
    table = hst.query_criteria(sci_instrume="none such")
    assert "NoResultsWarning" in hst.warned
    assert len(table) == 0 and table.colnames == list(query().column_names)


@pytest.mark.parametrize(
    "criteria",
    [
        {"sci_pep_id": "invalid"},
        {"sci_start_time": "yesterday noon"},
        {"sci_ra": "10..x"},
        {"sci_pep_id": 1, "limit": "few"},
        {"sci_pep_id": 1, "sort_by": "no_such_column"},
    ],
    ids=str,
)
def test_bad_values_are_invalid_queries(hst, criteria):
    with pytest.raises(ClientError) as caught:
        hst.query_criteria(**criteria)
    assert caught.value.kind == "InvalidQueryError"


# --- positions


@pytest.mark.parametrize(
    ("radius", "arcmin"),
    [(2, "2"), (0.02 * units.deg, "1.2"), ("90s", "1.5"), (30, "30")],
    ids=["2", "deg", "90s", "30"],
)
def test_region(hst, radius, arcmin):
    table = hst.query_region(M31, radius=radius)
    found = query(("target", M31), ("radius", arcmin))
    assert names(table) == wanted(found) and len(table)
    assert set(table["search_pos"]) == {M31}
    assert np.all(np.diff(table["ang_sep"]) >= 0) and table["ang_sep"].max() <= float(arcmin)
    assert table.colnames == ["search_pos", *query().column_names, "ang_sep"]


def test_region_of_a_coordinate_object_in_another_frame(hst):
    place = SkyCoord(M31, unit="deg").galactic
    assert names(hst.query_region(place, radius=2)) == wanted(query(("target", M31), ("radius", "2")))


def test_region_with_criteria_and_order(hst):
    table = hst.query_region(M31, radius=20, sci_instrume=["COS", "WFPC2"], sort_by="sci_pep_id", sort_desc=True)
    pairs = ("target", M31), ("radius", "20"), ("sci_instrume", "COS,WFPC2"), ("sort", "-sci_pep_id")
    assert names(table) == wanted(query(*pairs)) and len(table)


@every_mission
def test_region_of_every_mission(release, slug):
    client, mission = release.of(slug), missions()[slug]
    place = _place_in(slug) if slug in loaded() else M31
    table = client.query_region(place, radius=1, limit=50)
    assert table.colnames[0] == "search_pos" and table.colnames[-1] == "ang_sep"
    if slug in loaded():
        assert names(table, slug) == wanted(parse(mission, [("target", place), ("radius", "1")]), 50)
        assert len(table) and set(table["search_pos"]) == {place}


def _place_in(slug):
    """A place where a mission has a row, in the words that the client sends."""
    mission = missions()[slug]
    ra, dec = (next(column.name for column in mission.columns if column.kind == kind) for kind in ("ra", "dec"))
    asked = parse(mission, [("columns", f"{ra},{dec}"), (ra, "!null")])
    found = engine.page(asked, counted=False)
    order = [column.name for column in found.columns]
    row = next(iter(found.rows))
    place = SkyCoord(row[order.index(ra)], row[order.index(dec)], unit="deg")
    return f"{place.ra.deg} {place.dec.deg}"


@upcoming
def test_many_targets_are_one_table(release):
    table = release.ask("hst", "query_region", [M31, BESIDE, SkyCoord(43.77, -47.02, unit="deg")], radius=1)
    for place in (M31, BESIDE, "43.77 -47.02"):
        rows = table[table["search_pos"] == place]
        assert names(rows) == wanted(query(("target", place), ("radius", "1")))
        assert np.all(np.diff(rows["ang_sep"]) >= 0)
    assert list(dict.fromkeys(table["search_pos"]))[:2] == [M31, BESIDE]


@upcoming
def test_a_hundred_targets(release):
    places = [f"{10.6 + number / 1000:.3f} 41.27" for number in range(100)]
    table = release.ask("hst", "query_region", SkyCoord(places, unit="deg"), radius=0.5)
    assert set(table["search_pos"]) <= {" ".join(str(float(word)) for word in place.split()) for place in places}
    assert len(set(table["search_pos"])) > 1


# --- columns


def test_columns_in_order_with_what_always_comes(hst):
    table = hst.query_criteria(
        sci_instrume="COS", select_cols=["sci_pep_id", "sci_ra"], limit=3, sort_by="sci_start_time"
    )
    assert table.colnames == ["sci_pep_id", "sci_ra", "sci_data_set_name", "sci_start_time"]


@every_mission
def test_all_columns_of_the_column_list(release, slug):
    client = release.of(slug)
    every = list(client.get_column_list()["name"])
    table = client.query_criteria(**{missions()[slug].id_column: "*"}, select_cols=list(every), limit=2)
    assert set(every) <= set(table.colnames) and len(table.colnames) == len(every)


@upcoming
@pytest.mark.parametrize("asked", ["all", "*", "sci_pep_id, sci_ra"])
def test_columns_in_words(release, asked):
    table = release.ask("hst", "query_criteria", sci_instrume="COS", select_cols=asked, limit=2)
    every = [column.name for column in get_mission("hst").columns]
    assert table.colnames == (["sci_pep_id", "sci_ra", "sci_data_set_name"] if "," in asked else every)


@pytest.mark.parametrize("asked", [None, []])
def test_no_columns_are_the_usual_ones(hst, asked):
    table = hst.query_criteria(sci_instrume="COS", select_cols=asked, limit=2)
    assert table.colnames in ([*query().column_names], ["sci_data_set_name"] if asked == [] else [])


def test_a_column_that_does_not_exist_is_left_out(hst):
    table = hst.query_criteria(sci_instrume="COS", select_cols=["sci_pep_id", "no_such"], limit=2)
    assert table.colnames == ["sci_pep_id", "sci_data_set_name"]


@every_mission
def test_the_identifier_comes_with_one_chosen_column(release, slug):
    """The client appends the identifier that it knows for a mission, or null where it knows none."""
    mission = missions()[slug]
    chosen = next(column.name for column in mission.columns if column.name != mission.id_column and column.stored)
    table = release.of(slug).query_criteria(**{mission.id_column: "*"}, select_cols=[chosen], limit=2)
    assert table.colnames[0] == chosen and mission.id_column in table.colnames


def test_the_columns_that_the_client_asks_of_ullyses(release):
    """The stable release misspells one of them."""
    table = release.of("ullyses").query_criteria(host_galaxy_name="LMC", limit=5)
    assert len(table) == 5 and get_mission("ullyses").id_column in table.colnames


def test_types_and_nulls(hst):
    columns = get_mission("hst").columns
    table = hst.query_criteria(sci_instrume="ACS", limit=400, select_cols=[column.name for column in columns])
    kinds = {"integer": "i", "float": "f", "ra": "f", "dec": "f", "boolean": "b"}
    rows = {row[0]: row for row in _rows(table.colnames)}
    for column in columns:
        assert table[column.name].dtype.kind == kinds.get(column.kind, "U"), column.name
        stored = [rows[name][table.colnames.index(column.name) + 1] for name in table["sci_data_set_name"]]
        assert list(table[column.name].mask) == [value in (None, "", -999) for value in stored], column.name


def _rows(columns):
    asked = Query(get_mission("hst"), columns=("sci_data_set_name", *columns), rows=20_000)
    # A column asked for twice comes once, so the identifier is put before the rest by hand.
    result = engine.page(asked, counted=False)
    order = [column.name for column in result.columns]
    return [
        (row[order.index("sci_data_set_name")], *(row[order.index(name)] for name in columns)) for row in result.rows
    ]


# --- order, pages, counts


@pytest.mark.parametrize(
    ("options", "sort"),
    [
        ({"sort_by": "sci_pep_id"}, "sci_pep_id"),
        ({"sort_by": ["sci_pep_id"], "sort_desc": True}, "-sci_pep_id"),
        ({"sort_by": ["sci_instrume", "sci_pep_id"], "sort_desc": [True, False]}, "-sci_instrume,sci_pep_id"),
    ],
    ids=["up", "down", "two keys"],
)
def test_order(hst, options, sort):
    table = hst.query_criteria(sci_aec="S", limit=200, **options)
    assert names(table) == wanted(query(("sci_aec", "S"), ("sort", sort)), 200)


def test_pages_past_the_limit(hst):
    whole = wanted(query(("sci_instrume", "STIS")))
    rows, warned = [], []
    while len(warned) < 10:
        page = hst.query_criteria(sci_instrume="STIS", limit=400, offset=len(rows))
        rows += names(page)
        warned.append("MaxResultsWarning" in hst.warned)
        if not warned[-1]:
            break
    assert rows == whole and warned == [True] * (len(whole) // 400) + [False]
    assert len(hst.query_criteria(sci_instrume="STIS", limit=400, offset=len(whole))) == 0


@upcoming
@every_mission
def test_counts_without_rows(release, slug):
    mission = missions()[slug]
    got = release.ask(slug, "query_criteria", **{mission.id_column: "*"}, count_only=True)
    found = parse(mission, [(mission.id_column, "*")])
    assert got == (engine.count(found, cap=None).value if slug in loaded() else 0)


@upcoming
def test_counts_around_a_place(release):
    got = release.ask("hst", "query_region", M31, radius=2, sci_pep_id=">0", count_only=True)
    assert got == engine.count(query(("target", M31), ("radius", "2"), ("sci_pep_id", ">0")), cap=None).value > 0


def test_options_that_are_passed_through(hst):
    plain = hst.query_criteria(sci_instrume="FOS", limit=20)
    for options in ({"skip_count": True}, {"search_key": []}, {"user_fields": []}):
        assert names(hst.query_criteria(sci_instrume="FOS", limit=20, **options)) == names(plain)


@upcoming
def test_the_search_as_it_was_understood_comes_with_the_rows(release):
    table = release.ask("hst", "query_region", M31, sci_instrume="COS,WFPC2", limit=5)
    said = table.meta["search_params"]
    assert said["target"] == [M31] and (said["radius"], said["radius_units"]) == (3, "arcminutes")
    assert said["sort_by"][:1] == ["ang_sep"] and said["limit"] == 5 and said["count_only"] is False
    assert table["sci_instrume"].meta["description"] == get_mission("hst").column("sci_instrume").description
