"""On PostgreSQL, the rows of a small cone are found by their cells, whatever else is asked of them and however they are sorted.

Its statistics take the sky for smooth. Where many rows lie in one cell they say so of its neighbours too, so that the index
of an order or of another condition looks the better way, and a hundred rows take half a second: the figures are in
docs/decisions/0010-rows-are-the-density-map.md. SQLite is told by the cone's own statement; see `fields`.
"""

from __future__ import annotations

from django.db.models import BooleanField, ExpressionWrapper, F, Func, Q
from django.db.models.expressions import OrderBy
from django.db.models.functions import Coalesce

from mastsite.search.crowding import expected_rows
from mastsite.search.database import reading
from mastsite.search.declare import SEPARATION
from mastsite.search.fields import Cone
from mastsite.search.models import Holding
from mastsite.search.query import Query

PAGE_ROWS = 100
"""Rows of a usual page: with n rows in the cells of N, an index of the order meets them after about PAGE_ROWS * N / n rows."""
MET_COST = 8
"""A row met along an index of the order costs as much as so many read by their cells."""


class _IsTrue(Func):
    """A condition that no index can serve; null is false, as it is in WHERE."""

    template = "(%(expressions)s) IS TRUE"
    output_field = BooleanField()


def is_pinned(query: Query, holding: Holding) -> bool:
    """Whether only the cells are to be used: there is another way, and they hold few enough rows."""
    if len(query.places) != 1 or query.region or not (query.criteria or _sorted_otherwise(query)):
        return False
    if reading(holding._state.db or "").vendor != "postgresql":
        return False
    rows = expected_rows(holding, Cone(*query.places[0].position, query.radius))
    return rows is not None and rows * rows <= MET_COST * PAGE_ROWS * holding.row_count


def _sorted_otherwise(query: Query) -> bool:
    return bool(query.sort) and query.sort[0].column != SEPARATION


def unserved(condition: Q) -> Q:
    """The same condition, which is tested on each row that comes."""
    return Q(_IsTrue(ExpressionWrapper(condition, output_field=BooleanField())))


def unserved_order(order: OrderBy, name: str) -> OrderBy:
    """The same order by the column of that name, for which rows are sorted."""
    order.set_source_expressions([Coalesce(F(name), F(name))])
    return order
