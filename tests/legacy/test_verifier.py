"""Data set verification: what is held, where, and what is near what is not."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from mastsite.search import engine
from mastsite.search.declare import Mission
from mastsite.search.query import Query
from mastsite.search.registry import missions
from mastsite.search.tables import NotLoaded
from tests.legacy.tools import get, infos, lint, table
from tests.pages.html import faults

pytestmark = pytest.mark.usefixtures("archive")

ADDRESS = "/dataset_verifier.php"


def some_names(mission: Mission, most: int = 2) -> list[str]:
    query = Query(mission, columns=(mission.id_column,), rows=most)
    return [str(row[0]) for row in engine.page(query, counted=False).rows]


@pytest.mark.parametrize("mission", missions().values(), ids=lambda mission: mission.slug)
def test_names_of_every_mission_are_found(mission: Mission) -> None:
    try:
        names = [name for name in some_names(mission) if "," not in name and ";" not in name]
    except NotLoaded:
        said = Client().get(ADDRESS, {"dsn": "x", "outputformat": "CSV"})["X-Remarks"]
        assert mission.short_name in said, "a mission without rows knows no name, and that is said"
        return
    sent = ",".join(name.swapcase() for name in names)
    found = table(get(ADDRESS, dsn=sent, action="Search", outputformat="CSV"))[2]
    held = [row for row in found if row["Mission"] == mission.short_name]
    assert [row["Dataset"] for row in held] == names
    for row in held:
        assert Client().get(row["Address"].removeprefix("http://testserver")).status_code == 200


def test_unknown_names_and_near_ones() -> None:
    found = table(get(ADDRESS, dsn="J9AM01010,J9AM01011,swp16877", outputformat="CSV"))[2]
    assert [row["Held"] for row in found] == ["1", "0", "0"]
    assert "J9AM01010" in found[1]["Near"].split(", ") and found[2]["Near"] == ""


def test_the_page_shows_form_and_verdicts() -> None:
    assert faults(get(ADDRESS)) == []
    html = get(ADDRESS, dsn="J9AM01010,<b>x</b>")
    assert faults(html) == [] and "<b>x</b>" not in html
    assert '<a href="/search/hst/dataset/J9AM01010">J9AM01010</a>' in html and "not held here" in html
    assert "No rows are held here" in html, "missions without rows are named"


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("J9AM01010\nD1620201000\n", "comma"),
        ("J9AM01010,D1620201000", ","),
        ("J9AM01010\tD1620201000", "tab"),
        ("J9AM01010|D1620201000", "|"),
    ],
    ids=["lines", "commas", "tabs", "bars"],
)
def test_a_list_can_be_sent_as_a_file(text: str, delimiter: str) -> None:
    sent = {"file": SimpleUploadedFile("names.txt", text.encode()), "delimiter": delimiter, "outputformat": "CSV"}
    response = Client(enforce_csrf_checks=True).post(ADDRESS, sent)
    found = table(response.content.decode())[2]
    assert [(row["Dataset"], row["Mission"]) for row in found] == [("J9AM01010", "HST"), ("D1620201000", "FUSE")]


def test_thousands_of_names_are_one_answer() -> None:
    names = ["J9AM01010", *(f"NOSUCH{number:05}" for number in range(4000))]
    response = Client().post(ADDRESS, {"dsn": ",".join(names), "outputformat": "CSV"})
    found = table(response.content.decode())[2]
    assert len(found) == len(names) and sum(row["Held"] == "1" for row in found) == 1
    assert "first 10 of 4000" in response["X-Remarks"]


def test_votable_is_valid() -> None:
    document = get(ADDRESS, dsn="J9AM01010,nope", outputformat="VOTable")
    assert lint(document) == [] and infos(document)["QUERY_STATUS"] == ["OK"]


BAD = {
    "nothing": {"outputformat": "CSV"},
    "too many": {"dsn": ",".join(f"N{number}" for number in range(10_001)), "outputformat": "CSV"},
    "long name": {"dsn": "x" * 500, "outputformat": "CSV"},
    "nul": {"dsn": "a\x00b", "outputformat": "CSV"},
    "format": {"dsn": "a", "outputformat": "papyrus"},
}


@pytest.mark.parametrize("params", BAD.values(), ids=BAD)
def test_bad_input_is_refused(params: dict[str, str]) -> None:
    response = Client().post(ADDRESS, params)
    assert response.status_code == 400
    if params["outputformat"] == "CSV":
        assert response.content.startswith(b"no rows found")


@pytest.mark.parametrize("raw", [b"\x00\xff\x00\xff", b'"never closed\nx', b"", b"\x89PNG\r\n\x1a\n\x00\x00"])
def test_files_that_are_no_lists(raw: bytes) -> None:
    response = Client().post(ADDRESS, {"file": SimpleUploadedFile("x", raw), "outputformat": "CSV"})
    assert response.status_code in (200, 400)
