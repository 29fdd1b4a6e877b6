"""The plans that the databases make: what is declared as indexed is found by its index, on the largest table held."""

from __future__ import annotations

import re

import pytest
from django.db import connection, transaction
from django.db.models.expressions import OrderBy
from django.db.models.functions import Lower

from mastsite.search import engine, paging
from mastsite.search.declare import Mission
from mastsite.search.paging import decode
from mastsite.search.params import parse
from mastsite.search.plan import plan_of
from mastsite.search.registry import get_mission
from mastsite.search.tables import CELL, holding_of, indexes
from tests.environment import VENDOR

pytestmark = pytest.mark.usefixtures("archive")
LARGEST = "k2"


def names(mission: Mission, *, column: str, folded: bool = False) -> set[str]:
    """Names of the indexes that begin with a column, or with its folded text."""
    found = set()
    for index in indexes(mission, holding_of(mission).table):
        first = index.expressions[0]
        field = first.get_source_expressions()[0] if isinstance(first, Lower | OrderBy) else first
        if field.name == column and isinstance(first, Lower) == folded:
            found.add(index.name)
    assert found, f"no index begins with {column}"
    return found


SEARCHES = [
    pytest.param([("ktc_investigation_id", "GO3005*")], "ktc_investigation_id", True, id="a beginning with a wildcard"),
    pytest.param([("ktc_investigation_id", '"GO3005_LC"')], "ktc_investigation_id", True, id="a word in any case"),
    pytest.param([("epic_campaign", "201126368*")], "epic_campaign", True, id="the identifier"),
    pytest.param([("target", "56.75 24.12"), ("radius", "10")], CELL, False, id="a cone"),
    pytest.param([("target", "56.75 24.12"), ("radius", "10"), ("sort", "kp")], CELL, False, id="a cone in another order"),
    pytest.param([("target", "0 0"), ("radius", "3 deg"), ("kp", "< 12")], CELL, False, id="a cone and a condition"),
    pytest.param([("sort", "kp")], "kp", False, id="everything in the order of a column"),
    pytest.param([("sort", "-kp")], "kp", False, id="everything in the order of a column, downwards"),
    pytest.param([("kp", "8..8.1")], "kp", False, id="a narrow range of numbers"),
]  # fmt: skip


@pytest.mark.parametrize(("pairs", "column", "folded"), SEARCHES)
def test_a_search_uses_its_index(pairs: list[tuple[str, str]], column: str, folded: bool) -> None:
    mission = get_mission(LARGEST)
    told = plan_of(parse(mission, pairs)).rows()[:101].explain()
    assert any(name in told for name in names(mission, column=column, folded=folded)), told
    assert "Seq Scan" not in told


@pytest.mark.skipif(VENDOR != "postgresql", reason="SQLite is told by the cone's own statement")
@pytest.mark.parametrize("others", [[("sort", "kp")], [("kp", "14..14.05")], [("kp", "14..15"), ("sort", "-kp")]])
def test_a_small_cone_is_found_by_nothing_but_its_cells(others: list[tuple[str, str]]) -> None:
    """Not even where PostgreSQL would rather do anything than sort: docs/decisions/0010-rows-are-the-density-map.md."""
    mission = get_mission(LARGEST)
    plan = plan_of(parse(mission, [("target", "56.75 24.12"), ("radius", "1 deg"), *others]))
    deep = paging.beyond(plan.keys, plan.key_values(plan.rows()[0:1][0]), backwards=False)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_sort = off")
        for rows in (plan.rows(), plan.rows(deep)):
            told = rows[:101].explain()
            used = re.findall(rf"\b{holding_of(mission).table}_\d+\b", told)
            assert set(used) == names(mission, column=CELL), told


@pytest.mark.parametrize("sort", ["kp", "-kp", ""])
def test_a_page_far_down_begins_at_its_place_in_the_index(sort: str) -> None:
    """Nothing before the cursor is read: the first sort key is bounded in the index."""
    mission = get_mission(LARGEST)
    pairs = [("kp", "!null"), ("sort", sort)] if sort else []
    deep = engine.page(parse(mission, [*pairs, ("offset", "200000"), ("rows", "10")]), counted=False)
    plan = plan_of(parse(mission, [*pairs, ("after", deep.next_after)]))
    values = decode(plan.keys, deep.next_after)
    part = next(engine.segments(plan.keys, values, backwards=False))
    told = plan.rows(part)[:101].explain()
    first = plan.keys[0].name
    assert any(name in told for name in names(mission, column=first)), told
    assert f"{first}>" in told or f"{first}<" in told or f"{first} >" in told or f"{first} <" in told, told
