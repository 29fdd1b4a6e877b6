"""On SQLite, pages of a large cone in the order of another column: by the index of the order, not of the sky.

A search around a place reads all rows of its cells, and sorts them. PostgreSQL's statistics tell it, where `pinning` does
not, when to walk the index of the order instead and test each row that comes. SQLite has none, and is told here. Rows of a cone are often
together in the order too, and then a walk may find none for long, so it has an end and the cells take over: see
docs/decisions/0010-rows-are-the-density-map.md.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import Any

from django.db.models import F, Q

from mastsite.search import paging
from mastsite.search.crowding import expected_rows
from mastsite.search.database import reading
from mastsite.search.fields import ChordSquared, Cone, OnlyPlace
from mastsite.search.plan import CHORD, PLACE, Plan
from mastsite.search.registry import get_mission
from mastsite.search.tables import CELL, ROW_ID, indexes, model_for

SLACK = 4
"""A first walk goes so many times as far as would do if the cone's rows were spread evenly through the order."""
SHARE = 4
"""A second walk goes as far as there are rows in the cells, divided by this: what it can waste."""


def walked(plan: Plan, rows: int, values: tuple[Any, ...] | None, *, backwards: bool) -> list[Any] | None:
    """The first `rows` of a page, found by walking the index of its order; None where the cells are the better way.

    Parameters
    ----------
    rows : how many are wanted, those before the page's offset among them.
    values : of the keys in the page's cursor.
    """
    if values is not None and values[0] is None:
        return None  # the rest has no value to walk along
    for steps in _reaches(plan, rows):
        found = _walk(plan, rows, steps, values, backwards=backwards)
        if len(found) == rows:
            return found
    return None


def _reaches(plan: Plan, rows: int) -> list[int]:
    """How far to walk: nowhere, or so far and then farther, always fewer rows than there are in the cells."""
    query = plan.query
    if query.region:
        return []
    if reading(plan.alias).vendor != "sqlite" or query.criteria or len(query.places) != 1 or len(query.sort) != 1:
        return []
    if not _ordered(query.mission.slug, query.sort[0].column):
        return []
    inside = expected_rows(plan.holding, Cone(*query.places[0].position, query.radius)) or 0
    even = SLACK * rows * plan.holding.row_count // max(1, inside)
    return [even, *[inside // SHARE] * (even < inside // SHARE)] if even < inside else []


def _walk(plan: Plan, rows: int, steps: int, values: tuple[Any, ...] | None, *, backwards: bool) -> list[Any]:
    """Up to `rows` rows of the cone among the next `steps` rows of its order that have a value."""
    keys = (replace(plan.keys[0], nullable=False), *plan.keys[1:])
    ahead = Q((f"{keys[0].name}__isnull", False))
    if values is not None:
        ahead = paging.beyond(keys, values, backwards=backwards)
    order = [key.order(backwards=backwards) for key in keys]
    everything = model_for(plan.query.mission.slug, plan.holding.table)._default_manager.using(plan.alias)
    end = everything.filter(ahead).order_by(*order).values_list(*(key.name for key in keys))[steps : steps + 1]
    if last := list(end):
        ahead &= paging.beyond(keys, last[0], backwards=not backwards)
    cone = Cone(*plan.query.places[0].position, plan.query.radius)
    near = everything.filter(Q((f"{CELL}__within", cone)), ahead)
    placed = near.annotate(**{PLACE: OnlyPlace(), CHORD: ChordSquared(cone)})
    return list(placed.order_by(*order).values_list(*plan.selected)[:rows])


@lru_cache(maxsize=1024)
def _ordered(slug: str, column: str) -> bool:
    """Whether an index has a column's rows in the order of a page."""
    wanted = [F(column), F(ROW_ID)]
    return any(list(index.expressions) == wanted for index in indexes(get_mission(slug), "t"))
