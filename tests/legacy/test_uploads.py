"""Uploaded lists: a table for each line, a sentence for each that cannot be read, bytes of any kind."""

from __future__ import annotations

import csv

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from mastsite.legacy.draft import Draft, Given
from mastsite.legacy.forms import forms
from mastsite.legacy.sent import Refused, text_of
from mastsite.legacy.targets import Around
from mastsite.legacy.uploads import MAX_LINES, Layout, Line, Uploaded, lines_of, read_layout, wanted_of
from mastsite.search.query import Query
from mastsite.search.registry import get_mission
from tests.pages.html import faults


def draft(path: str = "hst", **given: str) -> Draft:
    form = forms()[path]
    assert form.mission
    return Draft(form.classic, form.mission, given={key: [Given(key, value)] for key, value in given.items()})


def upload(client: Client, text: bytes, path: str = "hst", *, name: str = "localfile", **fields: str):
    sent = {"action": "Search", "form": "fuf", "outputformat": "CSV", "max_records": "2", **fields}
    answer = client.post(f"/{path}/search.php", {**sent, name: SimpleUploadedFile("list.txt", text)})
    return answer, (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode()


def test_every_line_has_its_table(archive: None, client: Client) -> None:
    answer, body = upload(client, b"10.6847,41.269\n\n95,95\n200.5,-60\n00 42 44.3,+41 16 08\n")
    assert answer.status_code == 200
    headings = [line for line in body.splitlines() if line.startswith("Input line")]
    assert [line.split(":")[0] for line in headings] == ["Input line 1", "Input line 3", "Input line 4", "Input line 5"]
    assert body.count("no rows found") == 2
    assert "beyond the poles" in body
    assert sum("," in line and "42 44" in line for line in body.splitlines()) == 4


def test_names_are_looked_up_and_an_unknown_one_stops_nothing(archive: None, client: Client) -> None:
    answer, body = upload(
        client, b"1|nosuchname\n2|M 31\n", delimiter="|", target_column="2", file_contents="target names"
    )
    assert answer.status_code == 200
    assert body.index("target not resolved, continue") < body.index("Input line 2: M 31")
    assert "Y1C8" in body


def test_data_ids_are_one_search_and_one_table(archive: None, client: Client) -> None:
    answer, body = upload(client, b"u2lh0101t\nY1C8020IT\nnosuchset\n", file_contents="data IDs")
    assert answer.status_code == 200
    rows = list(csv.reader(body.strip().splitlines()))
    assert {row[0] for row in rows[2:]} == {"U2LH0101T", "Y1C8020IT"}


def test_kepler_ids_are_those_of_the_form(archive: None, client: Client) -> None:
    answer, body = upload(client, b"202059310\nabc\n", "k2/epic", file_contents="Kepler IDs")
    assert "202059310" in body
    assert "line 2=abc" in answer["X-Not-Translated"]
    refused, body = upload(client, b"202059310\n", "hst", file_contents="Kepler IDs")
    assert refused.status_code == 400
    assert "no Kepler" in body


def test_ten_thousand_identifiers_are_one_search(archive: None, client: Client) -> None:
    lines = "\n".join(["U2LH0101T", *(f"X{number:08d}" for number in range(MAX_LINES - 1))])
    answer, body = upload(client, lines.encode(), file_contents="data IDs")
    assert answer.status_code == 200
    assert body.count("U2LH0101T") == 1


def test_conditions_hold_for_every_line(archive: None, client: Client) -> None:
    _answer, body = upload(client, b"10.6847,41.269\n10.6847,41.269\n", sci_instrume="STIS", max_records="1")
    assert sum(",STIS," in line for line in body.splitlines()) == 2


@pytest.mark.parametrize("name", ["localfile", "userfile", "file", "anything"])
def test_the_file_may_have_any_name(archive: None, client: Client, name: str) -> None:
    answer, body = upload(client, b"10.6847,41.269", name=name)
    assert "Input line 1" in body


def test_a_target_beside_a_file_is_told(archive: None, client: Client) -> None:
    answer, body = upload(client, b"10.6847,41.269", target="m 33")
    assert "target=m 33" in answer["X-Not-Translated"]
    assert "Input line 1" in body


def test_an_upload_is_answered_as_a_page(archive: None, client: Client) -> None:
    answer, body = upload(client, b"10.6847,41.269\nx,y\n", outputformat="HTML_Table")
    assert answer.status_code == 200
    assert faults(body) == []
    assert "Input line 2" in body


def test_two_files_are_refused(archive: None, client: Client) -> None:
    files = {key: SimpleUploadedFile("a.txt", b"1,2") for key in ("a", "b")}
    answer = client.post("/hst/search.php", {"action": "Search", "outputformat": "CSV", **files})
    assert answer.status_code == 400
    assert b"2 files" in answer.content


@pytest.mark.parametrize(
    ("raw", "text", "told"),
    [
        pytest.param("β Cas\n".encode(), "β Cas\n", "", id="UTF-8"),
        pytest.param("\ufeffβ Cas".encode(), "β Cas", "", id="UTF-8 with a mark"),
        pytest.param("N° 5".encode("latin-1"), "N° 5", "Latin-1", id="Latin-1"),
        pytest.param("\ufeffm 31\n".encode("utf-16-le"), "m 31\n", "UTF-16", id="UTF-16 little end"),
        pytest.param("\ufeffm 31\n".encode("utf-16-be"), "m 31\n", "UTF-16", id="UTF-16 big end"),
        pytest.param("m 31\nm 33\n".encode("utf-16-le"), "m 31\nm 33\n", "UTF-16", id="UTF-16 without a mark"),
        pytest.param(b"", "", "", id="empty"),
    ],
)
def test_bytes_are_decoded_and_told(raw: bytes, text: str, told: str) -> None:
    read, said = text_of(raw)
    assert read == text
    assert (told in said) if told else not said


def test_what_is_no_text_is_refused(archive: None, client: Client) -> None:
    with pytest.raises(Refused, match="NUL"):
        text_of(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0")
    answer, body = upload(client, b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0")
    assert answer.status_code == 400
    assert "plain text" in body


def test_a_file_without_entries_is_refused(archive: None, client: Client) -> None:
    answer, body = upload(client, b" \n\n# only a comment\n")
    assert answer.status_code == 400
    assert "no entries" in body


def test_too_many_entries_are_refused() -> None:
    one = draft()
    lines_of("1,2\n" * (MAX_LINES + 1), one)
    assert "10,001 entries" in one.faults[0].sentence


def test_too_long_a_file_is_refused(archive: None, client: Client) -> None:
    answer, body = upload(client, b"1,2\n" * 1_400_000)
    assert answer.status_code == 413
    assert "5 MB" in body


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_lines_end_in_any_way_and_keep_their_numbers(ends: str) -> None:
    one = draft()
    assert lines_of(ends.join(["# a list", "1,2", "", "3,4"]), one) == [Line(2, "1,2"), Line(4, "3,4")]
    assert one.notes[0].endswith("comments: 1.")


@pytest.mark.parametrize(
    ("word", "delimiter"),
    [("", ","), ("comma", ","), ("tab", "\t"), ("\t", "\t"), ("|", "|"), (";", ";"), ("semicolon", ";")],
)
def test_delimiters(word: str, delimiter: str) -> None:
    assert read_layout(draft(delimiter=word)).delimiter == delimiter


@pytest.mark.parametrize(
    ("key", "value", "word"),
    [("delimiter", "x", "comma, tab"), ("file_contents", "poems", "data IDs"), ("target_column", "0", "target_column")],
)
def test_a_wrong_layout_is_refused(key: str, value: str, word: str) -> None:
    one = draft(**{key: value})
    read_layout(one)
    assert word in one.faults[0].sentence


@pytest.mark.parametrize(
    ("line", "layout", "where"),
    [
        ("10.5,-41", Layout(",", 0, 1, "coordinates"), (10.5, -41.0)),
        ('"10.5" , "41"', Layout(",", 0, 1, "coordinates"), (10.5, 41.0)),
        ("a;10.5;b;41", Layout(";", 1, 3, "coordinates"), (10.5, 41.0)),
        ("00 42 00|+41 30 00", Layout("|", 0, 1, "coordinates"), (10.5, 41.5)),
        ("10.5 41.5", Layout(",", 0, 1, "coordinates"), (10.5, 41.5)),
        ("x\t10.5 -41", Layout("\t", 1, 2, "names"), (10.5, -41.0)),
    ],
)
def test_a_line_is_read_by_its_layout(line: str, layout: Layout, where: tuple[float, float]) -> None:
    wanted = wanted_of(line, layout, "J2000")
    assert wanted.place is not None, wanted.problem
    assert wanted.place.position == pytest.approx(where)


@pytest.mark.parametrize("line", ["10.5", "m 31", "10.5,", "a,b", "x" * 5000, "10.5,95"])
def test_a_line_that_is_no_position_has_a_sentence(line: str) -> None:
    wanted = wanted_of(line, Layout(",", 0, 1, "coordinates"), "J2000")
    assert wanted.place is None
    assert wanted.problem.endswith(".")


def test_lines_are_looked_up_only_when_they_are_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    mission = get_mission("hst")
    names = Layout(",", 0, 1, "names")
    uploaded = Uploaded([Line(1, "m31"), Line(2, "m33")], names, Around(3.0, "J2000", "any"), Query(mission))
    asked: list[str] = []
    monkeypatch.setattr(uploaded.lookups, "search", lambda wanted, heading: asked.append(wanted.text))
    assert len(uploaded) == 2
    assert asked == []
    next(iter(uploaded))
    assert asked == ["m31"]
