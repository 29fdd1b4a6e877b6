"""Geometry against mocpy and against points: thousands of random shapes, the poles and RA 0 among them."""

from __future__ import annotations

import math

import numpy as np
import pytest
from numpy.typing import NDArray

from mastsite.search import outlines, sky, spherical
from mastsite.search.region import Region, read_region
from mastsite.search.spherical import Vectors

CENTRES = [
    (0.0, 90.0),
    (0.0, -90.0),
    (0.0, 0.0),
    (359.9, 41.8),
    (0.1, -66.0),
    (45.0, 0.0),
    (222.2, 30.0),
    (180.0, -89.5),
]


def around(ra_deg: float, dec_deg: float, angle: Vectors, bearing: Vectors) -> Vectors:
    """Directions at angles and bearings from a position: by turning the sky, and not by a plane."""
    ra, dec = math.radians(ra_deg), math.radians(dec_deg)
    centre = np.array(sky.unit_vector(ra_deg, dec_deg))
    east = np.array([-math.sin(ra), math.cos(ra), 0])
    north = np.array([-math.sin(dec) * math.cos(ra), -math.sin(dec) * math.sin(ra), math.cos(dec)])
    aside = np.cos(bearing)[:, None] * north + np.sin(bearing)[:, None] * east
    return np.cos(angle)[:, None] * centre + np.sin(angle)[:, None] * aside


def star(rng: np.random.Generator, ra: float, dec: float, size: float, corners: int) -> Vectors:
    """A simple polygon, seldom convex: corners in order of their bearing, half of the time backwards."""
    gaps = rng.uniform(0.5, 1.5, corners)
    bearing = np.cumsum(gaps) / gaps.sum() * 2 * math.pi
    made = around(ra, dec, rng.uniform(0.3, 1.0, corners) * size, bearing)
    return made[:: rng.choice([-1, 1])]


def degrees(vectors: Vectors) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    x, y, z = vectors.T
    return np.degrees(np.arctan2(y, x)) % 360, np.degrees(np.arctan2(z, np.hypot(x, y)))


def region(corners: Vectors, relation: str = "touches") -> Region:
    ra, dec = degrees(corners)
    return read_region(
        "POLYGON " + " ".join(f"{a!r} {d!r}" for a, d in zip(ra.tolist(), dec.tolist(), strict=True)), relation
    )


def winding(points: Vectors, corners: Vectors) -> NDArray[np.bool_]:
    """Inside by the angles under which a point sees the edges: another way than the one that is tested."""
    total = np.zeros(len(points))
    for begin, end in zip(np.roll(corners, 1, axis=0), corners, strict=True):
        one = begin - (points @ begin)[:, None] * points
        two = end - (points @ end)[:, None] * points
        total += np.arctan2(np.einsum("pc,pc->p", points, np.cross(one, two)), np.einsum("pc,pc->p", one, two))
    return np.abs(total) > math.pi


@pytest.mark.parametrize("centre", CENTRES, ids=str)
def test_inside_is_where_the_edges_wind_around(centre: tuple[float, float]) -> None:
    rng = np.random.default_rng(7)
    for size_deg in (0.01, 1, 20, 60):
        for corners in (3, 4, 9):
            size = math.radians(size_deg)
            polygon = star(rng, *centre, size, corners)
            points = around(*centre, rng.uniform(0, min(1.5 * size, 1.5), 400), rng.uniform(0, 2 * math.pi, 400))
            sure = spherical.edge_distance(points, polygon[None])[0] > 1e-9
            assert (spherical.inside(points, polygon[None])[0] == winding(points, polygon))[sure].all()
            assert not spherical.inside(-points[winding(points, polygon)], polygon[None]).any()


@pytest.mark.parametrize("centre", CENTRES, ids=str)
def test_inside_against_mocpy(centre: tuple[float, float]) -> None:
    """mocpy's map of a convex polygon holds every point that is inside, and none far outside."""
    mocpy = pytest.importorskip("mocpy")
    units = pytest.importorskip("astropy.units")
    rng = np.random.default_rng(11)
    order, cell = 11, math.radians(0.06)
    for _each in range(6):
        size = math.radians(2)
        bearing = np.sort(rng.uniform(0, 2 * math.pi, 3)) + np.array([0, 0.1, 0.2])
        polygon = around(*centre, np.full(3, size), bearing)
        if max(np.diff([*bearing, bearing[0] + 2 * math.pi])) > 3:
            continue
        ra, dec = degrees(polygon)
        moc = mocpy.MOC.from_polygon(ra * units.deg, dec * units.deg, max_depth=order)
        points = around(*centre, rng.uniform(0, 2 * size, 2_000), rng.uniform(0, 2 * math.pi, 2_000))
        here = moc.contains_lonlat(*(values * units.deg for values in degrees(points)))
        sure = spherical.edge_distance(points, polygon[None])[0] > cell
        assert (spherical.inside(points, polygon[None])[0] == here)[sure].all()


def test_the_distance_to_an_edge_is_the_least_to_its_points() -> None:
    rng = np.random.default_rng(3)
    for centre in CENTRES:
        polygon = star(rng, *centre, math.radians(10), 5)
        points = around(*centre, rng.uniform(0, math.pi, 60), rng.uniform(0, 2 * math.pi, 60))
        share = np.linspace(0, 1, 2_001)[:, None]
        edges = [
            begin * (1 - share) + end * share for begin, end in zip(np.roll(polygon, 1, axis=0), polygon, strict=True)
        ]
        dense = np.concatenate(edges)
        dense /= np.linalg.norm(dense, axis=1, keepdims=True)
        brute = np.arccos(np.clip(points @ dense.T, -1, 1)).min(axis=1)
        got = spherical.edge_distance(points, polygon[None])[0]
        assert (got <= brute + 1e-7).all()
        assert (brute - got < 2e-4).all()


@pytest.mark.parametrize("centre", CENTRES, ids=str)
def test_touching_and_covering_are_what_points_say(centre: tuple[float, float]) -> None:
    """Two polygons touch when a point is in both, and one covers the other when no point is in that alone."""
    rng = np.random.default_rng(5)
    seen: set[tuple[bool, bool]] = set()
    for number in range(150):
        size = math.radians([0.05, 3.0, 25.0][number % 3])
        ra, dec = degrees(around(*centre, rng.uniform(0, 1.6, 1) * size, rng.uniform(0, 6.3, 1)))
        outline = star(rng, *centre, size, 4)
        other = star(rng, float(ra[0]), float(dec[0]), size * rng.choice([0.1, 0.7]), 5)
        points = around(*centre, np.sqrt(rng.uniform(0, 1, 3_000)) * size * 1.1, rng.uniform(0, 2 * math.pi, 3_000))
        fine = around(
            float(ra[0]), float(dec[0]), np.sqrt(rng.uniform(0, 1, 3_000)) * size * 0.7, rng.uniform(0, 6.3, 3_000)
        )
        points = np.concatenate([points, fine, outline, other])
        points = points[
            (spherical.edge_distance(points, outline[None])[0] > 1e-9)
            & (spherical.edge_distance(points, other[None])[0] > 1e-9)
        ]
        mine, theirs = winding(points, outline), winding(points, other)
        touches = bool(outlines.meet([(outline, 0.0)], region(other))[0])
        covers = bool(outlines.meet([(outline, 0.0)], region(other, "covers"))[0])
        if (mine & theirs).any():
            assert touches
        if (theirs & ~mine).any():
            assert not covers
        if not touches:
            assert not (mine & theirs).any()
        if covers:
            assert touches
        corners_in = winding(other, outline)
        if corners_in.any() or winding(outline, other).any():
            assert touches
        if touches and not (mine & theirs).any():
            assert (
                spherical.edges_cross(outline[None], other)[0]
                or spherical.edge_distance(other, outline[None]).min() < size / 5
            )
        if corners_in.all() and not (theirs & ~mine).any() and not covers:
            assert spherical.edges_cross(outline[None], other)[0]
        seen.add((touches, covers))
    assert seen == {(False, False), (True, False), (True, True)}


@pytest.mark.parametrize("centre", CENTRES, ids=str)
def test_circles_against_the_distance_of_points(centre: tuple[float, float]) -> None:
    rng = np.random.default_rng(9)
    for number in range(120):
        size = math.radians([0.05, 3.0, 25.0][number % 3])
        outline = star(rng, *centre, size, 4)
        ra, dec = degrees(around(*centre, rng.uniform(0, 1.6, 1) * size, rng.uniform(0, 6.3, 1)))
        radius = math.degrees(size) * rng.uniform(0, 0.5)
        rim = around(float(ra[0]), float(dec[0]), np.full(720, math.radians(radius)), np.linspace(0, 2 * math.pi, 720))
        middle = np.array([sky.unit_vector(float(ra[0]), float(dec[0]))])
        within = winding(np.concatenate([rim, middle]), outline)
        text = f"CIRCLE {float(ra[0])!r} {float(dec[0])!r} {radius!r}"
        touches, covers = (
            bool(outlines.meet([(outline, 0.0)], read_region(text, word))[0]) for word in ("touches", "covers")
        )
        if within.any():
            assert touches
        if not within.all():
            assert not covers
        if not touches:
            assert spherical.angles(outline, middle).min() > math.radians(radius)
        if covers:
            assert spherical.angles(outline, middle).min() >= math.radians(radius)
        circle = [(middle, math.radians(radius))]
        other = region(outline)
        assert bool(outlines.meet(circle, other)[0]) == touches  # touching is mutual


def test_shared_edges_corners_and_both_directions() -> None:
    square, beside = region_of("0 0, 1 0, 1 1, 0 1"), region_of("1 0, 2 0, 2 1, 1 1")
    corner, apart = region_of("-1 -1, 0 -1, 0 0, -1 0"), region_of("1.001 0, 2 0, 2 1, 1.001 1")
    shape = (square.vectors, 0.0)
    for turned in (shape, (square.vectors[::-1], 0.0)):
        assert outlines.meet([turned], beside)[0]
        assert outlines.meet([turned], corner)[0]
        assert not outlines.meet([turned], apart)[0]
        assert outlines.meet([turned], read_region(square.text, "covers"))[0]
        assert not outlines.meet([turned], read_region(beside.text, "covers"))[0]


def region_of(text: str) -> Region:
    return read_region(text)


@pytest.mark.parametrize("text", ["", "UNION (CIRCLE 0 0 1)", "POLYGON 1 2 3", "POLYGON 0 0 1 0", "CIRCLE 1 1", "POLYGON a b c", "POLYGON 0 0 1 0 1 95", "POLYGON ICRS 0 0 120 0 240 0"])  # fmt: skip
def test_what_is_no_outline_is_none(text: str) -> None:
    assert outlines.read(text) == ()
