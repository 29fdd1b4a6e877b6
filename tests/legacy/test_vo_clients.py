"""Programs of the Virtual Observatory as they are: pyvo, Debian's STILTS, `votlint`; with base addresses as registries have them."""

from __future__ import annotations

import csv
import shutil
import subprocess
import urllib.request
import warnings
from pathlib import Path

import pytest
import pyvo
from astropy.table import Table

from tests.conftest import missing
from tests.legacy.test_clients import in_holdings

BASES = {
    "plain": ("/hst/search.php?", ""),
    "without-mark": ("/hst/search.php", ""),
    "trailing-ampersand": ("/hst/search.php?sci_data_set_name=Y*&", "sci_data_set_name like 'Y%'"),
    "own-words": ("/hst/search.php?sci_instrume=STIS&sci_obs_type=SPECTRUM", "sci_instrume='STIS' and sci_obs_type='SPECTRUM'"),
    "encoded": ("/hst/search.php?sci_data_set_name=Y%2A&", "sci_data_set_name like 'Y%'"),
}  # fmt: skip
RA, DEC, RADIUS_DEG = 10.6847, 41.269, 0.01


def right(condition: str) -> list[str]:
    return sorted(in_holdings("hst", "sci_data_set_name", f"{RA} {DEC} {RADIUS_DEG * 60}", condition))


@pytest.mark.parametrize("name", BASES)
def test_pyvo(name: str, live_address: str) -> None:
    base, condition = BASES[name]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the old version of the document
        results = pyvo.conesearch(f"{live_address}{base}", pos=(RA, DEC), radius=RADIUS_DEG)
        assert sorted(record.id for record in results) == right(condition)
        assert all(abs(record.pos.ra.deg - RA) < 0.05 for record in results)


@pytest.mark.parametrize("verbosity", [1, 2, 3])
def test_pyvo_sends_two_ampersands(verbosity: int, live_address: str) -> None:
    service = pyvo.dal.SCSService(f"{live_address}/hst/search.php?sci_data_set_name=Y*&")
    query = service.create_query(pos=(RA, DEC), radius=RADIUS_DEG, verbosity=verbosity)
    address = f"{service.baseurl}&RA={RA}&DEC={DEC}&SR={RADIUS_DEG}&VERB={verbosity}"
    assert "&&" in address
    raw = urllib.request.urlopen(address).read()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        results = query.execute()
    assert len(results) == len(right("sci_data_set_name like 'Y%'")) == raw.count(b"<TR>")
    assert (len(results.fieldnames) > 40) == (verbosity == 3)


def test_pyvo_without_rows(live_address: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert len(pyvo.conesearch(f"{live_address}/hst/search.php?", pos=(200, 80), radius=0.01)) == 0


def test_pyvo_raises_what_is_wrong(live_address: str) -> None:
    address = f"{live_address}/hst/search.php?sci_pep_id=abc&"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with pytest.raises(pyvo.dal.DALQueryError, match="“abc” is not a whole number"):
            pyvo.conesearch(address, pos=(RA, DEC), radius=0.01)


def stilts(*words: str) -> str:
    if not shutil.which("stilts"):
        missing("the cone search by STILTS; install it (on Debian: apt install stilts) and run again")
    done = subprocess.run(["stilts", *words], capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("name", ["plain", "trailing-ampersand", "own-words"])
def test_stilts_cone(name: str, live_address: str) -> None:
    base, condition = BASES[name]
    words = [
        f"serviceurl={live_address}{base}",
        f"lon={RA}",
        f"lat={DEC}",
        f"radius={RADIUS_DEG}",
        "ofmt=csv",
        "verb=2",
    ]
    rows = list(csv.DictReader(stilts("cone", *words).splitlines()))
    assert sorted(row["Dataset"] for row in rows) == right(condition)


def test_stilts_cone_for_each_row_of_a_table(live_address: str, tmp_path: Path) -> None:
    places = Table({"name": ["m31", "nothing", "ru lup"], "ra": [RA, 0.0, 239.1762], "dec": [DEC, 89.0, -37.8211]})
    path = tmp_path / "places.csv"
    places.write(path)
    out = stilts(
        "coneskymatch", f"in={path}", "ifmt=csv", "ra=ra", "dec=dec", f"sr={RADIUS_DEG}", "find=all", "usefoot=false",
        f"serviceurl={live_address}/hst/search.php?sci_data_set_name=*&", "servicetype=cone", "emptyok=true", "ofmt=csv",
        "erract=abort", "parallel=1",
    )  # fmt: skip
    rows = list(csv.DictReader(out.splitlines()))
    assert sorted(row["Dataset"] for row in rows if row["name"] == "m31") == right("")
    lupi = in_holdings("hst", "sci_data_set_name", f"239.1762 -37.8211 {RADIUS_DEG * 60}")
    assert sorted(row["Dataset"] for row in rows if row["name"] == "ru lup") == sorted(lupi)
    assert {row["name"] for row in rows} == {"m31", "ru lup"}


DOCUMENTS = {
    "cone": "/hst/search.php?RA=10.6847&DEC=41.269&SR=0.01",
    "cone-verb-3": "/hst/search.php?RA=10.6847&DEC=41.269&SR=0.001&VERB=3",
    "search": "/hst/search.php?sci_pep_id=4062&outputformat=VOTable&action=Search",
    "several": "/hst/search.php?target=m31,RU+Lup&radius=0.1&outputformat=VOTable&action=Search",
    "nothing": "/hst/search.php?sci_pep_id=1&outputformat=VOTable&action=Search",
    "error": "/hst/search.php?RA=10&DEC=41&SR=big",
    "epic": "/k2/epic/search.php?RA=172.335&DEC=-1.4548&SR=0.05",
    "xcorr": "/xcorr.php?target=m31&missions[]=FOS&outputformat=VOTable&action=Search",
    "siap": "/siap/search.php?id=HST&POS=10.6847,41.269&SIZE=0.01&FORMAT=ALL",
    "ssap": "/ssap/search2.php?id=FOS&POS=10.6847,41.269&SIZE=0.01",
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_votlint_finds_no_error(name: str, live_address: str, tmp_path: Path) -> None:
    path = tmp_path / "found.xml"
    path.write_bytes(urllib.request.urlopen(f"{live_address}{DOCUMENTS[name]}").read())
    said = stilts("votlint", f"votable={path}")
    assert [line for line in said.splitlines() if line.startswith("ERROR")] == []
