"""Old addresses that lead on, old pages made of the registries, old tools that are not here."""

from __future__ import annotations

import pytest
from django.test import Client

from mastsite.legacy.gone import GONE
from mastsite.legacy.services import SERVICES
from mastsite.legacy.shapes.registry import SHAPES
from mastsite.legacy.tokens import forms
from tests.legacy.tools import get
from tests.pages.html import faults, text

pytestmark = pytest.mark.usefixtures("archive")


@pytest.mark.parametrize("code", ["2013MNRAS.435.1904M", "1992ApJ...400L...1W", "1971A&A....10...76K"])
def test_a_bibcode_leads_to_the_ads(code: str) -> None:
    response = Client().get("/mastbibref.php", {"bibcode": code})
    assert response.status_code == 302
    assert response["Location"].startswith("https://ui.adsabs.harvard.edu/abs/") and "&" not in response["Location"]


EVIL = [
    "",
    "x",
    "//evil.example/aaaaaaaaaa",
    "https://evil.example",
    "2013MNRAS.435.1904M\r\nX: y",
    "../../../../../evil",
    "é" * 19,
]


@pytest.mark.parametrize("code", EVIL)
def test_anything_else_leads_nowhere(code: str) -> None:
    response = Client().get("/mastbibref.php", {"bibcode": code})
    assert response.status_code == 404 and "Location" not in response
    assert faults(response.content.decode()) == []


def test_a_preview_leads_to_the_row() -> None:
    for word in ("hst", "HST"):
        response = Client().get("/cgi-bin/mastpreview", {"mission": word, "dataid": "j9am01010"})
        assert (response.status_code, response["Location"]) == (302, "/search/hst/dataset/J9AM01010")


@pytest.mark.parametrize(
    "params",
    [
        {},
        {"mission": "hst"},
        {"mission": "nope", "dataid": "x"},
        {"mission": "hst", "dataid": "nosuch"},
        {"mission": "iue", "dataid": "swp16877"},
        {"mission": "hst", "dataid": "//evil.example"},
        {"mission": "//evil.example", "dataid": "x" * 3000},
        {"mission": "<b>x</b>", "dataid": "<b>x</b>"},
    ],
    ids=str,
)
def test_a_preview_that_is_not_there(params: dict[str, str]) -> None:
    response = Client().get("/cgi-bin/mastpreview", params)
    html = response.content.decode()
    assert response.status_code == 404 and faults(html) == [] and "<b>x</b>" not in html


@pytest.mark.parametrize("gone", GONE, ids=lambda gone: gone.path)
@pytest.mark.parametrize("method", ["get", "post"])
def test_old_tools_that_are_not_here(gone: object, method: str) -> None:
    response = getattr(Client(enforce_csrf_checks=True), method)(f"/{gone.path}", {"file": "a,b"})  # type: ignore[attr-defined]
    html = response.content.decode()
    assert response.status_code == 410 and faults(html) == []
    assert gone.did in text(html)  # type: ignore[attr-defined]
    for address, _ in gone.ways:  # type: ignore[attr-defined]
        assert Client().get(address).status_code == 200, address


def test_the_services_page_lists_what_answers() -> None:
    html = get("/vo/mast_services.html")
    assert faults(html) == []
    for form, _ in forms():
        assert f"/{form.path}/search.php" in html
    for service in SERVICES:
        response = Client().get(service.example)
        assert response.status_code in (200, 302), service.example


def test_the_parameters_page_lists_every_format() -> None:
    html = get("/vo/general_params.html")
    assert faults(html) == []
    assert all(name in html for name in SHAPES)


@pytest.mark.parametrize(
    "address",
    ["/xcorr.php", "/siap/search.php", "/ssap/search2.php", "/pointings/search.php", "/dataset_verifier.php"]
    + ["/search_fields.php", "/mastbibref.php", "/cgi-bin/mastpreview"],
)
def test_no_method_and_no_body_breaks_a_tool(address: str) -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.put(address).status_code == 405
    assert client.head(address).status_code < 500
    bodies = [
        (b'{"a": ', "application/json"),
        (b"\xff\xfe=\x00&&&=%zz", "application/x-www-form-urlencoded"),
        (b"broken", "multipart/form-data; boundary=x"),
        (b"a=1&" * 3000, "application/x-www-form-urlencoded"),
    ]
    for body, kind in bodies:
        assert client.post(address, body, content_type=kind).status_code < 500, kind
    assert client.get(f"{address}?%ff%fe=%c3%28&action=Search").status_code < 500
