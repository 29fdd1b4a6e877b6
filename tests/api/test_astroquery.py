"""The released astroquery, unchanged, against a server of ours."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
from astropy import units
from astroquery.exceptions import InvalidQueryError, MaxResultsWarning, NoResultsWarning

from mastsite.search.params import parse
from mastsite.search.query import Query
from mastsite.search.registry import get_mission, missions
from tests.api.ask import ids
from tests.api.client import missions_at

M31 = "10.684793 41.269065"
OPERATORS = [
    pytest.param({"sci_instrume": "acs"}, [("sci_instrume", "ACS")], id="any case"),
    pytest.param({"sci_instrume": ["WFC3", "ACS"]}, [("sci_instrume", "WFC3,ACS")], id="list"),
    pytest.param({"sci_instrume": "WFC3, ACS"}, [("sci_instrume", "WFC3,ACS")], id="commas"),
    pytest.param({"sci_instrume": "!WFPC2,!ACS"}, [("sci_instrume", "!WFPC2,!ACS")], id="not"),
    pytest.param({"sci_pep_id": 12058}, [("sci_pep_id", "12058")], id="number"),
    pytest.param({"sci_pep_id": "12058,!8"}, [("sci_pep_id", "12058,!8")], id="mixed list"),
    pytest.param({"sci_pep_id": "12000..12100"}, [("sci_pep_id", "12000..12100")], id="range"),
    pytest.param({"sci_actual_duration": ">= 1000"}, [("sci_actual_duration", ">=1000")], id="at least"),
    pytest.param({"sci_start_time": "<2001"}, [("sci_start_time", "<2001")], id="before a year"),
    pytest.param({"sci_targname": "*224*"}, [("sci_targname", "*224*")], id="wildcards"),
    pytest.param({"sci_target_descrip": "galaxy"}, [("sci_target_descrip", "galaxy")], id="substring"),
    pytest.param(
        {"sci_instrume": "ACS", "sci_pep_id": ">12000", "sci_ra": "10.5..10.8"},
        [("sci_instrume", "ACS"), ("sci_pep_id", ">12000"), ("sci_ra", "10.5..10.8")],
        id="three columns",
    ),
]


@pytest.fixture
def hst(live_address):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", NoResultsWarning)
        yield missions_at(live_address, "hst")


def query(*pairs):
    return parse(get_mission("hst"), pairs)


@pytest.mark.parametrize("slug", list(missions()))
def test_lists_the_columns_of_every_mission(live_address, slug):
    table = missions_at(live_address, slug).get_column_list()
    assert list(table["name"]) == [column.name for column in missions()[slug].columns]


@pytest.mark.parametrize(("criteria", "pairs"), OPERATORS)
def test_criteria(hst, criteria, pairs):
    table = hst.query_criteria(**criteria)
    assert (list(table["sci_data_set_name"]) if len(table) else []) == ids(query(*pairs))


def test_region(hst):
    table = hst.query_region(M31, radius=2)
    wanted = query(("target", M31), ("radius", "2"))
    assert list(table["sci_data_set_name"]) == ids(wanted)
    assert set(table["search_pos"]) == {M31} and np.all(np.diff(table["ang_sep"]) >= 0) and table["ang_sep"].max() <= 2
    assert [name for name in table.colnames if name in wanted.column_names] == list(wanted.column_names)


def test_region_with_criteria_and_a_radius_in_degrees(hst):
    table = hst.query_region(M31, radius=0.02 * units.deg, sci_instrume="WFPC2", sort_by="sci_pep_id", sort_desc=True)
    wanted = query(("target", M31), ("radius", "1.2"), ("sci_instrume", "WFPC2"), ("sort", "-sci_pep_id"))
    assert list(table["sci_data_set_name"]) == ids(wanted)


def test_region_of_every_mission_that_has_rows_there(live_address):
    for slug in ("hst", "galex"):
        table = missions_at(live_address, slug).query_region(M31, radius=10)
        wanted = parse(get_mission(slug), [("target", M31), ("radius", "10")])
        assert [str(value) for value in table[get_mission(slug).id_column]] == [str(value) for value in ids(wanted)]


def test_columns_in_order_with_what_always_comes(hst):
    table = hst.query_criteria(
        sci_instrume="ACS", select_cols=["sci_pep_id", "sci_ra"], limit=3, sort_by="sci_start_time"
    )
    assert table.colnames == ["sci_pep_id", "sci_ra", "sci_data_set_name", "sci_start_time"]


def test_all_columns_of_the_column_list(hst):
    every = list(hst.get_column_list()["name"])
    assert hst.query_criteria(sci_instrume="ACS", select_cols=list(every), limit=2).colnames == every


def test_a_column_that_does_not_exist_is_left_out(hst):
    table = hst.query_criteria(sci_instrume="ACS", select_cols=["sci_pep_id", "no_such"], limit=2)
    assert table.colnames == ["sci_pep_id", "sci_data_set_name"]


def test_a_mission_without_an_identifier_that_the_client_knows(live_address):
    table = missions_at(live_address, "galex").query_criteria(nexptime=">0", select_cols=["nexptime"], limit=2)
    assert table.colnames == ["nexptime", get_mission("galex").id_column]


def test_the_columns_that_the_client_asks_of_ullyses(live_address):
    table = missions_at(live_address, "ullyses").query_criteria(host_galaxy_name="LMC", limit=5)
    assert len(table) == 5 and get_mission("ullyses").id_column in table.colnames


def test_pages(hst):
    wanted = ids(query(("sci_instrume", "ACS")), 60)
    with pytest.warns(MaxResultsWarning):
        pages = [hst.query_criteria(sci_instrume="ACS", limit=20, offset=start) for start in (0, 20, 40)]
    assert [row for page in pages for row in page["sci_data_set_name"]] == wanted


def test_no_rows_are_an_empty_table_with_columns(live_address):
    with pytest.warns(NoResultsWarning):
        table = missions_at(live_address, "hst").query_criteria(sci_instrume="none such")
    assert len(table) == 0 and table.colnames


def test_types_and_nulls(hst):
    table = hst.query_criteria(
        sci_instrume="ACS", limit=400, select_cols=[column.name for column in get_mission("hst").columns]
    )
    kinds = {"integer": "i", "float": "f", "ra": "f", "dec": "f", "boolean": "b"}
    rows = {row[0]: row for row in _rows(table.colnames)}
    for column in get_mission("hst").columns:
        assert table[column.name].dtype.kind == kinds.get(column.kind, "U"), column.name
        stored = [rows[name][table.colnames.index(column.name) + 1] for name in table["sci_data_set_name"]]
        assert list(table[column.name].mask) == [value in (None, "", -999) for value in stored], column.name


def _rows(names):
    from mastsite.search import engine

    asked = Query(get_mission("hst"), columns=("sci_data_set_name", *names), rows=20_000)
    # A column asked for twice comes once, so the identifier is put before the rest by hand.
    result = engine.page(asked, counted=False)
    order = [column.name for column in result.columns]
    return [(row[order.index("sci_data_set_name")], *(row[order.index(name)] for name in names)) for row in result.rows]


@pytest.mark.parametrize("criteria", [{"sci_pep_id": "invalid"}, {"sci_start_time": "yesterday noon"}])
def test_bad_values_are_invalid_queries(hst, criteria):
    with pytest.raises(InvalidQueryError):
        hst.query_criteria(**criteria)


def test_a_misspelt_column_is_caught_by_the_client_with_our_names(hst):
    with pytest.raises(InvalidQueryError, match="sci_instrume"):
        hst.query_criteria(sci_instrum="ACS")
