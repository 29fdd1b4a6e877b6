"""Programs that read the classic services, imitated by `tests.legacy.clients`, against a real server."""

from __future__ import annotations

import io
from urllib.error import HTTPError
from urllib.request import urlopen

import pandas
import pytest
import requests

from mastsite.legacy.columns import type_word
from mastsite.legacy.forms import form_at
from mastsite.search.tables import holding_of
from tests.legacy.clients import by_position, cones, labelled_csv, labelled_json, scraping, tables_in_turn, whole_form
from tests.legacy.replaying import Case, counted

M31 = (10.684791666666667, 41.26905555555555)


def in_holdings(path: str, column: str, near: str = "", condition: str = "") -> list[str]:
    """Identifiers that must come back, by SQL and angles alone."""
    mission = form_at(path).mission
    words = dict.fromkeys(Case.__dataclass_fields__, "") | {"key": column, "near": near, "condition": condition}
    positions = mission.ra_column, mission.dec_column
    return counted(Case(**{**words, "status": 200}), holding_of(mission).table, positions)[0]  # type: ignore[arg-type]


def test_kplr_and_everest(live_address: str) -> None:
    stars = labelled_json.rows(live_address, "k2/epic", kp="8..9", ordercolumn1="kp", descending1="on")
    assert sorted(str(star["EPIC"]) for star in stars) == sorted(
        in_holdings("k2/epic", "id", condition="kp between 8 and 9")
    )
    magnitudes = [star["KepMag"] for star in stars]
    assert magnitudes == sorted(magnitudes, reverse=True)
    assert all(isinstance(star["RA"], float) and 0 <= star["RA"] < 360 for star in stars)


def test_kplr_and_a_value_of_nothing(live_address: str) -> None:
    stars = labelled_json.rows(live_address, "k2/epic", kp="\\\\null", max_records=5)
    assert len(stars) == 5
    assert {star["KepMag"] for star in stars} == {None}


def test_kplr_without_rows(live_address: str) -> None:
    with pytest.raises(labelled_json.NoRows):
        labelled_json.rows(live_address, "k2/epic", id=999999999)


def test_kplr_and_a_table_that_is_not_held(live_address: str) -> None:
    with pytest.raises(HTTPError) as caught:
        labelled_json.rows(live_address, "kepler/kic10", kic_kepler_id=8462852)
    body = caught.value.read().decode()
    assert caught.value.code == 404
    assert body.startswith("no rows found\n\n")
    assert "not held here" in body


def test_excalibur(live_address: str) -> None:
    found = labelled_csv.observations(live_address, "m 31")
    near = f"{M31[0]} {M31[1]} 3"
    assert sorted(name for _, name in found) == sorted(in_holdings("hst", "sci_targname", near, "sci_aec='S'"))
    assert sorted(int(proposal) for proposal, _ in found) == sorted(
        map(int, in_holdings("hst", "sci_pep_id", near, "sci_aec='S'"))
    )
    assert labelled_csv.observations(live_address, "no such star 12") == []
    assert labelled_csv.observations(live_address, "M 67") == []


def test_pandas_that_leaves_out_the_types(live_address: str) -> None:
    address = (
        f"{live_address}/hst/search.php?sci_pep_id=8059&max_records=1000&outputformat=CSV&action=Search&coordformat=dec"
    )
    rows = pandas.read_csv(address, skiprows=[1])
    assert sorted(rows["Dataset"]) == sorted(in_holdings("hst", "sci_data_set_name", condition="sci_pep_id=8059"))
    assert rows["RA (J2000)"].dtype == float
    assert set(rows["Proposal ID"]) == {8059}


def test_telarchive_psv(live_address: str) -> None:
    words = [("target", "m31"), ("radius", "1.0"), ("outputformat", "PSV"), ("action", "Search")]
    rows = scraping.bars(scraping.post(f"{live_address}/hst/search.php", words))
    near = f"{M31[0]} {M31[1]} 1"
    assert sorted(row["Dataset"] for row in rows) == sorted(in_holdings("hst", "sci_data_set_name", near))
    assert {row["RA (J2000)"][:5] for row in rows} == {"00 42"}
    words[0] = ("target", "m67")
    assert scraping.bars(scraping.post(f"{live_address}/hst/search.php", words)) == []


def test_telarchive_votable(live_address: str) -> None:
    words = [("target", "m31"), ("radius", "1.0"), ("outputformat", "VOTable"), ("action", "Search")]
    rows = scraping.by_ucd(scraping.post(f"{live_address}/hst/search.php", words))
    near = f"{M31[0]} {M31[1]} 1"
    assert sorted(row["ID_MAIN"] for row in rows) == sorted(in_holdings("hst", "sci_data_set_name", near))
    assert all(abs(float(row["POS_EQ_RA_MAIN"]) - M31[0]) < 0.1 for row in rows)


def test_telarchive_summary(live_address: str) -> None:
    missions = ["ACS", "WFPC2", "FOS", "IUE", "FUSE", "HUT"]
    words = [("target", "m31"), ("resolver", "SIMBAD"), ("action", "Search"), ("max_records", "10")]
    words += [("missions[]", name) for name in missions]
    page = scraping.post(f"{live_address}/xcorr.php", words)
    near = f"{M31[0]} {M31[1]} 3"
    right = {
        name: len(in_holdings("hst", "sci_data_set_name", near, f"sci_instrume='{name}'"))
        for name in ("ACS", "WFPC2", "FOS")
    }
    assert scraping.summary(page) == {name: number for name, number in right.items() if number}
    nothing = scraping.post(f"{live_address}/xcorr.php", [("ra", "200"), ("dec", "80"), *words[2:]])
    assert scraping.summary(nothing) == {}


@pytest.mark.parametrize("form", ["PSV", "HTML_Table"])
def test_hskymon(form: str, live_address: str) -> None:
    sent = whole_form.body("00:42:44.35", "+41:16:08.6", 10, ["ACS", "WFC3", "STIS"], form)
    answer = whole_form.send(live_address, sent)
    near = f"{M31[0]} {M31[1]} 10"
    right = in_holdings("hst", "sci_data_set_name", near, "sci_aec='S' and sci_instrume in ('ACS','WFC3','STIS')")
    if form == "PSV":
        assert sorted(row["Dataset"] for row in scraping.bars(answer)) == sorted(right)
    else:
        assert all(f">{name}<" in answer for name in right)
        assert answer.count('<th scope="row">') == len(right)


def test_pyke_is_told_that_the_field_of_view_is_not_held(live_address: str) -> None:
    address = (
        f"{live_address}/kepler/kepler_fov/search.php?ra=290&dec=44.5&radius=5&outputformat=CSV&verb=3&action=Search"
    )
    with pytest.raises(by_position.Nothing, match="^no rows found$"):
        by_position.cells(address, by_position.FIELD_OF_VIEW)


def test_cells_by_position(live_address: str) -> None:
    address = f"{live_address}/k2/epic/search.php?kp=..7&outputformat=CSV&coordformat=dec&action=Search"
    rows = by_position.cells(address, {"id": 0, "ra": 1, "dec": 2, "kepmag": 3})
    assert sorted(row["id"] for row in rows) == sorted(in_holdings("k2/epic", "id", condition="kp <= 7"))
    assert all(float(row["kepmag"]) <= 7 and -90 <= float(row["dec"]) <= 90 for row in rows)


def test_pan_starrs_cone_is_told_that_no_rows_are_held(live_address: str) -> None:
    address = f"{live_address}/panstarrs/search.php?RA=187.7&DEC=12.39&SR=0.01&ordercolumn1=ndetections&descending1=on"
    answer = requests.get(address, timeout=30)
    assert answer.status_code == 404
    assert "votable" in answer.headers["Content-Type"]
    assert '<INFO name="QUERY_STATUS" value="ERROR">' in answer.text


def test_a_cone_sorted_and_with_columns_chosen(live_address: str) -> None:
    more = {
        "max_records": 50001,
        "ordercolumn1": "nexptime",
        "descending1": "on",
        "selectedColumnsCsv": "imgRunID,nexptime",
    }
    rows = cones.table(f"{live_address}/galex/search.php?", 10.6847, 41.269, 0.5, **more)
    assert sorted(rows["Image Run ID"]) == sorted(in_holdings("galex", "imgRunID", "10.6847 41.269 30"))
    times = list(rows["NUV Exp Time"])
    assert times == sorted(times, reverse=True)


REGISTRY = {
    "hst": ("/hst/search.php?", 10.6847, 41.269, 0.01),
    "hst-with-words": ("/hst/search.php?sci_data_set_name=Y*&", 10.6847, 41.269, 0.01),
    "confirmed-planets": ("/kepler/confirmed_planets/search.php?", 290.0, 44.5, 1.0),
    "galex": ("/galex/search.php?", 10.6847, 41.269, 0.2),
    "fuse": ("/fuse/search.php?", 14.771, -72.177, 0.5),
    "epic": ("/k2/epic/search.php?", 172.335, -1.4548, 0.05),
    "k2-ffi": ("/k2/ffi/search.php?", 132.83, 11.81, 0.8),
}


@pytest.mark.parametrize("name", REGISTRY)
def test_registered_bases(name: str, live_address: str) -> None:
    base, ra_deg, dec_deg, radius_deg = REGISTRY[name]
    path = base.partition("/search.php")[0].strip("/")
    rows = cones.table(f"{live_address}{base}", ra_deg, dec_deg, radius_deg)
    condition = "sci_data_set_name like 'Y%'" if "Y*" in base else ""
    right = in_holdings(path, form_at(path).mission.id_column, f"{ra_deg} {dec_deg} {radius_deg * 60}", condition)
    assert len(rows) == len(right) > 0
    columns = cones.main_columns(f"{live_address}{base}", ra_deg, dec_deg, radius_deg)
    assert {str(value) for value in rows[columns["id"]]} <= set(right)
    assert rows[columns["ra"]].dtype == float


@pytest.mark.parametrize("path", ["tues", "hut", "befs", "euve", "kepler/kepler_fov"])
def test_registered_bases_of_tables_that_are_not_held(path: str, live_address: str) -> None:
    answer = requests.get(f"{live_address}/{path}/search.php?RA=10&DEC=10&SR=0.1", timeout=30)
    assert answer.status_code == 404
    assert '<INFO name="QUERY_STATUS" value="ERROR">' in answer.text


def test_asteriks(live_address: str) -> None:
    places = [(172.334949, -1.454787), (0.0, 89.0), (58.131896, 11.24037)]
    found = tables_in_turn.tables(live_address, "k2/data_search", places, radius=0.1)
    assert [sorted(row["K2 ID"] for row in rows) for rows in found] == [
        sorted(in_holdings("k2/data_search", "id", f"{ra} {dec} 0.1")) for ra, dec in places
    ]
    assert [bool(rows) for rows in found] == [True, False, True]


def test_openzl_is_told_that_no_rows_of_iue_are_held(live_address: str) -> None:
    address = f"{live_address}/iue/search.php?iue_image_no=1000..2000&outputformat=CSV&max_records=50001&action=Search"
    with pytest.raises(HTTPError) as caught:
        urlopen(address)
    assert caught.value.code == 404
    assert caught.value.read().decode().startswith("no rows found\n\n")


def test_the_type_line_of_iue_begins_with_ustring(archive: None) -> None:
    form = form_at("iue")
    assert type_word(form.classic, form.mission.column(form.mission.id_column)) == "ustring"


def test_ivs_by_tabs(live_address: str) -> None:
    address = f"{live_address}/hst/search.php?target=AV75&radius=0.5&outputformat=TSV&max_records=50001&action=Search"
    text = requests.get(address, timeout=30).text
    rows = pandas.read_csv(io.StringIO(text), sep="\t", skiprows=[1])
    assert sorted(rows["Dataset"]) == sorted(in_holdings("hst", "sci_data_set_name", "12.6349583 -72.8768 0.5"))


def test_a_target_that_nobody_knows_is_plain_text(live_address: str) -> None:
    for form in ("CSV", "JSON", "PSV", "TSV"):
        address = f"{live_address}/hst/search.php?target=no+such+star+12&outputformat={form}&action=Search"
        assert requests.get(address, timeout=30).text.rstrip("\n") == "target not resolved, continue"
