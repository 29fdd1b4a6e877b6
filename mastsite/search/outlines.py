"""Rows' outlines against a region: plain geometry, no table.

An outline *touches* a region when they share a point, their edges among them, and *covers* it when no point of the region is
outside. Differences below `spherical.TOUCHING` count as none.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from mastsite.search import sky, spherical
from mastsite.search.limits import look_at_the_clock
from mastsite.search.region import Region
from mastsite.search.spherical import TOUCHING, Truths, Vectors

Numbers = NDArray[np.intp]
Shape = tuple[Vectors, float]
"""Corners, shape (k, 3), of a polygon; or one centre and a radius in radians."""

Vector = tuple[float, float, float]

_NEXT = re.compile(r"(?<=\s)(?=POLYGON|CIRCLE)", re.IGNORECASE)
_STC = re.compile(r"\s*(POLYGON|CIRCLE)\s+(?:(?:ICRS|J2000|FK5)\s+)?([-+.\dEe\s]+)", re.IGNORECASE | re.ASCII)
_CELLS_AT_ONCE = 2_000_000
_FARTHEST = math.cos(math.radians(89))
_KEPT_CHARACTERS = 2_000


def drawn(text: str) -> list[tuple[list[Vector], float]]:
    """An outline in the archive's spelling, its polygons and circles one after the other; nothing where it is another thing.

    Each is the unit vectors of its corners, and 0; or that of its centre, and a radius in radians.
    """
    parts = [_drawn(part) for part in _NEXT.split(text)]
    good = [part for part in parts if part is not None]
    return good if len(good) == len(parts) else []


def _drawn(text: str) -> tuple[list[Vector], float] | None:
    read = _STC.fullmatch(text)
    try:
        numbers = [float(word) for word in read[2].split()] if read else []
    except ValueError:
        return None
    circle = read is not None and read[1].upper() == "CIRCLE"
    if read is None or (circle and not (len(numbers) == 3 and 0 <= numbers[2] <= 180)):
        return None
    radius = math.radians(numbers.pop()) if circle else 0.0
    if len(numbers) % 2 or not all(map(math.isfinite, numbers)) or any(abs(dec) > 90 for dec in numbers[1::2]):
        return None
    corners = list(map(sky.unit_vector, numbers[::2], numbers[1::2]))
    if circle:
        return corners, radius
    corners = [corner for at, corner in enumerate(corners) if math.dist(corner, corners[at - 1]) > TOUCHING]
    return (corners, 0.0) if len(corners) > 2 and _within_reach(corners) else None


def _within_reach(corners: list[Vector]) -> bool:
    """Whether all corners are within 89 degrees of their middle."""
    mx, my, mz = (sum(values) for values in zip(*corners, strict=True))
    length = math.sqrt(mx * mx + my * my + mz * mz)
    return length > 1e-9 and all(mx * x + my * y + mz * z >= _FARTHEST * length for x, y, z in corners)


def read(text: str | None) -> tuple[Shape, ...]:
    """`drawn`, as arrays; what it gives may be shared, and is not to be changed."""
    if not text:
        return ()
    return _kept(text) if len(text) <= _KEPT_CHARACTERS else _read(text)


def _read(text: str) -> tuple[Shape, ...]:
    return tuple((np.array(corners), radius) for corners, radius in drawn(text))


_kept = lru_cache(maxsize=20_000)(_read)


def holds(region: Region, points: Vectors) -> Truths:
    """Which points, shape (p, 3), are in a region, its edge included."""
    if region.parts:
        held: Truths = np.any([holds(part, points) for part in region.parts], axis=0)
        return held
    if region.kind == "circle":
        return spherical.angles(points, region.vectors) <= math.radians(region.radius_deg) + TOUCHING
    polygon = region.vectors[None]
    found = np.zeros(len(points), dtype=bool)
    step = max(1, _CELLS_AT_ONCE // max(4, polygon.shape[1]))
    for start in range(0, len(points), step):
        some = points[start : start + step]
        near = spherical.inside(some, polygon)[0] | (spherical.edge_distance(some, polygon)[0] <= TOUCHING)
        found[start : start + step] = near
    return found


def rows_meet(rows: Sequence[Sequence[Shape]], region: Region) -> Truths:
    """Which rows meet a region in its relation, each with an outline of one or more shapes; those without do not."""
    flat = [shape for row in rows for shape in row]
    owners = np.repeat(np.arange(len(rows)), [len(row) for row in rows])
    middles, reaches = np.zeros((len(flat), 3)), np.zeros(len(flat))
    for at, (corners, radius) in enumerate(flat if region.parts else ()):
        middles[at] = corners[0] if len(corners) == 1 else spherical.middle(corners)
        reaches[at] = radius if len(corners) == 1 else spherical.angles(corners, middles[at]).max()
    return _each(len(rows), owners, middles, reaches, region, lambda at, one: meet([flat[i] for i in at], one))


def many_circles_meet(centres: Vectors, radii: Vectors, region: Region) -> Truths:
    """The same for rows that are circles: centres, shape (n, 3), and radii in radians, shape (n,)."""
    owners = np.arange(len(centres))
    return _each(
        len(centres), owners, centres, radii, region, lambda at, one: circles_meet(centres[at], radii[at], one)
    )


def _each(
    count: int, owners: Numbers, middles: Vectors, reaches: Vectors, region: Region,
    test: Callable[[Numbers, Region], Truths],
) -> Truths:  # fmt: skip
    """Rows that touch any part of a region; or that cover every part, each by one of their shapes."""
    touches = region.relation == "touches"
    found = np.full(count, not touches)
    for part in region.parts or (region,):
        look_at_the_clock()
        undecided = ~found[owners] if touches else found[owners]
        if region.parts:
            ra, dec, reach = part.cap()
            apart = spherical.angles(middles, np.array(sky.unit_vector(ra, dec)))
            undecided &= apart <= reaches + math.radians(reach) + 1e-9
        at = np.flatnonzero(undecided)
        met = np.zeros(count, dtype=bool)
        met[owners[at[test(at, part)]]] = True
        found = found | met if touches else found & met
        if found.all() if touches else not found.any():
            break
    return found


def meet(shapes: Sequence[Shape | None], region: Region) -> Truths:
    """Which shapes meet a circle or polygon in its relation; those that are None do not."""
    found = np.zeros(len(shapes), dtype=bool)
    alike: dict[int, list[int]] = defaultdict(list)
    for at, shape in enumerate(shapes):
        if shape is not None:
            alike[len(shape[0])].append(at)
    for corners, places in alike.items():
        some = [shapes[at] for at in places]
        vectors = np.array([shape[0] for shape in some if shape is not None])
        if corners == 1:
            radii = np.array([shape[1] for shape in some if shape is not None])
            found[places] = circles_meet(vectors[:, 0], radii, region)
            continue
        step = max(1, _CELLS_AT_ONCE // (corners * max(1, len(region.corners))))
        parts = [_polygons_meet(vectors[start : start + step], region) for start in range(0, len(vectors), step)]
        found[places] = np.concatenate(parts)
    return found


def circles_meet(centres: Vectors, radii: Vectors, region: Region) -> Truths:
    """The same for shapes that are circles: centres, shape (n, 3), and radii in radians, shape (n,)."""
    found: Truths
    if region.kind == "circle":
        apart, radius = spherical.angles(centres, region.vectors), math.radians(region.radius_deg)
        found = (
            apart <= radii + radius + TOUCHING if region.relation == "touches" else apart + radius <= radii + TOUCHING
        )
        return found
    if region.relation == "covers":
        farthest = np.full(len(centres), 0.0)
        for corner in region.vectors:
            np.maximum(farthest, spherical.angles(centres, corner), out=farthest)
        return farthest <= np.minimum(radii, math.pi / 2) + TOUCHING  # a cap up to a hemisphere is convex
    found = spherical.inside(centres, region.vectors[None])[0]
    outside = np.flatnonzero(~found)
    step = max(1, _CELLS_AT_ONCE // len(region.corners))
    for start in range(0, len(outside), step):
        part = outside[start : start + step]
        found[part] = spherical.edge_distance(centres[part], region.vectors[None])[0] <= radii[part] + TOUCHING
    return found


def _polygons_meet(polygons: Vectors, region: Region) -> Truths:
    points = region.vectors
    inside, off = spherical.inside(points, polygons), spherical.edge_distance(points, polygons)
    found: Truths
    if region.kind == "circle":
        radius = math.radians(region.radius_deg)
        if region.relation == "touches":
            found = inside[:, 0] | (off[:, 0] <= radius + TOUCHING)
        else:
            found = (inside[:, 0] & (off[:, 0] >= radius - TOUCHING)) | ((off[:, 0] <= TOUCHING) & (radius <= TOUCHING))
        return found
    crossed = spherical.edges_cross(polygons, points)
    count, corners = polygons.shape[:2]
    own = polygons.reshape(-1, 3)
    within = spherical.inside(own, points[None])[0].reshape(count, corners)
    distance = spherical.edge_distance(own, points[None])[0].reshape(count, corners)
    if region.relation == "touches":
        found = np.any(inside | (off <= TOUCHING), axis=1)
        found |= np.any(within | (distance <= TOUCHING), axis=1)
        return found | crossed
    found = np.all(inside | (off <= TOUCHING), axis=1)
    deep: Truths = (within & (distance > TOUCHING)).any(axis=1)
    return np.logical_and(found & ~deep, ~(crossed | _leaves(polygons, points)))


def _leaves(polygons: Vectors, points: Vectors) -> Truths:
    """Whether the middle of a side of a region is outside a polygon though its ends are on the edge."""
    begins = np.roll(points, 1, axis=0)
    middles = begins + points
    middles /= np.linalg.norm(middles, axis=1, keepdims=True)
    outside = ~(spherical.inside(middles, polygons) | (spherical.edge_distance(middles, polygons) <= TOUCHING))
    left: Truths = np.any(outside, axis=1)
    return left
