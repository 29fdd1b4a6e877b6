"""The whole of a mission's table in sky order, for copies of it: by short statements, each beginning where the last ended.

Rows are numbered in the order of their cells, those without a position last, so that the rows of a cell are a range of
row numbers (docs/decisions/0010-rows-are-the-density-map.md), and a copy needs no sorting.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from mastsite.search.database import reading_primary
from mastsite.search.declare import Mission
from mastsite.search.models import Holding
from mastsite.search.tables import CELL, ROW_ID, holding_of, model_for

BATCH_ROWS = 20_000


@dataclass(frozen=True, slots=True)
class Whole:
    """The rows of one loading of a mission, as they are now; a newer loading leaves them as they are.

    Parameters
    ----------
    placed : rows with a position, which are the first ones.
    """

    mission: Mission
    holding: Holding
    placed: int

    def rows_before(self, cell: int) -> int:
        """How many rows stand in cells below one of order 29."""
        first = self._objects().filter(**{f"{CELL}__gte": cell}).order_by(CELL, ROW_ID).values_list(ROW_ID).first()
        return self.placed if first is None else int(first[0]) - 1

    def rows(self, names: Sequence[str], start: int, end: int) -> Iterator[list[tuple[Any, ...]]]:
        """The rows from number `start` + 1 to number `end`, their columns `names` and last their cell, in batches."""
        while start < end:
            upto = min(end, start + BATCH_ROWS)
            found = self._objects().filter(**{f"{ROW_ID}__gt": start, f"{ROW_ID}__lte": upto})
            yield list(found.order_by(ROW_ID).values_list(*names, CELL))
            start = upto

    def _objects(self) -> Any:
        return model_for(self.mission.slug, self.holding.table)._default_manager.using(self.holding._state.db)


def whole(mission: Mission) -> Whole:
    """The rows of a mission, of the primary database.

    Raises
    ------
    NotLoaded
    ValueError : its rows have no positions.
    """
    if not mission.has_position:
        raise ValueError(f"The rows of {mission.short_name} have no positions, so that they have no order on the sky.")
    with reading_primary():
        holding = holding_of(mission)
    objects = model_for(mission.slug, holding.table)._default_manager.using(holding._state.db)
    return Whole(mission, holding, objects.filter(**{f"{CELL}__isnull": False}).count())
