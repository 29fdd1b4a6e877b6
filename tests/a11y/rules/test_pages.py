"""Every address that answers in HTML is among the pages that the rules run over, or is named here with a reason."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver, resolve

from tests.a11y.pages import BROKEN, PAGES, Page

NOT_PAGES = {
    "all_json": "JSON",
    "all_calendar": "iCalendar",
    "all_atom": "Atom",
    "json": "JSON",
    "calendar": "iCalendar",
    "atom": "Atom",
    "changes_atom": "Atom",
    "accessibility_json": "JSON",
    "columns_json": "JSON",
    "facets_json": "JSON",
    "statistics_csv": "files",
    "statistics_picture": "SVG, drawn on the page of statistics",
    "receipt_json": "JSON",
    "verify_json": "JSON",
    "feed": "Atom and JSON",
    "saved_feed": "Atom and JSON",
    "status_json": "JSON",
    "openapi": "JSON",
    "results_file": "files",
    "mail": "plain text",
    "everywhere_json": "JSON",
    "basket_add": "takes a POST and leads to the basket",
    "basket_change": "takes a POST and leads to the basket",
    "basket_files": "files",
    "everywhere_found": "one number, for the page that waits for it",
    "everywhere_total": "one sentence, for the page that waits for it",
    "show": "takes a cookie away and leads to the timeline",
    "fragment": "a piece of HTML for other sites; the notice on old pages is the same",
    "check": "plain text, for operators",
    "dismiss": "takes a POST and leads back",
    "feedback": "takes a POST; what it refuses is the page of the retirement",
    "preferences": "takes a POST and leads back",
    "chosen_columns": "leads to the results with those columns",
    "count": "takes a POST and leads to the results or to a job",
    "job_json": "JSON",
    "list_new_json": "JSON",
    "list_json": "JSON",
    "lists_json": "JSON",
    "list_file": "files",
    "list_tables_file": "files",
    "job_cancel": "takes a POST and leads back",
    "job_file": "files",
    "retrieve_product": "files",
    "download": "files",
    "siap": "VOTable",
    "siap2": "VOTable",
    "ssap": "VOTable",
    "ssap2": "VOTable",
    "mastbibref": "leads elsewhere or is refused on the page of status 404",
    "mastpreview": "leads elsewhere or is refused on the page of status 404",
    "invoke": "JSON",
    "columnsconfig": "JSON",
    "resolver": "XML",
    "path_lookup": "JSON",
}
"""Names of addresses that answer no page of their own, and what they answer."""

API = ("search/", "^search/(?P<slug>[^/]+)/api/", "api/", "^api/", "^(?:api", "whoami", "portal/", "admin/")
"""How routes without a name begin that answer in JSON or with files, or belong to Django's own administration."""


def routes(patterns: Any, before: str = "") -> Iterator[tuple[str, str]]:
    """Every address of the site as route and name."""
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield route, pattern.name or ""
        else:
            yield from routes(pattern.url_patterns, route)


def test_every_address_is_a_page_here_or_has_a_reason() -> None:
    covered = {
        resolve(unquote(urlsplit(page.address).path)).route
        for page in PAGES
        if page not in BROKEN and page.name != "nowhere"
    }
    left = [
        f"{route} ({name})"
        for route, name in routes(get_resolver().url_patterns)
        if route not in covered and name not in NOT_PAGES and not (not name and route.startswith(API))
    ]
    assert left == [], "add a Page to tests/a11y/pages.py, or say in NOT_PAGES what it answers"


def test_no_exception_is_left_over() -> None:
    names = {name for _route, name in routes(get_resolver().url_patterns)}
    assert sorted(set(NOT_PAGES) - names) == []


def test_every_page_has_a_name_of_its_own() -> None:
    names = [page.name for page in PAGES]
    assert sorted({name for name in names if names.count(name) > 1}) == []


@pytest.mark.usefixtures("archive")
@pytest.mark.parametrize("page", [page for page in PAGES if not page.made], ids=str)
def test_every_page_answers_as_told(page: Page) -> None:
    address, status = page.found()
    response = Client(headers={"Accept": "text/html"}).get(address)
    assert response.status_code == status
    assert response["Content-Type"].startswith("text/html")
