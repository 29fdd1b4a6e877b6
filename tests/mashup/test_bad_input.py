"""Whatever is sent, the answer is the shape that clients read, with a sentence in it; never a failure of the server."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from tests.mashup.ask import INVOKE

FORM = "application/x-www-form-urlencoded"
CONE = {"ra": 10, "dec": 41, "radius": 0.1}


def filters(*items):
    return {"service": "Mast.Caom.Filtered", "params": {"columns": "*", "filters": list(items)}}


ENVELOPES = [
    pytest.param("", "not JSON", id="empty"),
    pytest.param('{"service": "Mast.Caom.Cone", "params": {"ra": 1', "not JSON", id="cut short"),
    pytest.param("[" * 100_000, "not JSON", id="deep"),
    pytest.param('{"service": "Mast.Caom.Cone", "params": {"ra": NaN}}', "not JSON", id="NaN"),
    pytest.param('{"service": "Mast.Caom.All", "service": "Mast.Caom.Cone"}', "stands twice", id="a key twice"),
    pytest.param('{"service": "Mast.Caom.All", "Service": "Mast.Caom.Cone"}', "are one name", id="a key in two cases"),
    pytest.param({"service": "Mast.Caom.Cone", "params": CONE | {"RA": 5}}, "ra, RA are one name", id="ra and RA"),
    pytest.param("[1, 2]", "must be an object", id="list"),
    pytest.param("7", "must be an object", id="number"),
    pytest.param("null", "must be an object", id="null"),
    pytest.param({}, "service was read as nothing", id="no service"),
    pytest.param({"service": 5}, "service was read as 5", id="service a number"),
    pytest.param({"service": "Mast.Caom.Kone"}, "Did you mean Mast.Caom.Cone", id="service misspelt"),
    pytest.param({"service": "Mast.Catalogs.TIC.Cone", "params": CONE}, "Catalogs are not served", id="catalog"),
    pytest.param({"service": "Mast.Hsc.Db.v3", "params": CONE}, "Source Catalog is not served", id="source catalog"),
    pytest.param({"service": "Mast.Bundle.Request", "params": {}}, "one by one", id="bundle"),
    pytest.param({"service": "Mast.Caom.Cone", "params": [1]}, "params was read as a list of 1", id="params a list"),
    pytest.param({"service": "Mast.Caom.Cone", "params": {}}, "ra is missing", id="no position"),
    pytest.param({"service": "Mast.Caom.Cone", "params": CONE | {"ra": "ten"}}, "no number", id="ra a word"),
    pytest.param({"service": "Mast.Caom.Cone", "params": CONE | {"ra": True}}, "no number", id="ra true"),
    pytest.param({"service": "Mast.Caom.Cone", "params": CONE | {"ra": 1e300}}, "right ascension", id="ra huge"),
    pytest.param({"service": "Mast.Caom.Cone", "params": CONE | {"dec": 91}}, "declination", id="dec outside"),
    pytest.param({"service": "Mast.Caom.Cone", "params": CONE | {"radius": -1}}, "radius", id="radius below 0"),
    pytest.param({"service": "Mast.Caom.Cone", "params": CONE | {"radius": 1e9}}, "radius", id="radius absurd"),
    pytest.param({"service": "Mast.Caom.Cone", "params": CONE, "pagesize": 0}, "pagesize", id="pagesize 0"),
    pytest.param({"service": "Mast.Caom.Cone", "params": CONE, "pagesize": 10**18}, "pagesize", id="pagesize absurd"),
    pytest.param({"service": "Mast.Caom.Cone", "params": CONE, "pagesize": "many"}, "pagesize", id="pagesize a word"),
    pytest.param({"service": "Mast.Caom.Cone", "params": CONE, "page": -1}, "page was read", id="page below 1"),
    pytest.param({"service": "Mast.Caom.Cone", "params": CONE, "page": 1.5}, "page was read", id="page and a half"),
    pytest.param({"service": "Mast.Caom.Cone", "params": CONE, "format": "csv"}, "json and extjs", id="csv"),
    pytest.param({"service": "Mast.Caom.Cone", "params": CONE, "format": 7}, "json and extjs", id="format a number"),
    pytest.param({"service": "Mast.Caom.Cone", "params": CONE, "removenullcolumns": "perhaps"}, "true or false", id="flag"),
    pytest.param({"service": "Mast.Caom.Cone", "params": CONE | {"columns": 5}}, "columns was read", id="columns a number"),
    pytest.param({"service": "Mast.Caom.Cone", "params": CONE | {"columns": "obs_id,nix"}}, "nix", id="columns unknown"),
    pytest.param({"service": "Mast.Caom.Filtered.Position", "params": {"filters": []}}, "position was read", id="no place"),
    pytest.param({"service": "Mast.Caom.Filtered.Position", "params": {"position": "1, 2"}}, "position", id="half a place"),
    pytest.param({"service": "Mast.Caom.Filtered.Position", "params": {"position": [1, 2, 3]}}, "position", id="place a list"),
    pytest.param(filters("HST"), "A filter was read as", id="filter a text"),
    pytest.param({"service": "Mast.Caom.Filtered", "params": {"filters": "HST"}}, "filters was read", id="filters a text"),
    pytest.param(filters({"values": ["HST"]}), "A filter was read as", id="filter without a name"),
    pytest.param(filters({"paramName": "obs_collection"}), "has no values", id="filter without values"),
    pytest.param(filters({"paramName": "obs_collection", "values": "HST"}), "Send a list", id="values a text"),
    pytest.param(filters({"paramName": "obs_collection", "values": [["HST"]]}), "value of the filter", id="nested values"),
    pytest.param(filters({"paramName": "obs_colection", "values": ["HST"]}), "Did you mean obs_collection", id="filter misspelt"),
    pytest.param(filters({"paramName": "t_min", "values": [{"min": 6e4, "max": 5e4}]}), "ends before", id="range backwards"),
    pytest.param(filters({"paramName": "t_min", "values": [{"low": 6e4}]}), "has no ends", id="range without ends"),
    pytest.param(filters({"paramName": "t_min", "values": [{"min": "soon"}]}), "no number", id="range of words"),
    pytest.param(filters({"paramName": "t_min", "values": [{"min": 1e12}]}), "no year", id="range in no year"),
    pytest.param(filters({"paramName": "t_min", "values": ["2012"], "freeText": "20%"}), "holds numbers", id="number with %"),
    pytest.param(filters({"paramName": "t_min", "values": ["yesterday"]}), "holds numbers", id="number a word"),
    pytest.param(filters({"paramName": "target_name", "values": [{"min": 1, "max": 2}]}), "holds words", id="words by range"),
    pytest.param(filters({"paramName": "target_name", "values": ["x"] * 100_000}), "1,000 are read", id="values by the thousand"),
    pytest.param(filters(*[{"paramName": "target_name", "values": ["x"]}] * 500), "takes 100", id="filters by the hundred"),
    pytest.param(filters(*[{"paramName": "obs_id", "values": ["x"] * 50}] * 50), "2,500 values", id="values of all filters"),
    pytest.param(filters({"paramName": "calib_level", "values": ["two"]}), "holds whole numbers", id="whole number a word"),
    pytest.param(filters({"paramName": "target_name", "values": ["x" * 30_000]}), "characters", id="long value"),
    pytest.param(filters({"paramName": "target_name", "values": ["a\nb"]}), "U+000A", id="line break"),
    pytest.param(filters({"paramName": "target_name", "values": ["a\0b"]}), "U+0000", id="NUL"),
    pytest.param(filters({"paramName": "target_name", "values": ["x"], "freeText": 5}), "freeText", id="free text a number"),
    pytest.param(filters({"paramName": "proposal_id", "freeText": "%17%"}), "Put the wildcard last", id="wildcard in figures"),
    pytest.param(filters({"paramName": "distance", "values": [{"min": 0, "max": 1}]}), "takes no conditions", id="distance"),
    pytest.param(filters({"paramName": "obsid", "values": ["2003520266"]}), "no obsid of this site", id="another's obsid"),
    pytest.param(filters({"paramName": "obsid", "freeText": "7%"}), "whole values", id="obsid with %"),
    pytest.param({"service": "Mast.Name.Lookup", "params": {}}, "input was read", id="lookup of nothing"),
    pytest.param({"service": "Mast.Name.Lookup", "params": {"input": "M31", "format": "xml"}}, "xml", id="lookup in xml"),
    pytest.param({"service": "Mast.Caom.Products", "params": {}}, "obsid", id="products of nothing"),
    pytest.param({"service": "Mast.Caom.Products", "params": {"obsid": "12ab"}}, "no obsid of this site", id="products of a word"),
]  # fmt: skip


@pytest.mark.parametrize(("sent", "words"), ENVELOPES)
def test_refusals_are_sentences_in_the_clients_shape(archive, sent, words):
    text = sent if isinstance(sent, str) else json.dumps(sent)
    response = Client().post(INVOKE, {"request": text})
    document = json.loads(response.getvalue())
    assert response.status_code == 200 and document["status"] == "ERROR", document
    assert words.lower() in document["msg"].lower()
    assert document["data"] == [] and document["fields"] == []


BODIES = [
    pytest.param(b"", FORM, id="no body"),
    pytest.param(b"data=1", FORM, id="another field"),
    pytest.param(b"request={}&request={}", FORM, id="two requests"),
    pytest.param(b"request=%E9%FF{", FORM, id="latin-1"),
    pytest.param(b'{"service": "Mast.\xe9"}', "application/json", id="latin-1 JSON"),
    pytest.param(b"\x00\x01\x02", "application/octet-stream", id="bytes"),
    pytest.param(b"--x\r\nbroken", "multipart/form-data; boundary=x", id="broken parts"),
    pytest.param(b"--x\r\nbroken", "multipart/form-data", id="no boundary"),
]


@pytest.mark.parametrize(("body", "kind"), BODIES)
def test_bodies_that_hold_no_request(archive, body, kind):
    response = Client().post(INVOKE, body, content_type=kind)
    document = json.loads(response.getvalue())
    assert response.status_code == 200 and document["status"] == "ERROR" and document["msg"].endswith((".", "}"))


def test_too_long_and_wrong_methods(archive):
    response = Client().post(INVOKE, b"request=" + b"x" * 6_000_000, content_type=FORM)
    assert response.status_code == 413 and json.loads(response.content)["status"] == "ERROR"
    for method in ("put", "delete", "patch"):
        response = getattr(Client(), method)(INVOKE)
        assert response.status_code == 405 and "GET, POST" in response["Allow"]
        assert json.loads(response.content)["status"] == "ERROR"
    response = Client().options(INVOKE)
    assert response.status_code == 204 and response["Access-Control-Allow-Origin"] == "*"


SMALL = [
    pytest.param("/Santa-war/query", 400, "name is missing", id="no name"),
    pytest.param("/Santa-war/query?name=,,&outputFormat=json", 400, "name is missing", id="commas"),
    pytest.param("/Santa-war/query?name=M31&outputFormat=csv", 400, "json or xml", id="format"),
    pytest.param("/Santa-war/query?name=M31&outputFormat=xml&outputFormat=json", 400, "Send it once", id="two formats"),
    pytest.param("/Santa-war/query?name=M31&resolveAll=perhaps", 400, "true or false", id="flag"),
    pytest.param("/Santa-war/query?outputFormat=json&" + "&".join(["name=M31"] * 101), 400, "101 names", id="many"),
    pytest.param("/Santa-war/query?outputFormat=json&name=" + "x" * 300, 200, "300 characters", id="long name"),
    pytest.param("/Santa-war/query?name=%00%01", 200, "cannot be seen", id="control characters"),
    pytest.param("/Santa-war/query?name=M31&resolver=nobody&outputFormat=json", 200, "nobody", id="unknown resolver"),
    pytest.param("/Santa-war/query?name=M31&radius=3", 200, "radius is not known here", id="unknown parameter"),
    pytest.param("/portal/Mashup/Mashup.asmx/columnsconfig", 400, "colConfigId is missing", id="no columns"),
    pytest.param("/api/v0.1/path_lookup/", 400, "uri is missing", id="no uri"),
    pytest.param(INVOKE, 200, "request is missing", id="invoke without request"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "status", "words"), SMALL)
def test_the_small_services(archive, path, status, words):
    response = Client().get(path)
    assert response.status_code == status and words in response.getvalue().decode()


def test_odd_keys_of_a_range_are_told(archive):
    sent = filters({"paramName": "t_min", "values": [{"min": 50_000, "mx": 50_001}]})
    document = json.loads(Client().post(INVOKE, {"request": json.dumps(sent | {"pagesize": 1})}).getvalue())
    assert document["status"] == "COMPLETE" and "mx in a range of the filter t_min" in document["msg"]
