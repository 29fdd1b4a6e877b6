"""The search as calls of the API, for the results page and, while boxes are filled, for the form."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from mastsite.freshness import keepable
from mastsite.pages import asking
from mastsite.pages.asking import form_address, pairs_of, results_address, site_address
from mastsite.pages.typed import Pairs
from mastsite.pages.words import printable
from mastsite.search.params import QueryError
from mastsite.search.query import Query
from mastsite.search.registry import get_mission
from mastsite.snippets import Snippet, write_all


def snippets(query: Query, request: HttpRequest) -> list[Snippet]:
    """The search in every language."""
    return write_all(replace(query.without_paging(), format=""), site_address(request))


@csrf_exempt
@require_http_methods(("GET", "HEAD", "POST"))
def snippets_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The filled boxes as API calls; htmx gets only the part that changes."""
    mission = get_mission(slug)
    pairs: Pairs = []
    context: dict[str, object] = {"mission": mission}
    try:
        pairs = pairs_of(request)
        query = asking.read(mission, pairs)
        context |= {
            "snippets": snippets(query, request),
            "sentence": query.describe(),
            "form_address": form_address(query),
            "permalink": results_address(query),
        }
    except QueryError as error:
        context |= {
            "faults": [printable(fault.sentence) for fault in error.faults],
            "form_address": asking.address(mission, "", pairs),
        }
    fragment = request.headers.get("HX-Request") == "true"
    status = 400 if "faults" in context and not fragment else 200
    template = "components/live_snippets.html" if fragment else "pages/snippets.html"
    return keepable(render(request, template, context, status=status))
