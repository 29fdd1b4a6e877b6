"""Kept statements against those that the ORM writes for each search: the same SQL, the same values, of the same types."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import EmptyResultSet
from django.db.models import Q
from django.db.models.sql.compiler import SQLCompiler
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mastsite.search import engine, prepared
from mastsite.search.params import parse
from mastsite.search.plan import Plan, plan_of
from mastsite.search.registry import get_mission
from mastsite.search.tables import ROW_ID
from tests.searches import Pairs, searches

pytestmark = pytest.mark.usefixtures("archive")
random_searches = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
CONE: Pairs = [("target", "83.633 22.0145"), ("radius", "30")]


def ways(plan: Plan) -> list[tuple[Q | None, bool]]:
    """Sides of a cursor, and which way they are read."""
    found = plan.rows()[1:2]
    sides: list[tuple[Q | None, bool]] = [(None, False), (None, True)]
    for row in found:
        for backwards in (False, True):
            sides += [
                (part, backwards) for part in engine.segments(plan.keys, plan.key_values(row), backwards=backwards)
            ]
    return sides


def bound(statement: str, values: Any) -> tuple[str, list[tuple[type, Any]]]:
    return statement, [(type(value), value) for value in values]


def written(plan: Plan, beyond: Q | None, *, backwards: bool) -> tuple[str, list[tuple[type, Any]]] | None:
    try:
        return bound(*plan.rows(beyond, backwards=backwards).query.get_compiler(plan.alias).as_sql())
    except EmptyResultSet:
        return None


@pytest.mark.parametrize("slug", ["hst", "tess", "k2", "galex"])
@random_searches
@given(data=st.data())
def test_a_kept_statement_is_what_the_orm_writes(slug: str, data: st.DataObject) -> None:
    plan = plan_of(parse(get_mission(slug), data.draw(searches(get_mission(slug)))))
    for beyond, backwards in ways(plan):
        made = prepared.made(plan, plan.keys, plan.selected, beyond, backwards=backwards)
        if made is not None:
            statement, values = made
            kept = bound(statement.sql, statement.with_values(values))
            assert kept == written(plan, beyond, backwards=backwards)
        rows = plan.rows(beyond, backwards=backwards)
        assert prepared.rows(plan, 1, 4, beyond, backwards=backwards) == list(rows[1:4])
    counted = plan.objects.order_by().values(ROW_ID)
    assert prepared.count(plan, 50) == counted[:50].count()
    assert prepared.count(plan, None) == counted.count()


@pytest.mark.parametrize(
    ("pairs", "also"),
    [
        ([("kp", "12..12.5")], [("kp", "14.2..14.25")]),
        ([("epic_campaign", "2011*")], [("epic_campaign", "2067*")]),
        ([("epic_campaign", '"201121245", "201121246"')], [("epic_campaign", '"211", "206"')]),
        ([*CONE, ("kp", "> 10")], [*CONE, ("kp", "> 11")]),
        ([("kp", "!null"), ("sort", "-kp")], [("kp", "!null"), ("sort", "-kp")]),
    ],
    ids=["range", "beginning", "several", "cone", "sorted"],
)
def test_searches_of_one_shape_are_written_once(pairs: Pairs, also: Pairs, monkeypatch: pytest.MonkeyPatch) -> None:
    mission = get_mission("k2")
    engine.page(parse(mission, [*pairs, ("rows", "10")]))
    asked: list[Any] = []
    write = SQLCompiler.as_sql

    def noted(self: SQLCompiler, *args: Any, **named: Any) -> Any:
        asked.append(self.query)
        return write(self, *args, **named)

    monkeypatch.setattr(SQLCompiler, "as_sql", noted)
    engine.page(parse(mission, [*also, ("rows", "10")]))
    assert asked == []


@pytest.mark.parametrize(
    "pairs",
    [
        [("target", "0 0; 1 1"), ("radius", "20 deg")],
        [("kp", ", ".join(str(number / 100) for number in range(101)))],
    ],
    ids=["two places", "a long list"],
)
def test_the_rest_goes_the_usual_way(pairs: Pairs) -> None:
    plan = plan_of(parse(get_mission("k2"), pairs))
    assert prepared.made(plan, plan.keys, plan.selected, None, backwards=False) is None
    assert prepared.rows(plan, 0, 20) == list(plan.rows()[:20])


@pytest.mark.parametrize(
    ("lookup", "value"),
    [
        ("sci_campaign", 2**70),
        ("sci_campaign__gte", 2**63),
        ("sci_campaign__gte", 1.5),
        ("sci_campaign__lt", 4.5),
        ("sci_campaign__gt", 4.5),
        ("kp__gte", 12),
        ("kp__in", [12, 12.5]),
        ("kp__in", [12, 12.0]),
        ("kp__in", []),
        ("epic_campaign__lower", "\ue0001\ue000"),
        ("kp", 7_105_000_000.5),
        ("epic_campaign__lower__like", "20\\%%"),
    ],
)
def test_values_on_which_the_sql_depends_are_the_orms(lookup: str, value: Any) -> None:
    plan = plan_of(parse(get_mission("k2"), [("sort", "kp")]))
    beyond = Q((lookup, value))
    assert prepared.rows(plan, 0, 30, beyond) == list(plan.rows(beyond)[:30])
