"""The search of a page without the page: what links to its receipt, feed and proof carry."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlencode

from django.http import HttpRequest

from mastsite.pages import asking
from mastsite.pages.asking import site_address
from mastsite.search.query import DEFAULT_ROWS, Query

LONGEST_LINK = 4_000
"""Of an address in a header; servers between refuse longer ones."""


def whole(query: Query) -> Query:
    """The search without what belongs to one page of it, as a file has it."""
    return replace(query.without_paging(), rows=DEFAULT_ROWS, coordinates="sex", format="")


def of_file(query: Query) -> Query:
    """The same, but from the row that was asked for on: what a file of this very address has."""
    return replace(query, rows=DEFAULT_ROWS, coordinates="sex", format="", before="")


def address(query: Query, page: str) -> str:
    """The address of a page of this folder for a search."""
    return asking.address(query.mission, page, query.params())


def search_of(query: Query) -> str:
    """The search as the links below a table of results carry it."""
    return urlencode(whole(query).params())


def link_header(request: HttpRequest, query: Query) -> str:
    """The header of a file that leads to its receipt; empty where the address is too long for one."""
    there = site_address(request) + address(of_file(query), "receipt")
    return f'<{there}>; rel="describedby"; type="text/html"' if len(there) <= LONGEST_LINK else ""
