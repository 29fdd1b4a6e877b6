"""Coverage maps against outlines: judged by mocpy on thousands of random pairs, the poles and RA 0 among them."""

from __future__ import annotations

import json
import math
from typing import Any

import numpy as np
import pytest
from healpix_geo import nested
from hypothesis import given
from hypothesis import strategies as st

from mastsite.search import coverage, outlines, sky, spherical
from mastsite.search.region import read_region
from tests.search.footprints.test_judged import CENTRES, around, degrees, star

DEEPER = 5


def holds(one: Any, other: Any) -> bool:
    """Whether a map of mocpy holds all of another."""
    return math.isclose(one.intersection(other).sky_fraction, other.sky_fraction, rel_tol=1e-9)


@pytest.mark.parametrize("centre", CENTRES, ids=str)
def test_touching_and_covering_are_what_mocpy_says(centre: tuple[float, float]) -> None:
    """120 maps and outlines at each of eight places.

    mocpy's map of an outline, in cells 32 times smaller than the map's smallest, holds the outline; without its rim it is
    within. Where the two agree the answer is sure. A circle is judged in the same way.
    """
    mocpy = pytest.importorskip("mocpy")
    units = pytest.importorskip("astropy.units")
    rng = np.random.default_rng(23)
    sure, seen = 0, set()
    for number in range(120):
        order = [3, 6, 8, 11][number % 4]
        width = math.radians(58.6 / 2**order)
        near = around(*centre, np.sqrt(rng.uniform(0, 1, 40)) * width * 2, rng.uniform(0, 2 * math.pi, 40))
        numbers = np.unique(nested.lonlat_to_healpix(*degrees(near), order, ellipsoid="sphere"))
        numbers = rng.choice(numbers, min(len(numbers), 1 + number % 5), replace=False)
        text = f"{order}/" + ",".join(map(str, sorted(numbers.tolist())))
        theirs = mocpy.MOC.from_string(text.replace(",", " "))
        size = min(width * rng.choice([0.3, 1.5, 5.0]), 1.0)
        if number % 3:
            shape = star(rng, *centre, size, 4 + number % 3), 0.0
            ra, dec = degrees(shape[0])
            drawn = mocpy.MOC.from_polygon(ra * units.deg, dec * units.deg, max_depth=order + DEEPER)
        else:
            shape = np.array([sky.unit_vector(*centre)]), size
            drawn = mocpy.MOC.from_cone(
                centre[0] * units.deg, centre[1] * units.deg, radius=size * units.rad, max_depth=order + DEEPER
            )
        core = drawn.contracted().contracted()
        for relation, least, most in (
            ("touches", not core.intersection(theirs).empty(), not drawn.intersection(theirs).empty()),
            ("covers", holds(core, theirs), holds(drawn, theirs)),
        ):
            got = bool(outlines.rows_meet([[shape]], read_region(text, relation))[0])
            if least == most:
                sure += 1
                assert got == most, (text, relation, shape)
                seen.add((relation, got))
    assert sure > 150
    assert len(seen) == 4


@pytest.mark.parametrize("order", range(13))
def test_the_sides_of_cells_are_followed(order: int) -> None:
    """Between the points of a cell's outline its true side is nearer than `OFF_ARCSEC`."""
    rng = np.random.default_rng(order)
    last = 12 * 4**order
    at_the_poles = [4**order - 1, last - 1, 4 * 4**order, 0]
    for number in {*at_the_poles, *rng.integers(0, last, 12).tolist()}:
        polygon = coverage.outline_of(order, int(number))
        fine = nested.vertices(
            np.array([number], dtype=np.uint64), order, ellipsoid="sphere", step=8 * max(1, 2 ** (8 - order))
        )
        on_the_side = sky.unit_vectors(fine[0][0], np.clip(fine[1][0], -90, 90))
        off = spherical.edge_distance(on_the_side, polygon[None])[0]
        assert math.degrees(off.max()) * 3600 < coverage.OFF_ARCSEC


@given(
    st.lists(st.tuples(st.integers(0, 29), st.integers(0, 12 * 4**29 - 1), st.integers(0, 50)), min_size=1, max_size=12)
)
def test_cells_and_ranges_are_the_same_sky(words: list[tuple[int, int, int]]) -> None:
    """The largest cells of the ranges make the same ranges again, and ASCII and JSON are one map."""
    found: dict[str, list[int]] = {}
    for order, place, more in words:
        first = place >> 2 * (29 - order)
        found.setdefault(str(order), []).extend(range(first, min(first + more + 1, 12 * 4**order)))
    ranges = coverage.read_ranges(json.dumps(found))
    assert (
        coverage.read_ranges(" ".join(f"{order}/{','.join(map(str, cells))}" for order, cells in found.items()))
        == ranges
    )
    again = " ".join(f"{order}/{number}" for order, number in coverage.cells(ranges))
    assert coverage.read_ranges(again) == ranges
