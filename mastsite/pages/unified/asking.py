"""From what was typed to a search of each mission, or the reason why a mission is not asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from mastsite.caom.views import View, views_of
from mastsite.pages.asking import form_address, results_address
from mastsite.pages.unified import conditions
from mastsite.pages.unified.understanding import Reading, by_identifier, by_target
from mastsite.search.declare import Mission
from mastsite.search.everywhere import around
from mastsite.search.query import Query
from mastsite.search.registry import missions
from mastsite.search.result import Count
from mastsite.search.tables import NotLoaded, holding_of

PAGE_S = 3.0
"""For the counts of one page; what is late has a link, and comes by itself where scripts run."""
LATE = "late"
"""In the place of a count that there was no time for."""


@dataclass(frozen=True, slots=True)
class Line:
    """A mission: its search and how many rows it has, or why it is not asked.

    Parameters
    ----------
    part : number of the search among those of the mission, whose planes may be asked apart.
    """

    mission: Mission
    query: Query | None = None
    why_not: str = ""
    part: int = 0
    told: str = ""
    count: Count | None = field(default=None, compare=False)

    @property
    def form(self) -> str:
        return form_address(self.query) if self.query else ""

    @property
    def results(self) -> str:
        return results_address(self.query) if self.query else ""

    @property
    def box(self) -> tuple[str, str]:
        """Name and value of the hidden box that carries the count to the sum of all."""
        value = LATE if self.count is None else f"{self.count.value}{'' if self.count.exact else '+'}"
        return f"count-{self.mission.slug}-{self.part}", value


def lines(
    reading: Reading | None,
    typed: Mapping[str, str],
    radius_arcmin: float | None,
    radii_arcmin: Mapping[str, float] | None = None,
) -> list[Line]:
    """A line for each mission, in the order of the site; some for one whose planes answer apart.

    Parameters
    ----------
    radii_arcmin : of the missions that have one of their own, by slug.
    """
    own = radii_arcmin or {}
    return [
        line
        for mission in missions().values()
        for line in _of(mission, reading, typed, own.get(mission.slug, radius_arcmin))
    ]


def _of(mission: Mission, reading: Reading | None, typed: Mapping[str, str], radius_arcmin: float | None) -> list[Line]:
    try:
        holding_of(mission)
    except NotLoaded as error:
        return [Line(mission, why_not=str(error))]
    base: Query | None = Query(mission)
    if reading is not None and reading.identifier:
        base = by_identifier(mission, reading.identifier)
    elif reading is not None and reading.target:
        base = by_target(mission, reading.target)
    if base is None:
        return [Line(mission, why_not=f"{mission.short_name} names its rows in another way.")]
    if reading is not None and reading.place:
        if not mission.has_position:
            return [Line(mission, why_not=f"{mission.short_name} has no positions here.")]
        base = around(base, reading.place, radius_arcmin)
    typed = {**(reading.typed if reading else {}), **typed}
    if not typed:
        return [Line(mission, base)]
    return _narrowed(mission, base, typed)


def _narrowed(mission: Mission, base: Query, typed: Mapping[str, str]) -> list[Line]:
    """A search with the common conditions: one for each plane where they ask for different columns."""
    found: list[tuple[View, Query]] = []
    reasons: list[str] = []
    planes = views_of(mission)
    if not planes:
        return [Line(mission, why_not=f"{mission.short_name} is not in the common model.")]
    for view in planes:
        try:
            asked = conditions.asked_of(view, typed)
        except conditions.NotAsked as reason:
            reasons.append(f"{mission.short_name} {reason}.")
            continue
        own = asked[len(view.where) :]
        found.append((view, replace(base, criteria=(*base.criteria, *own))))
    if not found:
        return [Line(mission, why_not=reasons[0])]
    if len(found) == len(planes) and all(query == found[0][1] for _, query in found):
        return [Line(mission, found[0][1])]
    return [
        Line(mission, replace(query, criteria=(*query.criteria, *view.where)), part=number, told=f"plane {view.number}")
        for number, (view, query) in enumerate(found)
    ]
