"""Statistics of a search: in words, as figures with their numbers behind them, as CSV; the pictures are files of their own."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from mastsite.components import Figure
from mastsite.pages import asking, drawing
from mastsite.pages.asking import address, results_address
from mastsite.pages.counted import counted
from mastsite.pages.keeping.asked import TROUBLE, refused, unanswered
from mastsite.pages.keeping.bare import whole
from mastsite.pages.typed import Pairs
from mastsite.pages.words import amount, heading, printable, unit_beside_box
from mastsite.search.params import QueryError
from mastsite.search.query import Query
from mastsite.search.registry import get_mission
from mastsite.search.statistics import Commonest, Statistics

SHOWN = 40
"""Cells of the sky in the page's table; the CSV has all."""
EXTENSIONS = {"csv": "text/csv; charset=utf-8", "svg": "image/svg+xml"}


@csrf_exempt  # it changes nothing; a post only carries longer lists than an address can
@require_http_methods(("GET", "HEAD", "POST"))
def statistics_page(request: HttpRequest, slug: str, part: str = "", extension: str = "") -> HttpResponse:
    """The page, its CSV, or the picture of one `part`: sky, times or exposures."""
    mission = get_mission(slug)
    pairs: Pairs = []
    plain = bool(extension)
    try:
        pairs = asking.pairs_of(request)
        asked = asking.ask(mission, pairs)
    except QueryError as error:
        return refused(request, mission, pairs, error.faults, plain=plain)
    query = whole(asked.query)
    try:
        found = counted(whole(asked.placed), again=not plain)
    except TROUBLE as error:
        return unanswered(request, query, error, plain=plain)
    if extension == "csv":
        response = HttpResponse(_csv(found), content_type=EXTENSIONS["csv"])
        response["Content-Disposition"] = f'attachment; filename="{slug}_statistics.csv"'
        return response
    if extension:
        return HttpResponse(_picture(found, part), content_type=EXTENSIONS["svg"])
    context = {
        "mission": mission, "sentence": printable(query.describe()), "words": list(_words(found)),
        "figures": list(_figures(query, found)), "late": " and ".join(found.late), "holdings": found.holdings_version,
        "limit_s": f"{settings.PAGE_TIME_LIMIT_S:g}", "back_search": results_address(query),
        "facets": address(mission, "facets", query.params()), "csv": address(mission, "statistics.csv", query.params()),
    }  # fmt: skip
    return render(request, "pages/statistics.html", context)


def _words(found: Statistics) -> Iterator[str]:
    if found.rows is not None:
        yield f"{amount(found.rows, 'row', 'rows')}."
    yield from (_most(part) for part in found.commonest)
    if times := found.times:
        yield f"{heading(times.column)} from {times.first} to {times.last} ({amount(times.rows, 'row has', 'rows have')} one)."
    if exposures := found.exposures:
        unit = unit_beside_box(exposures.column)
        rows = amount(exposures.rows, "row has", "rows have")
        yield f"{heading(exposures.column)}: {exposures.total:,.6g} {unit} in all, median {exposures.median:,.6g} {unit} ({rows} one)."
    if sky := found.sky:
        ra, dec, most = sky.cells[0]
        cells = amount(len(sky.cells), "cell", "cells")
        yield (
            f"{amount(sky.rows, 'row has', 'rows have')} a position, in {cells} of 3,072 equal ones of the sky; "
            f"most, {most:,}, in the one around right ascension {ra:.1f}°, declination {dec:+.1f}°."
        )


def _most(part: Commonest) -> str:
    values = [f"{printable(value) or 'empty text'} ({amount(rows, 'row', 'rows')})" for value, rows in part.values]
    listed = f"{', '.join(values[:-1])} and {values[-1]}" if len(values) > 1 else values[0]
    return f"{heading(part.column)}: {'most have ' if part.others else ''}{listed}{'; there are others' if part.others else ''}."


def _figures(query: Query, found: Statistics) -> Iterator[tuple[Figure, str]]:
    """Each with the address of its picture."""
    count = ("Rows", "num")

    def picture(part: str) -> str:
        return address(query.mission, f"{part}.svg", query.params())

    if sky := found.sky:
        lines = tuple((f"{ra:.1f}°", f"{dec:+.1f}°", f"{rows:,}") for ra, dec, rows in sky.cells[:SHOWN])
        words = "The whole sky, right ascension increasing to the left; a larger dot is a cell with more rows."
        if len(sky.cells) > SHOWN:
            words += f" The table has the {SHOWN} cells with most rows, the CSV all {len(sky.cells):,}."
        heads = (("RA", "num"), ("Dec", "num"), count)
        yield Figure("Rows on the sky", words, heads, lines), picture("sky")
    if times := found.times:
        year, rows = max(times.bins, key=lambda item: item[1])
        bins = tuple((name, f"{n:,}") for name, n in times.bins)
        words = f"Rows by year of {heading(times.column)}; most, {rows:,}, in {year}."
        if len(bins) > drawing.MOST_BARS:
            words += " Neighbouring years share a bar."
        yield Figure("Rows by year", words, (("Year", ""), count), bins), picture("times")
    if exposures := found.exposures:
        name, rows = max(exposures.bins, key=lambda item: item[1])
        unit = unit_beside_box(exposures.column)
        words = f"Rows by {heading(exposures.column)}; most, {rows:,}, with {name} {unit}."
        bins = tuple((name, f"{n:,}") for name, n in exposures.bins)
        yield (
            Figure("Rows by exposure time", words, ((unit.capitalize() or "From", ""), count), bins),
            picture("exposures"),
        )


def _picture(found: Statistics, part: str) -> str:
    if part == "sky" and found.sky:
        return drawing.sky("Rows on the sky", found.sky.cells)
    if part == "times" and found.times:
        return drawing.bars("Rows by year", found.times.bins)
    if part == "exposures" and found.exposures:
        return drawing.bars("Rows by exposure time", found.exposures.bins)
    raise Http404("There is no such picture of this search")


def _csv(found: Statistics) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(("figure", "bin", "ra_deg", "dec_deg", "rows"))
    for name in found.late:
        writer.writerow((f"not counted in time: {name}", "", "", "", ""))
    for part, binned in (("year", found.times), ("exposure", found.exposures)):
        writer.writerows((part, name, "", "", rows) for name, rows in (binned.bins if binned else ()))
    writer.writerows(
        ("sky", "", f"{ra:.6f}", f"{dec:.6f}", rows) for ra, dec, rows in (found.sky.cells if found.sky else ())
    )
    return out.getvalue()
