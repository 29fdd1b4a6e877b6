"""``/tutorials/``: for each mission what it holds, searches that run, its boxes, and what its old fields are called now."""

from __future__ import annotations

import time
from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from mastsite.freshness import keepable
from mastsite.guides import fieldnames
from mastsite.guides.examples import MOST, Example, examples
from mastsite.search import engine
from mastsite.search.declare import Mission
from mastsite.search.limits import TimeLimit
from mastsite.search.models import Holding
from mastsite.search.query import unplaced
from mastsite.search.registry import UnknownMission, get_mission, missions
from mastsite.search.result import Count
from mastsite.search.tables import NotLoaded, holding_of, holdings
from mastsite.snippets import SNIPPETS, Snippet

LANGUAGES = ("url", "curl_get", "python_astroquery")
"""What every search is shown in, beside the page."""
ONE_COUNT_S = 0.5
ALL_COUNTS_S = 2
"""What counting may take before the first showing of a page; what is not counted by then has a link to its rows."""


@dataclass(frozen=True, slots=True)
class Worked:
    """An example as its page shows it: what its ids begin with, how many rows it finds (None where that is not known at once), and its spellings."""

    prefix: str
    example: Example
    count: Count | None
    results: str
    form: str
    snippets: list[Snippet]


_KNOWN: dict[str, tuple[str, dict[int, Count | None]]] = {}
"""By mission: the table that its examples were counted in, and how many rows each found."""


def counts(mission: Mission, holding: Holding) -> dict[int, Count | None]:
    """How many rows the examples find, as far as that was counted in the time there is; None for what takes longer."""
    table, known = _KNOWN.get(mission.slug, ("", {}))
    if table != holding.table:
        known = {}
        _KNOWN[mission.slug] = holding.table, known
    began = time.monotonic()
    for number, example in enumerate(examples(mission)):
        if len(shown(mission, known)) == MOST and number > shown(mission, known)[-1]:
            break
        if number in known or unplaced(example.query.places):
            continue
        if time.monotonic() - began > ALL_COUNTS_S:
            break
        known[number] = _count(example)
    return known


def shown(mission: Mission, found: dict[int, Count | None]) -> list[int]:
    """Which examples the page has: the first ones, but for those that are known to find nothing in the rows held."""
    return [number for number in range(len(examples(mission))) if found.get(number) != Count(0)][:MOST]


def _count(example: Example) -> Count | None:
    try:
        found = engine.count(example.query, within_s=ONE_COUNT_S)
    except (NotLoaded, TimeLimit):
        return None
    return found if found.exact or found.value else None


def worked(mission: Mission, found: dict[int, Count | None], site: str) -> list[Worked]:
    """The examples of a mission, with their counts and spellings."""
    address = reverse("form", kwargs={"slug": mission.slug})
    made = []
    for place, number in enumerate(shown(mission, found), 1):
        example = examples(mission)[number]
        asked = urlencode(example.query.params())
        snippets = [SNIPPETS[name].write(example.query, site) for name in LANGUAGES]
        made.append(
            Worked(
                f"ex{place}", example, found.get(number), f"{address}results?{asked}", f"{address}?{asked}", snippets
            )
        )
    return made


@require_safe
def tutorial(request: HttpRequest, slug: str) -> HttpResponse:
    """The tutorial of one mission."""
    try:
        mission = get_mission(slug)
    except UnknownMission as error:
        raise Http404(str(error)) from error
    why, holding = "", None
    found: dict[int, Count | None] = {}
    try:
        holding = holding_of(mission)
        found = counts(mission, holding)
    except NotLoaded as error:
        why = str(error)
    site = settings.SITE_ADDRESS or f"{request.scheme}://{request.get_host()}"
    entries = fieldnames.old_forms(mission)
    renamed, nowhere = fieldnames.renamed(mission, entries)
    context = {
        "mission": mission,
        "holding": holding,
        "held": Count(holding.row_count) if holding else None,
        "whole": None if mission.upstream_rows is None else Count(mission.upstream_rows),
        "why": why,
        "examples": worked(mission, found, site),
        "boxes": list(fieldnames.all_boxes(mission)),
        "renamed": renamed,
        "nowhere": nowhere,
        "old_forms": [entry.record for entry in entries],
    }
    return keepable(render(request, "guides/tutorial.html", context))


@require_safe
def tutorials(request: HttpRequest) -> HttpResponse:
    """Every mission, those with rows first."""
    rows = {holding.slug: Count(holding.row_count) for holding in holdings().values()}
    lines = [(mission, rows.get(slug)) for slug, mission in missions().items()]
    parts = [
        ("With rows here", [line for line in lines if line[1]]),
        ("Without rows here", [line for line in lines if not line[1]]),
    ]
    return keepable(render(request, "guides/tutorials.html", {"parts": [part for part in parts if part[1]]}))
