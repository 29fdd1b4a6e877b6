"""VOTable of the classic forms: its words, and how astropy, pyvo and STILTS read it."""

from __future__ import annotations

import io
import shutil
import subprocess
import warnings
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from astropy.io import votable
from pyvo.dal import DALQueryError, DALResults

from mastsite.legacy.asked import NotTranslated, Search
from mastsite.legacy.shapes import refuse
from mastsite.search import engine
from mastsite.search.query import Query
from mastsite.search.registry import get_mission
from tests.conftest import missing
from tests.legacy.asking import M31, asked, body, form_of, query, reply
from tests.legacy.test_text import HELD

NEAR = {"target": M31, "radius": "0.01"}
NOWHERE = {"target": "10.0 89.9", "radius": "0.1"}
COLUMNS = "sci_data_set_name,sci_targname,sci_ra,sci_dec,sci_pep_id,sci_refnum,sci_start_time,sci_hapnum,ang_sep"


def document(*searches, slug="hst", **words) -> bytes:
    return body(reply(asked(slug, *searches, shape="VOTable", **words)))


def infos(data: bytes) -> list[tuple[str | None, str | None, str]]:
    return [(item.get("name"), item.get("value"), item.text or "") for item in ET.fromstring(data).iter("INFO")]


def params(data: bytes) -> list[tuple[str | None, str | None]]:
    return [(item.get("name"), item.get("value")) for item in ET.fromstring(data).iter("PARAM")]


def parsed(data: bytes) -> votable.tree.VOTableFile:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # astropy warns of every version before 1.2
        return votable.parse(io.BytesIO(data))


def votlint(data: bytes, folder: Path) -> str:
    if not shutil.which("stilts"):
        missing("classic VOTables by votlint; install STILTS (on Debian: apt install stilts) and run again")
    path = folder / "answer.xml"
    path.write_bytes(data)
    run = subprocess.run(["stilts", "votlint", f"votable={path}"], capture_output=True, text=True, check=True)
    return run.stdout + run.stderr


def test_the_document_begins_as_it_did(archive):
    response = reply(asked("hst", query("hst", **NEAR), columns=COLUMNS, shape="VOTable"))
    assert response["Content-Type"] == "text/xml;content=x-votable"
    lines = body(response).decode().splitlines()
    assert lines[:3] == [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<!DOCTYPE VOTABLE SYSTEM "http://us-vo.org/xml/VOTable.dtd">',
        '<VOTABLE version="1.0">',
    ]
    assert '<COOSYS ID="myJ2000" equinox="2000." epoch="2000." system="eq_FK5"/>' in lines
    assert '<RESOURCE type="results">' in lines
    assert '<INFO name="QUERY_STATUS" value="OK"/>' in lines


def test_the_table_is_named_and_counted(archive):
    data = document(query("hst", **NEAR), columns=COLUMNS)
    table = next(ET.fromstring(data).iter("TABLE"))
    rows = len(list(table.iter("TR")))
    assert rows > 1
    assert table.get("name") == "HST"
    assert table.findtext("DESCRIPTION") == f"MAST HST Search: {rows} row(s) returned!"
    assert dict(params(data))["found_rows"] == str(rows)


def test_every_parameter_is_echoed(archive):
    pairs = (("target", "m 31"), ("radius", "0.6 arcsec"), ("sci_aec[]", "S"), ("sci_aec[]", "C"), ("x", "<&\x01>"))
    data = document(query("hst", **NEAR), columns=COLUMNS, pairs=pairs, verb=3)
    assert params(data) == [
        ("target", "m 31"), ("sci_aec[]", "S"), ("sci_aec[]", "C"), ("x", "<&\ufffd>"),
        ("RA", "10.6847"), ("DEC", "41.269"), ("radius", "0.01"),
        ("mission", "hst"), ("found_rows", "24"), ("verb", "3"),
    ]  # fmt: skip


def test_the_fields(archive):
    fields = {
        field.ID: field for field in parsed(document(query("hst", **NEAR), columns=COLUMNS)).get_first_table().fields
    }
    assert list(fields) == COLUMNS.split(",")
    assert fields["sci_ra"].name == "RA (J2000)"
    assert [fields[name].ucd for name in ("sci_data_set_name", "sci_ra", "ang_sep")] == [
        "ID_MAIN", "POS_EQ_RA_MAIN", "POS_ANG_DIST_GENERAL",
    ]  # fmt: skip
    assert [fields[name].datatype for name in ("sci_ra", "sci_pep_id", "sci_hapnum", "sci_start_time")] == [
        "double", "long", "boolean", "char",
    ]  # fmt: skip
    assert (str(fields["sci_ra"].unit), fields["sci_ra"].ref, fields["ang_sep"].ref) == ("deg", "myJ2000", None)


@pytest.mark.parametrize("slug", HELD)
def test_astropy_reads_what_the_engine_holds(slug, archive):
    mission = get_mission(slug)
    every = tuple(column.name for column in mission.stored_columns)
    search = Query(mission, columns=every, rows=300)
    data = document(search, slug=slug, max_records=300)
    table = parsed(data).get_first_table().to_table(use_names_over_ids=False)
    want = list(engine.page(search, counted=False).rows)
    assert len(table) == len(want)
    for place, column in enumerate(mission.stored_columns):
        if column.kind == "datetime":
            continue
        got = [
            None if hasattr(value, "mask") and value.mask is True or str(value) in ("--", "nan") else value
            for value in table[column.name]
        ]
        nothing = "" if column.is_text else None
        assert [value if value != "" else nothing for value in got] == [
            nothing if row[place] is None else row[place] for row in want
        ], column.name


@pytest.mark.parametrize("slug", HELD)
def test_votlint_finds_no_error(slug, archive, tmp_path):
    mission = get_mission(slug)
    every = tuple(column.name for column in mission.columns)
    search = Query(mission, columns=every)
    data = document(search, slug=slug, max_records=50, pairs=(("a", ""), ("b", "ä<\n>")), notes=("A note.",))
    assert not [line for line in votlint(data, tmp_path).splitlines() if line.startswith("ERROR")]


def test_votlint_of_several_searches(archive, tmp_path):
    searches = [
        Search(query("hst", **NEAR), heading="Input line 1: m 31", said="m 31 was resolved"),
        Search(None, heading="Input line 2: m 31x", unresolved="m 31x"),
        Search(query("hst", **NOWHERE), heading="Input line 3: x"),
    ]
    data = document(*searches, max_records=2, not_translated=(NotTranslated("a", "b", "c"),))
    assert not [line for line in votlint(data, tmp_path).splitlines() if line.startswith("ERROR")]


def test_every_search_has_a_resource(archive):
    searches = [
        Search(query("hst", **NEAR), heading="Input line 1: m 31"),
        Search(None, heading="Input line 2: m 31x", unresolved="m 31x"),
        Search(query("hst", **NOWHERE), heading="Input line 3: pole"),
    ]
    data = document(*searches, columns=COLUMNS, pairs=(("form", "fuf"),))
    resources = ET.fromstring(data).findall("RESOURCE")
    assert [item.findtext("DESCRIPTION") for item in resources] == [search.heading for search in searches]
    assert [len(list(item.iter("TR"))) for item in resources] == [24, 0, 0]
    assert [item.find("INFO").get("value") for item in resources] == ["OK", "ERROR", "OK"]
    assert resources[1].findtext("INFO") == "target not resolved, continue: m 31x"
    assert resources[2].find("INFO[@name='message']").get("value") == "no rows found"
    assert [("form", "fuf") in params(ET.tostring(item)) for item in resources] == [True, False, False]
    assert parsed(data).resources[0].tables[0].nrows == 24


def test_what_was_not_done_is_said(archive):
    words = {"not_translated": (NotTranslated("colour", "blau", "No such parameter."),), "notes": ("A note.",)}
    got = infos(document(query("hst", **NEAR), columns=COLUMNS, **words))
    assert got == [
        ("QUERY_STATUS", "OK", ""),
        ("note", "A note.", ""),
        ("not_translated", "colour=blau", "No such parameter."),
    ]


def test_a_cut_is_an_overflow_and_a_header(archive):
    response = reply(asked("hst", columns=COLUMNS, shape="VOTable", max_records=5))
    assert response["X-Truncated"] == "cut at 5 rows by max_records; more match"
    assert ("QUERY_STATUS", "OVERFLOW", response["X-Truncated"]) in infos(body(response))


def test_a_table_that_is_just_full_is_no_overflow(archive):
    got = infos(document(slug="ullyses", max_records=508))
    assert got == [("QUERY_STATUS", "OK", "")]


@pytest.mark.parametrize(
    ("pairs", "coordinates", "datatype", "first"),
    [
        ((), "sex", "double", "10.68476057"),
        ((("coordformat", "dec"),), "dec", "double", "10.68476057"),
        ((("coordformat", "sex"),), "sex", "char", "00 42 44.34"),
    ],
    ids=["default", "degrees", "sexagesimal"],
)
def test_coordinates_are_degrees_unless_asked_otherwise(pairs, coordinates, datatype, first, archive):
    data = document(query("hst", **NEAR), columns="sci_ra,sci_dec", pairs=pairs, coordinates=coordinates, max_records=1)
    root = ET.fromstring(data)
    assert {field.get("datatype") for field in root.iter("FIELD")} == {datatype}
    assert next(root.iter("TD")).text == first


def test_columns_without_a_value_are_left_out(archive):
    data = document(query("hst", **NEAR), columns=COLUMNS, drop_empty=True)
    assert "sci_refnum" not in [field.get("ID") for field in ET.fromstring(data).iter("FIELD")]


def test_pyvo_finds_identifier_and_position_by_ucd(archive):
    results = DALResults(parsed(document(query("hst", **NEAR), columns=COLUMNS)))
    assert results.fieldname_with_ucd("ID_MAIN") == "Dataset"
    assert results.fieldname_with_ucd("POS_EQ_RA_MAIN") == "RA (J2000)"
    assert str(results[0][results.fieldname_with_ucd("ID_MAIN")]) == "Y1C8020IT"
    assert results[0]["RA (J2000)"] == pytest.approx(10.68476057)


def test_pyvo_is_told_of_a_cut_and_reads_on(archive):
    data = document(columns=COLUMNS, max_records=5)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert len(DALResults(parsed(data))) == 5


def test_pyvo_raises_what_a_refusal_says():
    response = refuse("VOTable", 400, ["radius was read as “x”.", "Type a number."])
    assert (response.status_code, response["Content-Type"]) == (400, "text/xml;content=x-votable")
    with pytest.raises(DALQueryError, match="radius was read as “x”. Type a number."):
        DALResults(parsed(response.content))


def test_votlint_of_a_refusal(tmp_path):
    assert not [
        line
        for line in votlint(refuse("VOTable", 400, ["No <b>."]).content, tmp_path).splitlines()
        if line.startswith("ERROR")
    ]


def test_a_mission_without_rows_here(archive):
    response = reply(asked("iue", Query(get_mission("iue")), columns="iue_data_id", shape="VOTable"))
    assert response.status_code == 404
    name, value, sentence = infos(body(response))[0]
    assert (name, value) == ("QUERY_STATUS", "ERROR")
    assert len(sentence) > 20


def test_the_word_of_the_mission_names_the_table(archive):
    given = asked("xmm-om")
    form = form_of(given.mission, mission_word="xmmom")
    assert form.mission_word.upper() == "XMMOM"
    table = next(
        ET.fromstring(document(query("hst", **NEAR), form=form_of(get_mission("hst"), mission_word="hsc_sum"))).iter(
            "TABLE"
        )
    )
    assert table.get("name") == "HSC_SUM"
