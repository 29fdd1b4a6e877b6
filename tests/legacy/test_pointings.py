"""Pointings: counted over rows by hand, around places, with conditions on bands; and the exposures they are made of."""

from __future__ import annotations

import json
from collections import defaultdict

import pytest
from django.test import Client

from mastsite.legacy.tokens import pointings
from mastsite.search import criteria, engine, sky
from mastsite.search import pointings as worked_out
from mastsite.search.params import parse
from mastsite.search.query import Query
from mastsite.search.terms import Like
from tests.legacy.tools import get, infos, lint, rows, table
from tests.pages.html import faults

pytestmark = pytest.mark.usefixtures("archive")

ADDRESS = "/pointings/search.php"
ALL = {"action": "Search Pointings", "outputformat": "CSV", "max_records": "50000", "coordformat": "dec"}
WORDS = list(pointings())


def exposures_of(word: str) -> list[tuple[float, float, str | None, str | None, str | None]]:
    mission, of, conditions = pointings()[word]
    columns = ",".join([mission.ra_column, mission.dec_column, of.filters, of.start, of.stop])
    return list(engine.stream(parse(mission, [*conditions, ("columns", columns)])).rows)  # type: ignore[arg-type]


def in_band(name: str | None, text: str, word: str) -> bool:
    """Whether a filter is of a band, worked out without the database."""
    mission, of, _ = pointings()[word]
    condition = criteria.parse(mission.column(of.filters), text)
    assert condition is not None
    tests = [term.test for term in condition.terms]
    assert all(isinstance(test, Like) and len([piece for piece in test.pieces if piece]) == 1 for test in tests)
    upper = (name or "").upper()
    return any(
        upper.startswith(test.pieces[0].upper()) if test.pieces[0] else test.pieces[1].upper() in upper
        for test in tests
        if isinstance(test, Like)
    )


@pytest.mark.parametrize("word", WORDS)
def test_pointings_are_the_cells_of_the_rows(word: str) -> None:
    cells = defaultdict(list)
    for row in exposures_of(word):
        cells[int(sky.cells([row[0]], [row[1]])[0]) >> 2 * (sky.ORDER - worked_out.ORDER)].append(row)
    body = get(ADDRESS, primary=word, **ALL)
    found = table(body)[2] if cells else []
    assert cells or body == "no rows found\n\n"
    assert {int(row["Pointing Number"]): int(row["Total Number of Exposures"]) for row in found} == {
        cell: len(members) for cell, members in cells.items()
    }
    _, of, _ = pointings()[word]
    for row in found:
        members = cells[int(row["Pointing Number"])]
        assert int(row["Number of Filters"]) == len({member[2] for member in members} - {None})
        for letter, text in of.bands.items():
            assert int(row[letter.upper()]) == sum(in_band(member[2], text, word) for member in members)
        first = min(member[3] for member in members if member[3])
        assert row["First Start Time"] == first[:19].replace("T", " ")
        assert float(row["RA (J2000)"]) == pytest.approx(sum(member[0] for member in members) / len(members), abs=1e-4)


def test_the_archives_own_example() -> None:
    body = get(ADDRESS, pnt_ucount="<11", target="m 31", primary="ACS", outputformat="CSV", action="Search Pointings")
    labels, types, found = table(body)
    assert labels[:3] == ["Pointing Number", "RA (J2000)", "Dec (J2000)"] and types[:3] == ["integer", "ra", "dec"]
    assert found and all(int(row["U"]) < 11 and float(row["Ang Sep (')"]) <= 3 for row in found)


@pytest.mark.parametrize("radius", [0.3, 1.0, 3.0, 30.0])
def test_a_cone_takes_whole_pointings(radius: float) -> None:
    everything = {row["Pointing Number"]: row for row in table(get(ADDRESS, primary="WFPC2", **ALL))[2]}
    centre = sky.unit_vector(10.6847, 41.269)
    near = {
        number
        for number, row in everything.items()
        if sky.separation_arcmin(_squared(centre, sky.unit_vector(float(row["RA (J2000)"]), float(row["Dec (J2000)"]))))
        <= radius
    }
    body = get(ADDRESS, primary="WFPC2", target="10.6847 41.269", radius=str(radius), **ALL)
    found = table(body)[2] if "Pointing" in body else []
    assert {row["Pointing Number"] for row in found} == near
    for row in found:
        assert row["Total Number of Exposures"] == everything[row["Pointing Number"]]["Total Number of Exposures"]


def _squared(one: tuple[float, float, float], other: tuple[float, float, float]) -> float:
    return sum((a - b) ** 2 for a, b in zip(one, other, strict=True))


def test_conditions_mean_what_they_say() -> None:
    everything = table(get(ADDRESS, primary="WFPC2", **ALL))[2]

    def numbers(**more: str) -> set[str]:
        body = get(ADDRESS, primary="WFPC2", **ALL, **more)
        return {row["Pointing Number"] for row in table(body)[2]} if "Pointing" in body else set()

    def those(test) -> set[str]:  # type: ignore[no-untyped-def]
        return {row["Pointing Number"] for row in everything if test(row)}

    assert numbers(pnt_bands=">2") == those(lambda row: int(row["Number of Unique Bands"]) > 2)
    assert numbers(pnt_ucountp="<5", pnt_icountp=">1", bao="and") == those(
        lambda row: int(row["U"]) < 5 and int(row["I"]) > 1
    )
    assert numbers(pnt_ucount=">5", pnt_icount=">10", bao="or") == those(
        lambda row: int(row["U"]) > 5 or int(row["I"]) > 10
    )
    assert numbers(pnt_total="!=1") == those(lambda row: row["Total Number of Exposures"] != "1")
    assert numbers(pnt_total="1,2,5..7") == those(
        lambda row: row["Total Number of Exposures"] in ["1", "2", "5", "6", "7"]
    )
    assert numbers(datediff=">365") == those(lambda row: row["Days Between"] and float(row["Days Between"]) > 365)
    assert numbers(pnt_last="1999..2001") == those(lambda row: "1999" <= row["Last Stop Time"][:4] <= "2001")
    assert numbers(galactic="Above", galsearch="21.55") == those(lambda row: abs(float(row["gal_lat"])) > 21.55)
    assert numbers(galactic="Within", galsearch="21.55") == those(lambda row: abs(float(row["gal_lat"])) <= 21.55)
    assert numbers(galactic="Greater than", galsearch="0") == set()
    assert numbers(ra="0..1", dec="> 41.3") == those(lambda row: float(row["Dec (J2000)"]) > 41.3), (
        "ranges of ra are in hours"
    )
    assert numbers(ra="1..23") == set()


def test_order_columns_and_rows() -> None:
    asked = {
        "selectedColumnsCsv": "pnt_num,pnt_total",
        "ordercolumn1": "pnt_total",
        "descending1": "on",
        "max_records": "3",
    }
    response = Client().get(ADDRESS, {"primary": "WFPC2", **ALL, **asked})
    labels, _, found = table(response.content.decode())
    counts = [int(row["Total Number of Exposures"]) for row in found]
    assert labels == ["Pointing Number", "Total Number of Exposures"] and len(counts) == 3
    assert counts == sorted(counts, reverse=True) and "cut at 3" in response["X-Remarks"]


@pytest.mark.parametrize("word", ["WFPC2", "NICMOS"])
def test_exposures_are_those_of_the_pointings(word: str) -> None:
    asked = {"primary": word, "pnt_total": ">3"}
    totals = [int(row["Total Number of Exposures"]) for row in table(get(ADDRESS, **asked, **ALL))[2]]
    found = table(get(ADDRESS, **{**asked, **ALL, "action": "Search Exposures"}))[2]
    assert len(found) == len({row["Dataset"] for row in found}) == sum(totals)
    assert {row["Instrument"] for row in found} == {word}


def test_exposures_of_one_pointing_near_a_place() -> None:
    near = table(get(ADDRESS, primary="WFPC2", target="m31", **ALL))[2][0]
    number, total = near["Pointing Number"], int(near["Total Number of Exposures"])
    for more in ({}, {"target": "m31"}):
        found = table(get(ADDRESS, primary="WFPC2", pnt_num=number, **{**ALL, "action": "Search Exposures"}, **more))[2]
        assert len(found) == total, more


def test_pages() -> None:
    assert faults(get(ADDRESS)) == []
    html = get(ADDRESS, primary="WFPC2", action="Search Pointings")
    assert faults(html) == [] and "action=Search+Exposures" in html
    html = get(ADDRESS, primary="WFPC2", pnt_total=">3", action="Search Exposures", target="m31")
    assert faults(html) == [] and "/search/hst/dataset/" in html
    html = get(ADDRESS, primary="WFPC2", pnt_total=">99999", action="Search Pointings")
    assert faults(html) == [] and "no rows found" in html


def test_other_shapes() -> None:
    asked = {"primary": "WFPC2", "pnt_bands": ">3", "action": "Search Pointings"}
    document = get(ADDRESS, **asked, outputformat="VOTable")
    assert lint(document) == [] and infos(document)["QUERY_STATUS"] == ["OK"]
    assert len(rows(document)) == len(json.loads(get(ADDRESS, **asked, outputformat="JSON")))
    nothing = get(ADDRESS, **{**asked, "pnt_bands": ">30"}, outputformat="CSV")
    assert nothing == "no rows found\n\n"


def test_pointings_through_the_core_agree_with_the_door() -> None:
    mission, of, conditions = pointings()["ACS"]
    found, cut = worked_out.pointings(parse(mission, conditions), of)
    assert not cut and len(found) == len(table(get(ADDRESS, primary="ACS", **ALL))[2])
    with pytest.raises(ValueError, match="at most"):
        worked_out.exposures(Query(mission), list(range(worked_out.MAX_CELLS + 1)), 10)


BAD = {
    "no primary": {"action": "Search Pointings"},
    "unknown primary": {"primary": "HUBBLE", "action": "Search Pointings"},
    "condition": {"primary": "ACS", "pnt_ucount": "many", "action": "Search Pointings"},
    "bao": {"primary": "ACS", "bao": "xor", "action": "Search Pointings"},
    "side": {"primary": "ACS", "galactic": "Beside", "galsearch": "3", "action": "Search Pointings"},
    "latitude": {"primary": "ACS", "galactic": "Above", "galsearch": "300", "action": "Search Pointings"},
    "name": {"primary": "ACS", "target": "nosuchthing", "action": "Search Pointings"},
    "rows": {"primary": "ACS", "max_records": "0", "action": "Search Exposures"},
    "radius": {"primary": "ACS", "target": "m31", "radius": "wide", "action": "Search Pointings"},
    "sort": {"primary": "ACS", "ordercolumn1": "nope", "action": "Search Pointings"},
    "nul": {"primary": "ACS", "pnt_total": "1\x00", "action": "Search Pointings"},
}


@pytest.mark.parametrize("shape", ["", "CSV", "VOTable"])
@pytest.mark.parametrize("params", BAD.values(), ids=BAD)
def test_bad_input_is_refused_in_the_shape(params: dict[str, str], shape: str) -> None:
    response = Client().get(ADDRESS, {**params, **({"outputformat": shape} if shape else {})})
    assert response.status_code == 400
    body = response.content.decode()
    if shape == "VOTable":
        assert infos(body)["QUERY_STATUS"][0].startswith("ERROR")
    elif shape:
        assert body.startswith("no rows found")
    else:
        assert faults(body) == []


def test_what_changed_nothing_is_told() -> None:
    response = Client().get(ADDRESS, {"primary": "ACS", "expbao": "and", **ALL})
    assert response["X-Not-Translated"] == "expbao=and"
