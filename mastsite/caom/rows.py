"""The rows of a plan: counted, and read one part after the other as the engine gives them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from mastsite.caom.asked import AskError
from mastsite.caom.fields import DISTANCE, OBJID, OBSID, Field
from mastsite.caom.search import Part, Plan
from mastsite.caom.sources import column_of, shown
from mastsite.caom.views import View
from mastsite.search import engine
from mastsite.search.declare import SEPARATION
from mastsite.search.result import Cell, Row

ARCSEC = 60
"""In an arcminute, the unit that the engine measures separations in."""


def counts(plan: Plan) -> tuple[int, ...]:
    """How many rows each part has, exactly.

    Raises
    ------
    AskError : counting took longer than the site's limit.
    """
    found = []
    for part in plan.parts:
        count = engine.count(part.query, cap=None)
        if not count.exact:
            raise AskError(
                f"The rows of {part.view.mission.short_name} could not be counted in the time allowed here "
                f"({count.value:,} were, when it was up). Add a condition, a position, or choose with obs_collection."
            )
        found.append(count.value)
    return tuple(found)


@dataclass(slots=True)
class Rows:
    """Rows as they come from the engine; `truncated` says at their end why there are fewer than there should be."""

    plan: Plan
    counted: tuple[int, ...]
    offset: int
    limit: int
    truncated: str = ""

    def __iter__(self) -> Iterator[tuple[Cell, ...]]:
        """Values in the order of `Plan.fields`. Memory does not grow with the rows."""
        before, wanted = self.offset, self.limit
        for part, count in zip(self.plan.parts, self.counted, strict=True):
            if before >= count:
                before -= count
                continue
            if wanted <= 0:
                return
            asked = min(wanted, count - before)
            result = engine.stream(replace(part.query, offset=before, limit=asked), counted=False)
            read = _reader(part, self.plan.fields)
            given = 0
            for row in result.rows:
                yield read(row)
                given += 1
            if given < asked:
                self.truncated = result.truncated or "the rows changed while they were read"
                return
            before, wanted = 0, wanted - given


def _reader(part: Part, fields: tuple[Field, ...]) -> Callable[[Row], tuple[Cell, ...]]:
    """A function from a row of the engine to values of `fields`."""
    view, at = part.view, {name: index for index, name in enumerate(part.query.column_names)}
    cells = [_cell(view, field, at) for field in fields]
    return lambda row: tuple(cell(row) for cell in cells)


def _cell(view: View, field: Field, at: dict[str, int]) -> Callable[[Row], Cell]:
    if field is DISTANCE:
        index = at[SEPARATION]
        return lambda row: _arcsec(row[index])
    if field in (OBSID, OBJID):
        index = at[view.mission.id_column]
        return lambda row: view.identity(str(row[index]), field).digits
    source = view.sources.get(field.name)
    if source is None:
        return lambda _row: None
    read = shown(source, field)
    name = column_of(source)
    if not name:
        return lambda _row: read(None)
    index = at[name]
    return lambda row: read(row[index])


def _arcsec(separation: Cell) -> Cell:
    return round(separation * ARCSEC, 6) if isinstance(separation, float) else None
