"""Missions as the model sees them: a `View` for each plane that a mission declares."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from mastsite.caom.fields import FIELDS, Field
from mastsite.caom.identity import Identity
from mastsite.search import criteria
from mastsite.search.criteria import Criterion
from mastsite.search.declare import From, Mission, Observations, Source
from mastsite.search.registry import companion, missions


@dataclass(frozen=True, eq=False)
class View:
    """One plane of a mission.

    Parameters
    ----------
    number : which plane, from 1; None for a mission that has only one.
    sources : where the value of each field is from; a field that is not in it has no value.
    where : conditions on the mission's columns that every row of the plane meets.
    """

    mission: Mission
    number: int | None
    sources: Mapping[str, Source]
    where: tuple[Criterion, ...] = ()

    def __repr__(self) -> str:
        return f"<View {self.mission.slug}{f'.{self.number}' if self.number else ''}>"

    def identity(self, identifier: str, field: Field) -> Identity:
        """What names a row (`OBSID`) or its plane (`OBJID`)."""
        return Identity(self.mission.slug, identifier, self.number if field.name == "objID" else None)


@cache
def views() -> tuple[View, ...]:
    """Every plane of every mission that is in the model, in the order of replies."""
    return tuple(view for mission in missions().values() for view in views_of(mission))


@cache
def views_of(mission: Mission) -> tuple[View, ...]:
    """The planes of one mission; empty for a mission that is not in the model."""
    declared: Observations | None = companion(mission, "caom")
    if declared is None:
        return ()
    shared = usual(mission) | dict(declared.fields)
    if not declared.planes:
        return (View(mission, None, _in_order(shared)),)
    found = []
    for number, plane in enumerate(declared.planes, 1):
        conditions = [criteria.parse(mission.column(name), text) for name, text in plane.where.items()]
        where = tuple(item for item in conditions if item is not None)
        found.append(View(mission, number, _in_order(shared | dict(plane.fields)), where))
    return tuple(found)


def usual(mission: Mission) -> dict[str, Source]:
    """What every mission has without saying so: its identifier, and its target and position if there are such."""
    columns = {
        "obs_id": mission.id_column,
        "target_name": mission.target_column,
        "s_ra": mission.ra_column,
        "s_dec": mission.dec_column,
    }
    return {field: From(column) for field, column in columns.items() if column}


def _in_order(sources: Mapping[str, Source]) -> dict[str, Source]:
    return {field.name: sources[field.name] for field in FIELDS if field.name in sources}
