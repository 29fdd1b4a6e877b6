"""The column list, as every released client reads it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from astroquery import mast

from mastsite.search.registry import missions
from tests.api.ask import get

COLUMN_LIST = "/search/util/api/v0.1/column_list"
RECORDED = json.loads((Path(mast.__file__).parent / "tests" / "data" / "mission_columns.json").read_text())


@pytest.mark.parametrize("slug", list(missions()))
def test_has_every_key_of_the_archives_own_list(slug):
    status, entries = get(COLUMN_LIST, mission=slug)
    assert status == 200
    assert [entry["column_name"] for entry in entries] == [column.name for column in missions()[slug].columns]
    for entry in entries:
        assert set(RECORDED[0]) <= set(entry)
        assert all(isinstance(value, str) for value in entry.values())
        assert {entry["queryable"], entry["default_output"], entry["indexed"]} <= {"yes", "no"}
        assert entry["qual_type"] in {"string", "substring", "integer", "float", "datetime", "boolean", "ra", "dec"}
        assert entry["datatype"] in {"char", "long", "float", "double"}


def test_agrees_with_what_the_archive_sent():
    ours = {entry["column_name"]: entry for entry in get(COLUMN_LIST, mission="hst")[1]}
    assert set(ours) == {entry["column_name"] for entry in RECORDED}
    for entry in RECORDED:
        assert (entry["field_name"], entry["qual_type"]) == (
            ours[entry["column_name"]]["field_name"],
            ours[entry["column_name"]]["qual_type"],
        )


def test_takes_the_mission_in_any_case():
    assert get(COLUMN_LIST, mission=" HST ") == get(COLUMN_LIST, mission="hst")


@pytest.mark.parametrize(
    ("parameters", "status", "said"),
    [
        pytest.param({"mission": "hts"}, 404, "Try ", id="misspelt"),
        pytest.param({"mission": "\0"}, 404, "There are ", id="no mission at all"),
        pytest.param({}, 400, "mission is missing", id="none given"),
        pytest.param({"mission": "hst", "limit": "3"}, 400, "no key here", id="a parameter too many"),
    ],
)
def test_refuses_in_a_sentence(parameters, status, said):
    got, document = get(COLUMN_LIST, **parameters)
    assert got == status
    assert said in document["detail"]
    assert document["errors"][0]["message"] == document["detail"]
