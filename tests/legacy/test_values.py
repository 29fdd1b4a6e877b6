"""Values, labels, type words and old UCDs, as the classic services wrote them."""

from __future__ import annotations

import pytest

from mastsite.legacy.columns import labels, type_word, ucd1
from mastsite.legacy.shapes import SHAPES, find
from mastsite.legacy.values import speller
from mastsite.search.declare import ClassicForm, Column
from mastsite.search.registry import get_mission, missions

RA, DEC = Column("ra", "RA", "ra", decimals=5), Column("dec", "Dec", "dec", decimals=5)
EXPOSURE = Column("t", "T", "float", decimals=3)
PLAIN = Column("x", "X", "float")
TEXT = Column("a", "A")
COUNT = Column("n", "N", "integer")
DATE = Column("d", "D", "datetime")
TRUTH = Column("b", "B", "boolean")
FORM = ClassicForm("x", "x", "X", labels={"a": "Other, label"}, types={"a": "ustring"})

CASES = {
    "right ascension": (RA, "sex", False, 36.9098333, "02 27 38.36"),
    "declination": (DEC, "sex", False, -1.15983, "-01 09 35.4"),
    "declination above the equator": (DEC, "sex", False, 41.26906, "+41 16 08.6"),
    "rounding carries into hours": (RA, "sex", False, 359.9999999, "00 00 00.00"),
    "rounding carries into degrees": (DEC, "sex", False, 9.99999999, "+10 00 00.0"),
    "degrees": (RA, "dec", False, 36.9098333, "36.90983"),
    "degrees as stored": (RA, "dec", True, 36.9098333, "36.9098333"),
    "hours": (RA, "dechr", False, 36.9098333, "2.460656"),
    "declination beside hours": (DEC, "dechr", False, -1.15983, "-1.15983"),
    "sexagesimal has no stored form": (RA, "sex", True, 36.9098333, "02 27 38.36"),
    "decimals of the column": (EXPOSURE, "sex", False, 13230.46449, "13230.464"),
    "number as stored": (EXPOSURE, "sex", True, 13230.46449, "13230.46449"),
    "number without decimals declared": (PLAIN, "sex", False, 0.1, "0.1"),
    "integer": (COUNT, "sex", False, 12, "12"),
    "text": (TEXT, "sex", False, "ACS   ", "ACS   "),
    "text that is empty": (TEXT, "sex", False, "", ""),
    "yes": (TRUTH, "sex", False, True, "1"),
    "no": (TRUTH, "sex", False, False, "0"),
    "moment": (DATE, "sex", False, "2009-10-25T04:51:00", "2009-10-25 04:51:00"),
    "moment with a fraction": (DATE, "sex", False, "2009-10-25T04:51:00.25", "2009-10-25 04:51:00"),
    "moment without seconds": (DATE, "sex", False, "2009-10-25T04:51", "2009-10-25 04:51:00"),
    "day": (DATE, "sex", False, "2018-07-25", "2018-07-25 00:00:00"),
    "day as stored": (DATE, "sex", True, "2018-07-25", "2018-07-25"),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_a_value_is_spelt_as_it_was(case):
    column, coordinates, raw, value, written = case
    assert speller(column, coordinates, raw=raw)(value) == written


@pytest.mark.parametrize("column", [RA, DEC, EXPOSURE, PLAIN, TEXT, COUNT, DATE, TRUTH], ids=lambda item: item.kind)
@pytest.mark.parametrize("raw", [False, True], ids=["spelt", "raw"])
def test_nothing_is_empty(column, raw):
    assert speller(column, "sex", raw=raw)(None) == ""


@pytest.mark.parametrize(
    ("column", "word"),
    [
        (Column("t", "T"), "string"),
        (Column("s", "S", "substring"), "string"),
        (COUNT, "integer"),
        (RA, "ra"),
        (DEC, "dec"),
        (DATE, "datetime"),
        (Column("f", "F", "float", decimals=1), "real"),
        (Column("f", "F", "float", decimals=2), "numeric"),
        (Column("f", "F", "float", decimals=3), "float"),
        (Column("f", "F", "float", decimals=0), "double"),
        (Column("f", "F", "float", decimals=8), "double"),
        (PLAIN, "double"),
        (TEXT, "ustring"),
    ],
    ids=lambda item: item if isinstance(item, str) else "",
)
def test_the_type_line_has_the_classic_word(column, word):
    assert type_word(FORM, column) == word


def test_a_form_has_its_own_labels():
    assert labels(FORM, [TEXT, COUNT]) == ["Other, label", "N"]


def test_a_label_that_stands_twice_is_told_apart():
    assert labels(FORM, [Column("p", "Same"), Column("q", "Same"), COUNT]) == ["Same (p)", "Same (q)", "N"]


@pytest.mark.parametrize("mission", missions().values(), ids=lambda mission: mission.slug)
def test_the_main_ucds_stand_once_in_every_mission(mission):
    words = [ucd1(mission, column) for column in mission.columns]
    main = ["ID_MAIN", "POS_EQ_RA_MAIN", "POS_EQ_DEC_MAIN"]
    assert [words.count(word) for word in main] == [1, int(mission.has_position), int(mission.has_position)]


def test_the_hubble_columns_have_the_words_that_they_had():
    mission = get_mission("hst")
    got = {name: ucd1(mission, mission.column(name)) for name in (
        "sci_data_set_name", "sci_targname", "sci_ra", "sci_dec", "sci_start_time", "sci_stop_time",
        "sci_actual_duration", "sci_instrume", "sci_aper_1234", "sci_spec_1234", "sci_pep_id", "sci_preview_name", "ang_sep",
    )}  # fmt: skip
    assert list(got.values()) == [
        "ID_MAIN", "ID_TARGET", "POS_EQ_RA_MAIN", "POS_EQ_DEC_MAIN", "TIME_DATE", "TIME_DATE",
        "TIME_EXPTIME", "INST_ID", "INST_APERT", "INST_FILTER", "OBS_ID", "ID_DATA", "POS_ANG_DIST_GENERAL",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("CSV", "CSV"), ("csv", "CSV"), ("CSV_file", "CSV"), ("votable", "VOTable"), ("COSV", "COSV"), ("", "HTML_Table"),
        ("html_table", "HTML_Table"), ("Json", "JSON"), ("Excel_Spreadsheet", "Excel_Spreadsheet"), ("TSV_file", "TSV"),
    ],
)  # fmt: skip
def test_a_shape_is_found_in_any_case(word, name):
    assert find(word) is SHAPES[name]


def test_other_words_are_no_shape():
    assert [find(word) for word in ("pdf", "c s v", "_file")] == [None] * 3
