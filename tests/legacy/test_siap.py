"""Simple Image Access: pyvo and votlint read it, rows are those held, and no file is named that is not there."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
import pyvo
from astropy import units
from astropy.coordinates import SkyCoord
from django.test import Client

from mastsite.search import engine
from mastsite.search.params import parse
from mastsite.search.registry import get_mission
from tests.legacy.tools import M31, get, infos, lint, rows

pytestmark = pytest.mark.usefixtures("archive")

ADDRESS = "/siap/search2.php"


def test_pyvo_reads_images(live_address: str) -> None:
    service = pyvo.dal.SIAService(f"{live_address}{ADDRESS}?id=HST&")
    found = service.search(pos=SkyCoord(10.6847, 41.269, unit="deg"), size=0.05 * units.deg)
    assert len(found) > 100
    first = found[0]
    assert first.title and first.instr and first.naxes == 2
    assert first.pos.separation(SkyCoord(10.6847, 41.269, unit="deg")).deg < 0.2
    assert first.format == "text/html" and first.acref.startswith(f"{live_address}/search/hst/dataset/")
    assert 1990 < first.dateobs.decimalyear < 2030
    assert Client().get(first.acref.removeprefix(live_address)).status_code == 200


def test_pyvo_hears_errors_and_metadata(live_address: str) -> None:
    with pytest.raises(pyvo.dal.DALQueryError, match="NOPE"):
        pyvo.dal.SIAService(f"{live_address}{ADDRESS}?id=NOPE&").search(pos=(10, 41), size=0.1)
    service = pyvo.dal.SIAService(f"{live_address}{ADDRESS}?id=HST&")
    assert "VOX:Image_AccessReference" in {
        field.ucd for field in service.search(pos=(10.68, 41.27), size=0).votable.get_first_table().fields
    }


@pytest.mark.parametrize("size", ["0.02", "0.05,0.01", "0.2,0"])
def test_the_centre_is_in_the_box(size: str) -> None:
    document = get(ADDRESS, id="HST", POS=M31, SIZE=size, INTERSECT="CENTER")
    width, height = [float(part) for part in (size.split(",") * 2)[:2]]
    mission = get_mission("hst")
    radius = 60 * math.hypot(width, height) / 2 + 0.01
    pairs = [
        ("target", M31.replace(",", " ")),
        ("radius", str(radius)),
        ("sci_obs_type", "IMAGE"),
        ("columns", "sci_ra,sci_dec"),
    ]
    near = engine.stream(parse(mission, pairs)).rows
    wanted = sum(
        abs(ra - 10.6847) * math.cos(math.radians(dec)) <= width / 2 and abs(dec - 41.269) <= height / 2
        for ra, dec in near
    )
    assert len(rows(document)) == wanted
    assert infos(document)["INTERSECT"][0].startswith("CENTER")


def test_overlaps_reaches_beyond_the_box() -> None:
    asked = {"id": "HST", "POS": M31, "SIZE": "0.01"}
    assert len(rows(get(ADDRESS, **asked))) > len(rows(get(ADDRESS, **asked, INTERSECT="CENTER"))) > 0


def test_a_box_over_ra_0_and_at_the_pole() -> None:
    for place in ("0,-75", "359.999,-75", "200,89.99", "0,-90"):
        document = get(ADDRESS, POS=place, SIZE="1")
        assert infos(document)["QUERY_STATUS"] == ["OK"], place


@pytest.mark.parametrize(
    "params",
    [
        {"id": "HST", "POS": M31, "SIZE": "0.05"},
        {"POS": M31, "SIZE": "0.05"},
        {"id": "hst,acs", "POS": M31, "SIZE": "0.05", "VERB": "0"},
        {"FORMAT": "METADATA"},
        {"POS": "nowhere", "SIZE": "1"},
        {"id": "UIT", "POS": M31, "SIZE": "1"},
    ],
    ids=["rows", "all", "brief", "metadata", "error", "not loaded"],
)
def test_votlint_finds_nothing_wrong(params: dict[str, str]) -> None:
    assert lint(get(ADDRESS, **params)) == []


def test_a_row_stands_once_when_two_ids_have_it() -> None:
    identifiers = [row[-2] for row in rows(get(ADDRESS, id="HST,ACS", POS=M31, SIZE="0.05"))]
    assert len(identifiers) == len(set(identifiers)) > 100


def test_what_is_not_held_is_told() -> None:
    assert "UDF" in infos(get(ADDRESS, id="UDF", POS=M31, SIZE="1"))["not_held"][0]
    assert "UIT" in infos(get(ADDRESS, id="UIT", POS=M31, SIZE="1"))["not_held"][0]


def test_formats_without_a_file_give_no_rows_and_say_why() -> None:
    document = get(ADDRESS, id="HST", POS=M31, SIZE="0.05", FORMAT="image/fits")
    assert rows(document) == [] and "without a file" in infos(document)["message"][0]
    assert rows(get(ADDRESS, id="HST", POS=M31, SIZE="0.05", FORMAT="GRAPHIC")) == []
    assert rows(get(ADDRESS, id="HST", POS=M31, SIZE="0.05", FORMAT="text/html"))


def test_a_file_that_is_here_is_named(settings, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    settings.PRODUCTS_FOLDER = str(tmp_path)
    name = next(row[-2] for row in rows(get(ADDRESS, id="ACS", POS=M31, SIZE="0.05")))
    (tmp_path / "hst" / name).mkdir(parents=True)
    (tmp_path / "hst" / name / f"{name.lower()}_drz.fits").write_bytes(b"SIMPLE  =                    T")
    found = rows(get(ADDRESS, id="ACS", POS=M31, SIZE="0.05", FORMAT="image/fits"))
    assert [row[-2] for row in found] == [name]
    assert found[0][7] == "image/fits" and "/api/v0.1/Download/file?uri=mast%3AHST%2Flocal%2F" in found[0][8]


def test_the_double_ampersand_and_other_cases_of_names() -> None:
    response = Client().get(f"{ADDRESS}?id=HST&&pos={M31}&size=0.05&verb=2")
    assert rows(response.content.decode())


BAD = {
    "no position": {"SIZE": "1"},
    "no size": {"POS": M31},
    "one number": {"POS": "10", "SIZE": "1"},
    "words": {"POS": "m31,x", "SIZE": "1"},
    "off the sky": {"POS": "10,91", "SIZE": "1"},
    "not finite": {"POS": "nan,1", "SIZE": "1"},
    "infinite": {"POS": "inf,1", "SIZE": "1"},
    "frame": {"POS": f"{M31};GALACTIC", "SIZE": "1"},
    "negative size": {"POS": M31, "SIZE": "-1"},
    "three sizes": {"POS": M31, "SIZE": "1,1,1"},
    "nan size": {"POS": M31, "SIZE": "nan"},
    "intersect": {"POS": M31, "SIZE": "1", "INTERSECT": "NEAR"},
    "verb": {"POS": M31, "SIZE": "1", "VERB": "many"},
    "id": {"POS": M31, "SIZE": "1", "id": "<x>"},
    "twice": {"POS": [M31, "1,1"], "SIZE": "1"},
    "nul": {"POS": "10\x00,41", "SIZE": "1"},
}


@pytest.mark.parametrize("params", BAD.values(), ids=BAD)
@pytest.mark.parametrize("method", ["get", "post"])
def test_bad_input_is_an_error_in_a_votable(params: dict[str, str], method: str) -> None:
    response = getattr(Client(), method)(ADDRESS, params)
    assert response.status_code == 200 and response["Content-Type"].startswith("text/xml")
    assert infos(response.content.decode())["QUERY_STATUS"][0].startswith("ERROR")


def test_the_whole_sky_is_cut_and_says_so() -> None:
    document = get(ADDRESS, id="HST", POS=M31, SIZE="360")
    status = infos(document)["QUERY_STATUS"][0]
    assert status.startswith(("OK", "OVERFLOW"))
    assert len(rows(document)) <= 5000
