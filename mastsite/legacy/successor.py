"""The new address of what an old one asked for: for links, headers and whoever moves a script."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import quote, urlencode

from django.conf import settings
from django.http import HttpRequest

from mastsite.legacy.asked import Asked, Search
from mastsite.search.declare import ClassicForm, Mission
from mastsite.search.query import DEFAULT_ROWS, MAX_PLACES, Query

LONGEST = 6000
"""Characters; a longer address is cut by some proxies and servers, so that the form's is given instead."""


def new_address(asked: Asked | Search, extension: str = "") -> str:
    """``/search/<slug>/results`` with the parameters that ask for the same rows.

    Several searches of one request are one search there, whose rows are collated. Where one address cannot say it
    (uploads, names as written beside positions, more places than one search takes), it is that of the mission's form.

    Parameters
    ----------
    asked : a whole request, or one of its searches.
    extension : of a file format of the new addresses, such as ``csv``; empty for the page.
    """
    if isinstance(asked, Search):
        return query_address(asked.query, extension) if asked.query else "/"
    merged = _merged(asked)
    address = query_address(merged, extension) if merged else ""
    return address if 0 < len(address) <= LONGEST else form_address(asked.mission)


def query_address(query: Query, extension: str = "") -> str:
    """The permalink of a search, or the address of its file."""
    query = replace(query.without_paging(), format="", rows=DEFAULT_ROWS)
    address = f"/search/{query.mission.slug}/results{'.' * bool(extension)}{extension}"
    params = urlencode(query.params(), quote_via=quote)
    return f"{address}?{params}" if params else address


def form_address(mission: Mission | None) -> str:
    """The new form of a mission, or the list of all."""
    return f"/search/{mission.slug}/" if mission else "/"


def site(request: HttpRequest) -> str:
    """The address of this site, before its paths."""
    return settings.SITE_ADDRESS or f"{request.scheme}://{request.get_host()}"


def nearest_address(form: ClassicForm, mission: Mission | None) -> str:
    """What stands nearest to an old form: where it is not held, the form that its declaration names."""
    return form.nearest or form_address(mission)


def _merged(asked: Asked) -> Query | None:
    """The searches of a request as one query; None where they are read as they come, or cannot be said together.

    Names that nobody knows have no rows in either. The limit was that of each table, so that one of all is as many times.
    """
    if not isinstance(asked.searches, list | tuple):
        return None
    queries = [search.query for search in asked.searches if search.query is not None]
    if not queries or len(queries) > MAX_PLACES:
        return None
    first: Query = queries[0]
    if len(queries) == 1:
        return first
    if any(replace(query, places=()) != replace(first, places=()) or not query.places for query in queries):
        return None
    limit = None if first.limit is None else first.limit * len(queries)
    return replace(first, places=tuple(place for query in queries for place in query.places), limit=limit)
