"""JSON and NDJSON."""

from __future__ import annotations

import io
import json

import pandas as pd
import pytest

from mastsite.exports import ExportError
from mastsite.exports.digest import digest_of
from mastsite.search.declare import Column
from mastsite.search.result import Count
from tests.exports.samples import COLUMNS, Rows, result, row, rows
from tests.exports.writing import write


def test_the_parts_of_the_document():
    document = json.loads(write("json", result(rows(2), count=Count(2))))
    assert list(document) == ["provenance", "columns", "rows", "end"]
    assert document["end"] == {
        "rows": 2, "sha256_of_ids": digest_of([row(0)[0], row(1)[0]]), "complete": True, "truncated": "", "error": "",
        "messages": [],
    }  # fmt: skip
    assert document["provenance"]["count"] == 2
    assert document["provenance"]["count_exact"] is True
    assert document["provenance"]["mission"] == "demo"
    assert document["columns"][5] == {
        "name": "exposure", "label": "Exp Time", "kind": "float", "unit": "s",
        "ucd": "time.duration;obs.exposure", "description": "Exposure time.",
    }  # fmt: skip


def test_truncation_is_not_complete():
    end = json.loads(write("json", result(rows(2), truncated="two at most")))["end"]
    assert (end["complete"], end["truncated"]) == (False, "two at most")


def test_a_failure_leaves_a_whole_document():
    end = json.loads(write("json", result(Rows(900, fail_at=300))))["end"]
    assert (end["rows"], end["complete"]) == (300, False)
    assert end["error"].startswith("The rows stopped coming (RuntimeError).")


def test_a_count_that_nobody_asked_for():
    provenance = json.loads(write("json", result([], count=None)))["provenance"]
    assert provenance["count"] is None and provenance["count_exact"] is None


def test_not_a_number_is_null():
    columns = (Column("a", "A", "float"),)
    assert json.loads(write("json", result([(float("nan"),)], columns=columns)))["rows"] == [[None]]


def test_ndjson_without_comments_is_rows_only():
    frame = pd.read_json(io.BytesIO(write("ndjson", result(rows(400)), comments=False)), lines=True)
    assert list(frame.columns) == [column.name for column in COLUMNS]
    assert len(frame) == 400


def test_ndjson_says_first_and_last_what_it_is():
    lines = write("ndjson", result(rows(3))).splitlines()
    assert list(json.loads(lines[0])) == ["_provenance"]
    assert json.loads(lines[-1])["_end"]["rows"] == 3
    assert len(lines) == 5


def test_ndjson_without_comments_breaks_off_at_a_failure():
    with pytest.raises(ExportError):
        write("ndjson", result(Rows(900, fail_at=300)), comments=False)
