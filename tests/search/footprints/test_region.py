"""Text read as a region, and what is wrong with it."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mastsite.search.declare import Outline
from mastsite.search.params import QueryError, parse
from mastsite.search.region import MAX_VERTICES, RegionError, read_region
from mastsite.search.registry import get_mission

READ = {
    "CIRCLE ICRS 10 41 0.5": ("circle", 1),
    "circle 10, 41": ("circle", 1),
    "POLYGON ICRS 10 41 11 41 11 42": ("polygon", 3),
    "polygon 10 41, 11 41, 11 42, 10 41": ("polygon", 3),
    "10 41 10 41 11 41 11 42": ("polygon", 3),
    "POLYGON((10 41, 11 42, 11 41))": ("polygon", 3),
    "-1 0, 1 0, 0 1": ("polygon", 3),
    "0 89, 120 89, 240 89": ("polygon", 3),
    "BOX 0 90 2 2": ("polygon", 4),
    "10:41:12 +41:16:09, 10:45:12 +41:16:09, 10:45:12 +42:16:09": ("polygon", 3),
    "POLYGON 10h41m12s +41d16m09s 10h45m12s 41d16m09s 161.3 42.2": ("polygon", 3),
    "polygon icrs 10 41 12 +41 16 09, 10 45 12 +41 16 09, 10 45 12 +42 16 09": ("polygon", 3),
    "CIRCLE 10:41:12 +41:16:09 0.5": ("circle", 1),
    "CIRCLE 10 41 12 +41 16 09, 0.5": ("circle", 1),
    "BOX 10h41m12s, +41d16m09s, 1, 0.5": ("polygon", 4),
    "BOX 10 41 2, 1": ("polygon", 4),
    "5/8,10-12 6/60": ("moc", 0),
    "POLYGON ICRS 0 0 9 0 9 9 POLYGON ICRS 1 1 2 1 2 2": ("union", 0),
    "CIRCLE 1 1 1, polygon 0 0 9 0 9 9; box 1 1 1 1": ("union", 0),
    '{"5": [8, 10]}': ("moc", 0),
    "outline:tess-s0001-1-1": ("outline", 0),
}
REFUSED = {
    "": "empty",
    "POLYGON 10 41 11 41": "needs three",
    "POLYGON 10 41 11 41 10 41": "needs three",
    "POLYGON 10 41 11": "odd number",
    "0 0, 1 1, 1 0, 0 1": "cross or touch",
    "0 0, 1 0, 2 0": "cross or touch",
    "0 0, 90 0, 180 0, 270 0": "half the sky",
    "0 -2, 120 -2, 240 -2": "half the sky",
    "CIRCLE 10 95 1": "not on the sky",
    "CIRCLE 10:41:12 +99:16:09 1": "CIRCLE",
    "CIRCLE 10:41:72 +9:16:09 1": "CIRCLE",
    "10:41:12 +41:16:09, 10:45:12 +41:16:09": "needs three",
    "CIRCLE GALACTIC 10 5 1": "frame of the CIRCLE",
    "POLYGON FK4 10 5 1 1 2 2": "ICRS",
    "CIRCLE nan 5 1": "needs a number",
    "POLYGON 1 2 3, nan 4, 5 6": "corner or centre",
    "CIRCLE 10 5 -1": "0 to 180",
    "CIRCLE 10 5 1e999": "needs a number",
    "CIRCLE 10 5 1 1": "4 numbers",
    "BOX 1 1 0 1": "sides above 0",
    "POLYGON 0 0 9 0 9 9 POLYGON 1 1 2 1": "needs three",
    "CIRCLE 1 1 1 UNION CIRCLE 2 2 1": "sets of shapes",
    "CIRCLE 1 1 1 NOT CIRCLE 2 2 1": "sets of shapes",
    "CIRCLE 1 1 1 " * 1_001: "1,000",
    "NOT (CIRCLE 0 0 1)": "begins with",
    "9/": "MOC",
    "2/999": "MOC",
    "30/1": "MOC",
    "5/3-1": "MOC",
    '{"a": [1]}': "MOC",
    '{"5": [1.5]}': "MOC",
    "{" * 9_000: "MOC",
    "outline:": "names no row",
    "M 31": "begins with",
    "1 " * 300_000: "100,000",
    "1 2 " * (MAX_VERTICES + 2): "1,000",
}


@pytest.mark.parametrize("text", READ)
def test_it_is_read(text: str) -> None:
    region = read_region(text, "centre")
    assert (region.kind, len(region.corners)) == READ[text]
    assert read_region(region.text, "centre") == region


@pytest.mark.parametrize("text", REFUSED, ids=lambda text: text[:24])
def test_it_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(RegionError, match=REFUSED[text]):
        read_region(text, "centre")


def test_relations() -> None:
    with pytest.raises(RegionError, match="region_is"):
        read_region("CIRCLE 1 1 1", "near")
    assert {part.relation for part in read_region("3/4-9", "covers").parts} == {"covers"}
    assert read_region("3/4", "center").relation == "centre"


def test_a_long_moc_is_bounded() -> None:
    with pytest.raises(RegionError, match="ranges of cells"):
        read_region("9/" + ",".join(map(str, range(0, 12_000, 2))), "centre")


def test_a_moc_of_many_cells_is_for_centres_alone() -> None:
    text = "9/" + ",".join(map(str, range(0, 4_000, 2)))
    assert read_region(text, "centre").ranges
    with pytest.raises(RegionError, match="1,000 at most"):
        read_region(text, "touches")
    assert len(read_region("29/0-3458764513820540927", "covers").parts) == 12


def test_the_corners_of_a_box_at_the_pole() -> None:
    ra, dec, reach = read_region("BOX 0 90 2 2").cap()
    assert dec == pytest.approx(90)
    assert reach == pytest.approx(math.degrees(math.atan(math.sqrt(2) * math.tan(math.radians(1)))))


@given(st.text(max_size=80))
def test_any_text_is_a_region_or_a_sentence(text: str) -> None:
    try:
        assert read_region(text, "centre").describe()
    except RegionError as error:
        assert str(error)


@pytest.mark.parametrize("text", ["CIRCLE 98 -66 1", "POLYGON 80 -70, 100 -70, 100 -60", "outline:tess-s0001-1-1"])
@pytest.mark.parametrize("relation", ["touches", "covers", "centre"])
def test_addresses_go_round(text: str, relation: str) -> None:
    query = parse(get_mission("tess"), [("region", text), ("region_is", relation), ("camera", "1"), ("target", "M 31")])
    again = parse(get_mission("tess"), query.params())
    assert again == query
    assert query.region
    assert query.region.describe() in query.describe()
    assert query.without(1).region is None
    assert query.without(2).region == query.only(2).region == query.region
    assert query.only(1).region is None
    assert query.only(2).criteria == ()


def test_twice_is_a_fault() -> None:
    with pytest.raises(QueryError, match="contradict"):
        parse(get_mission("tess"), [("region", "CIRCLE 1 1 1"), ("region", "CIRCLE 2 1 1")])


def test_a_wrong_declaration_is_told() -> None:
    from dataclasses import replace

    from mastsite.search.checks import faults

    wrong = replace(get_mission("tess"), outline=Outline(column="camera", radius_arcmin=3))
    said = " ".join(faults(wrong))
    for part in ("no stored column of text", "a radius, or neither", "reaches 0.0", "no source"):
        assert part in said


SAME = {
    "10:41:12 +41:16:09, 10:45:12 +41:16:09, 10:45:12 -02:16:09": "160.3 41.269166666666667 161.3 41.269166666666667 161.3 -2.269166666666667",
    "10 41 12 +41 16 09, 10 45 12 +41 16 09, 10 45 12 -02 16 09": "160.3 41.269166666666667 161.3 41.269166666666667 161.3 -2.269166666666667",
    "CIRCLE 23:59:59.9 -89:59:59 0.25": "CIRCLE 359.99958333333333 -89.99972222222222 0.25",
    "CIRCLE 0 0 1.5 -0 0 36, 0.25": "CIRCLE 0.00625 -0.01 0.25",
    "BOX 10h41m12s +41d16m09s 10 41": "BOX 160.3 41.269166666666667 10 41",
}  # fmt: skip


@pytest.mark.parametrize("text", SAME)
def test_parts_of_hours_and_degrees_are_the_same_places(text: str) -> None:
    got, expected = read_region(text), read_region(SAME[text])
    assert got.kind == expected.kind and got.radius_deg == expected.radius_deg
    assert got.text == text
    np.testing.assert_allclose(got.vectors, expected.vectors, atol=1e-12)
