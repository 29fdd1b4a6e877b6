"""The ranges of many cones at once: what those of one are, and no position of a cone left out."""

from __future__ import annotations

import math

import numpy as np
import pytest

from mastsite.search import sky
from tests.search.test_sky import RADII_ARCMIN, around, centres_of

CENTRES, POINTS = 60, 200
FINER = [-2, -1, 0, 1, 2, None]


@pytest.mark.parametrize("radius", RADII_ARCMIN, ids=lambda r: f"{r:.3g} arcmin")
def test_they_are_the_ranges_of_each_cone(radius: float) -> None:
    rng = np.random.default_rng(RADII_ARCMIN.index(radius))
    for sort in ("anywhere", "poles", "RA 0", "cap border"):
        ra, dec = centres_of(sort, 25, math.radians(radius / 60), rng)
        cone, first, last = sky.covers(ra, dec, radius, finer=2)
        for number in range(ra.size):
            mine = cone == number
            ranges = list(zip(first[mine].tolist(), last[mine].tolist(), strict=True))
            assert ranges == sky.cover(float(ra[number]), float(dec[number]), radius)


@pytest.mark.parametrize("finer", FINER)
@pytest.mark.parametrize("sort", ["anywhere", "poles", "RA 0", "cap border", "cell corners"])
def test_they_hold_every_position_of_their_cones_by_brute_force(sort: str, finer: int | None) -> None:
    """Radii of all sizes in one batch, positions inside and on the rim."""
    rng = np.random.default_rng([len(sort), FINER.index(finer)])
    radius = np.repeat(RADII_ARCMIN, CENTRES)
    angle = np.radians(np.maximum(radius, sky.MIN_RADIUS_ARCSEC / 60) / 60)
    ra, dec = (np.concatenate(part) for part in zip(*(centres_of(sort, CENTRES, one, rng) for one in angle[::CENTRES])))
    part = np.full(POINTS, 1 - 1e-9)
    part[: POINTS * 3 // 10] = np.sqrt(rng.random(POINTS * 3 // 10))
    bearing = rng.uniform(0, 2 * np.pi, (radius.size, POINTS))
    lon, lat = around(ra[:, None], dec[:, None], angle[:, None] * part, bearing)
    cells = sky.cells(lon.ravel(), lat.ravel()).reshape(lon.shape)
    cone, first, last = sky.covers(ra, dec, radius, finer=finer)
    begins = np.searchsorted(cone, np.arange(radius.size + 1))
    assert (np.diff(begins) > 0).all(), "every cone has a range"
    for number, (start, end) in enumerate(zip(begins[:-1], begins[1:], strict=True)):
        at = np.searchsorted(first[start:end], cells[number], side="right") - 1
        held = (at >= 0) & (cells[number] <= last[start:end][np.maximum(at, 0)])
        assert held.all(), f"{(~held).sum()} positions of RA {ra[number]!r} Dec {dec[number]!r} {radius[number]!r}'"


@pytest.mark.parametrize("finer", FINER)
def test_the_ranges_of_a_cone_ascend_and_are_apart(finer: int | None) -> None:
    rng = np.random.default_rng(3)
    ra, dec = rng.uniform(0, 360, 3000), np.degrees(np.arcsin(rng.uniform(-1, 1, 3000)))
    dec[:20], ra[20:40] = [90.0, -90.0] * 10, 0.0
    radius = np.exp(rng.uniform(math.log(1e-6), math.log(3600), 3000))
    cone, first, last = sky.covers(ra, dec, radius, finer=finer)
    same = np.diff(cone) == 0
    assert (np.diff(cone) >= 0).all()
    assert (first <= last).all()
    assert (first[1:][same] > last[:-1][same] + 1).all()


def test_a_cone_too_wide_for_ranges_has_the_whole_sky() -> None:
    cone, first, last = sky.covers([10, 20, 30], [0, 0, 0], [1.0, 3601.0, 10800.0])
    wide = cone > 0
    assert (first[wide], last[wide]) == (pytest.approx([0, 0]), pytest.approx([sky.WHOLE_SKY - 1] * 2))
    assert cone[wide].tolist() == [1, 2]


def test_no_cone_has_no_range() -> None:
    assert [part.size for part in sky.covers([], [], 1.0)] == [0, 0, 0]


@pytest.mark.parametrize("radius", [-1.0, math.nan, 10801.0, math.inf])
def test_a_radius_that_no_cone_has_is_refused(radius: float) -> None:
    with pytest.raises(ValueError, match="no cone has it"):
        sky.covers([10, 20], [0, 0], [1.0, radius])
