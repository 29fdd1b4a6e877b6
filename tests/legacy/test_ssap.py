"""Simple Spectral Access: pyvo and votlint read it; band and time choose among rows that tell them."""

from __future__ import annotations

import pytest
import pyvo
from astropy import units
from astropy.coordinates import SkyCoord
from astropy.time import Time
from django.test import Client

from mastsite.search import engine
from mastsite.search.params import parse
from mastsite.search.registry import get_mission
from tests.legacy.tools import M31, get, infos, lint, rows

pytestmark = pytest.mark.usefixtures("archive")

ADDRESS = "/ssap/search2.php"


def held(radius_arcmin: float, *more: tuple[str, str]) -> int:
    pairs = [("target", M31.replace(",", " ")), ("radius", str(radius_arcmin)), ("sci_obs_type", "SPECTRUM"), *more]
    return engine.count(parse(get_mission("hst"), pairs), cap=None).value


def test_pyvo_reads_spectra(live_address: str) -> None:
    service = pyvo.dal.SSAService(f"{live_address}{ADDRESS}?id=HST&")
    found = service.search(pos=SkyCoord(10.6847, 41.269, unit="deg"), diameter=0.1 * units.deg)
    assert len(found) == held(3)
    first = found[0]
    assert first.title and first.instr and first.format == "text/html"
    assert (first.ra, first.dec) == pytest.approx((10.6847, 41.269), abs=0.06)
    assert 1990 < first.dateobs.decimalyear < 2030
    assert first.acref.startswith(f"{live_address}/search/hst/dataset/")


def test_pyvo_asks_for_bands_times_and_metadata(live_address: str) -> None:
    service = pyvo.dal.SSAService(f"{live_address}{ADDRESS}?id=HST&")
    place = (10.6847, 41.269)
    timed = service.search(pos=place, diameter=0.1, time=Time(["1995-01-01", "1995-12-31"]))
    assert len(timed) == held(3, ("sci_start_time", "<= 1995-12-31"), ("sci_stop_time", ">= 1995-01-01")) > 0
    banded = service.search(pos=place, diameter=0.1, band=(4e-7 * units.m, 5e-7 * units.m))
    assert 0 < len(banded) < held(3)
    assert "ssa:Access.Reference" in {column.utype for column in service.columns}
    with pytest.raises(pyvo.dal.DALQueryError, match="BAND"):
        service.search(pos=place, diameter=0.1, BAND="K")


def test_the_usual_size_is_a_diameter_of_a_twentieth_degree() -> None:
    assert len(rows(get(ADDRESS, id="HST", POS=M31))) == held(1.5) > 0


def test_every_mission_with_spectra_is_asked_without_an_id() -> None:
    found = get(ADDRESS, POS="79.5,-69.2", SIZE="5")
    assert {row[7] for row in rows(found)} >= {"HST", "FUSE"}
    assert any(text.startswith("IUE:") for text in infos(found)["not_held"])


def test_rows_without_wavelengths_are_left_out_of_a_band_and_told() -> None:
    document = get(ADDRESS, id="FUSE", POS="79.5,-69.2", SIZE="5", BAND="9E-8/1.2E-7")
    assert rows(document) == [] and "tell nothing that BAND" in infos(document)["message"][0]


@pytest.mark.parametrize(
    "params",
    [
        {"id": "HST", "POS": M31, "SIZE": "0.1", "REQUEST": "queryData"},
        {"id": "BEFS", "POS": M31},
        {"POS": M31},
        {"FORMAT": "metadata"},
        {"POS": "x"},
    ],
    ids=["rows", "not loaded", "all", "metadata", "error"],
)
def test_votlint_finds_nothing_wrong(params: dict[str, str]) -> None:
    assert lint(get(ADDRESS, **params)) == []


@pytest.mark.parametrize(
    "word", ["fos", "ghrs", "stis", "hst", "iue", "hut", "euve", "fuse", "wuppe", "befs", "tues", "hpol"]
)
def test_every_old_id_is_answered(word: str) -> None:
    assert infos(get(ADDRESS, id=word, POS=M31))["QUERY_STATUS"] == ["OK"]


def test_maxrec_cuts_and_says_so() -> None:
    document = get(ADDRESS, id="HST", POS=M31, SIZE="0.1", MAXREC="2")
    assert len(rows(document)) == 2 and infos(document)["QUERY_STATUS"][0].startswith("OVERFLOW")


BAD = {
    "no position": {"id": "HST"},
    "request": {"POS": M31, "REQUEST": "getCapabilities"},
    "id": {"POS": M31, "id": "nope"},
    "band names": {"POS": M31, "BAND": "K"},
    "bands": {"POS": M31, "BAND": "1e-7/2e-7,3e-7"},
    "band turned": {"POS": M31, "BAND": "5e-7/4e-7"},
    "band nan": {"POS": M31, "BAND": "nan/nan"},
    "empty range": {"POS": M31, "BAND": "/"},
    "time": {"POS": M31, "TIME": "yesterday/tomorrow"},
    "size": {"POS": M31, "SIZE": "wide"},
    "maxrec": {"POS": M31, "MAXREC": "-1"},
    "nul": {"POS": "10\x00,41"},
}


@pytest.mark.parametrize("params", BAD.values(), ids=BAD)
@pytest.mark.parametrize("method", ["get", "post"])
def test_bad_input_is_an_error_in_a_votable(params: dict[str, str], method: str) -> None:
    response = getattr(Client(), method)(ADDRESS, params)
    assert response.status_code == 200 and response["Content-Type"].startswith("text/xml")
    assert infos(response.content.decode())["QUERY_STATUS"][0].startswith("ERROR")
