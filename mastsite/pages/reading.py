"""How a search was read: a line for each fact about its targets, for results and empty pages."""

from __future__ import annotations

from dataclasses import dataclass, replace

from mastsite.pages.asking import results_address
from mastsite.pages.cells import Manner, shower
from mastsite.resolver import remote
from mastsite.search.declare import Column
from mastsite.search.params import split_targets
from mastsite.search.position import looks_like_position
from mastsite.search.query import Place, Query, radius_text

MOST_PLACES = 6
_RA, _DEC = Column("ra", "RA", "ra"), Column("dec", "Dec", "dec")


@dataclass(frozen=True, slots=True)
class PlaceRead:
    """One target: as typed, its name, how it was understood, where it is (safe HTML and in degrees)."""

    typed: str
    title: str
    reading: str
    ra: str
    dec: str
    degrees: str
    is_name: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """All targets, those left out of the list, the radius, and other resolvers to ask."""

    places: tuple[PlaceRead, ...]
    more: int
    radius: str
    usual_radius: bool
    others: tuple[tuple[str, str], ...]

    @property
    def count(self) -> int:
        """Targets in all."""
        return len(self.places) + self.more


def read_places(query: Query, placed: Query, manner: Manner) -> Reading | None:
    """The facts of a search around positions; None for one without."""
    if not placed.places:
        return None
    named = any(_is_name(place) for place in placed.places)
    others = (("SIMBAD", "Ask SIMBAD instead"), ("all", "Compare all resolvers")) if named and remote.enabled() else ()
    return Reading(
        tuple(_place(place, manner) for place in placed.places[:MOST_PLACES]),
        max(0, len(placed.places) - MOST_PLACES),
        radius_text(placed.radius),
        query.radius_arcmin is None,
        tuple(
            (results_address(replace(query.without_paging(), resolver=key)), text)
            for key, text in others
            if key.casefold() != query.resolver.casefold()
        ),
    )


def _is_name(place: Place) -> bool:
    return bool(place.canonical) and bool(split_targets(place.text)) and not looks_like_position(place.text)


def _place(place: Place, manner: Manner) -> PlaceRead:
    if place.ra_deg is None or place.dec_deg is None:
        raise ValueError(f"{place.text!r} has no position yet; call mastsite.resolver.places.place first")
    seen = replace(manner, coordinates="sex")
    return PlaceRead(
        place.text,
        place.title,
        place.reading,
        shower(_RA, seen)(place.ra_deg),
        shower(_DEC, seen)(place.dec_deg),
        f"{place.ra_deg:.6f}, {place.dec_deg:+.6f}",
        _is_name(place),
    )
