"""Cross correlation: one place, many missions, and the lines at the end that scripts read."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest
from django.test import Client

from mastsite.legacy.tokens import FORMER, not_held, tokens
from mastsite.search import engine
from mastsite.search.params import parse
from tests.legacy.tools import get, infos, lint, rows
from tests.pages.html import faults, text

pytestmark = pytest.mark.usefixtures("archive")

ADDRESS = "/xcorr.php"
WORDS = ["ACS", "GALEX", "COS-SPECTRUM", "FUSE", "IUE"]
ASKED = {"target": "m31", "missions[]": WORDS, "max_records": "2", "action": "Search"}

SCRIPT = re.compile(r"&nbsp;&nbsp;&nbsp;&nbsp;([^:]+?):\s+([0-9]+?)\s+observations\s+found<br>")
"""How a script finds words and counts, after the mark of the summary."""


def counted(word: str, radius_arcmin: float) -> int:
    token = tokens("cross_correlation")[word]
    pairs = [*token.conditions, ("target", "10.6847083 41.26875"), ("radius", str(radius_arcmin))]
    return engine.count(parse(token.mission, pairs), cap=None).value


def test_scripts_find_the_summary() -> None:
    html = get(ADDRESS, **ASKED)
    start = html.index("<br><hr noshade><b>Summary</b><br><br>")
    found = {word: int(number) for word, number in SCRIPT.findall(html[start:])}
    assert set(found) == {"ACS", "GALEX", "COS-SPECTRUM"}, "a word without rows has no line"
    assert found == {word: counted(word, tokens("cross_correlation")[word].form.radius_arcmin) for word in found}
    assert "no rows found" not in html


def test_the_page_is_whole_and_says_what_is_not_held() -> None:
    html = get(ADDRESS, **ASKED)
    assert faults(html) == []
    words = text(html)
    assert "Nothing within the radius: FUSE." in words
    assert "IUE: No freely licensed package" in words, "a mission without rows is told, and is not zero"
    assert len(re.findall(r'<tr><th scope="row">', html)) == 5, "two rows of each, and one of COS"


def test_nothing_found_is_told_as_scripts_expect() -> None:
    html = get(ADDRESS, ra="0", dec="-89.9", **{"missions[]": ["ACS"], "action": "Search"})
    assert "no rows found" in html and "observations found" not in html


def test_each_word_has_its_radius() -> None:
    narrow = get(ADDRESS, radius_acs="0.05", radius_GALEX="0.05", **ASKED)
    found = {word: int(number) for word, number in SCRIPT.findall(narrow)}
    assert found["ACS"] == counted("ACS", 0.05) < counted("ACS", 3.0)
    assert "GALEX" not in found or found["GALEX"] == counted("GALEX", 0.05)


def test_csv_has_a_block_for_each_mission() -> None:
    response = Client().get(ADDRESS, {**ASKED, "outputformat": "CSV"})
    blocks = response.content.decode().strip("\n").split("\n\n")
    assert response["Content-Type"].startswith("text/csv") and len(blocks) == 3
    for block, word in zip(blocks, ["ACS", "GALEX", "COS-SPECTRUM"], strict=True):
        lines = list(csv.reader(io.StringIO(block)))
        assert lines[0][:2] == ["Mission", "Target"] and lines[1][:2] == ["string", "string"]
        assert {line[0] for line in lines[2:]} == {word}
    assert "IUE" in response["X-Remarks"]


def test_json_and_workbook() -> None:
    found = json.loads(get(ADDRESS, **ASKED, outputformat="JSON"))
    assert [item["Mission"] for item in found] == ["ACS", "ACS", "GALEX", "GALEX", "COS-SPECTRUM"]
    assert all(isinstance(value, str) for item in found for value in item.values())
    book = Client().get(ADDRESS, {**ASKED, "outputformat": "Excel_Spreadsheet"})
    assert book.content[:2] == b"PK" and "spreadsheet" in book["Content-Type"]


def test_votable_has_a_resource_for_each_mission() -> None:
    document = get(ADDRESS, **ASKED, outputformat="VOTable")
    assert lint(document) == []
    assert document.count("<RESOURCE") == 4, "the three with rows, and FUSE with none"
    assert len(rows(document)) == 5
    assert any("IUE" in remark for remark in infos(document)["remark"])


def test_several_targets_are_several_sections() -> None:
    html = get(ADDRESS, target="m31, 10.6847 41.269", **{"missions[]": ["ACS"], "action": "Search"})
    assert faults(html) == [] and len(SCRIPT.findall(html)) == 2


def test_a_name_that_nobody_knows() -> None:
    asked = {"target": "nosuchthing", "missions[]": ["ACS"], "action": "Search"}
    assert "target not resolved, continue" in get(ADDRESS, **asked)
    assert get(ADDRESS, **asked, outputformat="CSV") == "target not resolved, continue\n\n"


def test_names_that_are_not_to_be_looked_up() -> None:
    html = get(
        ADDRESS, target="NGC224", resolver="Don't Resolve", **{"missions[]": ["FOS", "GALEX"], "action": "Search"}
    )
    assert faults(html) == []
    assert [word for word, _ in SCRIPT.findall(html)] == ["FOS"], "GALEX has no target names"


def test_post_answers_like_get() -> None:
    posted = Client(enforce_csrf_checks=True).post(ADDRESS, {**ASKED, "outputformat": "CSV"})
    assert posted.status_code == 200 and posted.content.decode() == get(ADDRESS, **ASKED, outputformat="CSV")


def test_the_form_keeps_what_was_given() -> None:
    html = get(ADDRESS, target="m 31", radius_acs="7", **{"missions[]": ["ACS"]})
    assert faults(html) == []
    assert 'value="m 31"' in html and 'name="radius_acs" value="7"' in html
    assert re.search(r'value="ACS" checked', html) and not re.search(r'value="FUSE" checked', html)


def test_every_former_word_is_answered_or_named() -> None:
    words = FORMER["cross_correlation"]
    html = get(ADDRESS, target="m31", **{"missions[]": list(words), "action": "Search"})
    assert faults(html) == []
    shown = text(html)
    assert all(word in shown for word in words)
    assert set(words) == set(words) & set(tokens("cross_correlation")) | set(not_held("cross_correlation"))


def test_what_changed_nothing_is_told() -> None:
    response = Client().get(ADDRESS, {**ASKED, "colour": "blue"})
    assert response["X-Not-Translated"] == "colour=blue" and "colour=blue changed nothing" in response.content.decode()


BAD = {
    "no mission": {"target": "m31", "action": "Search"},
    "no target": {"missions[]": "ACS", "action": "Search"},
    "unknown word": {"target": "m31", "missions[]": "NOPE", "action": "Search"},
    "radius": {"target": "m31", "missions[]": "ACS", "radius_acs": "wide", "action": "Search"},
    "rows": {"target": "m31", "missions[]": "ACS", "max_records": "-3", "action": "Search"},
    "range": {"ra": "10..20", "dec": "0..1", "missions[]": "ACS", "action": "Search"},
    "half a position": {"ra": "10", "missions[]": "ACS", "action": "Search"},
    "equinox": {"target": "m31", "missions[]": "ACS", "equinox": "J3000", "action": "Search"},
    "coordformat": {"target": "m31", "missions[]": "ACS", "coordformat": "x", "action": "Search"},
    "contradiction": {"target": ["m31", "m33"], "missions[]": "ACS", "action": "Search"},
    "nul": {"target": "m\x0031", "missions[]": "ACS", "action": "Search"},
    "too many targets": {"target": ",".join(["m31"] * 30), "missions[]": "ACS", "action": "Search"},
    "long": {"target": "x" * 250_000, "missions[]": "ACS", "action": "Search"},
}


@pytest.mark.parametrize("shape", ["", "CSV", "VOTable", "JSON"])
@pytest.mark.parametrize("params", BAD.values(), ids=BAD)
def test_bad_input_is_refused_in_the_shape(params: dict[str, str], shape: str) -> None:
    response = Client().post(ADDRESS, {**params, **({"outputformat": shape} if shape else {})})
    body = response.content.decode()
    assert response.status_code == 400
    if shape == "VOTable":
        assert infos(body)["QUERY_STATUS"][0].startswith("ERROR")
    elif shape:
        assert body.startswith("no rows found")
    else:
        assert faults(body) == []


def test_markup_in_a_name_stays_text() -> None:
    html = get(ADDRESS, target="<b>x</b>", **{"missions[]": ["ACS"], "action": "Search"})
    assert "<b>x</b>" not in html and faults(html) == []
