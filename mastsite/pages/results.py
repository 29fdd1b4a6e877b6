"""The answer to a search: its page, or the file that its ending, ``format=`` or the Accept header ask for."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from mastsite.exports import WRITERS, Writer, writer_for, writer_for_accept
from mastsite.freshness import keepable
from mastsite.pages import asking, chosen, errors, files, grid, jobs, pager, sky
from mastsite.pages.asking import Asked, form_address, pairs_of, results_address
from mastsite.pages.cells import Manner
from mastsite.pages.choice import column_choice
from mastsite.pages.files import file_address
from mastsite.pages.formpage import form_page
from mastsite.pages.freshness import mark, unchanged
from mastsite.pages.keeping.bare import search_of
from mastsite.pages.preferences import read_all
from mastsite.pages.reading import read_places
from mastsite.pages.snippets import snippets
from mastsite.pages.typed import Pairs
from mastsite.pages.words import amount, heading
from mastsite.products.listing import declared
from mastsite.search import engine
from mastsite.search.declare import Mission
from mastsite.search.explain import Explanation, explain
from mastsite.search.limits import TimeLimit
from mastsite.search.paging import CursorError
from mastsite.search.params import Fault, QueryError
from mastsite.search.query import Query
from mastsite.search.registry import get_mission
from mastsite.search.result import Count, Message, Result, Row
from mastsite.search.tables import NotLoaded

LONGEST_WAY_BACK = 600
METHODS = ("GET", "HEAD", "POST")


@csrf_exempt  # a search changes nothing; a post only carries longer lists than an address can
@require_http_methods(METHODS)
def results(request: HttpRequest, slug: str, extension: str = "") -> HttpResponseBase:
    mission = get_mission(slug)
    pairs: Pairs = []
    writer = writer_for(extension) if extension else None
    try:
        pairs = pairs_of(request)
        _check_page_words(request)
        writer = _writer(request, pairs, extension)
        asked = asking.ask(mission, pairs)
    except QueryError as error:
        if writer or extension:
            return files.refuse(writer, 400 if writer else 404, error.faults)
        return form_page(request, mission, pairs, error.faults)
    if writer:
        return files.write(request, asked, writer)
    return _page(request, asked)


def _writer(request: HttpRequest, pairs: Pairs, extension: str) -> Writer | None:
    """The writer that was asked for; None for the page."""
    asked = next((value for name, value in pairs if name in ("format", "outputformat") and value.strip()), "")
    page = asked.strip().lower() in ("", "html", "html_table")
    named = None if page else writer_for(_classic(asked))
    if extension:
        writer = writer_for(extension)
        if writer is None:
            known = ", ".join(f".{writer.extension}" for writer in WRITERS.values())
            sentence = f"“.{extension[:40]}” was read as a file format, and there is none of that name. The endings are {known}."
            raise QueryError([Fault("format", extension, sentence)])
        if named and named is not writer:
            sentence = f"The address ends in .{extension} and asks for format={asked[:40]} too. Leave one of them out."
            raise QueryError([Fault("format", asked, sentence)])
        return writer
    if not page:
        if named is None:
            known = ", ".join(WRITERS)
            raise QueryError(
                [
                    Fault(
                        "format",
                        asked,
                        f"The format was read as “{asked[:40]}”, and there is none of that name. Choose {known}.",
                    )
                ]
            )
        return named
    return None if asked else writer_for_accept(request.headers.get("Accept", ""))


def _classic(word: str) -> str:
    """Formats by the names that the classic form gave them."""
    from mastsite.search.params import CLASSIC_FORMATS

    return CLASSIC_FORMATS.get(word.strip().lower(), word)


def _page(request: HttpRequest, asked: Asked) -> HttpResponse:
    mission = asked.query.mission
    positions = [(place.ra_deg, place.dec_deg) for place in asked.placed.places]
    etag = mark(request, mission, positions, asked.messages).etag
    if (same := unchanged(request, etag)) is not None:
        return same
    try:
        response = _answer(request, asked)
    except NotLoaded as error:
        context = _common(request, asked) | {"why": str(error)}
        response = render(request, "pages/not_loaded.html", context)
    except CursorError as error:
        first = results_address(asked.query.with_page(1))
        return errors.problem(
            request, 400, "That page is not one of this search", str(error), ways=[(first, "Page 1 of this search")]
        )
    except TimeLimit as error:
        ways = [
            (form_address(asked.query), "Change this search"),
            (file_address(asked.query, "csv"), "Ask for a CSV file"),
        ]
        return errors.busy(request, str(error), ways)
    if response.status_code == 200 and not response.has_header("Cache-Control"):
        keepable(response, etag if request.method != "POST" else "")
    return response


def _answer(request: HttpRequest, asked: Asked) -> HttpResponse:
    query = asked.query
    if query.offset > pager.CHEAP_OFFSET and not (query.after or query.before):
        count = engine.count(asked.placed, cap=None)
        if count.exact and query.offset >= count.value:
            return _past_the_end(request, asked, count)
    exact = _wants_exact_count(request)
    counted = jobs.counted(asked.placed) if exact else None
    result = engine.page(asked.placed, exact_count=exact and counted is None)
    if counted is not None and result.count is not None and not result.count.exact:
        result.count = counted
    rows = list(result.rows)
    if not rows:
        count = result.count or Count(0)
        if count.value and query.limit != 0:
            return _past_the_end(request, asked, count)
        return _nothing(request, asked)
    result.messages += [*asked.messages, *limited(asked)]
    held = result.count
    if said := chosen.told(query, held.value if held and held.exact else None):
        result.messages.append(Message(said))
    return _found(request, asked, result, rows)


def _check_page_words(request: HttpRequest) -> None:
    """Refuse words for a page or a file that mean nothing."""
    for name, known in (("count", ("", "exact")), ("comments", ("", "yes", "1", "true", "on", *sorted(files.NO)))):
        for word in (*request.GET.getlist(name), *request.POST.getlist(name)):
            if word.strip().lower() not in known:
                choice = ", ".join(filter(None, known))
                raise QueryError(
                    [Fault(name, word, f"{name} was read as “{word[:40]}”. Write one of {choice}, or leave it out.")]
                )


def _wants_exact_count(request: HttpRequest) -> bool:
    return "exact" in (request.GET.get("count"), request.POST.get("count"))


def limited(asked: Asked) -> list[Message]:
    """What a limit of rows hides."""
    limit = asked.placed.limit
    if limit is None:
        return []
    total = engine.count(replace(asked.placed, limit=None))
    if total.value <= limit:
        return []
    return [
        Message(
            f"Only the first {amount(limit, 'row is', 'rows are')} shown, as was asked for; {total} match.", "warning"
        )
    ]


def _found(request: HttpRequest, asked: Asked, result: Result, rows: list[Row]) -> HttpResponse:
    context = found_context(request, asked, result, rows)
    response = render(request, "pages/results.html", context)
    response["HX-Push-Url"] = context["permalink"]  # a form sends more than the address needs
    if _out_of_time(result.count, exact=_wants_exact_count(request)):
        response["Cache-Control"] = "no-store"  # another try may count to the end
    return response


def _out_of_time(count: Count | None, *, exact: bool) -> bool:
    """Whether a count is a bound because its time was up, and not because nobody counts further."""
    return count is not None and not count.exact and (exact or count.value < engine.COUNT_CAP)


def found_context(request: HttpRequest, asked: Asked, result: Result, rows: list[Row]) -> dict[str, object]:
    """Everything that the page of results and its components show of some rows."""
    query, mission = asked.query, asked.query.mission
    preferred = read_all(request)
    manner = Manner(query.coordinates, preferred["spoken"], asked.placed.places)
    way_back = _short(urlencode(query.params()))
    table = grid.build(query, result, rows, manner, way_back, full=preferred["empty"] == "shown")
    context = _common(request, asked)
    renewed = _renewed(request, query, result)
    context |= {
        "title": _found_title(result),
        "grid": table,
        "pager": pager.build(query, result),
        "count": result.count,
        "count_all": jobs.count_address(query) if result.count and not result.count.exact else "",
        "plot": sky.plot(asked.placed, result, rows),
        "messages": result.messages,
        "rows_in_all": _rows_in_all(result.count),
        "formats": [(writer.name, writer.label) for writer in _writers()[:2]],
        "lists_files": _lists_files(mission),
        "downloads": _downloads(query),
        "snippets": snippets(replace(query, places=asked.placed.places or query.places), request),
        "column_choice": column_choice(query, result.query.column_names),
        "shown": len(table.headings),
        "without": [column.label for n, column in enumerate(result.columns) if grid.not_one(rows, n)],
        "usual_columns": results_address(replace(query.without_paging(), columns=(), sort=())),
        "keep": _kept(query, "columns", "sort"),
        "searched": query.params(),
        "focus_table": bool(renewed),
        "renewed": renewed,
        "elapsed_ms": round(result.elapsed_s * 1000),
        "holdings": result.holdings_version,
    }
    return context


def _found_title(result: Result) -> str:
    mission, count = result.mission, result.count
    if count is None:
        return f"{mission.adjective} {mission.rows_are}"
    words = mission.row_is if count.exact and count.value == 1 else mission.rows_are
    said = str(count)
    targets = len(result.query.places)
    near = f" near {targets:,} targets" if targets > 1 else ""
    return f"{said[0].upper()}{said[1:]} {mission.adjective} {words} found{near}"


def _nothing(request: HttpRequest, asked: Asked) -> HttpResponse:
    mission = asked.query.mission
    found = explain(asked.placed) if asked.query.limit != 0 else Explanation()
    context = _common(request, asked)
    context |= {
        "title": f"No {mission.adjective} {mission.rows_are} found",
        "found": found,
        "blamed": found.steps[found.blamed] if found.blamed is not None else None,
        "steps": [
            (step, results_address(_as_typed(step.relaxed, asked.query)), number == found.blamed)
            for number, step in enumerate(found.steps)
        ],
        "ways": [(way, results_address(_as_typed(way.query, asked.query))) for way in found.ways],
        "blamed_rows": _rows(found.steps[found.blamed].without) if found.blamed is not None else "",
        "messages": asked.messages,
    }
    return render(request, "pages/empty.html", context)


def _renewed(request: HttpRequest, query: Query, result: Result) -> str:
    """What is read out before the caption where a part of the page was renewed, and the focus goes to the table."""
    by = request.headers.get("HX-Trigger", "")
    if by.startswith("page-"):
        return f"Page {query.page:,}. "
    if by.startswith("columns-"):
        first, last = heading(result.columns[0]), heading(result.columns[-1])
        return f"{len(result.columns)} columns, {first} to {last}. " if first != last else f"1 column, {first}. "
    return ""


def _rows_in_all(count: Count | None) -> str:
    if count is None or not count.exact:
        return "all rows"
    return "the 1 row" if count.value == 1 else f"all {count} rows"


def _lists_files(mission: Mission) -> bool:
    said = declared(mission)
    return said.list_of is not None or said.upstream is not None


def _short(search: str) -> str:
    """The search for the way back from records, unless it is so long that every row would be."""
    return search if len(search) <= LONGEST_WAY_BACK else ""


def _rows(count: Count | None) -> str:
    if count is None:
        return ""
    return f"{count} row{' remains' if count.exact and count.value == 1 else 's remain'}"


def _as_typed(changed: Query, query: Query) -> Query:
    """A changed search with the columns and page of the one that was typed."""
    return replace(changed, columns=query.columns, limit=query.limit)


def _past_the_end(request: HttpRequest, asked: Asked, count: Count) -> HttpResponse:
    query = asked.query
    if not count.exact:
        count = engine.count(asked.placed, cap=None)
    last = pager.last_page(query, count)
    ways = [(results_address(query.with_page(last)), f"Page {last:,}, the last")] if last else []
    ways.append((results_address(query.with_page(1)), "Page 1"))
    ends = f"the last is {last:,}" if last else f"there are {count} rows"
    sentence = f"There is no page {query.page:,} of this search; {ends}."
    return errors.not_found(request, "There is no such page", sentence, ways)


def _common(request: HttpRequest, asked: Asked) -> dict[str, object]:
    """What the pages of found, nothing found and nothing loaded share."""
    query = asked.query
    manner = Manner(query.coordinates, read_all(request)["spoken"])
    permalink = results_address(query)
    return {
        "mission": query.mission,
        "query": query,
        "sentence": asked.placed.describe(),
        "reading": read_places(query, asked.placed, manner),
        "form_address": form_address(query),
        "permalink": permalink,
        "canonical": asking.site_address(request) + permalink,
        "search_string": urlencode(query.params()),
        "kept": search_of(query),
    }


def _downloads(query: Query) -> list[tuple[Writer, str]]:
    return [(writer, file_address(query, writer.extension)) for writer in _writers()]


def _writers() -> list[Writer]:
    """What most people ask for first, then the others as they are registered."""
    return sorted(WRITERS.values(), key=lambda writer: writer.name not in ("csv", "votable"))


def _kept(query: Query, *but: str) -> Pairs:
    """The search as hidden boxes of a small form that changes only `but`."""
    return [(name, value) for name, value in query.without_paging().params() if name not in but]
