"""Rows around the searched position as a figure: words, numbers for an SVG template, and a table by direction."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

from mastsite.components import Figure
from mastsite.pages.words import amount
from mastsite.search.query import Query, plain
from mastsite.search.result import Result, Row

SIZE = 200
RING = 86.0
"""Units from the centre of the plot to the ring at the searched radius."""
WIDEST_ARCMIN = 600.0
"""Larger cones are not flat enough for a plot with straight axes."""
DIRECTIONS = ("north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west")
"""By position angle, from north through east, 45° each."""

Offset = tuple[float, float]
"""Arcminutes east and north of the centre."""


@dataclass(frozen=True, slots=True)
class Plot:
    """Dots around one place, ready to print, as there may be a thousand; the figure says the same in words and numbers."""

    radius: str
    dots: SafeString
    figure: Figure


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
    offsets = [
        _offset(place.ra_deg, place.dec_deg, float(ra), float(dec))
        for row in rows
        if (ra := row[ra_at]) is not None and (dec := row[dec_at]) is not None
    ]
    scale = RING / query.radius
    dots = dict.fromkeys(
        f'<circle class="dot" cx="{SIZE / 2 - east * scale:.1f}" cy="{SIZE / 2 - north * scale:.1f}" r="3"/>'
        for east, north in offsets
    )
    radius = plain(round(query.radius, 4))
    drawn = mark_safe("".join(dots))  # noqa: S308  (numbers alone)
    return Plot(radius, drawn, _figure(place.title, radius, len(rows), offsets)) if dots else None


def _figure(title: str, radius: str, rows: int, offsets: Sequence[Offset]) -> Figure:
    """The same in words, and in a table of the rows in each direction."""
    distances = [math.hypot(*offset) for offset in offsets]
    shown = amount(len(offsets), "row", "rows")
    words = f"{shown} of this page, {_reach(distances)} arcmin from {title}. The ring is {radius} arcmin."
    if len(offsets) < rows:
        words += f" {amount(rows - len(offsets), 'row has', 'rows have')} no position."
    by_direction: dict[str, list[float]] = {direction: [] for direction in DIRECTIONS}
    for (east, north), distance in zip(offsets, distances, strict=True):
        by_direction[DIRECTIONS[round(math.degrees(math.atan2(east, north)) / 45) % 8]].append(distance)
    lines = tuple(
        (direction.capitalize(), f"{len(found):,}", _reach(found)) for direction, found in by_direction.items() if found
    )
    heads = (("Direction", ""), ("Rows", "num"), ("Arcmin", "num"))
    return Figure(f"Rows of this page around {title}", words, heads, lines)


def _reach(distances: Sequence[float]) -> str:
    """``0.05 to 2.03``, or one number where both are written alike."""
    return " to ".join(dict.fromkeys((f"{min(distances):.2f}", f"{max(distances):.2f}")))


def _offset(ra0_deg: float, dec0_deg: float, ra_deg: float, dec_deg: float) -> Offset:
    """Offsets east and north of the centre, arcminutes, as long as the angle between the two (zenithal equidistant)."""
    ra, ra0, dec, dec0 = (math.radians(angle) for angle in (ra_deg, ra0_deg, dec_deg, dec0_deg))
    east = math.cos(dec) * math.sin(ra - ra0)
    north = math.cos(dec0) * math.sin(dec) - math.sin(dec0) * math.cos(dec) * math.cos(ra - ra0)
    depth = math.sin(dec0) * math.sin(dec) + math.cos(dec0) * math.cos(dec) * math.cos(ra - ra0)
    off = math.hypot(east, north)
    arcmin = math.degrees(math.atan2(off, depth) / off if off else 1.0) * 60
    return east * arcmin, north * arcmin
