"""The form of a mission: empty, filled from its address, or shown again with what was wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mastsite.freshness import keepable
from mastsite.pages import asking, forms, operators
from mastsite.pages.asking import address, pairs_of
from mastsite.pages.freshness import mark, unchanged
from mastsite.pages.typed import Pairs
from mastsite.pages.words import amount, printable
from mastsite.search.declare import Mission
from mastsite.search.params import Fault, QueryError
from mastsite.search.registry import get_mission
from mastsite.search.tables import NotLoaded, holding_of


@require_safe
def form(request: HttpRequest, slug: str) -> HttpResponse:
    """A full address fills the boxes; one that cannot be read shows what is wrong, before anything is searched."""
    mission = get_mission(slug)
    etag = mark(request, mission).etag
    if (same := unchanged(request, etag)) is not None:
        return same
    pairs = pairs_of(request)
    faults: Sequence[Fault] = ()
    try:
        asking.read(mission, pairs)
    except QueryError as error:
        faults = error.faults
    response = form_page(request, mission, pairs, faults)
    return keepable(response, etag) if response.status_code == 200 else response


def form_page(request: HttpRequest, mission: Mission, pairs: Pairs, faults: Sequence[Fault] = ()) -> HttpResponse:
    """The form filled with `pairs`, with a summary of `faults` and status 400 when there are some."""
    why, holding = "", None
    try:
        holding = holding_of(mission)
    except NotLoaded as error:
        why = str(error)
    pairs = [(printable(name), printable(value)) for name, value in pairs]
    faults = [replace(fault, sentence=printable(fault.sentence)) for fault in faults]
    context = {
        "mission": mission,
        "form": forms.build(mission, pairs, faults),
        "holding": holding,
        "rows_held": amount(holding.row_count, "row", "rows") if holding else "",
        "why": why,
        "operators": operators.live(mission),
        "mission_shown": mission,
        "examples": [(f"{address(mission)}?{query}", text) for query, text in mission.examples],
        "filled": bool(pairs),
    }
    return keepable(render(request, "pages/form.html", context, status=400 if faults else 200))
