"""On SQLite: a page by the index of its order is the page by the cells, and the plan is a walk with an end."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mastsite.search import engine, paging, walking
from mastsite.search.params import parse
from mastsite.search.plan import plan_of
from mastsite.search.registry import get_mission
from tests.environment import VENDOR

pytestmark = [
    pytest.mark.usefixtures("archive"),
    pytest.mark.skipif(VENDOR != "sqlite", reason="PostgreSQL has statistics"),
]


@pytest.mark.parametrize("sort", ["kp", "-kp", "ktc_investigation_id", "-id"])
@pytest.mark.parametrize("backwards", [False, True])
def test_a_walked_page_is_the_page_by_the_cells(sort: str, backwards: bool) -> None:
    query = replace(
        parse(get_mission("k2"), [("target", "56.75 24.12"), ("radius", "50 deg"), ("sort", sort)]), rows=20
    )
    plan = plan_of(query)
    assert walking._reaches(plan, 21), "a wide cone is worth a walk"
    for values in [None, plan.key_values(plan.rows()[500])]:
        if values is None and backwards:
            continue
        found = walking.walked(plan, 21, values, backwards=backwards)
        part = paging.beyond(plan.keys, values, backwards=backwards) if values else None
        assert found is None or found == list(plan.rows(part, backwards=backwards)[:21])


def test_small_cones_conditions_and_other_orders_are_not_walked() -> None:
    wide = [("target", "56.75 24.12"), ("radius", "50 deg")]
    for pairs in (
        wide,
        [*wide, ("sort", "k2_ra")],
        [*wide, ("sort", "kp"), ("kp", "> 3")],
        [*wide[:1], ("sort", "kp")],
    ):
        assert walking._reaches(plan_of(parse(get_mission("k2"), pairs)), 101) == []
    assert engine.page(parse(get_mission("k2"), [*wide, ("sort", "kp")]), counted=False).next_after
