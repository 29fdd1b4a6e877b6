"""The values that a search can be narrowed by, with their counts: a page of links, the same as JSON, and as lists alone.

The results page links here and fetches the lists when a reader opens their panel, so that they cost nothing before.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from mastsite.pages import asking, errors, files
from mastsite.pages.asking import Asked, address, results_address
from mastsite.pages.keeping.asked import TROUBLE, refused, unanswered
from mastsite.pages.keeping.bare import whole
from mastsite.pages.typed import Pairs
from mastsite.pages.words import amount, heading, printable
from mastsite.search.declare import Column, Mission
from mastsite.search.facets import MOST_VALUES, Facet, FacetValue, facet_columns, facets
from mastsite.search.params import Fault, QueryError
from mastsite.search.query import Query
from mastsite.search.registry import get_mission

WITHIN_S = 1.0
"""For all facets together, where nobody asks for more."""
SHOWN = 20
"""Values of each facet, where not one facet alone is asked for."""
OWN = ("facet", "patience")
"""Parameters of these pages, beside those of the search."""
PANEL = "narrowing"
"""Name of the element of the results page that is filled with the lists alone."""


@dataclass(frozen=True, slots=True)
class Line:
    """One value as it is printed: with its rows, and where it leads ("" where the grammar cannot ask for it)."""

    text: str
    rows: str
    chosen: bool
    address: str


@dataclass(frozen=True, slots=True)
class Group:
    """One facet as it is printed."""

    name: str
    title: str
    lines: tuple[Line, ...]
    counted: bool
    replaces: str
    more: str
    all_of_it: str


@csrf_exempt  # it changes nothing; a post only carries longer lists than an address can
@require_http_methods(("GET", "HEAD", "POST"))
def facets_page(request: HttpRequest, slug: str, extension: str = "") -> HttpResponse:
    """Count the values of the mission's facets in a search."""
    mission = get_mission(slug)
    response = _answer(request, mission, plain=bool(extension))
    patch_vary_headers(response, ("HX-Target",))
    return response


def _answer(request: HttpRequest, mission: Mission, *, plain: bool) -> HttpResponse:
    panel = not plain and request.headers.get("HX-Target") == PANEL
    pairs: Pairs = []
    try:
        pairs = asking.pairs_of(request)
        own = [(name, value) for name, value in pairs if name in OWN and value.strip()]
        asked = asking.ask(mission, [(name, value) for name, value in pairs if name not in OWN])
    except QueryError as error:
        if panel:
            return _told(request, " ".join(fault.sentence for fault in error.faults), 400)
        return refused(request, mission, pairs, error.faults, plain=plain)
    query = whole(asked.query)
    try:
        columns, within_s = _wanted(mission, own)
    except QueryError as error:
        if plain:
            return files.refuse(None, 400, error.faults)
        sentence = " ".join(fault.sentence for fault in error.faults)
        if panel:
            return _told(request, sentence, 400)
        ways = [(address(mission, "facets", query.params()), "Every facet"), (results_address(query), "The search")]
        return errors.problem(request, 400, "That is not counted", sentence, ways=ways)
    try:
        found = facets(whole(asked.placed), columns, within_s=within_s)
    except TROUBLE as error:
        return _told(request, str(error), 503) if panel else unanswered(request, query, error, plain=plain)
    if plain:
        response = JsonResponse(
            _document(request, asked, found, within_s), json_dumps_params={"indent": 1, "ensure_ascii": False}
        )
        response["Access-Control-Allow-Origin"] = "*"
        return response
    context = _context(query, found, within_s, alone=any(name == "facet" for name, _ in own))
    return render(request, "pages/narrowing.html" if panel else "pages/facets.html", context)


def _told(request: HttpRequest, problem: str, status: int) -> HttpResponse:
    """Why the panel of the results page stays without lists."""
    return render(request, "pages/narrowing.html", {"problem": problem}, status=status)


def _wanted(mission: Mission, own: Pairs) -> tuple[tuple[Column, ...], float]:
    """The columns to count, and for how long.

    Raises
    ------
    QueryError
    """
    columns, within_s, faults = facet_columns(mission), WITHIN_S, []
    most = settings.PAGE_TIME_LIMIT_S
    known = ", ".join(column.name for column in columns) or "none"
    for name in OWN:
        if len(values := [value for given, value in own if given == name]) > 1:
            faults.append(Fault(name, values[1], f"{name} stands {len(values)} times. Give it once."))
            continue
        if not values:
            continue
        said = printable(values[0][:60])
        if name == "facet":
            column = mission.find(values[0])
            if column is None or column not in columns:
                faults.append(
                    Fault(
                        name,
                        values[0],
                        f"“{said}” was read as a facet, and {mission.short_name} has none of that name. They are: {known}.",
                    )
                )
            else:
                columns = (column,)
        elif values[0].strip().isascii() and values[0].strip().isdigit() and 1 <= int(values[0].strip()[:9]) <= most:
            within_s = float(values[0].strip()[:9])
        else:
            faults.append(
                Fault(name, values[0], f"patience was read as “{said}”. Type whole seconds from 1 to {most:g}.")
            )
    if faults:
        raise QueryError(faults)
    return columns, within_s


def _context(query: Query, found: list[Facet], within_s: float, *, alone: bool) -> dict[str, object]:
    mission = query.mission
    late = [heading(facet.column) for facet in found if not facet.counted]
    longer = int(min(settings.PAGE_TIME_LIMIT_S, within_s * 10))
    own = [("facet", found[0].column.name)] if alone else []
    return {
        "mission": mission,
        "sentence": printable(query.describe()),
        "groups": [_group(query, facet, SHOWN if not alone else MOST_VALUES) for facet in found],
        "counted": sum(facet.counted for facet in found),
        "within": f"{within_s:g} s",
        "late": ", ".join(late),
        "longer": address(mission, "facets", [*query.params(), *own, ("patience", str(longer))])
        if longer > within_s
        else "",
        "longer_s": longer,
        "back_search": results_address(query),
        "json": address(mission, "facets.json", [*query.params(), *own]),
        "every": address(mission, "facets", query.params()) if alone else "",
        "statistics": address(mission, "statistics", query.params()),
    }


def _group(query: Query, facet: Facet, most: int) -> Group:
    column = facet.column
    shown = [value for index, value in enumerate(facet.values) if index < most or value.chosen]
    left = len(facet.values) - len(shown)
    more = ""
    if facet.cut:
        more = f"There are more than {MOST_VALUES} values; the {len(shown)} {_which(column)} are shown."
    elif left:
        more = f"And {amount(left, 'value', 'values')} more."
    alone = address(query.mission, "facets", [*query.params(), ("facet", column.name)]) if left else ""
    title = heading(column) + (", by year" if column.kind == "datetime" else "")
    lines = tuple(_line(query, facet, value) for value in shown)
    return Group(column.name, title, lines, facet.counted, printable(facet.replaces), more, alone)


def _which(column: Column) -> str:
    return "latest" if column.kind == "datetime" else "commonest"


def _line(query: Query, facet: Facet, value: FacetValue) -> Line:
    rows = amount(value.count, "row", "rows") if value.count is not None else "not counted"
    meaning = next((c.meaning for c in facet.column.choices if c.value == value.text and c.meaning), "")
    text = f"{value.text} ({meaning})" if meaning else value.text
    return Line(printable(text) or "empty text", rows, value.chosen, _leads_to(query, value))


def _leads_to(query: Query, value: FacetValue) -> str:
    """The address of the search with the value or without it, as typed: with names where there were names."""
    if value.leads_to is None:
        return ""
    return results_address(replace(query, criteria=value.leads_to.criteria, limit=None))


def _document(request: HttpRequest, asked: Asked, found: list[Facet], within_s: float) -> dict[str, object]:
    site, query = asking.site_address(request), whole(asked.query)
    return {
        "mission": query.mission.slug,
        "query": query.describe(),
        "within_s": within_s,
        "not_counted": [facet.column.name for facet in found if not facet.counted],
        "facets": [
            {
                "column": facet.column.name,
                "label": facet.column.label,
                "by": "year" if facet.column.kind == "datetime" else "value",
                "counted": facet.counted,
                "more_than": MOST_VALUES if facet.cut else None,
                "replaces": facet.replaces,
                "values": [
                    {
                        "value": value.text if value.typed != "null" else None,
                        "criterion": value.typed,
                        "rows": value.count,
                        "chosen": value.chosen,
                        "address": site + leads if (leads := _leads_to(query, value)) else None,
                    }
                    for value in facet.values
                ],
            }
            for facet in found
        ],
    }
