"""What the pages of this folder share: the search of an address, and refusals as a page or as JSON."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse

from mastsite.pages import errors, files
from mastsite.pages.asking import results_address
from mastsite.pages.formpage import form_page
from mastsite.pages.keeping.bare import whole
from mastsite.pages.typed import Pairs
from mastsite.search.declare import Mission
from mastsite.search.limits import TimeLimit
from mastsite.search.paging import CursorError
from mastsite.search.params import Fault
from mastsite.search.query import Query
from mastsite.search.tables import NotLoaded

TROUBLE = (NotLoaded, TimeLimit, CursorError)
"""Why a search that was understood is not answered."""


def refused(
    request: HttpRequest, mission: Mission, pairs: Pairs, faults: Sequence[Fault], *, plain: bool
) -> HttpResponse:
    """The search could not be read: the form with sentences at its boxes, or JSON."""
    return files.refuse(None, 400, faults) if plain else form_page(request, mission, pairs, faults)


def unanswered(request: HttpRequest, query: Query, error: Exception, *, plain: bool) -> HttpResponse:
    """The search was understood and not answered."""
    status = 404 if isinstance(error, NotLoaded) else 400 if isinstance(error, CursorError) else 503
    if plain:
        response = files.refuse(None, status, [Fault("", "", str(error))])
    else:
        ways = [(results_address(whole(query)), "The search")]
        title = {404: "Nothing is loaded", 400: "The search could not be read", 503: "The search was stopped"}[status]
        response = errors.problem(request, status, title, str(error), ways=ways)
    if status == 503:
        response["Retry-After"] = "30"
    return response
