"""The link at the foot of every page: on all of them, with their own address, the same for everyone."""

from __future__ import annotations

from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from django.conf import settings
from django.test import Client, RequestFactory

from mastsite.feedback.link import feedback_address
from mastsite.pages.errors import handler500
from tests.pages.html import tree

pytestmark = pytest.mark.usefixtures("archive")

WORDS = "Feedback on this page"
PAGES = [
    ("/", 200),
    ("/search/hst/", 200),
    ("/search/hst/results?target=m+31&radius=5&sci_instrume=STIS%2C+FOC", 200),
    ("/search/hst/results?target=m+31&radius=abc", 400),
    ("/search/hst/dataset/O58501060", 200),
    ("/search/iue/", 200),
    ("/nowhere/%3Cb%3E?x=%C3%A9&y=%E9", 404),
    ("/search/docs", 200),
    ("/status", 200),
    ("/changes", 200),
    ("/retirements/", 200),
    ("/retirements/hst-form/", 200),
    ("/hst/search.php", 200),
    ("/hst/search.php?target=m31&radius=5&max_records=3&action=Search", 200),
    ("/hst/search.php?nonsense=1&action=Search&as-of=2031-01-01", 410),
    ("/scrapbook.php", 410),
    ("/vo/mast_services.html", 200),
]


def about(html: str) -> dict[str, list[str]]:
    [link] = [item for item in tree(html).iter("a") if (item.text or "") == WORDS]
    assert link.get("rel") == "nofollow" and "tabindex" not in link.attrib
    parts = urlsplit(str(link.get("href")))
    assert parts.path == "/feedback"
    return parse_qs(parts.query, keep_blank_values=True)


@pytest.mark.parametrize(("address", "status"), PAGES, ids=[address[:40] for address, _status in PAGES])
def test_every_page_has_it_once_with_its_own_address(client: Client, address: str, status: int) -> None:
    response = client.get(address, headers={"Accept": "text/html"})
    assert response.status_code == status
    assert about(response.getvalue().decode()) == {"about": [address.removesuffix("&as-of=2031-01-01")]}
    assert "csrftoken" not in response.cookies


def test_pages_of_a_fault_have_it_too(client: Client) -> None:
    request = RequestFactory().get("/search/hst/?x=1")
    assert about(handler500(request).content.decode()) == {"about": ["/search/hst/?x=1"]}
    posted = client.post("/hst/search.php?x=1", {"target": "m31", "radius": "abc", "action": "Search"})
    assert about(posted.getvalue().decode()) == {"about": ["/hst/search.php"]}


def test_on_its_own_page_it_does_not_grow(client: Client) -> None:
    query = urlencode({"about": "/feedback?about=/feedback"})
    assert about(client.get(f"/feedback?{query}").content.decode()) == {"about": ["/feedback"]}


@pytest.mark.parametrize(
    ("path", "query", "parameters"),
    [
        ("/search/hst/results", "target=" + "m" * 1400, {"about": ["/search/hst/results?target=" + "m" * 1400]}),
        ("/search/hst/results", "target=" + "m" * 1500, {"about": ["/search/hst/results"], "cut": ["yes"]}),
        ("/" + "n" * 2000, "", {"about": [""], "cut": ["yes"]}),
    ],
    ids=["whole", "cut", "nothing-left"],
)  # fmt: skip
def test_it_is_bounded(path: str, query: str, parameters: dict[str, list[str]]) -> None:
    link = feedback_address(RequestFactory().get(path, QUERY_STRING=query))
    assert len(link) < 5000
    assert parse_qs(urlsplit(link).query, keep_blank_values=True) == parameters


def test_the_cookie_ends_with_the_session_and_is_of_no_use_to_scripts() -> None:
    assert settings.CSRF_COOKIE_AGE is None and settings.CSRF_COOKIE_HTTPONLY


@pytest.mark.urls("mastsite.pages.urls")
def test_a_site_without_the_form_has_no_link() -> None:
    assert feedback_address(RequestFactory().get("/")) == ""
