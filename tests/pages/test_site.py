"""What all pages share: headers, preferences, errors, status, records' way back."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError
from django.test import Client
from django.urls import path

from mastsite.pages import errors, home
from mastsite.pages.urls import urlpatterns as pages
from tests.pages.html import faults, text, tree

pytestmark = pytest.mark.usefixtures("archive")


@pytest.fixture
def browser() -> Client:
    return Client(headers={"Accept": "text/html"}, raise_request_exception=False)


def test_headers(browser: Client) -> None:
    response = browser.get("/")
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert len(response["X-Request-ID"]) == 16


@pytest.mark.parametrize(
    ("given", "kept"), [("abcd-1234", True), ("a b", False), ("<script>alert", False), ("x" * 100, False)]
)
def test_the_number_of_a_request(browser: Client, given: str, kept: bool) -> None:
    assert (browser.get("/", headers={"X-Request-ID": given})["X-Request-ID"] == given) is kept


def test_preferences(browser: Client) -> None:
    response = browser.post(
        "/preferences", {"theme": "dark", "density": "compact", "spoken": "nonsense", "back": "/search/hst/?a=1"}
    )
    assert response.status_code == 302 and response["Location"] == "/search/hst/?a=1#prefs"
    assert set(response.cookies) == {"theme", "density"}
    html = browser.get("/").content.decode()
    assert 'data-theme="dark" data-density="compact"' in html


def test_kept_parts_of_pages_are_of_their_own_page_and_reader(settings: Any) -> None:
    def frame(address: str, **chosen: str) -> tuple[list[str], list[str], str]:
        client = Client(headers={"Accept": "text/html"})
        client.cookies.load(chosen)
        page = tree(client.get(address).content.decode())
        here = [link.attrib["href"] for link in page.iterfind(".//header//a[@aria-current]")]
        words = [option.attrib["value"] for option in page.iterfind(".//footer//option[@selected]")]
        return here, words, "".join(page.find(".//header//a").itertext())

    usual = ["device", "comfortable", "words", "out"]
    for _first_and_kept in range(2):
        assert frame("/status") == (["/status"], usual, f"{settings.SITE_NAME} Space telescope archive")
        assert frame("/search/hst/")[:2] == ([], usual)
        assert frame("/", theme="red")[:2] == (["/"], ["red", *usual[1:]])
    settings.SITE_NAME = "Another"
    assert frame("/status")[2].startswith("Another ")


@pytest.mark.parametrize(
    "back", ["//evil.example/", "https://evil.example/", "javascript:alert(1)", "", "\\\\evil", "/\\evil.example"]
)
def test_preferences_lead_back_to_this_site_only(browser: Client, back: str) -> None:
    assert browser.post("/preferences", {"theme": "red", "back": back})["Location"] == "/#prefs"


def test_preferences_from_elsewhere(browser: Client) -> None:
    response = browser.post("/preferences", {"theme": "red"}, headers={"Origin": "https://evil.example"})
    assert response.status_code == 403 and not response.cookies
    assert faults(response.content.decode()) == []


def test_status(browser: Client) -> None:
    data = browser.get("/status.json").json()
    assert data["status"] == "ok" and data["rows"] > 0
    assert {"mission", "rows", "version", "loaded_at"} <= set(data["holdings"][0])


def _fail(*_given: object, **_more: object) -> None:
    raise DatabaseError("no such thing as a secret path /srv/db")


def test_a_silent_database(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(home, "holdings", _fail)
    for address in ("/", "/status"):
        response = browser.get(address)
        assert response.status_code == 503
        html = response.content.decode()
        assert faults(html) == [] and "secret" not in html
    assert browser.get("/status.json").status_code == 503


def broken(_request: object) -> None:
    raise RuntimeError("a secret")


urlpatterns = [*pages, path("broken", broken), path("broken.json", broken)]
handler500 = errors.handler500


@pytest.mark.urls(__name__)
def test_something_broke(browser: Client, django_assert_num_queries: object) -> None:
    with django_assert_num_queries(0):  # type: ignore[operator]
        response = browser.get("/broken")
    html = response.content.decode()
    assert response.status_code == 500 and faults(html) == []
    assert response["X-Request-ID"] in html and "secret" not in html
    assert browser.get("/broken.json").json()["errors"]


@pytest.mark.parametrize("number", [400, 403, 404, 410, 500, 503])
def test_every_error_page(number: int, rf: object) -> None:
    request = rf.get("/x")  # type: ignore[attr-defined]
    request.request_id = "0123456789abcdef"
    response = errors.problem(request, number, "Title", "Sentence.", "Remedy.", [("/", "Way")])
    html = response.content.decode()
    assert response.status_code == number and faults(html) == []
    assert "0123456789abcdef" in html


def test_the_way_back_from_a_record(browser: Client) -> None:
    html = browser.get("/search/hst/results?rows=10&sci_instrume=STIS").content.decode()
    link = next(str(item.get("href")) for item in tree(html).iter("a") if "/dataset/" in str(item.get("href")))
    record = browser.get(link).content.decode()
    back = next(
        str(item.get("href")) for item in tree(record).iter("a") if "Back to the results" in "".join(item.itertext())
    )
    search, _hash, row = back.partition("#")
    assert search == "/search/hst/results?sci_instrume=STIS&rows=10"
    assert [item.get("href") for item in tree(html).iter("a") if item.get("id") == row] == [link]


@pytest.mark.parametrize(
    "way", ["https://evil.example", "foo=1", "target=%00", "javascript:alert(1)", "radius=abc&target=m31"]
)
def test_a_way_back_that_is_no_search(browser: Client, way: str) -> None:
    html = browser.get("/search/hst/results?rows=10").content.decode()
    link = next(str(item.get("href")) for item in tree(html).iter("a") if "/dataset/" in str(item.get("href"))).split(
        "?"
    )[0]
    record = browser.get(link, {"from": way}).content.decode()
    assert "Back to the results" not in text(record) and "//evil" not in record


def test_snippets_while_typing(browser: Client) -> None:
    part = browser.get("/search/hst/snippets?target=m+31", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part and "results" in part
    wrong = browser.get("/search/hst/snippets?target=m+31&radius=abc", headers={"HX-Request": "true"})
    assert wrong.status_code == 200 and "abc" in wrong.content.decode()


def test_an_address_cut_short_is_the_search_of_every_mission(browser: Client) -> None:
    response = browser.get("/search/")
    assert response.status_code == 200 and "Search every mission" in response.content.decode()


@pytest.mark.parametrize("origin", ["http://[", "http://]", "https://evil.example", "nonsense"])
def test_preferences_with_an_origin_that_is_not_ours_are_refused(browser: Client, origin: str) -> None:
    assert browser.post("/preferences", {"theme": "red"}, headers={"Origin": origin}).status_code == 403
