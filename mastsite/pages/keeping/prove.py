"""The proof that every door gives the same rows: each is asked by its own address, now, and the identifiers are compared."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from mastsite.exports.digest import digest_of
from mastsite.pages import asking
from mastsite.pages.asking import results_address, site_address
from mastsite.pages.keeping.asked import TROUBLE, refused, unanswered
from mastsite.pages.keeping.bare import whole
from mastsite.pages.keeping.doors import DOORS, CannotSay, Door
from mastsite.pages.keeping.inside import Unanswered, ask
from mastsite.pages.typed import Pairs
from mastsite.pages.words import amount, printable
from mastsite.search.identifiers import identified
from mastsite.search.params import QueryError
from mastsite.search.query import Query
from mastsite.search.registry import get_mission

MOST_ROWS = 10_000
MOST_S = 20.0
"""When so much time has gone, no further door is asked."""


@dataclass(frozen=True, slots=True)
class Line:
    """What came of one door: ``yes``, ``no`` or ``not asked``, and why."""

    label: str
    agrees: str
    address: str = ""
    body: str = ""
    rows: int | None = None
    digest: str = ""
    why: str = ""


@csrf_exempt  # it changes nothing; a post only carries longer lists than an address can
@require_http_methods(("GET", "HEAD", "POST"))
def prove_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask every door of a search, and show what each found."""
    mission = get_mission(slug)
    pairs: Pairs = []
    try:
        pairs = asking.pairs_of(request)
        asked = asking.ask(mission, pairs)
    except QueryError as error:
        return refused(request, mission, pairs, error.faults, plain=False)
    query = whole(asked.query)
    began = time.monotonic()
    try:
        source = identified(whole(asked.placed), most=MOST_ROWS + 1, within_s=settings.PAGE_TIME_LIMIT_S)
        found = [str(identifier) for chunk in source.chunks for identifier in chunk]
    except TROUBLE as error:
        return unanswered(request, query, error, plain=False)
    expected = found[:MOST_ROWS]
    limit = MOST_ROWS if query.limit is None else min(query.limit, MOST_ROWS)
    bounded = replace(query, limit=limit, places=asked.placed.places, columns=_columns(asked.query))
    lines = [_line(request, door, bounded, expected, began) for door in DOORS]
    context = {
        "mission": mission, "sentence": printable(asked.placed.describe()), "lines": lines, "rows": len(expected),
        "digest": digest_of(expected), "holdings": source.holding.stamp, "back_search": results_address(query),
        "bounded": len(found) > MOST_ROWS, "most": MOST_ROWS, "verdict": _verdict(lines), "id_column": mission.id_column,
    }  # fmt: skip
    response = render(request, "keeping/prove.html", context)
    response["Cache-Control"] = "no-store"  # it was asked now
    return response


def _columns(query: Query) -> tuple[str, ...]:
    """The columns of the search, and the identifier, which says which rows they are."""
    name = query.mission.id_column
    return query.columns if name in query.column_names else (*query.column_names, name)


def _line(request: HttpRequest, door: Door, query: Query, expected: list[str], began: float) -> Line:
    try:
        call = door.spell(query, site_address(request))
    except CannotSay as error:
        return Line(door.label, "not asked", why=str(error))
    body = "" if call.body is None else call.body.decode()
    line = Line(door.label, "not asked", call.address, body)
    if time.monotonic() - began > MOST_S:
        return replace(line, why=f"The {MOST_S:g} seconds that all doors together have were over.")
    try:
        found = door.read(ask(call, request), query.mission)
    except (Unanswered, ValueError, KeyError, *TROUBLE) as error:
        return replace(line, agrees="no", why=str(error) or type(error).__name__)
    wanted = expected if door.most is None else expected[: door.most]
    why = (
        f"One answer holds {door.most:,} rows, which are compared with the first so many."
        if wanted is not expected and len(wanted) < len(expected)
        else ""
    )
    line = replace(line, rows=len(found), digest=digest_of(found), why=why)
    if found == wanted:
        return replace(line, agrees="yes")
    if sorted(found) == sorted(wanted):
        return replace(line, agrees="yes, in another order", why=" ".join(filter(None, [why, "The same rows."])))
    return replace(line, agrees="no", why=f"{amount(len(wanted), 'row was', 'rows were')} expected. {why}".strip())


def _verdict(lines: list[Line]) -> str:
    asked = [line for line in lines if line.agrees != "not asked"]
    agree = [line for line in asked if line.agrees.startswith("yes")]
    said = (
        f"All {len(asked)} doors that were asked agree."
        if agree == asked
        else f"{len(agree)} of {len(asked)} doors agree."
    )
    left = len(lines) - len(asked)
    return (
        f"{said} {amount(left, 'was', 'were')} not asked, for the reason beside {'it' if left == 1 else 'them'}."
        if left
        else said
    )
