"""The engine against plain Python over the same rows, and its pages against its stream."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.test import override_settings
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mastsite.search import engine
from mastsite.search.declare import Mission
from mastsite.search.limits import TimeLimit
from mastsite.search.paging import CursorError, encode
from mastsite.search.params import parse
from mastsite.search.plan import plan_of
from mastsite.search.query import Query
from mastsite.search.registry import get_mission
from mastsite.search.result import Count
from mastsite.search.tables import NotLoaded
from tests import brute_force
from tests.searches import searches

pytestmark = pytest.mark.usefixtures("archive")
SMALL = ("hst", "fuse", "ullyses", "kepler", "tess", "k2ffi")
"""Missions whose every row a test can read over and over."""
LARGE = ("jwst", "galex", "k2")
slow = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))

_rows: dict[str, list[tuple[object, ...]]] = {}


def all_rows(mission: Mission) -> list[tuple[object, ...]]:
    if mission.slug not in _rows:
        columns = ",".join(column.name for column in mission.stored_columns)
        _rows[mission.slug] = list(engine.stream(parse(mission, [("columns", columns)])).rows)
    return _rows[mission.slug]


def ids(query: Query) -> list[object]:
    only_id = replace(query, columns=(query.mission.id_column,))
    return [row[0] for row in engine.stream(only_id).rows]


@pytest.mark.parametrize("slug", SMALL)
@slow
@given(data=st.data())
def test_the_engine_finds_what_plain_python_finds(slug: str, data: st.DataObject) -> None:
    mission = get_mission(slug)
    query = parse(mission, data.draw(searches(mission)))
    expected = brute_force.identifiers(query, all_rows(mission))
    found = ids(query)
    assert sorted(map(str, found)) == sorted(map(str, expected)), query.describe()
    counted = engine.count(query)
    assert counted == (
        Count(len(expected)) if len(expected) <= engine.COUNT_CAP else Count(engine.COUNT_CAP, exact=False)
    )


@pytest.mark.parametrize("slug", LARGE)
@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_the_engine_finds_what_plain_python_finds_in_large_tables(slug: str, data: st.DataObject) -> None:
    mission = get_mission(slug)
    query = parse(mission, data.draw(searches(mission)))
    assert sorted(map(str, ids(query))) == sorted(map(str, brute_force.identifiers(query, all_rows(mission)))), (
        query.describe()
    )


@pytest.mark.parametrize("slug", SMALL)
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data(), rows=st.sampled_from([7, 100, 999]))
def test_pages_by_cursor_give_the_stream_forwards_and_backwards(slug: str, data: st.DataObject, rows: int) -> None:
    mission = get_mission(slug)
    query = replace(parse(mission, data.draw(searches(mission))), rows=rows)
    whole = list(engine.stream(query).rows)
    if len(whole) > 60 * rows:
        return
    page = engine.page(query)
    assert page.count == Count(len(whole)) or not page.count.exact
    forwards = list(page.rows)
    while page.next_after:
        page = engine.page(replace(query, after=page.next_after), counted=False)
        forwards += page.rows
    assert forwards == whole
    backwards = list(page.rows)
    while page.previous_before:
        page = engine.page(replace(query, before=page.previous_before), counted=False)
        backwards = [*page.rows, *backwards]
    assert backwards == whole


@pytest.mark.parametrize("slug", SMALL)
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_not_a_condition_is_every_other_row(slug: str, data: st.DataObject) -> None:
    mission = get_mission(slug)
    column = data.draw(st.sampled_from([item for item in mission.stored_columns if item.queryable]))
    from tests.searches import quoted, values_of

    values = values_of(mission, column.name)
    if not values:
        return
    value = data.draw(st.sampled_from(values))
    text = str(value) if column.kind == "datetime" else quoted(value)
    total = engine.count(parse(mission, [])).value
    with_it, without_it = (
        engine.count(parse(mission, [(column.name, box)]), cap=None).value for box in (text, f"!{text}")
    )
    assert with_it + without_it == total


CONES = [
    pytest.param("0.0 0.0", "5 deg", id="across RA 0"),
    pytest.param("359.999 -30", "10 deg", id="just below RA 0"),
    pytest.param("123 90", "3 deg", id="north pole"),
    pytest.param("0 -90", "20 deg", id="south pole"),
    pytest.param("80 -66", "180 deg", id="the whole sky"),
    pytest.param("80 -66", "179.9 deg", id="all but a spot"),
    pytest.param("80 -66", "59.99 deg", id="widest by index"),
    pytest.param("80 -66", "60.01 deg", id="narrowest by scan"),
]


@pytest.mark.parametrize("slug", ["tess", "galex", "jwst"])
@pytest.mark.parametrize(("target", "radius"), CONES)
def test_cones_at_the_hard_places(slug: str, target: str, radius: str) -> None:
    mission = get_mission(slug)
    query = parse(mission, [("target", target), ("radius", radius)])
    assert sorted(map(str, ids(query))) == sorted(map(str, brute_force.identifiers(query, all_rows(mission))))


def test_radius_zero_finds_the_row_at_that_position() -> None:
    mission = get_mission("galex")
    at = [column.name for column in mission.stored_columns]
    for row in all_rows(mission)[::9973]:
        ra, dec = row[at.index(mission.ra_column)], row[at.index(mission.dec_column)]
        query = parse(mission, [("target", f"{ra!r} {dec!r}"), ("radius", "0")])
        assert row[at.index(mission.id_column)] in ids(query)


def test_several_targets_give_a_row_once_for_each_with_its_own_separation() -> None:
    mission = get_mission("hst")
    pairs = [
        ("target", "10.6847 41.269; 10.6850 41.268"),
        ("radius", "0.5"),
        ("columns", "sci_data_set_name,search_pos,ang_sep"),
    ]
    rows = list(engine.stream(parse(mission, pairs)).rows)
    twice = {row[0] for row in rows if row[1] == "10.6847 41.269"} & {
        row[0] for row in rows if row[1] == "10.685 41.268"
    }
    assert twice
    assert all(0 <= row[2] <= 0.5 for row in rows)
    assert [row[1] for row in rows] == sorted((row[1] for row in rows), key=lambda text: text != "10.6847 41.269")


def test_rows_come_nearest_first_and_then_in_the_usual_order() -> None:
    rows = list(engine.stream(parse(get_mission("hst"), [("target", "10.6847 41.269"), ("columns", "ang_sep")])).rows)
    assert len(rows) > 10
    assert rows == sorted(rows)


def test_a_mission_without_rows_says_so() -> None:
    with pytest.raises(NotLoaded, match="IUE"):
        engine.page(parse(get_mission("iue"), []))


@pytest.mark.parametrize("text", ["", "x", "AAAA", "!!!!", "é", "WzEsMl0", "W10", "bnVsbA", "A" * 5000])
def test_a_cursor_of_ones_own_making_is_refused_with_a_sentence(text: str) -> None:
    query = replace(parse(get_mission("hst"), []), after=text or "=")
    with pytest.raises(CursorError, match="page 1"):
        engine.page(query)


def test_a_cursor_of_another_order_is_refused() -> None:
    mission = get_mission("hst")
    cursor = engine.page(parse(mission, [("sort", "sci_pep_id")])).next_after
    with pytest.raises(CursorError):
        engine.page(replace(parse(mission, [("sort", "-sci_pep_id")]), after=cursor))


def test_a_stream_cut_by_a_limit_says_so_at_its_end() -> None:
    result = engine.stream(parse(get_mission("hst"), [("limit", "10")]))
    assert result.count == Count(10)
    assert len(list(result.rows)) == 10
    assert "10 rows" in result.truncated
    with override_settings(EXPORT_ROW_LIMIT=25):
        result = engine.stream(parse(get_mission("hst"), []))
        assert len(list(result.rows)) == 25
        assert "this site's limit" in result.truncated
    result = engine.stream(parse(get_mission("fuse"), []))
    assert list(result.rows)
    assert result.truncated == ""


def test_a_search_that_takes_too_long_is_stopped_with_a_sentence() -> None:
    query = parse(get_mission("k2"), [("ktc_investigation_id", "*zzz*q*"), ("sort", "-ktc_investigation_id")])
    with override_settings(PAGE_TIME_LIMIT_S=0.001), pytest.raises(TimeLimit, match="time limit"):
        engine.page(query)
    with override_settings(EXPORT_TIME_LIMIT_S=0.001):
        result = engine.stream(query, counted=False)
        assert list(result.rows) == []
        assert "time limit" in result.truncated
    assert engine.count(parse(get_mission("fuse"), [("fes_targname", "*")])).exact, "the limit is gone again"


def test_counts_stop_at_the_cap_and_can_be_made_exact() -> None:
    query = parse(get_mission("k2"), [("kp", "> 0")])
    assert engine.count(query) == Count(10_000, exact=False)
    exact = engine.count(query, cap=None)
    assert exact.exact
    assert exact.value > 100_000


def test_one_record_is_found_in_any_case() -> None:
    mission = get_mission("hst")
    identifier = str(all_rows(mission)[0][[c.name for c in mission.stored_columns].index(mission.id_column)])
    assert engine.record(mission, identifier.lower()) == engine.record(mission, identifier.upper()) is not None
    assert engine.record(mission, "no such ' OR 1=1 --") is None


@pytest.mark.parametrize("sort", ["", "sci_pep_id", "sci_start_time", "sci_hapnum", "sci_ra"])
def test_a_cursor_with_any_value_is_a_page_or_is_refused(sort: str) -> None:
    mission = get_mission("hst")
    query = parse(mission, [("sort", sort)] if sort else [])
    keys = plan_of(query).keys
    for value in (0, -1, 2**63, 2**64 - 1, 1e308, "x", "", "\0", True, None):
        for last in (5, True, 2**64 - 1, 1e300, "5"):
            cursor = encode(keys, (*[value] * (len(keys) - 1), last))
            for there in (replace(query, after=cursor), replace(query, before=cursor)):
                try:
                    list(engine.page(there).rows)
                except CursorError:
                    continue
                assert type(last) is int and last == 5


@pytest.mark.parametrize(
    ("column", "typed"),
    [("sci_pep_id", "!{}"), ("sci_pep_id", "> {}"), ("sci_targname", "!A{}"), ("sci_targname", "~{}")],
)
def test_a_box_takes_as_many_values_as_it_says(column: str, typed: str) -> None:
    mission = get_mission("hst")
    most = 100 if "~" in typed else 1000
    many = ", ".join(typed.format(9000 + number) for number in range(most))
    few = [(column, typed.format(9000 + number)) for number in range(most)]
    found = engine.count(parse(mission, [(column, many)]), cap=None)
    assert found.exact and found.value > 0
    if typed == "!{}":
        assert found == engine.count(parse(mission, few), cap=None)
