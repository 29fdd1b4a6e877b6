"""Simple Cone Search: what its standard asks of an answer."""

from __future__ import annotations

import shutil
import subprocess
import warnings
import xml.etree.ElementTree as ET

import pytest
import pyvo
from pyvo.dal import DALQueryError
from pyvo.dal.scs import SCSResults

from mastsite.legacy.asked import Search
from mastsite.legacy.shapes import refuse
from mastsite.search.registry import get_mission
from tests.conftest import missing
from tests.legacy.asking import M31, asked, body, query, reply
from tests.legacy.test_text import HELD
from tests.legacy.test_votable import parsed, votlint

MAIN = ("ID_MAIN", "POS_EQ_RA_MAIN", "POS_EQ_DEC_MAIN")


def cone(slug: str, *, target: str = M31, radius: str = "0.01", columns: str = "", **words: object) -> bytes:
    search = query(slug, target=target, radius=radius)
    return body(reply(asked(slug, search, columns=columns, shape="VOTable", cone=True, **words)))


def ucds(data: bytes) -> list[str | None]:
    return [field.get("ucd") for field in ET.fromstring(data).iter("FIELD")]


@pytest.mark.parametrize("slug", HELD)
def test_the_three_main_fields_stand_once_whatever_was_chosen(slug, archive):
    mission = get_mission(slug)
    for columns in ("", mission.dec_column, ",".join(column.name for column in mission.columns)):
        words = ucds(cone(slug, columns=columns))
        assert [words.count(word) for word in MAIN] == [1, 1, 1], columns


@pytest.mark.parametrize("slug", HELD)
def test_a_radius_of_nothing_is_a_question_for_the_columns(slug, archive, tmp_path):
    data = cone(slug, radius="0")
    root = ET.fromstring(data)
    assert root.find("RESOURCE/INFO").get("value") == "OK"
    assert len(list(root.iter("FIELD"))) > 3
    assert list(root.iter("TR")) == []
    assert root.find(".//INFO[@name='message']") is None
    assert not [line for line in votlint(data, tmp_path).splitlines() if line.startswith("ERROR")]


def test_pyvo_reads_records(archive):
    results = SCSResults(parsed(cone("hst")))
    assert len(results) == 24
    assert results[0].id == "Y1C8020IT"
    assert results[0].pos.ra.deg == pytest.approx(10.68476057)
    assert results[0].pos.dec.deg == pytest.approx(41.26907483)


def test_the_position_is_in_degrees_whatever_was_asked(archive):
    data = cone("hst", pairs=(("coordformat", "sex"),), coordinates="sex")
    kinds = {field.get("ucd"): field.get("datatype") for field in ET.fromstring(data).iter("FIELD")}
    assert [kinds[word] for word in MAIN] == ["char", "double", "double"]


def test_the_main_fields_stay_when_empty_columns_are_left_out(archive):
    words = ucds(cone("k2", target="0 90", radius="0.01", drop_empty=True))
    assert [words.count(word) for word in MAIN] == [1, 1, 1]
    words = ucds(cone("hst", columns="sci_data_set_name,sci_refnum", drop_empty=True))
    assert [words.count(word) for word in MAIN] == [1, 1, 1]
    assert len(words) == 3


def test_no_rows_are_an_empty_table(archive):
    data = cone("hst", target="10.0 89.9")
    assert len(SCSResults(parsed(data))) == 0


def test_an_error_is_a_document_with_status_200(archive):
    response = refuse("VOTable", 400, ["SR was read as “x”. Type degrees."], cone=True)
    assert response.status_code == 200
    info = ET.fromstring(response.content).find("RESOURCE/INFO[@name='Error']")
    assert info.get("value") == "SR was read as “x”. Type degrees."
    with pytest.raises(DALQueryError, match="SR was read"):
        SCSResults(parsed(response.content))


def test_a_search_without_a_query_has_the_error_of_the_standard(archive):
    given = asked("hst", Search(None, problem="RA was read as “x”."), shape="VOTable", cone=True)
    info = ET.fromstring(body(reply(given))).find("RESOURCE/INFO[@name='Error']")
    assert info.get("value") == "RA was read as “x”."


@pytest.mark.parametrize(
    "base", ["/hst/search.php?", "/hst/search.php?sci_data_set_name=Y*&"], ids=["plain", "with words"]
)
def test_pyvo_against_a_server(base, live_address):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the version, which is as it was
        results = pyvo.conesearch(f"{live_address}{base}", pos=(10.6847, 41.269), radius=0.01 / 60)
    assert len(results) == (24 if base.endswith("?") else sum(record.id.startswith("Y") for record in results))
    assert {record.id for record in results} >= {"Y1C8020IT"}


def test_stilts_against_a_server(live_address, tmp_path):
    if not shutil.which("stilts"):
        missing("the cone search by STILTS; install it (on Debian: apt install stilts) and run again")
    path = tmp_path / "found.csv"
    command = ["stilts", "cone", f"serviceurl={live_address}/hst/search.php?", "lon=10.6847", "lat=41.269"]
    command += [f"radius={0.01 / 60}", f"out={path}", "ofmt=csv", "verb=2"]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    heading, *rows = path.read_text().splitlines()
    assert heading.startswith("Dataset,Target Name,")
    assert len(rows) == 24
