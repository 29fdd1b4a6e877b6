"""Polygons on the sphere, many at a time: is a point inside, how far is the edge, do edges cross.

Polygons are arrays of unit vectors, shape (n, k, 3): n polygons of k corners each, in either direction, simple, and
within 90 degrees of the middle of their corners. Edges are the shorter arcs of great circles. On the plane that touches the
sky in a polygon's middle they are straight, which is how inside is told from outside, at the poles as anywhere.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float64]
Truths = NDArray[np.bool_]

TOUCHING = 1e-12
"""Radians (0.2 microarcseconds) within which two points are the same: what rounding does to unit vectors, with room."""


def middle(corners: Vectors) -> Vectors:
    """Direction of the mean of corners, shape (..., k, 3); zeros where they are all around the sky."""
    total = corners.sum(axis=-2)
    length = np.linalg.norm(total, axis=-1, keepdims=True)
    found: Vectors = np.divide(total, length, out=np.zeros_like(total), where=length > 1e-9)
    return found


def angles(points: Vectors, others: Vectors) -> Vectors:
    """Angles between directions, radians; the two shapes are broadcast."""
    apart = np.linalg.norm(points - others, axis=-1)
    facing = np.linalg.norm(points + others, axis=-1)
    found: Vectors = 2 * np.arctan2(apart, facing)
    return found


def reach(corners: Vectors) -> float:
    """The greatest angle from the middle of a polygon's corners to one of them, radians; pi where there is no middle."""
    centre = middle(corners)
    return float(angles(corners, centre).max()) if centre.any() else math.pi


def distinct(corners: Vectors, near: float) -> Vectors:
    """Corners without those that repeat the one before them, the last and the first among these."""
    if len(corners) < 2:
        return corners
    kept: Vectors = corners[angles(corners, np.roll(corners, 1, axis=0)) > near]
    return kept if len(kept) else corners[:1]


def inside(points: Vectors, polygons: Vectors) -> Truths:
    """Which of the points, shape (p, 3), are inside which polygons: shape (n, p). Points on an edge may be either."""
    centre = middle(polygons)
    helper = np.where(np.abs(centre[:, 2:]) < 0.9, [0.0, 0.0, 1.0], [1.0, 0.0, 0.0])
    east = np.cross(helper, centre)
    east /= np.linalg.norm(east, axis=1, keepdims=True)
    north = np.cross(centre, east)

    height = points @ centre.T  # (p, n)
    seen = height > 0
    safe = np.where(seen, height, 1.0)
    x, y = ((points @ east.T) / safe).T, ((points @ north.T) / safe).T  # (n, p)
    depth = np.einsum("nkc,nc->nk", polygons, centre)
    u = np.einsum("nkc,nc->nk", polygons, east) / depth
    v = np.einsum("nkc,nc->nk", polygons, north) / depth
    found = np.zeros(x.shape, dtype=bool)
    for at in range(polygons.shape[1]):
        x1, y1, x2, y2 = (values[:, at - 1 + turn, None] for turn in (0, 1) for values in (u, v))
        straddles = (y1 > y) != (y2 > y)
        level = np.where(y2 == y1, 1.0, y2 - y1)
        found ^= straddles & (x < x1 + (y - y1) * (x2 - x1) / level)
    return found & seen.T


def edge_distance(points: Vectors, polygons: Vectors) -> Vectors:
    """Angles from points, shape (p, 3), to the nearest edge of each polygon, radians, shape (n, p)."""
    nearest = np.full((len(polygons), len(points)), math.pi)
    for at in range(polygons.shape[1]):
        begins, ends = polygons[:, at - 1], polygons[:, at]
        normal = np.cross(begins - ends, begins + ends) / 2  # a x b, with its digits for short edges
        length = np.linalg.norm(normal, axis=1, keepdims=True)
        normal = np.divide(normal, length, out=np.zeros_like(normal), where=length > 0)
        ahead = np.cross(normal, begins) @ points.T > 0
        behind = np.cross(normal, ends) @ points.T < 0
        off = np.arcsin(np.clip(np.abs(normal @ points.T), 0, 1))
        corner = angles(points[None, :, :], ends[:, None, :])
        np.minimum(nearest, corner, out=nearest)
        np.minimum(nearest, np.where(ahead & behind, off, math.pi), out=nearest)
    return nearest


def edges_cross(polygons: Vectors, other: Vectors) -> Truths:
    """Which polygons have an edge that crosses one of another polygon's, shape (m, 3), away from their ends: shape (n,)."""
    crossed = np.zeros(len(polygons), dtype=bool)
    for at in range(polygons.shape[1]):
        crossed |= _crossings(polygons[:, at - 1], polygons[:, at], np.roll(other, 1, axis=0), other).any(axis=1)
    return crossed


def _crossings(a: Vectors, b: Vectors, c: Vectors, d: Vectors) -> Truths:
    """Whether arcs a to b, shape (n, 3), cross arcs c to d, shape (m, 3), in their midst: shape (n, m).

    An end within `TOUCHING` of the other's great circle makes no crossing: rounding alone would decide its side.
    """
    ab, cd = np.cross(a - b, a + b) / 2, np.cross(c - d, c + d) / 2
    of_c, of_d, of_a, of_b = ab @ c.T, ab @ d.T, a @ cd.T, b @ cd.T
    least_ab = TOUCHING * np.linalg.norm(ab, axis=1)[:, None]
    least_cd = TOUCHING * np.linalg.norm(cd, axis=1)[None, :]
    apart = (np.minimum(abs(of_c), abs(of_d)) > least_ab) & (np.minimum(abs(of_a), abs(of_b)) > least_cd)
    found: Truths = apart & (of_c * of_d < 0) & (of_a * of_b < 0) & (of_c * of_a < 0)
    return found


def crosses_itself(corners: Vectors) -> bool:
    """Whether two sides of a polygon that are not neighbours share a point, or two neighbours lie upon each other."""
    count = len(corners)
    begins = np.roll(corners, 1, axis=0)
    if _crossings(begins, corners, begins, corners).any():
        return True
    for at in range(count):
        side = np.stack([begins[at], corners[at]])[None]
        away = np.ones(count, dtype=bool)
        away[[at - 1, at]] = False
        if away.any() and edge_distance(corners[away], side).min() <= TOUCHING:
            return True
    return False


def flat(corners: Vectors) -> bool:
    """Whether all corners lie on one great circle."""
    return bool(np.linalg.svd(corners, compute_uv=False)[-1] < 1e-11)
