"""The resolver as a service, and the list of copies in a cloud."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from django.test import Client

from mastsite.resolver import resolve


def ask(**parameters):
    response = Client().get("/Santa-war/query", {"outputFormat": "json", **parameters})
    assert response["Access-Control-Allow-Origin"] == "*"
    return response.json()


@pytest.mark.parametrize("name", ["M31", "vega", "NGC 346", "TRAPPIST-1"])
def test_one_name(archive, name):
    place = ask(name=name)["resolvedCoordinate"]
    answer = resolve(name).answer
    assert len(place) == 1 and place[0]["searchString"] == name.lower()
    assert (place[0]["ra"], place[0]["decl"]) == (answer.ra_deg, answer.dec_deg)
    assert place[0]["canonicalName"] == answer.canonical and place[0]["searchRadius"] == -1.0


def test_several_names_repeated_or_with_commas(archive):
    names = ["M31", "no such object", "Vega"]
    repeated = ask(name=names)
    assert [place["searchString"] for place in repeated["resolvedCoordinate"]] == ["m31", "vega"]
    assert "no such object" in repeated["status"]
    commas = ask(name=",".join(names))
    assert [place["ra"] for place in commas["resolvedCoordinate"]] == [
        place["ra"] for place in repeated["resolvedCoordinate"]
    ]


def test_every_resolver(archive):
    places = ask(name="Vega", resolveAll="true")["resolvedCoordinate"]
    assert len({place["resolver"] for place in places}) == len(places) > 0
    resolution = resolve("Vega", resolver="all")
    assert len(places) == 1 + len(resolution.others)


def test_an_unknown_name_is_an_empty_list_with_a_sentence(archive):
    response = Client().get("/Santa-war/query?name=no+such+object&outputFormat=json")
    assert response.status_code == 200
    assert response.json()["resolvedCoordinate"] == [] and "was not found" in response.json()["status"]
    assert "moves" in ask(name="Mars")["status"]


def test_xml_is_what_comes_without_a_word(archive):
    response = Client().get("/Santa-war/query?name=M31")
    root = ElementTree.fromstring(response.content)
    place = ask(name="M31")["resolvedCoordinate"][0]
    item = root.find("resolvedCoordinate")
    assert response["Content-Type"] == "application/xml" and item.findtext("searchString") == "m31"
    assert float(item.findtext("ra")) == place["ra"] and [child.tag for child in item] == list(place)


def test_no_copies_in_a_cloud():
    response = Client().get(
        "/api/v0.1/path_lookup/", {"uri": ["mast:HST/product/a.fits", "b"], "use_cloud_path": "True"}
    )
    nowhere = {"status_code": 404, "path": None}
    assert response.json() == {"mast:HST/product/a.fits": nowhere, "b": nowhere}
