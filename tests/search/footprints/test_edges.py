"""The separation to the edge: against astropy's spherical trigonometry along the sides, and in every way out."""

from __future__ import annotations

import csv
import io
import math
from urllib.parse import quote

import numpy as np
import pytest
from astropy.coordinates.angles import angular_separation, offset_by, position_angle
from django.test import Client
from numpy.typing import NDArray

from mastsite.search import engine, outlines, sky
from mastsite.search.declare import EDGE_SEPARATION, Outline
from mastsite.search.edges import edge_separation, off_edge
from mastsite.search.params import parse
from mastsite.search.registry import get_mission, missions
from mastsite.search.spherical import Vectors
from tests.search.footprints.test_judged import CENTRES, around, degrees, star, winding

Numbers = NDArray[np.float64]
STEPS = 64


def by_astropy(points: Vectors, corners: Vectors) -> Numbers:
    """The least angle from each point to the sides, radians: sides walked by bearing, closer and closer around the nearest."""
    lon, lat = (np.radians(values) for values in degrees(points))
    corner_lon, corner_lat = (np.radians(values) for values in degrees(corners))
    least = np.full(len(points), math.pi)
    for at in range(len(corners)):
        begin = corner_lon[at - 1], corner_lat[at - 1]
        end = corner_lon[at], corner_lat[at]
        long, bearing = angular_separation(*begin, *end), float(position_angle(*begin, *end).radian)
        low, high = np.zeros(len(points)), np.full(len(points), float(long))
        for _closer in range(7):
            walked = np.linspace(low, high, STEPS, axis=1)
            on = [angle.radian for angle in offset_by(*begin, bearing, walked)]
            apart = angular_separation(*on, lon[:, None], lat[:, None])
            nearest = apart.argmin(axis=1)
            step = (high - low) / (STEPS - 1)
            here = low + nearest * step
            low, high = np.maximum(here - step, 0), np.minimum(here + step, float(long))
        least = np.minimum(least, apart.min(axis=1))
    return least


def off(corners: Vectors, points: Vectors) -> Numbers:
    plain = [tuple(corner) for corner in corners.tolist()]
    return np.array([off_edge(plain, 0.0, tuple(point)) for point in points.tolist()])  # type: ignore[arg-type]


@pytest.mark.parametrize("centre", CENTRES, ids=str)
def test_it_is_what_astropy_measures(centre: tuple[float, float]) -> None:
    """1,200 positions around twelve outlines at each of eight places: the poles and right ascension 0 among them."""
    rng = np.random.default_rng(17)
    signs = set()
    for size_deg in (0.02, 1.0, 12.0, 50.0):
        for corners in (3, 4, 8):
            size = math.radians(size_deg)
            polygon = star(rng, *centre, size, corners)
            angle = np.concatenate([rng.uniform(0, min(2 * size, math.pi), 80), rng.uniform(0, math.pi, 20)])
            points = around(*centre, angle, rng.uniform(0, 2 * math.pi, 100))
            got, far = off(polygon, points), by_astropy(points, polygon)
            np.testing.assert_allclose(np.abs(got), far, atol=2e-9)
            sure = far > 1e-8
            held = winding(points, polygon) & (
                angle < math.pi / 2
            )  # sides wind around the opposite side of the sky too
            assert ((got < 0) == held)[sure].all()
            signs |= set(np.sign(got[sure]).tolist())
    assert signs == {-1.0, 1.0}


def test_corners_sides_and_circles() -> None:
    edge = edge_separation(Outline(column="any"), [(0, 0), (359, -1), (1, 0), (3, 0), (180, 0)])
    text = "POLYGON ICRS 359 -1 1 -1 1 1 359 1"
    assert edge(0, text) == pytest.approx(-60, abs=0.02)
    assert edge(1, text) == 0
    assert edge(2, text) == pytest.approx(0, abs=1e-5)
    assert edge(3, text) == pytest.approx(120, abs=1e-5)
    assert edge(4, text) == pytest.approx(
        (180 - math.degrees(math.acos(math.cos(math.radians(1)) ** 2))) * 60, abs=1e-5
    )
    assert edge(0, "CIRCLE ICRS 0 2 0.5") == pytest.approx(90, abs=1e-6)
    assert edge(0, "CIRCLE ICRS 0 0 0.5") == -30
    assert edge(0, None) is edge(0, "nothing of the kind") is edge(0, "") is None


OUTLINED = [slug for slug, mission in missions().items() if mission.outline]


def test_only_missions_with_outlines_have_the_column() -> None:
    assert {slug for slug, mission in missions().items() if EDGE_SEPARATION in mission.by_name} == set(OUTLINED)


@pytest.mark.usefixtures("archive")
@pytest.mark.django_db
@pytest.mark.parametrize(("slug", "place", "radius"), [("tess", "0 90", 900), ("tess", "359.99 -89", 900), ("k2ffi", "132.85 11.8", 120), ("galex", "10.68 41.27", 90), ("galex", "0.01 -2; 10.68 41.27", 90)])  # fmt: skip
def test_pages_files_and_the_interface_have_both(slug: str, place: str, radius: int) -> None:
    mission = get_mission(slug)
    drawn = mission.outline.column if mission.outline else ""
    names = (mission.id_column, mission.ra_column, mission.dec_column, "ang_sep", EDGE_SEPARATION, "search_pos")
    columns = ",".join((*names, *filter(None, [drawn])))
    pairs = [("target", place), ("radius", str(radius)), ("columns", columns), ("rows", "1000")]
    query = parse(mission, pairs)
    rows = list(engine.page(query).rows)
    assert len(rows) > 2
    assert list(engine.stream(query).rows)[: len(rows)] == rows
    inside = 0
    for _name, ra, dec, centre, edge, searched, *text in rows:
        point = np.array([sky.unit_vector(*map(float, str(searched).split()))])
        if not drawn:
            middle = np.array([sky.unit_vector(ra, dec)])  # type: ignore[arg-type]
            lon, lat = np.radians(degrees(middle)), np.radians(degrees(point))
            assert edge == pytest.approx(math.degrees(float(angular_separation(*lon, *lat)[0])) * 60 - 36, abs=1e-5)
            assert edge == pytest.approx(centre - 36, abs=1e-5)  # type: ignore[operator]
            continue
        ((corners, _radius),) = outlines.read(str(text[0]))
        expected = math.degrees(float(by_astropy(point, corners)[0])) * 60
        held = bool(winding(point, corners)[0])
        inside += held
        assert edge == pytest.approx(-expected if held else expected, abs=2e-5)
    assert inside or not drawn

    address = f"/search/{slug}/results"
    asked = f"?target={quote(place)}&radius={radius}&rows=1000"
    page = Client().get(f"{address}{asked}").content.decode()
    assert "Edge Sep" in page
    answer = Client().get(f"{address}.csv{asked}")
    told = b"".join(answer) if answer.streaming else answer.content
    lines = [line for line in told.decode("utf-8-sig").splitlines() if not line.startswith("#")]
    read = list(csv.DictReader(io.StringIO("\n".join(lines))))
    votable = Client().get(f"{address}.votable{asked}")
    head = (b"".join(votable) if votable.streaming else votable.content).decode()
    field = next(part for part in head.split("<FIELD")[1:] if f'"{EDGE_SEPARATION}"' in part)
    assert 'unit="arcmin"' in field and 'ucd="pos.angDistance;pos.outline"' in field
    assert "negative where the position is inside" in field.partition("</DESCRIPTION>")[0].replace("\n", " ")
    label = next(heading for heading in read[0] if heading in (EDGE_SEPARATION, "Edge Sep (')"))
    assert sorted(float(row[label]) for row in read) == sorted(row[4] for row in rows)  # type: ignore[type-var]
    body = {"target": place.split("; "), "radius": radius, "limit": 5000}
    answer = Client().post(f"/search/{slug}/api/v0.1/search", body, content_type="application/json").json()
    assert [one["name"] for one in answer["info"]][-2:] == [EDGE_SEPARATION, "ang_sep"]
    whole = {**body, "select_cols": ["all"], "limit": 1}
    names_of_all = [one["name"] for one in Client().post(f"/search/{slug}/api/v0.1/search", whole, content_type="application/json").json()["info"]]  # fmt: skip
    assert names_of_all.index(EDGE_SEPARATION) + 1 == names_of_all.index("ang_sep")
    found = answer["results"]
    assert sorted(row[EDGE_SEPARATION] for row in found) == sorted(row[4] for row in rows)  # type: ignore[type-var]


@pytest.mark.usefixtures("archive")
@pytest.mark.django_db
def test_without_a_place_there_is_none_and_nothing_is_sorted_by_it() -> None:
    mission = get_mission("tess")
    assert EDGE_SEPARATION not in parse(mission, []).column_names
    assert EDGE_SEPARATION in parse(mission, [("target", "1 2")]).column_names
    rows = list(engine.page(parse(mission, [("columns", f"obs_id,{EDGE_SEPARATION}")])).rows)
    assert rows and {row[1] for row in rows} == {None}
    answer = Client().get("/search/tess/results", {"target": "98 -66", "sort": EDGE_SEPARATION})
    assert answer.status_code == 400
    assert "cannot be sorted by it" in answer.content.decode()


@pytest.mark.usefixtures("archive")
@pytest.mark.django_db
def test_classic_answers_have_the_columns_they_always_had() -> None:
    for path, place in (("galex", "10.68 41.27"), ("k2/ffi", "132.83 11.81")):  # TESS had no classic form
        for shape in ("CSV", "VOTable", "HTML_Table", "JSON"):
            asked = {"target": place, "radius": "60", "action": "Search", "outputformat": shape}
            answer = Client().get(f"/{path}/search.php", asked)
            text = b"".join(answer) if answer.streaming else answer.content
            assert answer.status_code == 200
            rows = text.split(b"<tbody")[-1] if shape == "HTML_Table" else text
            assert len(rows) > 500
            assert b"dge Sep" not in rows and b"edge_sep" not in rows
