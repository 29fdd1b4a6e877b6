"""How far a searched position is from the edge of a row's outline: negative inside, 0 on the edge.

One outline and one position at a time, in plain numbers: rows come one by one, each with an outline of its own, and arrays
of four corners cost twenty-five times as much. The geometry is that of `spherical`, and tests hold the two together.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

from mastsite.search import outlines, sky
from mastsite.search.declare import Outline
from mastsite.search.spherical import TOUCHING

Vector = tuple[float, float, float]

DECIMALS = 6
"""Of arcminutes, as the separation from the centre has."""


def edge_separation(outline: Outline, positions: Sequence[tuple[float, float]]) -> Callable[[int, Any], float | None]:
    """A function of the number of a position, degrees, and how a row is drawn, to the separation in arcminutes.

    A row is drawn by the text of its outline; where all rows are circles, by its squared chord to the position.
    It gives None where the text is nothing, or no outline. Of several shapes the nearest counts, and where some hold the
    position, the one in which it is deepest.
    """
    if not outline.column:
        return lambda _place, chord: round(sky.separation_arcmin(chord) - outline.radius_arcmin, DECIMALS) + 0.0
    points = [sky.unit_vector(*position) for position in positions]

    def edge(place: int, text: Any) -> float | None:
        parts = outlines.drawn(text) if text else []
        if not parts:
            return None
        deepest = min(off_edge(corners, radius, points[place]) for corners, radius in parts)
        return round(math.degrees(deepest) * 60, DECIMALS) + 0.0  # never -0

    return edge


def off_edge(corners: Sequence[Vector], radius: float, point: Vector) -> float:
    """The angle from a point to the edge of a polygon or, with one corner, a circle, in radians: negative inside."""
    if len(corners) == 1:
        return _angle(_chord_squared(corners[0], point)) - radius
    apart = _to_sides(corners, point)
    return -apart if apart > TOUCHING and _inside(corners, point) else apart


def _to_sides(corners: Sequence[Vector], point: Vector) -> float:
    """The least angle to a side: to its great circle where the foot is between its ends, or else to an end."""
    x, y, z = point
    nearest_end, least_sine = 4.0, 2.0
    ax, ay, az = corners[-1]
    a_chord = _chord_squared(corners[-1], point)
    for b in corners:
        bx, by, bz = b
        b_chord = _chord_squared(b, point)
        if b_chord < nearest_end:
            nearest_end = b_chord
        dx, dy, dz = bx - ax, by - ay, bz - az
        side = dx * dx + dy * dy + dz * dz
        # The foot is between the ends where each end looks towards it; in chords, as short sides keep their digits so.
        from_a, from_b = 1 - a_chord / 2, 1 - b_chord / 2
        lean = (a_chord - b_chord) / 2
        if lean + side / 2 * from_a > 0 and side / 2 * from_b - lean > 0:
            sx, sy, sz = ax + bx, ay + by, az + bz
            nx, ny, nz = dy * sz - dz * sy, dz * sx - dx * sz, dx * sy - dy * sx
            length = math.sqrt(nx * nx + ny * ny + nz * nz)
            # Measured from an end: the end is on the circle, and a near point keeps its digits.
            sine = abs(nx * (x - ax) + ny * (y - ay) + nz * (z - az)) / length if length else 2.0
            if sine < least_sine:
                least_sine = sine
        ax, ay, az, a_chord = bx, by, bz, b_chord
    apart = _angle(nearest_end)
    return apart if least_sine > 1 else min(apart, math.asin(least_sine))


def _inside(corners: Sequence[Vector], point: Vector) -> bool:
    """Whether a point is inside, on the plane that touches the sky in the middle of the corners."""
    mx, my, mz = (sum(values) for values in zip(*corners, strict=True))
    x, y, z = point
    if mx * x + my * y + mz * z <= 0:
        return False
    if abs(mz) < 0.9 * math.sqrt(mx * mx + my * my + mz * mz):
        ex, ey, ez = -my, mx, 0.0
    else:
        ex, ey, ez = 0.0, -mz, my
    nx, ny, nz = my * ez - mz * ey, mz * ex - mx * ez, mx * ey - my * ex

    def on_plane(vector: Vector) -> tuple[float, float]:
        vx, vy, vz = vector
        depth = mx * vx + my * vy + mz * vz
        return (ex * vx + ey * vy + ez * vz) / depth, (nx * vx + ny * vy + nz * vz) / depth

    u, v = on_plane(point)
    within = False
    u1, v1 = on_plane(corners[-1])
    for corner in corners:
        u2, v2 = on_plane(corner)
        if (v1 > v) != (v2 > v) and u < u1 + (v - v1) * (u2 - u1) / (v2 - v1):
            within = not within
        u1, v1 = u2, v2
    return within


def _chord_squared(one: Vector, other: Vector) -> float:
    x, y, z = one[0] - other[0], one[1] - other[1], one[2] - other[2]
    return x * x + y * y + z * z


def _angle(chord_squared: float) -> float:
    return 2 * math.atan2(math.sqrt(chord_squared), math.sqrt(max(0.0, 4 - chord_squared)))
