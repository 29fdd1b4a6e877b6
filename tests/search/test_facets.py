"""Facets: the count beside a value is the count of the search that its link leads to, for every mission, facet and value."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mastsite.search import engine
from mastsite.search.facets import facet, facet_columns, facets
from mastsite.search.params import parse
from mastsite.search.query import Query
from mastsite.search.registry import get_mission, missions
from mastsite.search.tables import held

pytestmark = pytest.mark.usefixtures("archive", "db")
LONG = 600.0
PARITY = 25
"""Values of a facet whose searches are counted: the commonest, and the last."""


@pytest.mark.parametrize("slug", missions())
def test_facets_are_declared_columns_that_take_conditions(slug: str) -> None:
    for column in facet_columns(get_mission(slug)):
        assert column.stored and column.queryable, column.name
        assert column.kind not in ("float", "ra", "dec"), column.name


@pytest.mark.parametrize("slug", missions())
def test_every_count_is_that_of_the_search_it_leads_to(slug: str) -> None:
    mission = get_mission(slug)
    if held(mission) is None:
        return  # declared without rows
    query = Query(mission)
    everything = engine.count(query, cap=None)
    for found in facets(query, facet_columns(mission), within_s=LONG):
        assert found.counted
        if not found.cut:
            assert sum(value.count or 0 for value in found.values) == everything.value, found.column.name
        for value in [*found.values[:PARITY], *found.values[-3:]]:
            assert value.leads_to is not None, (found.column.name, value.text)
            assert parse(mission, value.leads_to.params()) == value.leads_to
            assert engine.count(value.leads_to, cap=None) == engine.Count(value.count or 0), (found.column.name, value)


def test_values_of_one_facet_are_alternatives_and_stay_in_sight() -> None:
    mission = get_mission("hst")
    column = mission.column("sci_instrume")
    before = facet(parse(mission, [("sci_start_time", "1995..2005")]), column, within_s=LONG)
    first, second = before.values[:2]
    assert first.leads_to is not None
    one = facet(first.leads_to, column, within_s=LONG)
    assert [(value.text, value.count) for value in one.values] == [(value.text, value.count) for value in before.values]
    assert [value.text for value in one.values if value.chosen] == [first.text]
    both = one.values[1].leads_to
    assert both is not None
    assert dict(both.params())["sci_instrume"] == f"{first.typed}, {second.typed}"
    assert engine.count(both, cap=None).value == (first.count or 0) + (second.count or 0)
    back = one.values[0].leads_to
    assert back is not None
    assert "sci_instrume" not in dict(back.params())


@pytest.mark.parametrize("typed", ["wfc3", '"WFPC2", stis', "null"])
def test_a_chosen_value_is_known_however_it_was_typed(typed: str) -> None:
    mission = get_mission("hst")
    query = parse(mission, [("sci_instrume", typed)])
    found = facet(query, mission.column("sci_instrume"), within_s=LONG)
    assert len([value for value in found.values if value.chosen]) == len(typed.split(","))


@pytest.mark.parametrize(("name", "typed"), [("sci_instrume", "!STIS"), ("sci_start_time", "1999..2002-05")])
def test_another_condition_is_named_and_replaced(name: str, typed: str) -> None:
    mission = get_mission("hst")
    found = facet(parse(mission, [(name, typed)]), mission.column(name), within_s=LONG)
    assert found.replaces
    value = found.values[0]
    assert value.leads_to is not None
    assert engine.count(value.leads_to, cap=None).value == value.count


def test_rows_near_several_places_are_counted_once_for_each() -> None:
    mission = get_mission("hst")
    query = parse(mission, [("target", "10.68 41.27; 10.7 41.2"), ("radius", "10")])
    assert all(place.known for place in query.places)
    found = facet(query, mission.column("sci_instrume"), within_s=LONG)
    for value in found.values:
        assert value.leads_to is not None
        assert engine.count(value.leads_to, cap=None).value == value.count


def test_what_is_not_counted_in_time_is_said() -> None:
    mission = get_mission("hst")
    found = facets(Query(mission), facet_columns(mission), within_s=0)
    assert [item.counted for item in found] == [False] * len(facet_columns(mission))


def test_paging_and_limit_are_no_part_of_a_facet() -> None:
    mission = get_mission("hst")
    query = replace(Query(mission), limit=3, offset=2)
    column = mission.column("sci_instrume")
    assert facet(query, column, within_s=LONG).values == facet(Query(mission), column, within_s=LONG).values
