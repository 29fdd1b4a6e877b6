"""Rows and columns that were chosen on a results page, turned into the address of a search.

The forms of that page send the search they stand on, and what was ticked. The answer leads to a search like any other:
ticked rows are a condition on the identifier column, so that its address is a permalink and every file is to be had.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from mastsite.exports import WRITERS
from mastsite.pages import asking, errors
from mastsite.pages.asking import pairs_of, results_address, site_address
from mastsite.pages.files import file_address
from mastsite.pages.formpage import form_page
from mastsite.pages.typed import Pairs
from mastsite.pages.words import amount
from mastsite.products import bundle, listing, places
from mastsite.search import criteria
from mastsite.search.criteria import CriterionError, Equals, quote
from mastsite.search.declare import Mission
from mastsite.search.limits import TimeLimit
from mastsite.search.params import Fault, QueryError, unknown_column
from mastsite.search.query import Query
from mastsite.search.registry import get_mission

OWN = frozenset(["pick", "picked", "add_columns", "hide_columns"])
"""What the forms say beside the search: names of rows, what to do with them, columns by name."""


@require_safe
def rows(request: HttpRequest, slug: str) -> HttpResponse:
    """Lead to the ticked rows alone: as a page, a file, or a script that fetches their files."""
    mission = get_mission(slug)
    search, own = _parted(pairs_of(request))
    try:
        query = asking.read(mission, search)
    except QueryError as error:
        return form_page(request, mission, search, error.faults)
    names = list(dict.fromkeys(name for name in own("pick") if name.strip()))
    words = list(dict.fromkeys(word for word in own("picked") if word)) or ["page"]
    if len(words) > 1 or words[0] not in ("page", "script", *WRITERS):
        said = f"picked was read as “{', '.join(words)[:60]}”. Write one of page, script, {', '.join(WRITERS)}."
        return _refused(request, query, "That cannot be done with rows", said)
    if not names:
        said = f"Nothing was ticked. Tick the box before {_a(mission.row_is)}, or before several, and press the button again."
        return _refused(request, query, "No row is ticked", said)
    try:
        only = these(query, names)
    except CriterionError as error:
        return _refused(request, query, "These rows cannot be asked for at once", error.message)
    if words[0] == "script":
        return _script(request, only, names)
    writer = WRITERS.get(words[0])
    return _lead(file_address(only, writer.extension) if writer else results_address(only))


def these(query: Query, names: Sequence[str]) -> Query:
    """The search for data sets by name, in the columns and order of `query`.

    Raises
    ------
    CriterionError : they are too many for one search.
    """
    mission = query.mission
    column = mission.column(mission.id_column)
    text = ", ".join(quote(name) if column.is_text else name for name in names)
    criterion = criteria.parse(column, text)
    return Query(
        mission,
        criteria=(criterion,) if criterion else (),
        columns=tuple(name for name in query.columns if mission.column(name).stored),
        sort=tuple(key for key in query.sort if mission.column(key.column).stored),
        rows=query.rows,
        coordinates=query.coordinates,
    )


def named(query: Query) -> int:
    """How many data sets a search asks for by name, when it asks for nothing else; otherwise 0."""
    if query.places or len(query.criteria) != 1 or query.criteria[0].column != query.mission.id_column:
        return 0
    terms = query.criteria[0].terms
    return len(terms) if all(isinstance(term.test, Equals) and not term.negated for term in terms) else 0


def told(query: Query, found: int | None) -> str:
    """How many data sets a search names, and how many of them are held; empty for other searches."""
    if (asked := named(query)) < 2:
        return ""
    said = f"{asked:,} {query.mission.rows_are} were chosen by name."
    if found is not None and found < asked:
        said += f" {amount(found, 'is', 'are')} held here."
    return said


def _script(request: HttpRequest, only: Query, names: Sequence[str]) -> HttpResponse:
    """A script that fetches every file of the data sets with curl."""
    mission = only.mission
    try:
        found = listing.of(mission, names)
    except TimeLimit as error:
        return errors.busy(request, str(error), [(results_address(only), "Show these rows")])
    if not found.products:
        said = " ".join(found.messages) or f"No files are listed of these {mission.rows_are}."
        return errors.not_found(request, "No files are listed", said, [(results_address(only), "Show these rows")])
    found_at = places.find_all([item.uri for item in found.products], mission)
    text = bundle.script(found_at, site_address(request), found.messages)
    response = HttpResponse(text, content_type="application/x-sh; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{mission.slug}_files.sh"'
    return response


@require_safe
def columns(request: HttpRequest, slug: str) -> HttpResponse:
    """Lead to the same rows in other columns: those that are ticked, with some added and some left out by name."""
    mission = get_mission(slug)
    search, own = _parted(pairs_of(request))
    try:
        query = asking.read(mission, search)
        names = list(query.columns or mission.default_columns)
        added = _columns(mission, own("add_columns"), "show")
        hidden = _columns(mission, own("hide_columns"), "hide")
    except QueryError as error:
        return form_page(request, mission, search, error.faults)
    names = [name for name in dict.fromkeys([*names, *added]) if name not in hidden]
    if not names:
        fault = Fault("columns", "", "Every column was left out, and a table has at least one. Leave out fewer.")
        return form_page(request, mission, search, [fault])
    chosen = () if sorted(names) == sorted(mission.default_columns) else tuple(names)
    return _lead(results_address(replace(query, columns=chosen)))


def _columns(mission: Mission, texts: Sequence[str], verb: str) -> list[str]:
    """Names of columns that were typed by name or heading, with commas between.

    Raises
    ------
    QueryError : with a fault for every word that is no column.
    """
    words = [word.strip() for text in texts for word in text.split(",") if word.strip()]
    found = {word: mission.find(word) for word in words}
    if faults := [
        Fault("columns", word, f"“{word[:60]}” was read as a column to {verb}. {unknown_column(mission, word)}")
        for word, column in found.items()
        if column is None
    ]:
        raise QueryError(faults)
    return [column.name for column in found.values() if column is not None]


def _parted(pairs: Pairs) -> tuple[Pairs, Callable[[str], list[str]]]:
    """The search, and a function from one of `OWN` to its values."""
    own = [pair for pair in pairs if pair[0] in OWN]
    return [pair for pair in pairs if pair[0] not in OWN], lambda name: [value for key, value in own if key == name]


def _lead(address: str) -> HttpResponse:
    """On to an address of this site; Django's own answer refuses the length that a thousand names make."""
    return HttpResponse(status=303, headers={"Location": address})


def _refused(request: HttpRequest, query: Query, title: str, sentence: str) -> HttpResponse:
    ways = [(results_address(query), "Back to the results"), (file_address(query, "csv"), "All rows as CSV")]
    return errors.problem(request, 400, title, sentence, ways=ways)


def _a(noun: str) -> str:
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"
