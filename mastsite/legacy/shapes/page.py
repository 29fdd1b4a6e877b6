"""HTML_Table: a page in the look of this site, with a table for each target, as the classic results page had.

Its tables are written as they are read, so that an uploaded list of thousands of lines needs no more memory than one
of them. Values are spelt as in the classic files.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from django.http import HttpRequest
from django.template.loader import render_to_string

from mastsite.legacy.asked import NotTranslated
from mastsite.legacy.shapes.grid import Ways, view
from mastsite.legacy.shapes.reading import known_cut, tables
from mastsite.legacy.shapes.registry import PAGE, SHAPES, Reply, Way, shape
from mastsite.legacy.successor import form_address, new_address
from mastsite.search.declare import Mission
from mastsite.search.limits import TimeLimit

SIZES = (25, 100, 500, 1000)
"""Rows on a page that are offered."""
SENTENCES = 20
"""Searches told one by one in the account of what was asked."""

_TITLES = {
    400: "The search could not be read",
    404: "Not held here",
    410: "This address is retired",
    503: "The search was stopped",
}


@dataclass(frozen=True, slots=True)
class Page:
    """What the page says around its tables."""

    title: str
    mission: Mission
    new_results: str
    new_form: str
    same_search: bool
    messages: tuple[str, ...]
    not_translated: tuple[NotTranslated, ...]
    show_query: bool
    sentences: tuple[str, ...]
    formats: tuple[tuple[str, str], ...]
    sizes: tuple[tuple[int, str], ...]
    columns_help: str


def refuse(
    status: int, sentences: Sequence[str], request: HttpRequest | None = None, ways: Sequence[Way] = ()
) -> bytes:
    """What is wrong, as a page, with links to what can be done instead."""
    template = f"{status}.html" if status in (400, 403, 404, 410, 500, 503) else "400.html"
    context = {"title": _TITLES.get(status, _TITLES[400]), "sentence": " ".join(sentences), "ways": ways}
    return render_to_string(template, context, request or HttpRequest()).encode("utf-8", "replace")


@shape(
    PAGE, label="Page", media_type="text/html; charset=utf-8", refuse=refuse, refused_as="text/html; charset=utf-8",
    extension="", successor="",
)  # fmt: skip
def write(reply: Reply) -> Iterator[bytes]:
    reply.cut = known_cut(reply.asked)
    ways = Ways.of(reply)
    mark = f"tables-{secrets.token_hex(16)}"
    context = {"page": _page(reply, ways), "tables": mark}
    head, foot = render_to_string("legacy/results.html", context, reply.request).split(mark)
    written = head
    for number, table in enumerate(tables(reply.asked), start=1):
        try:
            shown = view(reply.asked, table, ways, number)
        except TimeLimit as stopped:
            if number == 1:
                raise
            shown = view(reply.asked, table, ways, number, stopped=str(stopped))
        yield (written + render_to_string("components/classic_table.html", {"table": shown})).encode("utf-8", "replace")
        written = ""
    yield (written + foot).encode("utf-8", "replace")


def _page(reply: Reply, ways: Ways) -> Page:
    asked = reply.asked
    results = new_address(asked)
    form = form_address(asked.mission)
    _, _, params = results.partition("?")
    listed = isinstance(asked.searches, list | tuple)
    queries = [search.query for search in islice(asked.searches, SENTENCES) if search.query] if listed else []
    sentences = [query.describe() for query in queries] or [
        "Each line of the list that was sent, as a search of its own."
    ]
    if listed and len(asked.searches) > SENTENCES:
        sentences.append(f"And {len(asked.searches) - SENTENCES} more of the same kind.")
    return Page(
        title=f"{asked.form.title}: results",
        mission=asked.mission,
        new_results=results,
        new_form=f"{form}?{params}" if params else form,
        same_search=results != form,
        messages=asked.notes,
        not_translated=asked.not_translated,
        show_query=asked.show_query,
        sentences=tuple(sentences),
        formats=tuple((item.label, ways.as_format(item.name)) for item in SHAPES.values() if item.name != PAGE)
        if ways.linkable
        else (),
        sizes=tuple((size, "" if size == asked.rows_on_page else ways.with_size(size)) for size in SIZES),
        columns_help=f"{form}columns",
    )
