"""Rows found by a region, on the database."""

from __future__ import annotations

import html
import math
import re
from urllib.parse import quote

import numpy as np
import pytest
from django.test import Client

from mastsite.search import engine, outlines, sky, spherical
from mastsite.search.declare import Mission
from mastsite.search.params import QueryError, parse
from mastsite.search.region import read_region
from mastsite.search.registry import get_mission, missions
from mastsite.search.tables import NotLoaded, holding_of, model_for

pytestmark = [pytest.mark.usefixtures("archive"), pytest.mark.django_db]

OUTLINED = [mission for mission in missions().values() if mission.outline]


def found(slug: str, region: str, relation: str = "touches", **more: str) -> set[object]:
    """Identifiers of the rows that the engine gives, page by page; its count must be theirs."""
    mission = get_mission(slug)
    pairs = [
        ("region", region),
        ("region_is", relation),
        ("columns", mission.id_column),
        ("rows", "500"),
        *more.items(),
    ]
    query = parse(mission, pairs)
    names: list[object] = []
    result = engine.page(query, exact_count=True)
    total = result.count
    names += [row[0] for row in result.rows]
    while result.next_after:
        result = engine.page(parse(mission, [*pairs, ("after", result.next_after)]), counted=False)
        names += [row[0] for row in result.rows]
    assert total is not None
    assert total.value == len(names) == len(set(names))
    assert {row[0] for row in engine.stream(query).rows} == set(names)
    return set(names)


def rows(mission: Mission, *columns: str) -> list[tuple[object, ...]]:
    try:
        holding = holding_of(mission)
    except NotLoaded as error:
        pytest.skip(str(error))
    objects = model_for(mission.slug, holding.table)._default_manager.using(holding._state.db)
    return list(objects.values_list(*columns))


@pytest.mark.parametrize("mission", [one for one in OUTLINED if one.outline.column], ids=lambda one: one.slug)
def test_every_outline_is_read_and_within_the_declared_reach(mission: Mission) -> None:
    farthest = 0.0
    for text, ra, dec in rows(mission, mission.outline.column, mission.ra_column, mission.dec_column):
        if text is None or ra is None:
            continue
        shapes = outlines.read(str(text))
        assert shapes, text
        centre = np.array(sky.unit_vector(ra, dec))  # type: ignore[arg-type]
        farthest = max(farthest, *(float(spherical.angles(corners, centre).max()) for corners, _radius in shapes))
    assert 0 < math.degrees(farthest) * 60 <= mission.outline.reach_arcmin


@pytest.mark.parametrize(
    ("ra", "dec"), [(0, 90), (0, -90), (0.001, 10), (359.999, -40), (98, -66), (270, 66.56), (83.6, 22), (180, 0)]
)
def test_a_point_is_in_the_ccds_that_an_independent_rule_says(ra: float, dec: float) -> None:
    """Independent: TESS outlines are convex, so that a point is inside when all edges have it on the side of the middle."""
    point = np.array(sky.unit_vector(ra, dec))
    expected = set()
    for name, text in rows(get_mission("tess"), "obs_id", "s_region"):
        numbers = [float(word) for word in re.findall(r"[-\d.]+", str(text))]
        corners = sky.unit_vectors(numbers[::2], numbers[1::2])
        normals = np.cross(corners, np.roll(corners, -1, axis=0))
        sides = np.sign(normals @ corners.mean(axis=0))
        if (np.sign(normals @ point) == sides).all():
            expected.add(name)
    assert found("tess", f"CIRCLE {ra} {dec} 0", "covers") == expected
    assert found("tess", f"{ra} {dec} ".join(["POSITION ", ""]), "touches") == expected


def test_a_circle_of_galex_is_two_radii() -> None:
    mission = get_mission("galex")
    centre = np.array(sky.unit_vector(10.68, 41.27))
    expected: dict[str, set[object]] = {"touches": set(), "covers": set(), "centre": set()}
    for name, ra, dec in rows(mission, "imgRunID", "RATileCenter", "DECTileCenter"):
        apart = math.degrees(2 * math.asin(math.dist(sky.unit_vector(ra, dec), centre) / 2)) * 60  # type: ignore[arg-type]
        for relation, most in (("touches", 66), ("covers", 6), ("centre", 30)):
            if apart <= most:
                expected[relation].add(name)
    for relation, names in expected.items():
        assert found("galex", "CIRCLE 10.68 41.27 0.5", relation) == names
    assert len(expected["touches"]) > len(expected["centre"]) > len(expected["covers"]) > 0


def test_the_relations_nest() -> None:
    region = "POLYGON 80 -70, 100 -70, 100 -60, 80 -60"
    touches, covers = found("tess", region), found("tess", "POLYGON 89 -66 91 -66 91 -65 89 -65", "covers")
    assert touches
    assert covers <= touches
    assert found("tess", region, "centre") <= touches


def test_an_outline_touches_and_covers_itself() -> None:
    for relation in ("touches", "covers"):
        assert "tess-s0001-1-1" in found("tess", "outline:TESS-S0001-1-1", relation)
    result = engine.page(parse(get_mission("tess"), [("region", "outline:nobody")]))
    assert list(result.rows) == []
    assert "No row of TESS is called nobody" in result.messages[0].text


def test_a_moc_takes_the_centres_in_its_cells() -> None:
    got = found("tess", "0/4", "centre")
    everything = rows(get_mission("tess"), "obs_id", "s_ra", "s_dec")
    inside = sky.cells([row[1] for row in everything], [row[2] for row in everything]) >> 58 == 4
    assert got == {row[0] for row, there in zip(everything, inside, strict=True) if there}
    assert got


MOCS = ("5/3000-3040 7/60000", "0/4", "3/0-3,255,767", "2/0,60,63,128,191 6/20000-20100", "11/8000000-8000040")


@pytest.mark.parametrize("relation", ["touches", "covers"])
@pytest.mark.parametrize(
    "region", [*MOCS, "CIRCLE 10.68 41.27 0.2 CIRCLE 266 -29 0.1 POLYGON 98 -66 98.2 -66 98.2 -65.9"]
)
@pytest.mark.parametrize("mission", OUTLINED, ids=lambda one: one.slug)
def test_rows_near_any_part_are_those_of_all_rows(mission: Mission, region: str, relation: str) -> None:
    """What is read by cells and tested part by part is what rows tested on their own give."""
    asked = read_region(region, relation)
    drawn = mission.outline.column if mission.outline else ""
    everything = rows(mission, mission.id_column, mission.ra_column, mission.dec_column, *filter(None, [drawn]))
    everything = [row for row in everything if row[1] is not None]
    everything = everything[:: max(1, len(everything) // 1_500)]
    if drawn:
        met = outlines.rows_meet([outlines.read(str(row[3])) for row in everything], asked)
    else:
        centres = sky.unit_vectors([row[1] for row in everything], [row[2] for row in everything])
        each = [outlines.circles_meet(centres, np.full(len(centres), math.radians(0.6)), one) for one in asked.parts]
        met = np.any(each, axis=0) if relation == "touches" else np.all(each, axis=0)
    expected = {row[0] for row, one in zip(everything, met, strict=True) if one}
    assert found(mission.slug, region, relation) & {row[0] for row in everything} == expected
    if relation == "touches" and region == "0/4":
        assert expected


def test_centres_in_several_shapes_are_those_in_each() -> None:
    one, two = "CIRCLE 10.68 41.27 3", "BOX 98 -66 20 20"
    assert found("galex", f"{one}, {two}", "centre") == found("galex", one, "centre") | found("galex", two, "centre")


def test_a_region_joins_with_a_place_a_condition_and_an_order() -> None:
    region = "POLYGON 80 -70, 100 -70, 100 -60, 80 -60"
    some = found("tess", region, "touches", ccd="1", sort="-start")
    assert some < found("tess", region)
    assert found("tess", region, "touches", target="90 -66", radius="300") < found("tess", region)


@pytest.mark.parametrize("ending", ["", ".csv", ".json"])
def test_pages_and_files(ending: str) -> None:
    address = f"/search/tess/results{ending}?region={quote('CIRCLE 98 -66 1')}&region_is=covers"
    answer = Client().get(address)
    assert answer.status_code == 200
    text = b"".join(answer) if answer.streaming else answer.content
    assert b"footprint covers the circle of 1 deg" in text


@pytest.mark.parametrize("text", ["", "\x00", "\ud800", "POLYGON", "é" * 200_000, "{", "[" * 5000, "9/9", "outline:", "1 2 3", "CIRCLE nan 1 1"])  # fmt: skip
def test_no_text_breaks_the_page(text: str) -> None:
    for slug in ("tess", "hst"):
        answer = Client().get(f"/search/{slug}/results", {"region": text.encode("utf-8", "surrogatepass")})
        assert answer.status_code in (200, 400, 414)


def test_a_mission_without_outlines_says_so() -> None:
    with pytest.raises(QueryError, match="no outlines"):
        parse(get_mission("hst"), [("region", "CIRCLE 10 41 1")])
    assert found("hst", "CIRCLE 10.68 41.27 0.2", "centre")


def test_the_interface_takes_a_region() -> None:
    body = {"region": "CIRCLE 98 -66 1", "region_is": "covers", "select_cols": ["obs_id"]}
    answer = Client().post("/search/tess/api/v0.1/search", body, content_type="application/json")
    assert answer.status_code == 200
    got = answer.json()
    assert {row["obs_id"] for row in got["results"]} == found("tess", "CIRCLE 98 -66 1", "covers")
    assert got["search_params"]["region"] == "CIRCLE 98 -66 1"


def test_an_empty_answer_is_explained() -> None:
    answer = Client().get("/search/tess/results", {"region": "CIRCLE 98 -66 20", "region_is": "covers", "camera": "1"})
    assert answer.status_code == 200
    assert b"Without the condition" in answer.content


@pytest.mark.parametrize("address", ["tess/results", "tess/results.csv", "tess/results.json"])
def test_too_many_rows_to_test_are_told(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mastsite.search.footprints.MOST_CANDIDATES", 10)
    answer = Client().get(f"/search/{address}", {"region": "CIRCLE 12.3456 -66 30"})
    text = b"".join(answer) if answer.streaming else answer.content
    assert answer.status_code in (200, 503)
    assert b"More than 10 rows are around the region" in text


def test_the_form_has_the_boxes_where_rows_have_outlines() -> None:
    for slug, there in (("tess", True), ("galex", True), ("hst", False)):
        page = Client().get(f"/search/{slug}/").content.decode()
        assert ('name="region"' in page) is there
    filled = Client().get("/search/tess/", {"region": "CIRCLE 1 2 3", "region_is": "covers"}).content.decode()
    assert 'value="CIRCLE 1 2 3"' in filled
    assert '<option value="covers" selected>' in filled
    wrong = Client().get("/search/tess/", {"region": "POLYGON 1 2"})
    assert wrong.status_code == 400
    assert "it needs three" in wrong.content.decode()


def test_a_count_alone_says_what_the_rows_say() -> None:
    body = {"region": "outline:nobody", "count_only": True}
    answer = Client().post("/search/tess/api/v0.1/search", body, content_type="application/json").json()
    assert answer["totalResults"] == 0
    assert any("No row of TESS is called nobody" in text for text in answer["messages"])


@pytest.mark.parametrize("mission", OUTLINED, ids=lambda one: one.slug)
def test_a_record_leads_to_searches_by_its_outline(mission: Mission) -> None:
    columns = [mission.id_column, *filter(None, [mission.outline.column])]
    name = str(rows(mission, *columns)[0][0])
    page = Client().get(f"/search/{mission.slug}/dataset/{quote(name)}").content.decode()
    links = [html.unescape(text) for text in re.findall(r'href="([^"]*[?&;]region=[^"]*)"', page)]
    assert [link.split("/")[2] for link in links] == [
        mission.slug,
        *(one.slug for one in OUTLINED if one is not mission),
    ]
    own = Client().get(links[0] + "&rows=1000").content.decode()
    assert name in own
    for link in links[1:]:
        answer = Client().get(link)
        assert answer.status_code == 200
        assert "There is a problem" not in answer.content.decode()
    bare = str(rows(get_mission("hst"), "sci_data_set_name")[0][0])
    answer = Client().get(f"/search/hst/dataset/{quote(bare)}")
    assert answer.status_code == 200
    assert "region=" not in answer.content.decode()
