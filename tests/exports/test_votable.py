"""VOTable in both serialisations."""

from __future__ import annotations

import base64
import io
import shutil
import subprocess
import warnings
import xml.etree.ElementTree as ET

import pytest
from astropy.io import votable
from astropy.io.votable.dataorigin import extract_data_origin

from mastsite.exports.digest import digest_of
from mastsite.search.declare import Column
from tests.conftest import missing
from tests.exports.readers import READERS
from tests.exports.samples import COLUMNS, SENTENCE, Rows, result, rows
from tests.exports.writing import read_back, write

BOTH = pytest.mark.parametrize("name", ["votable", "votable-b2"])
SPACE = "{http://www.ivoa.net/xml/VOTable/v1.3}"


def resource(data):
    return ET.fromstring(data).find(f"{SPACE}RESOURCE")


def infos_after_table(data):
    parts = list(resource(data))
    place = [part.tag for part in parts].index(f"{SPACE}TABLE")
    return [(part.get("name"), part.get("value"), part.text) for part in parts[place + 1 :]]


@BOTH
def test_fields_say_what_columns_are(name):
    fields = {item.name: item for item in read_back(name, result(rows(3))).extra["table"].fields}
    assert [item.ID for item in fields.values()] == [column.name for column in COLUMNS]
    assert (str(fields["exposure"].unit), fields["exposure"].ucd) == ("s", "time.duration;obs.exposure")
    assert fields["flux"].unit.is_equivalent("W / m3")
    assert fields["exposure"].description == "Exposure time."
    assert fields["filters"].description == "Filters"
    assert fields["start_time"].xtype == "timestamp"
    assert (fields["ra"].ref, fields["exposure"].ref) == ("icrs", None)
    text = "char" if name == "votable" else "unicodeChar"
    assert [item.datatype for item in fields.values()] == [
        text, text, text, "long", "long", "double", "double", "double", "double", "char", "boolean", text,
    ]  # fmt: skip


@BOTH
def test_status_comes_first_and_overflow_after_the_table(name):
    data = write(name, result(rows(3), truncated="three at most"))
    first = resource(data)[0]
    assert (first.get("name"), first.get("value")) == ("QUERY_STATUS", "OK")
    assert infos_after_table(data) == [
        ("sha256_of_ids", digest_of(line[0] for line in rows(3)), None),
        ("end", "3 rows, truncated: three at most", None),
        ("QUERY_STATUS", "OVERFLOW", "3 rows, truncated: three at most"),
    ]


@BOTH
def test_a_whole_answer_has_no_second_status(name):
    assert infos_after_table(write(name, result(rows(3)))) == [
        ("sha256_of_ids", digest_of(line[0] for line in rows(3)), None),
        ("end", "3 rows, complete", None),
    ]


@BOTH
def test_a_failure_is_a_status(name):
    *_, (info, value, text) = infos_after_table(write(name, result(Rows(900, fail_at=5))))
    assert (info, value) == ("QUERY_STATUS", "ERROR")
    assert text.startswith("FAILED after 5 rows:")


@BOTH
def test_the_ivoa_data_origin_is_found(name):
    document = votable.parse(io.BytesIO(write(name, result(rows(1)))))
    origin = extract_data_origin(document).query
    assert (origin.query, origin.request_date) == (SENTENCE, "2026-11-22T16:30:05Z")


@BOTH
def test_characters_that_xml_forbids_are_replaced(name):
    columns = (Column("a", "A <&> \x01"),)
    data = write(name, result([("a\x01b\x00\x0c\ufffe",), ("\ud83d",), ("cr\r\nlf",)], columns=columns))
    got = [line[0] for line in READERS[name](data, columns).rows]
    if name == "votable":
        assert got == ["a\ufffdb\ufffd\ufffd\ufffd", "\ufffd", "cr\r\nlf"]
    else:  # binary holds anything but half a character
        assert got == ["a\x01b\x00\x0c\ufffe", "?", "cr\r\nlf"]


def test_blanks_stand_in_the_file():
    columns = (Column("a", "A"),)
    assert b"<TD>  two  </TD>" in write("votable", result([("  two  ",)], columns=columns))


def test_odd_floats_are_spelt_as_the_standard_has_it():
    columns = (Column("a", "A", "float"),)
    given = [(float("nan"),), (float("inf"),), (float("-inf"),), (None,)]
    data = write("votable", result(given, columns=columns))
    cells = [cell.text for cell in ET.fromstring(data).iter(f"{SPACE}TD")]
    assert cells == ["NaN", "+Inf", "-Inf", None]


def test_binary_tells_nothing_from_empty_and_from_not_a_number():
    columns = (Column("a", "A"), Column("b", "B", "float"), Column("c", "C", "boolean"))
    given = [("", float("nan"), None), (None, None, True), ("x", 1.0, False)]
    data = write("votable-b2", result(given, columns=columns))
    stream = base64.b64decode(next(ET.fromstring(data).iter(f"{SPACE}STREAM")).text)
    row_bytes = 1 + 4 + 8 + 1  # mask, no characters, a double, a truth
    assert [stream[0], stream[row_bytes], stream[2 * row_bytes]] == [0b0010_0000, 0b1100_0000, 0]
    table = votable.parse(io.BytesIO(data)).get_first_table().array  # it masks no text, and every NaN
    assert table.mask["c"].tolist() == [True, False, False]


@pytest.mark.parametrize("number", [7, 8, 9, 16, 17])
def test_the_null_mask_has_a_bit_for_every_column(number):
    columns = tuple(Column(f"c{place}", f"C{place}", "integer") for place in range(number))
    given = [tuple(None if place == hole else place for place in range(number)) for hole in range(number)]
    got = READERS["votable-b2"](write("votable-b2", result(given, columns=columns)), columns).rows
    assert got == given


@BOTH
def test_a_mission_without_positions_names_no_frame(name):
    columns = (Column("a", "A"),)
    data = write(name, result([("x",)], columns=columns))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        votable.parse(io.BytesIO(data), verify="exception")
    assert b"COOSYS" not in data


@BOTH
def test_votlint_is_silent(name, tmp_path):
    if not shutil.which("stilts"):
        missing("VOTables by votlint; install STILTS (on Debian: apt install stilts) and run again")
    path = tmp_path / "sample.vot"
    path.write_bytes(write(name, result(rows(600))))
    run = subprocess.run(["stilts", "votlint", f"votable={path}"], capture_output=True, text=True, check=True)
    assert run.stdout + run.stderr == ""
