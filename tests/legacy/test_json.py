"""JSON: a flat list of objects of strings, keyed by label."""

from __future__ import annotations

import json

from mastsite.legacy.asked import Search
from tests.legacy.asking import M31, answered, asked, body, query, reply

NEAR = {"target": M31, "radius": "0.01"}
NOWHERE = {"target": "10.0 89.9", "radius": "0.1"}
COLUMNS = "sci_data_set_name,sci_ra,sci_dec,sci_pep_id,sci_refnum,sci_actual_duration,sci_start_time"


def test_the_whole_answer(archive):
    response = reply(asked("hst", query("hst", **NEAR), columns=COLUMNS, shape="JSON", max_records=1))
    assert response["Content-Type"] == "application/json"
    assert json.loads(body(response)) == [
        {
            "Dataset": "Y1C8020IT",
            "RA (J2000)": "00 42 44.34",
            "Dec (J2000)": "+41 16 08.7",
            "Proposal ID": "4062",
            "Ref": "",
            "Exp Time": "6.000",
            "Start Time": "1993-06-12 01:26:35",
        }
    ]


def test_as_scripts_of_kepler_ask_for_it(archive):
    given = asked("k2", query("k2", kp="8..9"), shape="JSON", coordinates="dec", max_records=5)
    rows = json.loads(answered(given))
    assert len(rows) == 5
    assert all(isinstance(value, str) for row in rows for value in row.values())
    assert all(8 <= float(row[given.mission.column("kp").label]) <= 9 for row in rows)


def test_thousands_of_rows_are_one_list(archive):
    given = asked("hst", columns="sci_data_set_name", shape="JSON", max_records=1234)
    assert len(json.loads(answered(given))) == 1234


def test_several_targets_are_one_flat_list(archive):
    near = query("hst", **NEAR)
    searches = [Search(None, unresolved="m 31x"), near, query("hst", **NOWHERE), near]
    rows = json.loads(answered(asked("hst", *searches, columns="sci_data_set_name", shape="JSON", max_records=2)))
    assert [row["Dataset"] for row in rows] == ["Y1C8020IT", "O58501030"] * 2


def test_no_rows_are_plain_text(archive):
    response = reply(asked("hst", query("hst", **NOWHERE), shape="JSON"))
    assert (response.status_code, response["Content-Type"]) == (200, "text/plain; charset=utf-8")
    assert body(response) == b"no rows found\n\n"


def test_a_name_that_nobody_knows_is_plain_text(archive):
    assert answered(asked("hst", Search(None, unresolved="m 31x"), shape="JSON")) == "target not resolved, continue\n\n"


def test_columns_without_a_value_are_left_out(archive):
    given = asked("hst", query("hst", **NEAR), columns=COLUMNS, shape="JSON", drop_empty=True)
    assert all("Ref" not in row for row in json.loads(answered(given)))
