"""From a request to a query: its parameters, the mission's usual columns, names turned into positions."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest

from mastsite.pages.typed import Pairs
from mastsite.resolver.places import place
from mastsite.search.declare import SEARCH_POSITION, Mission
from mastsite.search.params import Fault, QueryError, parse
from mastsite.search.query import Query
from mastsite.search.result import Message

OF_PAGES = frozenset(["from", "csrfmiddlewaretoken", "count"])
"""Parameters that only pages read: the way back, and whether to count past the usual bound."""

FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
"""What a form is sent as."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked: the query as typed (`query`, for links) and with its names resolved (`placed`, for the engine)."""

    query: Query
    placed: Query
    messages: tuple[Message, ...]


def pairs_of(request: HttpRequest) -> Pairs:
    """Name and value of every parameter, of the address and of a posted form, in order.

    Raises
    ------
    QueryError : what was posted is no form, and would be passed over.
    """
    if request.method == "POST":
        _refuse_what_is_no_form(request)
    found = [request.GET, request.POST] if request.method == "POST" else [request.GET]
    return [
        (name, value) for given in found for name, values in given.lists() if name not in OF_PAGES for value in values
    ]


def _refuse_what_is_no_form(request: HttpRequest) -> None:
    kind = request.content_type or "no type"
    if kind not in FORMS and request.body:
        said = f"What was posted is of type {kind[:60]}, and this address reads forms. Send {FORMS[0]}, or JSON to the API."
        raise QueryError([Fault("", kind, said)])
    if request.FILES:
        name = next(iter(request.FILES))
        said = f"A file was posted as {name[:60]}, and none is read here. Send its lines as the text of target."
        raise QueryError([Fault(name, "", said)])


def ask(mission: Mission, pairs: Pairs) -> Asked:
    """Read parameters and resolve names.

    Raises
    ------
    QueryError : with a fault for every parameter that cannot be read, or name that nobody knows.
    """
    query = read(mission, pairs)
    placed, messages = place(query)
    if len(placed.places) > 1 and not placed.columns:
        # Rows near several places: which one must be seen in the table and in every file.
        placed = replace(placed, columns=(SEARCH_POSITION, *placed.column_names))
    return Asked(query, placed, tuple(messages))


def read(mission: Mission, pairs: Pairs) -> Query:
    """Read parameters; names stay names.

    Raises
    ------
    QueryError
    """
    if faults := _not_utf8(pairs):
        raise QueryError(faults)
    query = parse(mission, pairs)
    # A form sends every ticked box. The usual ones are the same as none, and make a short address.
    if sorted(query.columns) == sorted(mission.default_columns):
        query = replace(query, columns=())
    return query


def _not_utf8(pairs: Pairs) -> list[Fault]:
    return [
        Fault(
            name, value, f"“{value[:60]}” has bytes in it that are not UTF-8. Type the text again, or send é as %C3%A9."
        )
        for name, value in pairs
        if "\ufffd" in name or "\ufffd" in value
    ]


def address(mission: Mission, page: str = "results", pairs: Pairs | None = None) -> str:
    """An address under the mission's, with parameters."""
    base = f"/search/{mission.slug}/{page}"
    return f"{base}?{urlencode(pairs)}" if pairs else base


def results_address(query: Query, extension: str = "") -> str:
    """The permalink of a search: its page, or its file of that extension."""
    return address(query.mission, f"results{'.' * bool(extension)}{extension}", query.params())


def form_address(query: Query) -> str:
    """The form with the boxes filled."""
    return address(query.mission, "", replace(query.without_paging(), format="").params())


def site_address(request: HttpRequest) -> str:
    """The site's public address without a slash at the end."""
    return settings.SITE_ADDRESS or f"{request.scheme}://{request.get_host()}"
