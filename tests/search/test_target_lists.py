"""Many places by one statement: the same rows as a search of each place gives, in pages, files and counts."""

from __future__ import annotations

import gc
import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mastsite.search import engine
from mastsite.search.declare import Mission
from mastsite.search.limits import TimeLimit
from mastsite.search.params import parse
from mastsite.search.plan import CHORD, PLACE, plan_of
from mastsite.search.query import Place, Query
from mastsite.search.registry import get_mission
from mastsite.search.result import Count, Row
from mastsite.search.tables import ROW_ID, holding_of, model_for
from mastsite.search.target_list import TargetList, near
from tests.environment import VENDOR
from tests.searches import Pairs, sample, searches

pytestmark = pytest.mark.usefixtures("archive")
PAGE = os.sysconf("SC_PAGE_SIZE")
MOST_GROWTH_MB = 400


def position_of(mission: Mission, row: Row) -> tuple[float, float]:
    at = [column.name for column in mission.stored_columns]
    return row[at.index(mission.ra_column)], row[at.index(mission.dec_column)]  # type: ignore[return-value]


def placed(mission: Mission) -> list[tuple[float, float]]:
    """Real positions of a mission's rows, from all over the sky."""
    found = dict.fromkeys(position_of(mission, row) for row in sample(mission))
    return [position for position in found if None not in position]


def around(query: Query, positions: list[tuple[float, float]], radius_arcmin: float) -> Query:
    places = tuple(Place(f"{ra!r} {dec!r}", ra, dec) for ra, dec in positions)
    return replace(query, places=places, radius_arcmin=radius_arcmin)


def rows(query: Query) -> list[Row]:
    return list(engine.stream(query, counted=False).rows)


def one_by_one(query: Query) -> Iterator[Row]:
    for place in query.places:
        yield from rows(replace(query, places=(place,)))


def nowhere(pairs: Pairs, *more: str) -> Pairs:
    """A search without its places and some other parameters."""
    return [pair for pair in pairs if pair[0] not in ("target", "radius", *more)]


@st.composite
def target_lists(draw: st.DrawFn, slug: str) -> tuple[Mission, list[tuple[float, float]], float]:
    mission = get_mission(slug)
    positions = placed(mission)
    chosen = draw(st.lists(st.sampled_from(positions), min_size=2, max_size=30))
    shifted = [(ra + draw(st.sampled_from([0.0, 0.001, 1.0])), dec) for ra, dec in chosen]
    anywhere = st.tuples(st.floats(0, 360), st.floats(-90, 90))
    shifted += draw(st.lists(anywhere, max_size=3))
    shifted += draw(st.sampled_from([[], [(0.0, 90.0), (0.0, -90.0)], [(0.0, 0.0)] * 2]))
    return mission, shifted, draw(st.sampled_from([0.0, 2 / 60, 0.5, 3.0, 30.0, 600.0]))


@pytest.mark.parametrize("slug", ["hst", "galex", "k2"])
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_one_statement_gives_what_a_search_of_each_place_gives(slug: str, data: st.DataObject) -> None:
    mission, positions, radius = data.draw(target_lists(slug))
    if slug != "hst" and radius > 30:
        positions = positions[:4]
    pairs = nowhere(data.draw(searches(mission)), "columns", "sort")
    columns = f"{mission.id_column},search_pos,ang_sep"
    query = around(parse(mission, [*pairs, ("columns", columns)]), positions, radius)
    expected = list(one_by_one(query))
    assert rows(query) == expected, "the usual order: one place after the other, the nearest row first"
    assert engine.count(query, cap=None) == Count(len(expected))
    assert engine.count(query) == (Count(len(expected)) if len(expected) <= 10_000 else Count(10_000, exact=False))
    by_id = replace(query, sort=parse(mission, [("sort", f"-{mission.id_column}")]).sort)
    assert Counter(rows(by_id)) == Counter(expected)


@pytest.mark.parametrize("slug", ["hst", "galex"])
@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data(), size=st.sampled_from([7, 100]))
def test_pages_of_many_places_are_the_stream_forwards_and_backwards(slug: str, data: st.DataObject, size: int) -> None:
    mission, positions, radius = data.draw(target_lists(slug))
    pairs = nowhere(data.draw(searches(mission)))
    query = replace(around(parse(mission, pairs), positions, min(radius, 30.0)), rows=size)
    whole = rows(query)
    if len(whole) > 40 * size:
        return
    assert list(engine.page(replace(query, offset=size), counted=False).rows) == whole[size : 2 * size]
    page = engine.page(query)
    forwards = list(page.rows)
    while page.next_after:
        after = replace(query, after=page.next_after)
        assert rows(after) == whole[len(forwards) :]
        page = engine.page(after, counted=False)
        forwards += page.rows
    assert forwards == whole
    backwards = list(page.rows)
    while page.previous_before:
        page = engine.page(replace(query, before=page.previous_before), counted=False)
        backwards = [*page.rows, *backwards]
    assert backwards == whole


def test_each_place_may_have_its_own_radius() -> None:
    mission = get_mission("galex")
    positions = placed(mission)[::97]
    radii = [[1 / 60, 1.0, 45.0, 3700.0, 90 * 60.0][number % 5] for number in range(len(positions))]
    objects = model_for(mission.slug, holding_of(mission).table)._default_manager.filter(**{f"{ROW_ID}__lt": 3000})
    found = near(objects, TargetList(positions, radii), place=PLACE, chord=CHORD)
    pairs = set(found.values_list(PLACE, ROW_ID))
    expected = set()
    for number, (position, radius) in enumerate(zip(positions, radii, strict=True)):
        alone = near(objects, TargetList([position], radius), place=PLACE, chord=CHORD)
        expected |= {(number, row) for row in alone.values_list(ROW_ID, flat=True)}
    assert pairs == expected
    assert found.count() == len(pairs), "a row is near a place once"


def test_a_place_twice_gives_its_rows_twice_and_a_place_without_rows_gives_none() -> None:
    mission = get_mission("hst")
    m31, empty = (10.6847, 41.269), (200.0, -89.0)
    base = parse(mission, [("columns", mission.id_column)])
    once = rows(around(base, [m31], 0.5))
    assert once
    assert rows(around(base, [m31, empty, m31], 0.5)) == once * 2
    nothing = engine.page(around(base, [empty] * 3, 0.1))
    assert list(nothing.rows) == []
    assert nothing.count == Count(0)


def test_extent_and_common_values_are_of_all_places() -> None:
    mission = get_mission("k2")
    query = around(parse(mission, [("columns", "kp,sci_campaign")]), placed(mission)[::200], 5.0)
    found = rows(query)
    magnitudes = [row[0] for row in found if row[0] is not None]
    assert len({row[1] for row in found}) > 1
    assert engine.extent(query, mission.column("kp")) == (min(magnitudes), max(magnitudes))
    campaigns = Counter(row[1] for row in found if row[1] is not None)
    told = engine.common_values(query, mission.column("sci_campaign"), most=3)
    assert [number for _campaign, number in told] == [number for _campaign, number in campaigns.most_common(3)]
    assert all(campaigns[campaign] == number for campaign, number in told)


ORDERS = [
    pytest.param([], id="the usual order"),
    pytest.param([("sort", "kp")], id="another order"),
    pytest.param([("kp", "12..12.5")], id="a condition with an index"),
    pytest.param([("ktc_investigation_id", "GO3*"), ("sort", "-kp")], id="a text condition in another order"),
]


@pytest.mark.parametrize("pairs", ORDERS)
@pytest.mark.parametrize("number", [2, 600])
def test_the_rows_of_each_range_are_found_by_the_index_of_cells(pairs: Pairs, number: int) -> None:
    mission = get_mission("k2")
    positions = (placed(mission) * 600)[:number]
    told = plan_of(around(parse(mission, pairs), positions, 0.1)).rows()[:101].explain()
    assert "hpx29" in told
    assert "Seq Scan" not in told
    assert "SCAN rows" not in told


@pytest.mark.parametrize("number", [2, 600, 5_000])
def test_a_page_is_one_statement_however_many_the_places(number: int) -> None:
    mission = get_mission("galex")
    query = around(parse(mission, []), (placed(mission) * number)[:number], 0.1)
    table = holding_of(mission).table
    with CaptureQueriesContext(connection) as statements:
        page = engine.page(query, counted=False)
    assert len(page.rows) == (100 if number > 2 else 6)
    assert sum(table in statement["sql"] for statement in statements.captured_queries) == 1


@pytest.fixture(scope="module")
def every_position(archive: None) -> list[tuple[float, float]]:
    """A hundred thousand real positions: those of every row of GALEX."""
    mission = get_mission("galex")
    columns = f"{mission.ra_column},{mission.dec_column}"
    found = rows(parse(mission, [("columns", columns), ("limit", "100000")]))
    assert len(found) == 100_000
    return found  # type: ignore[return-value]


def resident_mb() -> float:
    return int(Path("/proc/self/statm").read_text().split()[1]) * PAGE / 2**20


@pytest.mark.parametrize("number", [1_000, 100_000])
def test_real_lists_of_places_find_the_row_that_each_was_taken_from(
    number: int, every_position: list[tuple[float, float]]
) -> None:
    mission = get_mission("galex")
    columns = f"{mission.id_column},search_pos,ang_sep"
    query = around(parse(mission, [("columns", columns)]), every_position[:number], 2 / 60)
    gc.collect()
    before, most, pairs, itself = resident_mb(), 0.0, 0, set()
    for _identifier, searched, apart in engine.stream(query, counted=False).rows:
        if not pairs % 10_000:
            most = max(most, resident_mb())
        pairs += 1
        assert apart <= 2 / 60
        if apart < 1e-5:
            itself.add(searched)
    assert len(itself) == len({place.search_pos for place in query.places})
    assert pairs >= number
    assert most - before < MOST_GROWTH_MB
    with override_settings(COUNT_TIME_LIMIT_S=60, PAGE_TIME_LIMIT_S=60):
        page = engine.page(query)
    assert page.count == (Count(pairs) if pairs <= 10_000 else Count(10_000, exact=False))
    assert len(page.rows) == 100
    assert page.rows[0][1] == query.places[0].search_pos
    if number > 10_000:
        return
    after = engine.page(replace(query, after=page.next_after), counted=False)
    assert engine.page(replace(query, before=after.previous_before), counted=False).rows == page.rows


def test_the_time_limit_holds_while_the_list_is_made_and_leaves_no_half_of_it(
    every_position: list[tuple[float, float]],
) -> None:
    mission = get_mission("galex")
    query = around(parse(mission, [("columns", mission.id_column)]), every_position[:20_000], 2 / 60)
    plan = plan_of(query)
    with override_settings(PAGE_TIME_LIMIT_S=0.001), pytest.raises(TimeLimit):
        engine.page(query)
    with override_settings(EXPORT_TIME_LIMIT_S=0.001):
        cut = engine.stream(query, counted=False)
        assert list(cut.rows) == []
        assert "time limit" in cut.truncated
    assert len({row[0] for row in plan.rows().values_list(PLACE)}) == 20_000


@pytest.mark.skipif(VENDOR != "sqlite", reason="PostgreSQL takes the places as arrays and keeps nothing")
def test_lists_that_nobody_can_ask_for_any_more_are_dropped() -> None:
    mission = get_mission("galex")
    objects = model_for(mission.slug, holding_of(mission).table)._default_manager.all()

    def listed() -> set[int]:
        with connection.cursor() as cursor:
            cursor.execute('SELECT DISTINCT list FROM "temp"."near_places"')
            return {number for (number,) in cursor}

    kept = TargetList(placed(mission)[:50], 1.0)
    found = near(objects, kept, place=PLACE, chord=CHORD)
    pairs = found.count()
    gone = set()
    for _search in range(3):
        other = TargetList(placed(mission)[:50], 1.0)
        gone.add(other.number)
        assert near(objects, other, place=PLACE, chord=CHORD).count() == pairs
    del other
    gc.collect()
    assert found.count() == pairs
    assert near(objects, TargetList(placed(mission)[:9], 1.0), place=PLACE, chord=CHORD).exists()
    assert kept.number in listed()
    assert not gone & listed()
