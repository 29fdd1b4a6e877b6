"""What no sensible script sends: nothing of it is a 500, takes long, is passed over in silence, or changes the rows."""

from __future__ import annotations

import time
from urllib.parse import urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.legacy.asking import body, text

SEARCH = {"action": "Search", "outputformat": "CSV", "max_records": "3"}
FORM = "application/x-www-form-urlencoded"
SECONDS = 25
"""Of computing, generously; lists that were read whole before they were counted took up to 45."""


def get(client: Client, *pairs: tuple[str, str], path: str = "hst", **words: str):
    return client.get(f"/{path}/search.php?{urlencode([*{**SEARCH, **words}.items(), *pairs])}")


def post(client: Client, **words: str):
    return client.post("/hst/search.php", urlencode({**SEARCH, **words}), content_type=FORM)


@pytest.mark.parametrize(
    ("words", "status", "told"),
    [
        pytest.param({"selectedColumnsCsv": ",".join(f"c{n}" for n in range(100_000))}, 400, "100,000 different", id="columns"),
        pytest.param({"selectedColumnsCsv": "," * 1_000_000}, 200, "Dataset,", id="commas among columns"),
        pytest.param({"selectedColumnsCsv": "sci_ra," * 100_000}, 200, "RA (J2000)\n", id="one column many times"),
        pytest.param({"ra": "10," * 100_000, "dec": "10," * 100_000}, 400, "100,000 targets", id="coordinates"),
        pytest.param({"target": "m31," * 40_000}, 400, "40,000 targets", id="names"),
        pytest.param({"target": "," * 1_000_000}, 400, "1,000,000 characters", id="commas among names"),
        pytest.param({"sci_pep_id": "," * 1_000_000}, 400, "1,000,000 characters", id="commas in a condition"),
        pytest.param({"sci_targname": "*a" * 3_000 + "b"}, 200, "", id="wildcards"),
        pytest.param({"n" * 1_000_000: "1"}, 200, "Dataset,", id="a long name"),
    ],
)  # fmt: skip
def test_long_lists_are_answered_soon(
    archive: None, client: Client, words: dict[str, str], status: int, told: str
) -> None:
    began = time.process_time()
    answer = post(client, **words)
    assert told in text(answer)[:2_000]
    assert answer.status_code == status
    assert time.process_time() - began < SECONDS


@pytest.mark.parametrize(
    ("value", "rows"),
    [("1,001", 1001), ("+2", 2), ("2.0", 2), ("2.", 2), ("0", 0), ("1,2", None), ("10,00", None), ("-1", None),
     ("1e99", None), ("NaN", None), ("٣", None), ("9" * 30, None)],
)  # fmt: skip
def test_a_number_of_rows_is_read_whole_or_refused(archive: None, client: Client, value: str, rows: int | None) -> None:
    answer = get(client, max_records=value, selectedColumnsCsv="sci_data_set_name")
    lines = text(answer).strip("\n").split("\n")
    assert answer.status_code == (400 if rows is None else 200)
    assert rows is None or max(len(lines) - 2, 0) == rows


@pytest.mark.parametrize(
    ("pairs", "header", "told"),
    [
        pytest.param([("page", "2")], "X-Not-Translated", "page=2 (a file has all the rows)", id="page of a file"),
        pytest.param([("showquery", "on")], "X-Not-Translated", "showquery=on", id="query of a file"),
        pytest.param([("selectedColumnsCsv", "nosuch")], "X-Remarks", "usual ones are shown", id="no column left"),
        pytest.param([("spectrum[]", "STIS"), ("other[]", "FGS")], "X-Remarks", "of every kind", id="ticks without a kind"),
        pytest.param([("spectrum[]", "STIS"), ("image[]", "ACS")], "X-Remarks", "of any kind that was ticked", id="ticks of two kinds"),
    ],
)  # fmt: skip
def test_a_file_says_in_headers_what_a_page_would(archive: None, client: Client, pairs, header: str, told: str) -> None:
    assert told in get(client, *pairs)[header]


def test_latin_1_is_told_beside_a_file(archive: None, client: Client) -> None:
    answer = client.get("/hst/search.php?action=Search&outputformat=CSV&sci_targname=%E9*")
    assert "read as Latin-1" in answer["X-Remarks"]
    assert "X-Remarks" in answer["Access-Control-Expose-Headers"]


def test_two_actions_contradict_each_other(archive: None, client: Client) -> None:
    answer = client.get("/hst/search.php?action=Save&action=Search&outputformat=CSV")
    assert answer.status_code == 400
    assert "action=Save and action=Search contradict" in text(answer)


@pytest.mark.parametrize("kind", ["urlencoded", "multipart"])
def test_too_many_parameters_are_refused_in_the_shape_asked_for(client: Client, kind: str) -> None:
    words = {**SEARCH, **{f"p{n}": "1" for n in range(1_995 if kind == "multipart" else 2_000)}}
    if kind == "urlencoded":
        answer = client.post("/hst/search.php", urlencode(words), content_type=FORM)
    else:
        files = {name: SimpleUploadedFile("a.txt", b"1,2") for name in ("a", "b")}
        answer = client.post("/hst/search.php", {**SEARCH, **files})
    assert answer.status_code == 400
    assert answer["Content-Type"].startswith("text/plain")
    assert text(answer).startswith("no rows found")


def test_an_empty_file_is_no_search_of_everything(archive: None, client: Client) -> None:
    answer = client.post("/hst/search.php", {**SEARCH, "f": SimpleUploadedFile("a.txt", b"")})
    assert answer.status_code == 400
    assert "no entries" in text(answer)


@pytest.mark.parametrize("line", [b"1..999999999", b"> 5", b"!5"])
def test_a_list_of_numbers_takes_no_conditions(archive: None, client: Client, line: bytes) -> None:
    sent = {**SEARCH, "file_contents": "Kepler IDs", "delimiter": ";"}
    answer = client.post("/k2/epic/search.php", {**sent, "f": SimpleUploadedFile("a.txt", b"201367065\n" + line)})
    rows = [row for row in text(answer).split("\n")[2:] if row]
    assert {row.partition(",")[0] for row in rows} == {"201367065"}
    assert "line 2=" in answer["X-Not-Translated"]


def test_json_says_that_lines_may_be_missing(archive: None, client: Client) -> None:
    sent = {**SEARCH, "outputformat": "JSON"}
    answer = client.post("/hst/search.php", {**sent, "f": SimpleUploadedFile("a.txt", b"10.6847,41.269\n95,95")})
    assert "lines that have no rows" in answer["X-Not-Resolved"]


MARKUP = '"><script>alert(1)</script>]]>&amp;\r\nX-Made-Up: 1\x00'


@pytest.mark.parametrize("shape", ["HTML_Table", "VOTable", "CSV", "JSON", "Excel_Spreadsheet"])
@pytest.mark.parametrize("path", ["hst", "hsc", "iue", "nowhere"])
def test_markup_stays_text(archive: None, client: Client, shape: str, path: str) -> None:
    answer = get(client, (MARKUP, MARKUP), ("target", f"m31,{MARKUP}"), path=path, outputformat=shape)
    written = body(answer)
    assert answer.status_code < 500
    assert b"<script>alert" not in written
    assert "X-Made-Up" not in answer.headers
    if shape == "VOTable":
        from xml.etree import ElementTree

        ElementTree.fromstring(written)


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options", "trace"])
def test_other_methods_are_refused(client: Client, method: str) -> None:
    answer = getattr(client, method)("/hst/search.php?action=Search&outputformat=CSV")
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD, POST")


def test_a_form_that_is_not_held_leads_to_the_nearest(client: Client) -> None:
    page = text(client.get("/hsc/search.php?action=Search"))
    assert '<a href="/search/hst/">What stands nearest to it</a>' in page
