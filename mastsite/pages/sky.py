"""A small plot of a page's rows around the searched position, as numbers for an SVG template."""

from __future__ import annotations

import math
from dataclasses import dataclass

from mastsite.search.query import Query, plain
from mastsite.search.result import Result, Row

SIZE = 200
RING = 86.0
"""Units from the centre of the plot to the ring at the searched radius."""
WIDEST_ARCMIN = 600.0
"""Larger cones are not flat enough for a plot with straight axes."""


@dataclass(frozen=True, slots=True)
class Dot:
    x: str
    y: str


@dataclass(frozen=True, slots=True)
class Plot:
    """Dots around one place; the ring is the radius."""

    title: str
    radius: str
    dots: tuple[Dot, ...]


def plot(query: Query, result: Result, rows: list[Row]) -> Plot | None:
    """The plot of a search around one place; None where there is nothing to plot."""
    mission = result.mission
    names = [column.name for column in result.columns]
    if len(query.places) != 1 or query.radius > WIDEST_ARCMIN or query.radius <= 0:
        return None
    if mission.ra_column not in names or mission.dec_column not in names:
        return None
    place = query.places[0]
    ra_at, dec_at = names.index(mission.ra_column), names.index(mission.dec_column)
    if place.ra_deg is None or place.dec_deg is None:
        return None
    dots: dict[Dot, None] = {}
    for row in rows:
        ra, dec = row[ra_at], row[dec_at]
        if ra is not None and dec is not None:
            east, north = _offset(place.ra_deg, place.dec_deg, float(ra), float(dec))
            scale = RING / (query.radius / 60)
            dots[Dot(f"{SIZE / 2 - east * scale:.1f}", f"{SIZE / 2 - north * scale:.1f}")] = None
    title = f"The rows of this page around {place.title}; every position is in the table"
    return Plot(title, plain(round(query.radius, 4)), tuple(dots)) if dots else None


def _offset(ra0_deg: float, dec0_deg: float, ra_deg: float, dec_deg: float) -> tuple[float, float]:
    """Gnomonic offsets east and north of the centre, degrees."""
    ra, ra0, dec, dec0 = (math.radians(angle) for angle in (ra_deg, ra0_deg, dec_deg, dec0_deg))
    depth = math.sin(dec0) * math.sin(dec) + math.cos(dec0) * math.cos(dec) * math.cos(ra - ra0)
    east = math.cos(dec) * math.sin(ra - ra0) / depth
    north = (math.cos(dec0) * math.sin(dec) - math.sin(dec0) * math.cos(dec) * math.cos(ra - ra0)) / depth
    return math.degrees(east), math.degrees(north)
