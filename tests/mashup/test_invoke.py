"""The wire shape, and that every filter finds what the engine finds."""

from __future__ import annotations

import json
from urllib.parse import quote

import pytest
from django.test import Client

from mastsite.caom.fields import BY_NAME
from mastsite.mashup.columns import CONFIGS
from mastsite.mashup.services import SERVICES, find
from tests.mashup.ask import INVOKE, engine_count, engine_ids, filtered, ids, invoke, send

SAFE_TYPES = {"string", "int", "float", "boolean"}
HST = ("obs_collection", ["HST"])
M31 = {"ra": 10.6847, "dec": 41.269, "radius": 0.05}

FILTERS = [
    pytest.param([HST], "hst", [], id="collection"),
    pytest.param([("obs_collection", ["hs%"])], "hst", [], id="collection with %"),
    pytest.param([HST, ("mtFlag", [False])], "hst", [("sci_mtflag", "F")], id="truth"),
    pytest.param([HST, ("intentType", [None])], "hst", [("sci_aec", "!S, !C")], id="word without value"),
    pytest.param([HST, ("intentType", ["science", ""])], "hst", [("sci_aec", "!C")], id="word or no value"),
    pytest.param([HST, ("t_max", ["NULL"])], "hst", [("sci_stop_time", "null")], id="date without value"),
    pytest.param([HST, ("t_max", [{"min": 50000}])], "hst", [("sci_stop_time", ">=MJD 50000.0")], id="after a date"),
    pytest.param([HST, ("t_max", [{"max": "50000.25", "min": None}])], "hst", [("sci_stop_time", "<=MJD 50000.25")],
                 id="before a date, as text"),
    pytest.param([HST, ("t_exptime", [{"min": 1, "max": 2}, {"min": 5000, "max": 9000}])], "hst",
                 [("sci_actual_duration", "1..2, 5000..9000")], id="two ranges"),
    pytest.param([HST, ("proposal_id", ["80%"])], "hst", [("sci_pep_id", "80..80, 800..809, 8000..8099, 80000..80999")],
                 id="figures with %"),
    pytest.param([HST, ("proposal_id", [8018, "GO"])], "hst", [("sci_pep_id", "8018")], id="figures and a word"),
    pytest.param([HST, ("s_ra", [{"min": 350, "max": 20}])], "hst", [("sci_ra", "350..20")], id="right ascension through 0"),
    pytest.param([HST, ("s_dec", [{"min": -90, "max": -70}])], "hst", [("sci_dec", "-90..-70")], id="declination"),
    pytest.param([HST, ("target_classification", ["spiral"])], "hst",
                 [("sci_target_descrip", '="SPIRAL", "SPIRAL;"*, *";SPIRAL", *";SPIRAL;"*')], id="word among several"),
    pytest.param([HST, ("filters", ["F4%"])], "hst", [("sci_spec_1234", "F4*, *;F4*")], id="word among several with %"),
    pytest.param([("obs_id", ["lb4p01020"])], "hst", [("sci_data_set_name", "LB4P01020")], id="identifier"),
    pytest.param([("target_name", ["ktwo2013%"])], "k2", [("id", "201300000..201399999")], id="prefix and figures with %"),
    pytest.param([("target_name", ["KTWO%"])], "k2", [], id="prefix with %"),
    pytest.param([("obs_collection", ["TESS"]), ("target_name", ["TESS FFI"])], "tess", [], id="word of the model"),
    pytest.param([("obs_collection", ["TESS"]), ("sequence_number", ["1", "2"])], "tess", [("sequence_number", "1, 2")],
                 id="whole numbers as text"),
    pytest.param([("em_min", [{"min": 90, "max": 95}])], "fuse", [], id="constant in a range"),
    pytest.param([("project", ["ulys%", "ULLYSES"])], "ullyses", [], id="constant"),
    pytest.param([("instrument_name", ["niriss"])], "jwst", [("instrume", "NIRISS")], id="instrument"),
]  # fmt: skip


@pytest.mark.parametrize(("asked", "slug", "pairs"), FILTERS)
def test_filters_find_what_the_engine_finds(archive, asked, slug, pairs):
    document = filtered(*asked, pagesize=400_000)
    assert document["status"] == "COMPLETE", document["msg"]
    wanted = engine_ids(slug, *pairs)
    assert wanted and ids(document) == wanted
    assert document["paging"]["rowsFiltered"] == document["paging"]["rows"] == len(wanted)
    sent = [{"paramName": name, "values": [v for v in values if "%" not in str(v)],
             "freeText": next((v for v in values if "%" in str(v)), None)} for name, values in asked]  # fmt: skip
    counted = invoke("Mast.Caom.Filtered", {"columns": "COUNT_BIG(*)", "filters": sent})
    assert counted["data"] == [{"Column1": len(wanted)}] and counted["fields"] == [
        {"name": "Column1", "type": "string"}
    ]


def test_pages_and_the_paging_block(archive):
    whole = invoke("Mast.Caom.Cone", M31)
    total = len(whole["data"])
    size = total // 3 + 1
    pages = [invoke("Mast.Caom.Cone", M31, pagesize=size, page=number) for number in (1, 2, 3, 4)]
    assert [row for page in pages for row in page["data"]] == whole["data"] and total > 100
    for number, page in enumerate(pages, 1):
        rows = min(size, max(0, total - (number - 1) * size))
        assert page["paging"] == {
            "page": number, "pageSize": size, "pagesFiltered": 3, "rows": rows, "rowsFiltered": total, "rowsTotal": total,
        }  # fmt: skip


def test_a_page_that_is_streamed_is_the_same(archive):
    small = filtered(("obs_collection", ["GALEX"]), pagesize=4_000)
    large = filtered(("obs_collection", ["GALEX"]), pagesize=12_000)
    assert large["status"] == "COMPLETE" and len(large["data"]) == 12_000
    assert large["data"][:4_000] == small["data"] and large["fields"] == small["fields"]


def test_rows_of_two_missions_meet_on_one_page(archive):
    fuse, ffi = engine_count("fuse"), engine_count("k2ffi")
    both = filtered(("obs_collection", ["FUSE", "K2FFI"]), pagesize=10_000)
    assert len(both["data"]) == fuse + ffi
    edge = filtered(("obs_collection", ["FUSE", "K2FFI"]), pagesize=ffi - 10, page=2)
    assert (
        edge["data"] == both["data"][ffi - 10 : 2 * (ffi - 10)]
        and len({row["obs_collection"] for row in edge["data"]}) == 2
    )


def test_field_types_are_words_that_clients_know(archive):
    document = invoke("Mast.Caom.Cone", M31)
    assert {field["type"] for field in document["fields"]} <= SAFE_TYPES
    names = [field["name"] for field in document["fields"]]
    assert names == list(BY_NAME) and all(list(row) == names for row in document["data"])
    kinds = {"string": str, "int": int, "float": (int, float), "boolean": bool}
    for field in document["fields"]:
        assert all(isinstance(row[field["name"]], (kinds[field["type"]], type(None))) for row in document["data"]), (
            field
        )


def test_columns_and_null_columns(archive):
    chosen = invoke("Mast.Caom.Cone", M31 | {"columns": "obs_id, S_RA"}, pagesize=3)
    assert [field["name"] for field in chosen["fields"]] == ["obs_id", "s_ra"] and set(chosen["data"][0]) == {
        "obs_id",
        "s_ra",
    }
    dropped = filtered(("obs_collection", ["FUSE"]), removenullcolumns=True)
    names = {field["name"] for field in dropped["fields"]}
    assert "t_exptime" not in names and {"obs_id", "t_min"} <= names
    assert set().union(*dropped["data"]) == names


def test_distance_is_in_arcseconds(archive):
    rows = invoke("Mast.Caom.Cone", M31)["data"]
    hst = [row["distance"] for row in rows if row["obs_collection"] == "HST"]
    assert hst == sorted(hst) and 0 < max(hst) <= 180
    assert "distance" not in filtered(("obs_collection", ["FUSE"]))["data"][0]


def test_extjs_has_the_same_rows_as_lists(archive):
    document = invoke("Mast.Caom.Cone", M31)
    table = invoke("Mast.Caom.Cone", M31, format="extjs")["data"]["Tables"][0]
    names = [field["name"] for field in table["Fields"]]
    assert [dict(zip(names, row, strict=True)) for row in table["Rows"]] == document["data"]
    assert table["ExtendedProperties"]["Paging"] == document["paging"]
    assert [column["dataIndex"] for column in table["Columns"]] == names


def test_rows_are_found_again_by_their_digits(archive):
    rows = filtered(("obs_collection", ["GALEX"]), ("project", ["NGS"]), pagesize=5)["data"]
    again = filtered(("obsid", [row["obsid"] for row in rows]))["data"]
    assert {row["obs_id"] for row in again} == {row["obs_id"] for row in rows} and {*map(len, again)} == {len(rows[0])}
    one = filtered(("objID", [rows[0]["objID"]]))["data"]
    assert one == [rows[0]]


def test_what_was_left_out_is_told(archive):
    document = filtered(("proposal_pi", ["rich"]))
    assert document["status"] == "COMPLETE" and len(document["data"]) == engine_count(
        "hst", ("sci_pi_last_name", "RICH")
    )
    assert "no proposal_pi here" in document["msg"] and "GALEX" in document["msg"] and "HST" not in document["msg"]
    assert "No rows are held here of" in filtered(("obs_collection", ["IUE"]))["msg"]
    told = invoke("Mast.Caom.Cone", M31 | {"exclude_hla": True}, pagesize=1)["msg"]
    assert "exclude_hla" in told and "changed nothing" in told


def test_a_condition_that_cannot_be_asked_of_a_mission_left_out_anyway(archive):
    refused = filtered(("target_name", ["%31%"]))
    assert refused["status"] == "ERROR" and "obs_collection" in refused["msg"]
    asked = filtered(("target_name", ["%31%"]), HST)
    assert ids(asked) == engine_ids("hst", ("sci_targname", "*31*"))


def test_counting_that_takes_too_long_is_told(archive, settings):
    settings.COUNT_TIME_LIMIT_S = 0.001
    document = filtered(("obs_collection", ["K2"]), ("proposal_id", ["%9%"]))
    assert document["status"] == "ERROR" and "could not be counted" in document["msg"]


def test_reading_that_takes_too_long_is_told_behind_the_rows(archive, settings):
    settings.EXPORT_TIME_LIMIT_S = 0.001
    document = filtered(("obs_collection", ["K2"]), ("proposal_id", ["%9%"]), pagesize=100_000)
    assert document["status"] == "ERROR" and "stopped" in document["msg"]


def test_every_spelling_of_a_request(archive):
    envelope = {
        "service": "MAST.caom.CONE",
        "params": M31,
        "format": "json",
        "pagesize": 3,
        "cacheBreaker": "x",
        "timeout": 5,
    }
    wanted = send(envelope)
    text = json.dumps(envelope)
    posted = Client().post(INVOKE, f"request={quote(text)}", content_type="application/x-www-form-urlencoded")
    body = Client().post(INVOKE, text, content_type="application/json")
    plain = Client().post(INVOKE, text, content_type="text/plain")
    got = Client().get(INVOKE, {"request": text})
    for response in (posted, body, plain, got):
        assert json.loads(response.getvalue()) == wanted and response["Access-Control-Allow-Origin"] == "*"
    head = Client().head(INVOKE, {"request": text})
    assert head.status_code == 200 and not head.getvalue()


def test_every_service_has_columns(archive):
    assert set(CONFIGS) == set(SERVICES)
    for name in ("mast.CAOM.cone", "Mast.Caom.Products"):
        assert find(name) is SERVICES[name.lower()]
        for response in (
            Client().post("/portal/Mashup/Mashup.asmx/columnsconfig", {"colConfigId": name}),
            Client().get("/portal/Mashup/Mashup.asmx/columnsconfig", {"colConfigId": name}),
        ):
            assert response.json() and all(entry["text"] for entry in response.json().values())
    assert Client().get("/portal/Mashup/Mashup.asmx/columnsconfig?colConfigId=Mast.Hsc.Db.v3").json() == {}


def test_facets_are_counts_of_rows(archive):
    document = invoke("Mast.Caom.All", format="extjs")
    columns = {column["text"]: column["ExtendedProperties"] for column in document["data"]["Tables"][0]["Columns"]}
    counts = {item["key"]: item["count"] for item in columns["obs_collection"]["histObj"]["hist"]}
    for word, rows in counts.items():
        found = invoke(
            "Mast.Caom.Filtered",
            {"columns": "COUNT_BIG(*)", "filters": [{"paramName": "obs_collection", "values": [word]}]},
        )
        assert found["data"][0]["Column1"] == rows == columns["obs_collection"]["histObj"][word]["count"]
    for field, word in (
        ("filters", "F435W"),
        ("dataproduct_type", "cube"),
        ("mtFlag", "false"),
        ("sequence_number", "5"),
    ):
        found = invoke(
            "Mast.Caom.Filtered", {"columns": "COUNT_BIG(*)", "filters": [{"paramName": field, "values": [word]}]}
        )
        assert columns[field]["histObj"][word]["count"] == found["data"][0]["Column1"] > 0
