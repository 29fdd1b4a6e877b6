"""Requests that cannot be answered: a sentence, the documented shape, and never a server error."""

from __future__ import annotations

import json

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from mastsite.api.body import SearchBody
from mastsite.api.faults import ErrorReply
from tests.api.ask import address, get, post

pytestmark = pytest.mark.usefixtures("archive")


def refused(slug, body, *, status=400):
    got, document = post(slug, body)
    assert got == status, document
    ErrorReply.model_validate(document)
    assert document["detail"]
    return document


@pytest.mark.parametrize(
    ("body", "name"),
    [
        pytest.param(b"", "body", id="empty"),
        pytest.param(b"{", "body", id="half an object"),
        pytest.param(b"limit=3", "body", id="a form"),
        pytest.param(b'{"limit": NaN}', "body", id="not a number"),
        pytest.param(b'{"radius": 1e400}', "body", id="beyond every number"),
        pytest.param('{"target": "Cen A \xe9"}'.encode("latin-1"), "body", id="latin-1"),
        pytest.param(b"[" * 100_000, "body", id="deep nesting"),
        pytest.param(b'{"conditions": [' + b'{"a":' * 900 + b"1" + b"}" * 900 + b"]}", "a", id="nested conditions"),
        pytest.param([], "body", id="a list"),
        pytest.param([1, 2], "body", id="a list of numbers"),
        pytest.param("text", "body", id="a text"),
        pytest.param(None, "body", id="null"),
        pytest.param({"limti": 3}, "limti", id="misspelt key"),
        pytest.param({"equinox": "B1950"}, "equinox", id="unknown key"),
        pytest.param({"limit": "many"}, "limit", id="limit in words"),
        pytest.param({"limit": True}, "limit", id="limit true"),
        pytest.param({"limit": -1}, "limit", id="limit below nothing"),
        pytest.param({"limit": 1.5}, "limit", id="half a row"),
        pytest.param({"limit": 10**30}, "limit", id="huge limit"),
        pytest.param({"limit": None}, "limit", id="null limit"),
        pytest.param({"offset": 10**18}, "offset", id="huge offset"),
        pytest.param({"radius": -1, "target": "1 2"}, "radius", id="negative radius"),
        pytest.param({"radius": 10**9, "target": "1 2"}, "radius", id="more than the sky"),
        pytest.param({"radius": "wide", "target": "1 2"}, "radius", id="radius in words"),
        pytest.param({"radius": 3, "radius_units": "parsec", "target": "1 2"}, "radius_units", id="unit of length"),
        pytest.param({"target": {"ra": 1}}, "target", id="target as an object"),
        pytest.param({"target": [1, 2]}, "target", id="targets as numbers"),
        pytest.param({"target": ["10 95"]}, "target", id="beyond the pole"),
        pytest.param({"target": ["1 2"] * 101}, "target", id="too many targets"),
        pytest.param({"target": ["1"] * 1_000_000}, "target", id="a million targets"),
        pytest.param({"target": "no such object anywhere"}, "target", id="unknown name"),
        pytest.param({"target": "\0"}, "target", id="NUL"),
        pytest.param({"target": ["M 31", "nowhere at all"]}, "target", id="one unknown name of two"),
        pytest.param({"conditions": {"sci_pep_id": 1}}, "conditions", id="conditions as an object"),
        pytest.param({"conditions": [[]]}, "conditions", id="conditions as lists"),
        pytest.param({"conditions": [{"sci_pep_id": None}]}, "sci_pep_id", id="null condition"),
        pytest.param({"conditions": [{"sci_pep_id": {"gt": 1}}]}, "sci_pep_id", id="object as condition"),
        pytest.param({"conditions": [{"sci_pep_id": [[1]]}]}, "sci_pep_id", id="lists in lists"),
        pytest.param(b'{"conditions": [{"sci_pep_id": ' + b"[" * 900 + b"]" * 900 + b"}]}", "sci_pep_id", id="deep lists"),
        pytest.param({"conditions": [{"sci_pep_id": "many"}]}, "sci_pep_id", id="words for a number"),
        pytest.param({"conditions": [{"sci_pep_id": "9..3"}]}, "sci_pep_id", id="range that ends before it begins"),
        pytest.param({"conditions": [{"sci_start_time": "1999-13-45"}]}, "sci_start_time", id="no date"),
        pytest.param({"conditions": [{"sci_targname": "a\0b"}]}, "sci_targname", id="NUL in a condition"),
        pytest.param({"conditions": [{"sci_targname": "x," * 100_000}]}, "sci_targname", id="long condition"),
        pytest.param({"conditions": [{"sci_targname": ["x"] * 1_000_000}]}, "sci_targname", id="a million values"),
        pytest.param({"conditions": [{"nope": 1}]}, "nope", id="unknown column"),
        pytest.param({"conditions": [{"limit": "5"}]}, "limit", id="a key of the body as a column"),
        pytest.param({"conditions": [{"extra_column_name_1": "x"}]}, "extra_column_name_1", id="a form's own parameter"),
        pytest.param({"conditions": [{"search_pos": "1 2"}]}, "search_pos", id="computed column"),
        pytest.param({"conditions": [{}] * 1_000_001}, "conditions", id="a million conditions"),
        pytest.param({"conditions": [{f"c{n}": 1 for n in range(2_000)}]}, "conditions", id="two thousand in one"),
        pytest.param({"sort_by": ["nope"]}, "sort_by", id="unknown sort column"),
        pytest.param({"sort_by": ["search_pos"], "target": "1 2"}, "sort_by", id="sort by the searched place"),
        pytest.param({"sort_by": [], "sort_desc": [True]}, "sort_desc", id="direction without a key"),
        pytest.param({"sort_by": ["sci_ra"], "sort_desc": [True, True]}, "sort_desc", id="too many directions"),
        pytest.param({"select_cols": 5}, "select_cols", id="columns as a number"),
        pytest.param({"select_cols": ["x"] * 1_000_000}, "select_cols", id="a million columns"),
        pytest.param({"count_only": "perhaps"}, "count_only", id="perhaps"),
    ],
)  # fmt: skip
def test_is_refused_by_name(body, name):
    document = refused("hst", body)
    assert name in [error["name"] for error in document["errors"]]
    assert len(json.dumps(document)) < 20_000


def test_every_fault_is_named_at_once():
    document = refused("hst", {"conditions": [{"sci_pep_id": "x", "nope": 1}], "sort_by": ["zz"], "target": "10 95"})
    assert {error["name"] for error in document["errors"]} == {"sci_pep_id", "nope", "sort_by", "target"}


@pytest.mark.parametrize(("said", "hint"), [("limti", "limit"), ("select_col", "select_cols"), ("sort", "sort_by")])
def test_near_misses_are_suggested(said, hint):
    assert f"Did you mean {hint}" in refused("hst", {said: 1})["detail"]


def test_a_huge_body_is_413():
    document = refused("hst", b'{"target": "' + b"x" * 6_000_000 + b'"}', status=413)
    assert "parts" in document["detail"]


def test_an_unknown_mission_is_404_with_near_misses():
    document = refused("hts", {}, status=404)
    assert "hst" in document["detail"]


@pytest.mark.parametrize("path", ["/search/hst/api/v0.1/nothing", "/search/hst/api/v9/search", "/search/util/api/x"])
def test_no_such_address_is_404_in_json(path):
    for status, document in (get(path), get(path, limit=1)):
        assert status == 404 and "no address of this API" in document["detail"]


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_405(method):
    response = getattr(Client(), method)(address("hst"))
    assert response.status_code == 405 and "POST" in response["Allow"]
    assert response.json()["detail"]


@pytest.mark.parametrize(
    ("parameters", "name"),
    [
        ({"limit": "x"}, "limit"),
        ({"limit": ["1", "2"]}, "limit"),
        ({"nope": "1"}, "nope"),
        ({"sci_pep_id": "x"}, "sci_pep_id"),
    ],
)
def test_addresses_are_refused_alike(parameters, name):
    status, document = get(address("hst"), **parameters)
    assert status == 400 and name in [error["name"] for error in document["errors"]]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=10,
)
COLUMN = st.sampled_from(["sci_pep_id", "sci_targname", "sci_start_time", "sci_ra", "sci_hapnum", "ang_sep", "x"])
BODIES = st.dictionaries(st.sampled_from(list(SearchBody.model_fields)), JSON, max_size=5) | st.fixed_dictionaries(
    {"limit": st.integers(0, 3), "conditions": st.lists(st.dictionaries(COLUMN, JSON, max_size=3), max_size=3)},
    optional={"target": JSON, "sort_by": st.lists(COLUMN), "select_cols": st.lists(COLUMN | st.none())},
)


@settings(max_examples=300, deadline=None)
@given(body=BODIES)
def test_anything_is_answered_or_refused(body):
    if isinstance(body.get("limit"), int) and body["limit"] > 10:
        body["limit"] = 10
    status, document = post("hst", body)
    assert status in (200, 400), document
    if status == 400:
        ErrorReply.model_validate(document)
        assert document["errors"]


def test_too_many_parameters_are_refused_in_the_one_shape() -> None:
    response = Client().get("/search/hst/api/v0.1/search?" + "&".join(["sci_pep_id=5"] * 2100))
    assert response.status_code == 400
    assert "more parameters" in response.json()["detail"]


# --- what old scripts and hand-written bodies send

WHOLE = b'{"limit": 1, "target": ["10.68 41.27"], "conditions": [{"sci_pep_id": "<12000"}], "sort_by": ["sci_ra"]}'


@pytest.mark.parametrize("cut", range(len(WHOLE)))
def test_a_body_cut_anywhere_is_refused(cut):
    assert "not JSON" in refused("hst", WHOLE[:cut])["detail"] or not cut


def test_the_whole_body_is_answered():
    assert post("hst", WHOLE)[0] == 200


@pytest.mark.parametrize(
    ("body", "name"),
    [
        pytest.param(b'{"limit": 1, "limit": 2}', "limit", id="limit"),
        pytest.param(b'{"conditions": [{"sci_ra": ">10", "sci_ra": "<11"}]}', "sci_ra", id="column"),
        pytest.param(b'{"limit": 1, "limit": 1}', "limit", id="the same value"),
    ],
)
def test_a_key_that_stands_twice_is_refused(body, name):
    document = refused("hst", body)
    assert [error["name"] for error in document["errors"]] == [name] and "twice" in document["detail"]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        pytest.param(b'\xef\xbb\xbf{"limit": 1}', "byte order mark", id="byte order mark"),
        pytest.param('{"limit": 1}'.encode("utf-16"), "UTF-8", id="utf-16"),
        pytest.param(b'{"target": "Cen A \xe9"}', "UTF-8", id="latin-1"),
        pytest.param(b"{'limit': 1}", "not JSON", id="python"),
        pytest.param(b'{"limit": 1,}', "not JSON", id="comma at the end"),
        pytest.param(b'{"limit": 1} {"limit": 2}', "not JSON", id="two objects"),
        pytest.param(b"request=%7B%22limit%22%3A1%7D", "not JSON", id="the older service's form"),
    ],
)
def test_almost_json_is_refused_with_the_place(body, said):
    assert said in refused("hst", body)["detail"]


@pytest.mark.parametrize("key", ["sort_by", "sort_desc", "search_key", "user_fields"])
def test_a_million_items_are_refused(key):
    item = True if key == "sort_desc" else "sci_ra"
    status = 413 if key != "sort_desc" else 400
    body = json.dumps({key: [item] * 1_000_000}, separators=(",", ":"))
    refused("hst", body.encode(), status=413 if len(body) > 5 * 2**20 else status)


@pytest.mark.parametrize(
    "wildcards",
    [
        pytest.param("sci_targname=%NGC%", id="not encoded"),
        pytest.param("sci_targname=%25NGC%25", id="encoded"),
        pytest.param("sci_targname=*NGC*", id="stars"),
        pytest.param("sci_targname=*ngc*", id="small"),
        pytest.param("SCI_TARGNAME=%25NGC%25", id="column in capitals"),
    ],
)
def test_wildcards_of_old_scripts(wildcards):
    wanted = post("hst", {"limit": 3, "conditions": [{"sci_targname": "*NGC*"}]})[1]
    response = Client().get(f"{address('hst')}?limit=3&{wildcards}")
    assert response.status_code == 200
    assert response.json()["results"] == wanted["results"] and wanted["results"]


@pytest.mark.parametrize(
    "conditions",
    [
        pytest.param("sci_ra=>10&SCI_RA=<11", id="two spellings"),
        pytest.param("sci_ra=>10&sci_ra=<11", id="twice"),
        pytest.param("sci_ra=%3E10&Sci_RA=%3c11", id="encoded"),
    ],
)
def test_one_column_in_two_spellings_is_two_conditions(conditions):
    wanted = post("hst", {"limit": 3, "conditions": [{"sci_ra": ">10"}, {"sci_ra": "<11"}]})[1]
    assert Client().get(f"{address('hst')}?limit=3&{conditions}").json() == wanted
    assert post("hst", {"limit": 3, "conditions": [{"sci_ra": ">10", "SCI_RA": "<11"}]})[1] == wanted


def test_names_of_the_older_service_are_refused_by_name():
    response = Client().get(f"{address('hst')}?ra=10&RA=11&action=Search")
    assert response.status_code == 400
    assert {error["name"] for error in response.json()["errors"]} == {"ra", "RA", "action"}


@pytest.mark.parametrize("key", ["LIMIT", "Target", "Radius", "Sort_By"])
def test_a_key_in_capitals_is_led_to_its_spelling(key):
    status, document = get(address("hst"), **{key: "3"})
    assert status == 400 and f"Did you mean {key.lower()}" in document["detail"]


@pytest.mark.parametrize("sent", ["%E9", "%C3%A9"])
def test_latin_1_in_an_address_is_read(sent):
    document = Client().get(f"{address('hst')}?limit=1&sci_targname=*{sent}*").json()
    assert document["search_params"]["conditions"] == [{"sci_targname": "*é*"}]


def test_contradictions_are_told():
    document = post("hst", {"count_only": True, "skip_count": True})[1]
    assert document["totalResults"] and any("skip_count" in message for message in document["messages"])
    document = post("hst", {"conditions": [{"sci_pep_id": "<12"}, {"sci_pep_id": ">13"}]})[1]
    assert document["totalResults"] == 0 and document["info"]


def test_parameters_beside_a_body_are_told():
    for path, body in (
        (address("hst"), {"limit": 0}),
        (address("hst")[:-6] + "post_list_products", {"dataset_ids": "x"}),
    ):
        document = json.loads(Client().post(f"{path}?limit=7", body, content_type="application/json").getvalue())
        assert document["messages"][0].startswith("The body alone is read; parameters in the address (limit)")


def test_the_columns_of_two_missions_are_asked_one_by_one():
    response = Client().get("/search/util/api/v0.1/column_list?mission=hst&mission=tess")
    assert response.status_code == 400
    assert "2 values of mission" in response.json()["detail"]
