"""CSV and its sisters, byte by byte and read back."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mastsite.legacy.asked import NotTranslated, Search
from mastsite.legacy.shapes import SHAPES, refuse
from mastsite.search import engine
from mastsite.search.declare import ClassicForm
from mastsite.search.limits import TimeLimit
from mastsite.search.query import Query
from mastsite.search.registry import get_mission, missions
from tests.legacy.asking import M31, answered, asked, body, query, reply, text

DELIMITERS = {"CSV": ",", "SSV": " ", "PSV": "|", "COSV": ";", "TSV": "\t"}
EVERY = pytest.mark.parametrize("shape", DELIMITERS)
HELD = ("hst", "jwst", "galex", "tess", "k2", "k2ffi", "kepler", "fuse", "ullyses")
HUBBLE = "sci_data_set_name,sci_targname,sci_ra,sci_dec,sci_actual_duration,sci_start_time,ang_sep"
NEAR = {"target": M31, "radius": "0.01"}
NOWHERE = {"target": "10.0 89.9", "radius": "0.1"}


def read(written: str, delimiter: str = ",") -> list[list[str]]:
    return list(csv.reader(io.StringIO(written, newline=""), delimiter=delimiter))


def test_the_whole_answer_to_a_byte(archive):
    assert answered(asked("hst", query("hst", **NEAR), columns=HUBBLE, max_records=2)) == (
        "Dataset,Target Name,RA (J2000),Dec (J2000),Exp Time,Start Time,Ang Sep (')\n"
        "string,string,ra,dec,float,datetime,float\n"
        "Y1C8020IT,WAVE,00 42 44.34,+41 16 08.7,6.000,1993-06-12 01:26:35,0.005\n"
        "O58501030,CCDFLAT,00 42 44.31,+41 16 08.7,170.000,1999-07-23 13:46:57,0.006\n"
        "\n"
    )


@EVERY
def test_every_delimiter_gives_the_same_table(shape, archive):
    given = asked("hst", query("hst", **NEAR), columns=HUBBLE)
    want = read(answered(given))
    got = read(answered(asked("hst", query("hst", **NEAR), columns=HUBBLE, shape=shape)), DELIMITERS[shape])
    assert got == want
    assert len(got) > 5


@EVERY
def test_no_rows(shape, archive):
    response = reply(asked("hst", query("hst", **NOWHERE), shape=shape))
    assert (response.status_code, response["Content-Type"], body(response)) == (
        200, "text/plain; charset=utf-8", b"no rows found\n\n",
    )  # fmt: skip


@EVERY
def test_a_name_that_nobody_knows(shape, archive):
    response = reply(asked("hst", Search(None, unresolved="m 31x"), shape=shape))
    assert (response.status_code, body(response)) == (200, b"target not resolved, continue\n\n")


def test_a_line_that_is_no_position_says_why(archive):
    got = answered(asked("hst", Search(None, problem="“x” is no position.")))
    assert got == "no rows found\n\n“x” is no position.\n\n"


def test_several_targets_have_a_table_each_and_one_heading(archive):
    near = query("hst", **NEAR)
    got = answered(asked("hst", near, query("hst", **NOWHERE), near, columns=HUBBLE, max_records=1))
    row = "Y1C8020IT,WAVE,00 42 44.34,+41 16 08.7,6.000,1993-06-12 01:26:35,0.005\n"
    head = "Dataset,Target Name,RA (J2000),Dec (J2000),Exp Time,Start Time,Ang Sep (')\nstring,string,ra,dec,float,datetime,float\n"
    assert got == f"{head}{row}\nno rows found\n\n{row}\n"


def test_the_heading_is_line_1_whichever_target_was_found(archive):
    searches = [Search(None, unresolved="m 31x"), query("hst", **NOWHERE), query("hst", **NEAR)]
    got = answered(asked("hst", *searches, columns="sci_data_set_name", max_records=1))
    assert got == "Dataset\nstring\ntarget not resolved, continue\n\nno rows found\n\nY1C8020IT\n\n"


def test_several_targets_without_any_row(archive):
    got = answered(asked("hst", query("hst", **NOWHERE), Search(None, unresolved="m 31x")))
    assert got == "no rows found\n\ntarget not resolved, continue\n\n"


def test_uploaded_lines_are_numbered(archive):
    lines = [
        Search(query("hst", **NEAR), heading=f"Input line 1: {M31}"),
        Search(query("hst", **NOWHERE), heading="Input line 2: 10.0 89.9"),
    ]
    got = answered(asked("hst", *lines, columns="sci_data_set_name", max_records=1))
    assert got == (
        f"Dataset\nstring\nInput line 1: {M31}\nY1C8020IT\n\nInput line 2: 10.0 89.9\nno rows found\n\n"
    )  # fmt: skip


def test_headings_of_other_lists_are_not_in_the_file(archive):
    search = Search(query("hst", **NEAR), heading="m 31")
    assert "m 31" not in answered(asked("hst", search, columns="sci_data_set_name"))


def test_the_words_of_a_form_win(archive):
    words = {"labels": {"sci_targname": "Target, proposed"}, "types": {"sci_targname": "ustring"}}
    given = asked("hst", query("hst", **NEAR), columns="sci_data_set_name,sci_targname", max_records=1)
    form = ClassicForm("hst", "hst", "HST", **words)
    got = answered(type(given)(**{**_fields(given), "form": form}))
    assert got == 'Dataset,"Target, proposed"\nstring,ustring\nY1C8020IT,WAVE\n\n'


def _fields(given: object) -> dict[str, object]:
    return {name: getattr(given, name) for name in given.__dataclass_fields__}  # type: ignore[attr-defined]


def test_values_with_the_delimiter_are_quoted(archive):
    rows = read(answered(asked("hst", query("hst", sci_spec_1234="*;*"), columns="sci_spec_1234", shape="COSV")), ";")
    assert {len(row) for row in rows[:-1]} == {1}
    assert any(";" in row[0] for row in rows[:-1])


@pytest.mark.parametrize("coordinates", ["sex", "dec", "dechr"])
def test_coordformat(coordinates, archive):
    given = asked("hst", query("hst", **NEAR), columns="sci_ra,sci_dec", max_records=1, coordinates=coordinates)
    want = {"sex": "00 42 44.34,+41 16 08.7", "dec": "10.68476,41.26907", "dechr": "0.712317,41.26907"}
    assert answered(given).splitlines()[2] == want[coordinates]


def test_skipformat_gives_numbers_as_stored(archive):
    near = query("hst", **NEAR)
    got = answered(asked("hst", near, columns="sci_ra,sci_start_time", max_records=1, coordinates="dec", raw=True))
    assert got.splitlines()[2] == "10.68476057,1993-06-12T01:26:35.170"


def test_a_row_of_one_empty_value_is_not_the_blank_line_that_ends_the_table(archive):
    got = answered(asked("hst", query("hst", **NEAR), columns="sci_refnum", max_records=2))
    assert got == 'Ref\ninteger\n""\n""\n\n'


def test_a_cut_is_in_the_header_and_not_in_the_body(archive):
    response = reply(asked("hst", max_records=5, columns="sci_data_set_name"))
    assert response["X-Truncated"] == "cut at 5 rows by max_records; more match"
    assert len(text(response).splitlines()) == 2 + 5 + 1


def test_a_cut_of_several_tables_says_how_many(archive):
    searches = [query("hst", **NEAR), query("hst", **NOWHERE), Search(None, unresolved="m 31x")]
    response = reply(asked("hst", *searches, max_records=5))
    assert response["X-Truncated"] == "cut at 5 rows by max_records in 1 of 3 tables; more match"


def test_a_table_that_is_just_full_is_not_cut(archive):
    everything = reply(asked("ullyses", max_records=508, columns="target_name_ullyses"))
    assert "X-Truncated" not in everything
    assert len(text(everything).splitlines()) == 508 + 3


def test_headers_say_what_the_body_cannot(archive):
    not_translated = (
        NotTranslated("colour", "blau\n", "there is no such parameter"),
        NotTranslated("ö", "ü" * 900, "w"),
    )
    given = asked("hst", query("hst", **NEAR), Search(None, unresolved="m 31x"), not_translated=not_translated)
    response = reply(given)
    assert response["Link"].endswith('>; rel="successor-version"')
    assert response["X-Not-Translated"].startswith("colour=blau (there is no such parameter); ?=???")
    assert len(response["X-Not-Translated"]) < 1000
    assert response["X-Not-Resolved"] == "m 31x"
    assert "colour" not in text(response)


def test_a_long_list_in_a_header_says_how_many_are_left_out(archive):
    many = tuple(NotTranslated(f"parameter_{number}", "x" * 50, "because") for number in range(200))
    header = reply(asked("hst", query("hst", **NEAR), not_translated=many))["X-Not-Translated"]
    shown, _, left = header.rpartition("; and ")
    assert len(header) < 1200
    assert int(left.split()[0]) + shown.count("because") == 200


def test_nonull_leaves_out_columns_that_are_empty_in_every_table(archive):
    near = query("hst", **NEAR)
    got = read(answered(asked("hst", near, near, columns="sci_data_set_name,sci_refnum,sci_pep_id", drop_empty=True)))
    assert got[:2] == [["Dataset", "Proposal ID"], ["string", "integer"]]
    assert {len(row) for row in got} == {2, 0}


def test_nonull_of_no_rows(archive):
    assert answered(asked("hst", query("hst", **NOWHERE), drop_empty=True)) == "no rows found\n\n"


def test_makedistinct_leaves_out_rows_that_are_alike(archive):
    everything = query("hst", sci_instrume="STIS")
    got = read(answered(asked("hst", everything, columns="sci_instrume", distinct=True)))
    assert got == [["Instrument"], ["string"], ["STIS"], []]


def test_makedistinct_counts_the_rows_that_are_given(archive):
    response = reply(asked("hst", columns="sci_instrume", distinct=True, max_records=3))
    rows = read(text(response))[2:-1]
    assert len({row[0] for row in rows}) == len(rows) == 3
    assert response["X-Truncated"].startswith("cut at 3 rows")


def test_head_has_the_headers_and_no_body(archive):
    given = asked("hst", query("hst", **NEAR), max_records=1)
    got, head = reply(given), reply(given, "head")
    assert dict(head.items()) == dict(got.items())
    assert body(head) == b""


def test_a_mission_without_rows_here(archive):
    response = reply(asked("iue", Query(get_mission("iue")), columns="iue_data_id"))
    first, blank, sentence, *rest = text(response).split("\n")
    assert (response.status_code, first, blank, rest) == (404, "no rows found", "", [""])
    assert len(sentence) > 20
    assert "rel=" in response["Link"]


def test_an_address_that_is_not_held(archive):
    given = asked("hst")
    form = ClassicForm("spec_class", "spec_class", "Spectral class", not_held="Spectral classes are not held here.")
    response = reply(type(given)(**{**_fields(given), "form": form}))
    assert (response.status_code, text(response)) == (404, "no rows found\n\nSpectral classes are not held here.\n")


def test_a_search_that_takes_too_long(archive, monkeypatch):
    def slow(*_: object, **__: object) -> None:
        raise TimeLimit(5)

    monkeypatch.setattr(engine, "stream", slow)
    response = reply(asked("hst", query("hst", **NEAR)))
    assert (response.status_code, response["Retry-After"]) == (503, "30")
    assert text(response).startswith("ERROR 503\n\nThe search was stopped")


def test_a_search_stopped_before_its_first_row_does_not_say_that_there_are_none(archive, monkeypatch):
    stream = engine.stream

    def stopped(*arguments: object, **words: object) -> object:
        result = stream(*arguments, **words)  # type: ignore[arg-type]
        result.rows, result.truncated = (), str(TimeLimit(5))
        return result

    monkeypatch.setattr(engine, "stream", stopped)
    response = reply(asked("hst", query("hst", **NEAR)))
    assert response.status_code == 503
    assert "no rows" not in text(response)


def test_rows_that_stop_in_the_middle_break_the_answer(archive, monkeypatch):
    stream = engine.stream

    def stopped(*arguments: object, **words: object) -> object:
        result = stream(*arguments, **words)  # type: ignore[arg-type]
        result.rows, result.truncated = iter(list(result.rows)[:1]), str(TimeLimit(5))
        return result

    monkeypatch.setattr(engine, "stream", stopped)
    with pytest.raises(RuntimeError, match="was stopped after"):
        answered(asked("hst", query("hst", **NEAR)))


def test_rows_that_stop_while_they_are_kept_are_an_error(archive, monkeypatch):
    stream = engine.stream

    def stopped(*arguments: object, **words: object) -> object:
        result = stream(*arguments, **words)  # type: ignore[arg-type]
        result.rows, result.truncated = iter(list(result.rows)[:1]), str(TimeLimit(5))
        return result

    monkeypatch.setattr(engine, "stream", stopped)
    response = reply(asked("hst", query("hst", **NEAR), drop_empty=True))
    assert (response.status_code, response["Retry-After"]) == (503, "30")


def test_a_silent_database(archive, monkeypatch):
    from django.db import DatabaseError

    def broken(*_: object, **__: object) -> None:
        raise DatabaseError("no")

    monkeypatch.setattr(engine, "stream", broken)
    response = reply(asked("hst", query("hst", **NEAR)))
    assert (response.status_code, response["Retry-After"]) == (503, "30")


@pytest.mark.parametrize("shape", [name for name in SHAPES if name not in ("HTML_Table", "VOTable")])
def test_a_refusal_is_text(shape):
    response = refuse(shape, 400, ["radius was read as “x”. Type a number."])
    assert (response.status_code, response["Content-Type"]) == (400, "text/plain; charset=utf-8")
    assert response.content.decode() == "no rows found\n\nradius was read as “x”. Type a number.\n"


@st.composite
def requests(draw: st.DrawFn) -> object:
    """A search of a mission that is held, some of its columns, and a shape."""
    mission = missions()[draw(st.sampled_from(HELD))]
    names = draw(st.lists(st.sampled_from([c.name for c in mission.columns if c.stored]), min_size=1, unique=True))
    rows = draw(st.integers(1, 40))
    offset = draw(st.integers(0, 400))
    sort = draw(st.sampled_from([c.name for c in mission.columns if c.stored and c.indexed] or [mission.id_column]))
    pairs = {"sort": draw(st.sampled_from(["", "-"])) + sort}
    if draw(st.booleans()):
        pairs[mission.id_column if not mission.by_name[mission.id_column].is_number else sort] = "!null"
    return mission.slug, names, rows, offset, pairs, draw(st.sampled_from([*DELIMITERS]))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(wanted=requests())
def test_every_text_reads_back_to_the_rows_of_the_engine(wanted, archive):
    slug, names, rows, _offset, pairs, shape = wanted
    search = query(slug, **pairs, columns=",".join(names))
    given_ = asked(slug, search, columns=",".join(names), shape=shape, raw=True, coordinates="dec", max_records=rows)
    response = reply(given_)
    got = read(text(response), DELIMITERS[shape])
    want = [list(row) for row in engine.page(Query(**{**_fields(search), "rows": rows}), counted=False).rows]
    if not want:
        assert got == [["no rows found"], []]
        return
    assert len(got[0]) == len(names)
    assert got[-1] == []
    columns = [missions()[slug].column(name) for name in names]
    read_back = [[_value(cell, column.kind) for cell, column in zip(row, columns, strict=True)] for row in got[2:-1]]
    assert read_back == [[None if cell == "" else cell for cell in row] for row in want]
    assert ("X-Truncated" in response) == (engine.count(search).value > rows)


def _value(cell: str, kind: str) -> object:
    if cell == "":
        return None
    if kind in ("float", "ra", "dec"):
        return float(cell)
    if kind == "integer":
        return int(cell)
    return cell == "1" if kind == "boolean" else cell
