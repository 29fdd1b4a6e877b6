"""Real outlines of Webb: circles, polygons and up to 202 polygons of one row, through reader, relations and separations."""

from __future__ import annotations

import csv
import gzip
import math
import re
from pathlib import Path

import numpy as np
import pytest

from mastsite.search import outlines, sky
from mastsite.search.declare import Outline
from mastsite.search.edges import edge_separation
from mastsite.search.region import read_region
from tests.search.footprints.test_edges import by_astropy
from tests.search.footprints.test_judged import around, degrees, winding

FILE = Path("/work/shared/data/jwst/jwst_mast_filesets.csv.gz")


@pytest.fixture(scope="module")
def texts() -> list[str]:
    if not FILE.exists():
        pytest.skip("the file of Webb's rows is not on this machine")
    with gzip.open(FILE, "rt", newline="") as lines:
        return sorted({row["s_region"] for row in csv.DictReader(lines) if row["s_region"]})


def numbers_of(text: str) -> list[tuple[str, list[float]]]:
    """Shapes and their numbers, read in a way of its own."""
    parts = re.findall(r"(POLYGON|CIRCLE)([^PCL]*)", text.replace("ICRS", ""))
    return [(name, [float(word) for word in rest.split()]) for name, rest in parts]


def chosen(texts: list[str], most: int) -> list[str]:
    """Some of each number of shapes, the circles and the longest text among them."""
    rng = np.random.default_rng(3)
    kinds: dict[tuple[str, int], list[str]] = {}
    for text in texts:
        kinds.setdefault((text[:3], text.count("POLYGON")), []).append(text)
    some = [str(one) for group in kinds.values() for one in rng.choice(group, min(len(group), most), replace=False)]
    return [*some, max(texts, key=len)]


def test_every_one_is_read(texts: list[str]) -> None:
    assert len(texts) > 17_000
    shapes = 0
    for text in texts:
        got, expected = outlines.drawn(text), numbers_of(text)
        assert len(got) == len(expected), text
        for (corners, radius), (name, numbers) in zip(got, expected, strict=True):
            if name == "CIRCLE":
                assert radius == math.radians(numbers[2])
                assert corners == [sky.unit_vector(*numbers[:2])]
            else:
                assert set(corners) == set(map(sky.unit_vector, numbers[::2], numbers[1::2]))
            shapes += 1
    assert shapes > len(texts)


def test_each_is_a_region_that_it_touches_and_covers(texts: list[str]) -> None:
    for text in chosen(texts, 1)[::15]:
        row = [outlines.read(text)]
        for relation in ("touches", "covers"):
            region = read_region(text, relation)
            assert max(1, len(region.parts)) == len(numbers_of(text))
            assert outlines.rows_meet(row, region)[0]


def test_separations_and_circles_are_what_astropy_measures(texts: list[str]) -> None:
    """Thousands of positions in and around them: `edge_sep`, and the circles that are touched and covered."""
    rng = np.random.default_rng(4)
    positions, seen = 0, set()
    for text in [one for one in chosen(texts, 30) if one.count("POLYGON") < 6][:100]:
        parts = numbers_of(text)
        arrays = [
            sky.unit_vectors([n[0]], [n[1]]) if name == "CIRCLE" else sky.unit_vectors(n[::2], n[1::2])
            for name, n in parts
        ]
        ra, dec = degrees(arrays[rng.integers(len(arrays))].mean(axis=0)[None])
        size = 3 * max(np.linalg.norm(one - one[0], axis=1).max() for one in arrays) + 1e-4
        points = around(float(ra[0]), float(dec[0]), rng.uniform(0, 1, 24) ** 2 * size, rng.uniform(0, 2 * math.pi, 24))
        signed = np.full(len(points), math.inf)
        for (name, n), corners in zip(parts, arrays, strict=True):
            off = by_astropy(points, corners)
            here = off - math.radians(n[2]) if name == "CIRCLE" else np.where(winding(points, corners), -off, off)
            signed = np.minimum(signed, here)
        lon, lat = degrees(points)
        places = list(zip(lon.tolist(), lat.tolist(), strict=True))
        edge = edge_separation(Outline(column="any"), places)
        for number, ((at_ra, at_dec), expected) in enumerate(zip(places, signed.tolist(), strict=True)):
            got = edge(number, text)
            assert got == pytest.approx(math.degrees(expected) * 60, abs=2e-5)
            positions += 1
            for radius in (abs(expected) * 0.98, abs(expected) * 1.02 + 1e-9):
                asked = f"CIRCLE {at_ra!r} {at_dec!r} {math.degrees(radius)!r}"
                for relation, told in (("touches", expected <= radius), ("covers", expected <= -radius)):
                    met = bool(outlines.rows_meet([outlines.read(text)], read_region(asked, relation))[0])
                    assert met == told
                    seen.add((relation, met))
    assert positions > 2_000
    assert len(seen) == 4


def test_polygons_and_maps_are_what_points_say(texts: list[str]) -> None:
    """A polygon or map near an outline: touched where a point is in both, covered only where none is in it alone."""
    mocpy = pytest.importorskip("mocpy")
    units = pytest.importorskip("astropy.units")
    rng = np.random.default_rng(6)
    seen = set()
    for text in [one for one in chosen(texts, 12) if one.count("POLYGON") < 6]:
        row = outlines.read(text)
        corners, radius = row[int(rng.integers(len(row)))]
        if len(corners) == 1:
            continue
        size = float(np.linalg.norm(corners - corners[0], axis=1).max())
        for share in (0.05, 0.6, 3.0):
            shift = around(*(float(one[0]) for one in degrees(corners.mean(axis=0)[None])), np.array([size * rng.uniform(0, 1)]), rng.uniform(0, 6.28, 1))  # fmt: skip
            ra, dec = (float(one[0]) for one in degrees(shift))
            drawn = around(ra, dec, np.full(5, size * share), np.sort(rng.uniform(0, 2 * math.pi, 5)))
            asked = "POLYGON " + " ".join(
                f"{a!r} {d!r}" for a, d in zip(*(one.tolist() for one in degrees(drawn)), strict=True)
            )
            order = max(0, min(20, round(math.log2(math.radians(58.6) / (size * share)))))
            moc = mocpy.MOC.from_lonlat(np.array([ra]) * units.deg, np.array([dec]) * units.deg, max_norder=order)
            points = around(ra, dec, np.sqrt(rng.uniform(0, 1, 1_500)) * size * share * 2, rng.uniform(0, 6.283, 1_500))
            mine = np.any([winding(points, one[0]) for one in row if len(one[0]) > 1], axis=0)
            lon, lat = degrees(points)
            for region, theirs in (
                (asked, winding(points, drawn)),
                (moc.to_string(), moc.contains_lonlat(lon * units.deg, lat * units.deg)),
            ):
                touches, covers = (
                    bool(outlines.rows_meet([row], read_region(region, word))[0]) for word in ("touches", "covers")
                )
                assert touches or not (mine & theirs).any()
                assert not (covers and (theirs & ~mine).any())
                assert touches or not covers
                seen.add((touches, covers))
    assert seen == {(False, False), (True, False), (True, True)}
