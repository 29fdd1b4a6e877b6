"""Address parameters: both spellings, the way back, and a sentence for whatever cannot be read."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mastsite.search.declare import Mission
from mastsite.search.params import QueryError, parse, split_targets
from mastsite.search.query import Query, SortKey
from mastsite.search.registry import get_mission, missions
from tests.searches import held, searches

HST = get_mission("hst")


def faults(*pairs: tuple[str, str], mission: Mission = HST) -> list[tuple[str, str]]:
    with pytest.raises(QueryError) as caught:
        parse(mission, pairs)
    return [(fault.name, fault.sentence) for fault in caught.value.faults]


@pytest.mark.usefixtures("archive")
@pytest.mark.parametrize("slug", sorted(missions()))
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_what_a_query_spells_reads_as_the_same_query(slug: str, data: st.DataObject) -> None:
    mission = get_mission(slug)
    if mission not in held():
        return
    pairs = data.draw(searches(mission))
    pairs += data.draw(
        st.sampled_from([[], [("page", "3")], [("rows", "25"), ("page", "7")], [("offset", "33")], [("limit", "9")]])
    )
    pairs += data.draw(st.sampled_from([[], [("coordformat", "dec"), ("format", "csv")], [("after", "abc")]]))
    query = parse(mission, pairs)
    assert parse(mission, query.params()) == query
    assert query.describe().startswith(("All ", mission.adjective))


CLASSIC = [
    pytest.param([("ordercolumn1", "sci_pep_id"), ("descending1", "on"), ("ordercolumn2", "Target Name")],
                 [("sort", "-sci_pep_id,sci_targname")], id="three sort boxes"),
    pytest.param([("selectedColumnsCsv", "Mark,sci_data_set_name,SCI_RA")], [("columns", "sci_data_set_name,sci_ra")], id="columns"),
    pytest.param([("extra_column_name_1", "sci_sun_alt"), ("extra_column_value_1", "> 3")], [("sci_sun_alt", "> 3")], id="user field"),
    pytest.param([("max_records", "5001"), ("max_rpp", "50")], [("limit", "5001"), ("rows", "50")], id="limits"),
    pytest.param([("outputformat", "CSV_file")], [("format", "csv")], id="format"),
    pytest.param([("outputformat", "HTML_Table")], [], id="page format"),
    pytest.param([("ra", "10.68"), ("dec", "41.27")], [("target", "10.68 +41.27")], id="two boxes are a place"),
    pytest.param([("RA", "10.68"), ("DEC", "-41.27")], [("target", "10.68 -41.27")], id="capitals"),
    pytest.param([("ra", "10..11"), ("dec", "> 40")], [("sci_ra", "10..11"), ("sci_dec", "> 40")], id="ranges are a box"),
    pytest.param([("ra", "10,20"), ("dec", "1,-2")], [("target", "10 +1; 20 -2")], id="lists"),
    pytest.param([("action", "Search"), ("availableColumns", "x"), ("target", "")], [], id="noise of the old form"),
    pytest.param([("SCI_PEP_ID", "8059")], [("sci_pep_id", "8059")], id="column in capitals"),
]  # fmt: skip


@pytest.mark.parametrize(("classic", "ours"), CLASSIC)
def test_the_classic_spelling_means_the_same(classic: list[tuple[str, str]], ours: list[tuple[str, str]]) -> None:
    assert parse(HST, classic) == parse(HST, ours)


BAD = [
    pytest.param([("sci_instrum", "STIS")], "sci_instrum", "sci_instrume", id="unknown column, near miss"),
    pytest.param([("zzzzzz", "1")], "zzzzzz", "/columns", id="unknown column, nothing near"),
    pytest.param([("target", "m 31"), ("radius", "-1")], "radius", "-1", id="radius below 0"),
    pytest.param([("target", "m 31"), ("radius", "abc")], "radius", "abc", id="radius of letters"),
    pytest.param([("radius", "181 deg"), ("target", "m 31")], "radius", "181", id="radius over 180"),
    pytest.param([("ra", "400"), ("dec", "0")], "ra", "400", id="RA 400"),
    pytest.param([("ra", "10"), ("dec", "95")], "ra", "95", id="Dec 95"),
    pytest.param([("ra", "10")], "dec", "empty", id="RA alone"),
    pytest.param([("ra", "1,2"), ("dec", "3")], "dec", "2 values", id="lists of two lengths"),
    pytest.param([("equinox", "B1850")], "equinox", "B1850", id="equinox"),
    pytest.param([("page", "0")], "page", "whole number", id="page 0"),
    pytest.param([("page", "1e9")], "page", "1e9", id="page 1e9"),
    pytest.param([("rows", "100000")], "rows", "1,000", id="too many rows"),
    pytest.param([("sort", "nonsense")], "sort", "nonsense", id="sort"),
    pytest.param([("columns", "sci_targnam")], "columns", "sci_targname", id="columns"),
    pytest.param([("coordformat", "x")], "coordformat", "sex", id="coordformat"),
    pytest.param([("radius", "3"), ("radius", "4"), ("target", "m 31")], "radius", "contradict", id="two radii"),
    pytest.param([("sci_start_time", "2012-02-30")], "sci_start_time", "2012-02-30", id="impossible date"),
    pytest.param([("sci_pep_id", "7.5")], "sci_pep_id", "7.5", id="half a proposal"),
    pytest.param([("sci_pep_id", "5..2")], "sci_pep_id", "2..5", id="range backwards"),
    pytest.param([("sci_targname", "x" * 1_000_000)], "sci_targname", "20,000", id="a megabyte"),
    pytest.param([("target", "a\0b")], "target", "NUL", id="NUL in a value"),
    pytest.param([("sci\0", "1")], "sci", "NUL", id="NUL in a name"),
    pytest.param([("extra_column_value_1", "3")], "extra_column_name_1", "no column", id="condition without column"),
    pytest.param([("sort", "--sci_pep_id")], "sort", "-sci_pep_id", id="two minus signs"),
    pytest.param(
        [("ordercolumn1", "sci_pep_id"), ("descending1", "maybe")], "descending1", "maybe", id="tick that is none"
    ),
    pytest.param([("extra_column_name_1", "nope")], "extra_column_value_1", "nope", id="unknown user field"),
    pytest.param([("page", "2"), ("offset", "0")], "page", "contradict", id="page and offset"),
    pytest.param([("ang_sep", "3")], "ang_sep", "no conditions", id="made by the search"),
    pytest.param([("target", ";".join(f"{n} 0" for n in range(101)))], "target", "101", id="too many targets"),
]


@pytest.mark.parametrize(("pairs", "box", "said"), BAD)
def test_what_cannot_be_read_gets_a_sentence_at_its_box(pairs: list[tuple[str, str]], box: str, said: str) -> None:
    found = faults(*pairs)
    assert [name for name, _sentence in found] == [box]
    assert said in found[0][1]
    assert len(found[0][1]) < 600


def test_every_fault_is_told_at_once() -> None:
    assert {name for name, _sentence in faults(("sci_pep_id", "x"), ("radius", "x"), ("target", "m 31"), ("nope", "1"))} == {
        "sci_pep_id", "radius", "nope",
    }  # fmt: skip


def test_a_mission_without_positions_takes_no_target() -> None:
    without = [mission for mission in missions().values() if not mission.has_position]
    for mission in without:
        assert faults(("target", "m 31"), mission=mission)[0][0] == "target"


@settings(deadline=None)
@given(
    pairs=st.lists(
        st.tuples(
            st.text(max_size=12) | st.sampled_from(["target", "ra", "dec", "sort", "sci_start_time"]),
            st.text(max_size=30),
        ),
        max_size=4,
    )
)
def test_whatever_is_sent_is_read_or_refused(pairs: list[tuple[str, str]]) -> None:
    try:
        query = parse(HST, pairs)
    except QueryError as error:
        assert all(fault.sentence for fault in error.faults)
    else:
        assert isinstance(query, Query)
        assert parse(HST, query.params()) == query


TARGETS = [
    ("m 31, NGC 205", ["m 31", "NGC 205"]),
    ("10.68, 41.27", ["10.68, 41.27"]),
    ("10.68 41.27; 11 42\nM 33", ["10.68 41.27", "11 42", "M 33"]),
    ("10.68 41.27, 11 42", ["10.68 41.27", "11 42"]),
    (" ; ,", []),
]


@pytest.mark.parametrize(("text", "pieces"), TARGETS)
def test_targets_come_apart(text: str, pieces: list[str]) -> None:
    assert split_targets(text) == pieces


def test_sorting_by_separation_needs_a_place() -> None:
    assert parse(HST, [("sort", "ang_sep"), ("target", "10 10")]).sort == (SortKey("ang_sep"),)
    query = parse(HST, [("sort", "ang_sep")])
    assert query.sort == ()
    assert "not sorted" in query.notes[0]


def test_a_column_twice_among_the_sort_keys_is_told() -> None:
    query = parse(HST, [("sort", "sci_pep_id,-sci_pep_id")])
    assert query.sort == (SortKey("sci_pep_id"),)
    assert "twice" in query.notes[0]
