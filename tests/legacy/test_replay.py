"""The corpus: addresses and forms that scripts have sent for twenty years, each with what must come back.

Rows are compared with a count that knows nothing of the site (see `tests.legacy.replaying`), and with the new address that
the answer names. To add one more request: a row in ``replay.csv``.
"""

from __future__ import annotations

import csv
import io
import re
import shutil
import subprocess
from collections import Counter

import pytest
from django.test import Client

from mastsite.legacy.forms import forms
from mastsite.legacy.parameters import TABLE
from mastsite.legacy.shapes import SHAPES
from mastsite.legacy.tool_urls import urlpatterns
from mastsite.search.registry import get_mission
from mastsite.search.tables import holding_of
from tests.conftest import missing
from tests.legacy import replaying
from tests.legacy.replaying import PARTS, Case

CASES = replaying.cases()
TOLD = ("X-Not-Translated", "X-Not-Resolved", "X-Truncated", "X-Remarks")


def check(case: Case, status: int, headers: dict[str, str], body: bytes) -> None:
    """All that a row says of the answer itself."""
    text = body.decode("utf-8", "replace") if case.shape != "Excel_Spreadsheet" else ""
    assert status == case.status, text[:600]
    assert headers["content-type"].startswith(case.type), headers["content-type"]
    if case.first:
        assert text.split("\n", 1)[0] == case.first
    for part in filter(None, case.contains.split(PARTS)):
        if part.startswith("!"):
            assert part[1:] not in text
        else:
            assert part.replace("\\n", "\n") in text, text[:600]
    said = " ".join(headers.get(name.lower(), "") for name in TOLD)
    for part in filter(None, case.told.split(PARTS)):
        assert part in said
    if not case.told and case.slug:
        assert "x-not-translated" not in headers, headers["x-not-translated"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_replay(case: Case, archive: None) -> None:
    response = replaying.send(case)
    body = replaying.body_of(response)
    headers = {name.lower(): value for name, value in response.headers.items()}
    check(case, response.status_code, headers, body)
    if not case.rows:
        return
    found = [table.values(case.label) for table in replaying.tables(body, case.shape)]
    assert [len(rows) for rows in found] == [int(rows) for rows in case.rows.split("+") if int(rows)]
    _as_counted(case, found)
    if case.new == "same":
        link = re.search(r"<https?://[^/]*([^>]*)>; rel=\"successor-version\"", headers["link"])
        assert link
        new = new_rows(link[1], case)
        if len(found) == 1:
            assert new == found[0]  # in the same order
        assert Counter(new) == Counter(key for rows in found for key in rows)


def _as_counted(case: Case, found: list[list[str]]) -> None:
    mission = get_mission(case.slug)
    positions = mission.ra_column, mission.dec_column
    right = [rows for rows in replaying.counted(case, holding_of(mission).table, positions) if rows]
    if not case.cut:
        assert list(map(Counter, found)) == list(map(Counter, right))
        return
    assert [len(rows) for rows in right] == [int(case.cut)]
    assert Counter(found[0]) <= Counter(right[0])


def new_rows(address: str, case: Case) -> list[str]:
    """Keys of the rows that the new address gives as a file."""
    path, _, asked = address.partition("?")
    path = f"{path.partition('.')[0]}.csv"
    response = Client().get(path, QUERY_STRING=asked)
    text = replaying.body_of(response).decode()
    assert response.status_code == 200, text[:600]
    lines = [line for line in text.splitlines(keepends=True) if not line.startswith("#")]
    return [row[case.column] for row in csv.DictReader(io.StringIO("".join(lines)))]


BY_CURL = [case for case in CASES if "curl" in case.note]


@pytest.mark.parametrize("case", BY_CURL, ids=lambda case: case.id)
def test_replay_by_curl(case: Case, live_address: str, tmp_path: object) -> None:
    """The same over a real socket, where nothing tidies the address."""
    if not shutil.which("curl"):
        missing("requests by curl; install it and run again")
    command = ["curl", "--silent", "--globoff", "--include", "--http1.1"]
    command += ["--data", case.body] if case.method == "POST" else []
    # Bytes, so that a letter of Latin-1 goes out as it is in an old script.
    address = f"{live_address}{case.path}?{case.query}".encode("latin-1")
    done = subprocess.run([*command, address], capture_output=True, check=True)
    head, _, body = done.stdout.partition(b"\r\n\r\n")
    lines = head.decode("latin-1").split("\r\n")
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines[1:])}
    check(case, int(lines[0].split()[1]), headers, body)
    if case.rows:
        found = [table.values(case.label) for table in replaying.tables(body, case.shape)]
        assert [len(rows) for rows in found] == [int(rows) for rows in case.rows.split("+") if int(rows)]


def test_the_corpus_is_whole() -> None:
    """Every form, tool, parameter and format has a request, and no two have one name."""
    assert len(CASES) >= 150
    assert max(Counter(case.id for case in CASES).values()) == 1
    paths = {case.path.strip("/").removesuffix("/search.php") for case in CASES}
    assert forms().keys() <= paths
    asked = {case.path.strip("/") for case in CASES}
    assert {str(item.pattern) for item in urlpatterns} <= asked
    words = {piece.partition("=")[0] for case in CASES for piece in f"{case.query}&{case.body}".split("&")}
    words = {word.replace("%5B%5D", "[]").removesuffix("[]") for word in words}
    lacking = [row.key for row in TABLE if not any(row.pattern.fullmatch(word) for word in words)]
    assert lacking == []
    assert SHAPES.keys() <= {case.shape for case in CASES}
