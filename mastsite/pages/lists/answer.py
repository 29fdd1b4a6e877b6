"""What came of a list: its page, its tables one by one, its JSON and its files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from mastsite.exports import WRITERS, ExportError, Writer
from mastsite.jobs.models import Job
from mastsite.jobs.states import DONE
from mastsite.pages import asking, errors
from mastsite.pages.files import NO
from mastsite.pages.jobs import shown
from mastsite.pages.lists import archive, table
from mastsite.pages.lists.store import STATUSES, Status, Store
from mastsite.pages.lists.wishes import Wishes, again
from mastsite.pages.lists.work import NAME, store_of
from mastsite.pages.words import amount, printable, unit_above_column
from mastsite.search.params import Fault, QueryError
from mastsite.search.registry import UnknownMission

Response = TypeVar("Response", bound=HttpResponseBase)

ON_PAGE = 100
TABLES_ON_PAGE = 20
ROWS_OF_TABLE = 100
GUARDED = frozenset(["csv", "tsv", "psv", "ssv"])
"""Formats that people open in spreadsheets, and that have no cells that are texts for certain."""
STATUSES_IN_JSON = 1_000
ZIPPED_AS = ("csv", "votable")
"""Formats of the archives that the page names; others are to be had by the address."""


@require_safe
def shown_list(request: HttpRequest, token: str, extension: str = "") -> HttpResponse:
    """What came of a list, or how far its job is."""
    job, wishes = _found(token)
    if job is None or wishes is None:
        return gone(request, as_json=extension == "json")
    if extension == "json":
        return private(JsonResponse(plain(request, job)))
    here = reverse("list", kwargs={"token": token})
    store = store_of(job)
    facts = store.facts()
    context = shown(job) | {
        "mission": wishes.mission,
        "sentence": table.sentence(wishes, facts),
        "facts": {**facts, "notes": [printable(note) for note in facts.get("notes", ())]},
        "where": _where(facts),
        "done": job.state == DONE,
        "guarded": job.under_way,
        "here": here,
        "poll": f"{here}?{urlencode({'seen': job.state})}",
        "news": request.GET.get("seen") != job.state,
        "again": reverse("list_new", kwargs={"slug": wishes.mission.slug}),
        "kept_days": settings.JOBS_KEPT_DAYS,
    }
    if job.state == DONE:
        if (
            request.headers.get("HX-Request") == "true"
        ):  # the page of the job becomes that of the list, with a title of its own
            return private(HttpResponse(headers={"HX-Redirect": here}))
        context |= _results(request, job, wishes, store, here)
    return private(render(request, "lists/list.html", context))


def _results(request: HttpRequest, job: Job, wishes: Wishes, store: Store, here: str) -> dict[str, Any]:
    only = request.GET.get("status", "")
    only = only if only in STATUSES else ""
    start = _whole(request.GET.get("after", ""))
    wanted = (one for one in store.statuses() if not only or one.status == only)
    statuses, more = table.piece(wanted, start, ON_PAGE)
    beside = {"status": only} if only else {}
    counts = job.result.get("statuses", {})
    columns = table.table_columns(wishes, store.facts())
    first = list(islice(table.rows(job, wishes, store, guarded=False).rows, ON_PAGE))
    total = int(job.result.get("rows", 0))
    lines = amount(int(job.result.get("lines", 0)), "target", "targets")
    said = "Status of no line"
    if statuses:
        begin, end = statuses[0].row, statuses[-1].row
        said = f"Status of line {begin:,}" if begin == end else f"Status of lines {begin:,} to {end:,}"
    return {
        "title": f"{amount(total, 'row', 'rows')} for {lines}",
        "only": only,
        "counts": [
            (word, counts[word], meaning, f"{here}?{urlencode({'status': word})}#statuses")
            for word, meaning in STATUSES.items()
            if counts.get(word)
        ],
        "caption": f"{said}{f', only: {only}' if only else ''}",
        "statuses": [_printable(one) for one in statuses],
        "earlier": _turned(here, beside, max(0, start - ON_PAGE)) if start else "",
        "later": _turned(here, beside, start + ON_PAGE) if more else "",
        "heads": [{"label": printable(column.label), "unit": unit_above_column(column)} for column in columns],
        "rows": [_cells(row) for row in first],
        "more_rows": total > len(first),
        "total_rows": total,
        "status_files": _files(job, "statuses"),
        "row_files": _files(job, "rows"),
        "archives": _archives(job, int(job.result.get("lines", 0))) if total else [],
    }


@require_safe
def tables(request: HttpRequest, token: str, line: int | None = None) -> HttpResponse:
    """One table for each target, some on a page; or that of one line."""
    job, wishes = _found(token)
    if job is None or wishes is None or job.state != DONE:
        return gone(request)
    store = store_of(job)
    start = _whole(request.GET.get("after", ""))
    statuses: Iterable[Status] = store.statuses()
    if line is not None:
        statuses, start = (one for one in statuses if one.row == line), 0
    some, more = table.piece(statuses, start, TABLES_ON_PAGE)
    if not some:
        return errors.not_found(
            request, "There is no such line", "The list has no line of that number that was searched for."
        )
    numbers = {one.row for one in some}
    rows: dict[int, list[list[Any]]] = {number: [] for number in numbers}
    for row in table.rows(job, wishes, store, guarded=False).rows:
        number = int(row[0] or 0)
        if number > some[-1].row:
            break
        if number in numbers and len(rows[number]) < ROWS_OF_TABLE:
            rows[number].append(_cells(row[1:]))
    here = reverse("list_tables", kwargs={"token": token})
    columns = table.table_columns(wishes, store.facts())[1:]
    title = f"Line {line}" if line is not None else f"Lines {some[0].row:,} to {some[-1].row:,}, one table for each"
    context = {
        "mission": wishes.mission,
        "title": title,
        "sentence": f"{table.sentence(wishes, store.facts())} Up to {ROWS_OF_TABLE} rows of each are shown; files have all.",
        "heads": [{"label": printable(column.label), "unit": unit_above_column(column)} for column in columns],
        "search": urlencode(wishes.pairs),
        "tables": [(_printable(one), rows[one.row]) for one in some],
        "earlier": _turned(here, {}, max(0, start - TABLES_ON_PAGE)) if start and line is None else "",
        "later": _turned(here, {}, start + TABLES_ON_PAGE) if more and line is None else "",
        "back": reverse("list", kwargs={"token": token}),
    }
    return private(render(request, "lists/tables.html", context))


@require_safe
def file(request: HttpRequest, token: str, what: str, extension: str) -> HttpResponseBase:
    """Statuses or rows as a file of any format."""
    job, wishes = _found(token)
    if job is None or wishes is None or job.state != DONE:
        return gone(request, as_json=True)
    writer = next((one for one in WRITERS.values() if extension in (one.extension, one.name)), None)
    if writer is None:
        known = ", ".join(one.extension for one in WRITERS.values())
        return _told(
            404, Fault("format", extension[:40], f"There is no format {extension[:40]}. Write one of {known}.")
        )
    raw = request.GET.get("cells", "") == "raw"
    comments = request.GET.get("comments", "yes").strip().lower() not in NO
    make = table.statuses if what == "statuses" else table.rows
    result = make(job, wishes, store_of(job), guarded=writer.name in GUARDED and not raw)
    address = asking.site_address(request) + request.get_full_path()
    try:
        pieces = iter(writer.write(result, address=address, comments=comments))
        first = next(pieces, b"")
    except ExportError as error:
        return _told(503, Fault("", "", str(error)))
    response = StreamingHttpResponse(_all(first, pieces), content_type=writer.media_type)
    name = f"{wishes.mission.slug}_list_{what}.{writer.extension}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Access-Control-Allow-Origin"] = "*"
    return private(response)


@require_safe
def tables_file(request: HttpRequest, token: str) -> HttpResponseBase:
    """A zip archive with one table for each target, in any format, and a table of contents."""
    job, wishes = _found(token)
    if job is None or wishes is None or job.state != DONE:
        return gone(request, as_json=True)
    asked = request.GET.get("format", "").strip().lower() or "csv"
    writer = next((one for one in WRITERS.values() if asked in (one.extension, one.name)), None)
    if writer is None:
        known = ", ".join(WRITERS)
        return _told(400, Fault("format", asked[:40], f"There is no format {asked[:40]}. Write one of {known}."))
    lines, after = int(job.result.get("lines", 0)), request.GET.get("after", "").strip() or "0"
    start = _whole(after)
    if str(start) != after or start % archive.LINES or (start and start >= lines):
        begins = ", ".join(str(begin) for begin in range(0, max(1, lines), archive.LINES))
        return _told(
            400,
            Fault(
                "after", after[:40], f"No archive begins after line {after[:40]} of this list. Write one of {begins}."
            ),
        )
    raw = request.GET.get("cells", "") == "raw"
    pieces = archive.zipped(
        job, wishes, store_of(job), writer, start=start, address=asking.site_address(request) + request.get_full_path(),
        guarded=writer.name in GUARDED and not raw, comments=request.GET.get("comments", "yes").strip().lower() not in NO,
    )  # fmt: skip
    response = StreamingHttpResponse(pieces, content_type="application/zip")
    part = f"_{start // archive.LINES + 1}" if lines > archive.LINES else ""
    response["Content-Disposition"] = f'attachment; filename="{wishes.mission.slug}_list_tables{part}.zip"'
    response["Access-Control-Allow-Origin"] = "*"
    return private(response)


def _archives(job: Job, lines: int) -> list[tuple[str, str]]:
    """Words and addresses of the archives of a list."""
    here, found = reverse("list_tables_file", kwargs={"token": job.token}), []
    for start in range(0, max(1, lines), archive.LINES):
        said = f", targets {start + 1:,} to {min(lines, start + archive.LINES):,}" if lines > archive.LINES else ""
        more = {"after": start} if start else {}
        for name in ZIPPED_AS:
            found.append((f"{WRITERS[name].label}{said}", f"{here}?{urlencode({'format': name, **more})}"))
    return found


def _all(first: bytes, pieces: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from pieces


def plain(request: HttpRequest, job: Job) -> dict[str, Any]:
    """A list for programs; the statuses themselves where they are few."""
    site, token = asking.site_address(request), {"token": job.token}
    store = store_of(job)
    facts = store.facts()
    found: dict[str, Any] = {
        "list": job.token,
        "state": job.state,
        "message": job.message,
        "done": job.done,
        "of": job.of,
        "read_as": facts,
        "result": job.result,
        "holdings": job.holdings,
        "created": job.created,
        "ended": job.ended,
        "address": site + reverse("list_json", kwargs=token),
        "page": site + reverse("list", kwargs=token),
    }
    if job.state == DONE and job.result.get("statuses"):
        found["files"] = {
            what: {name: site + address for name, address in _files(job, what)} for what in ("statuses", "rows")
        }
        found["files"]["tables"] = {name: site + address for name, address in _archives(job, facts.get("lines", 0))}
        if facts.get("lines", 0) <= STATUSES_IN_JSON:
            names = [column.name for column in table.STATUS_COLUMNS]
            listed = table.statuses(job, again(job.asked), store, guarded=False)
            found["statuses"] = [dict(zip(names, row, strict=True)) for row in listed.rows]
    return found


def wishes_in(job: Job) -> Wishes | None:
    """What was asked, if it can still be read."""
    try:
        return again(job.asked) if job.kind == NAME else None
    except (QueryError, UnknownMission, KeyError):
        return None


def _found(token: str) -> tuple[Job | None, Wishes | None]:
    job = Job.named(token)
    return job, wishes_in(job) if job is not None else None


def _files(job: Job, what: str) -> list[tuple[str, str]]:
    def address(writer: Writer) -> str:
        return reverse("list_file", kwargs={"token": job.token, "what": what, "extension": writer.extension})

    return [(writer.label, address(writer)) for writer in WRITERS.values()]


def _where(facts: dict[str, Any]) -> str:
    """Which columns say where, in words."""
    headings = facts.get("headings") or []
    if not headings:
        return ""
    if facts.get("target") is not None:
        return f"targets are in “{printable(headings[facts['target']])[:60]}”, chosen {facts['why']}"
    ra, dec = (printable(headings[facts[name]])[:60] for name in ("ra", "dec"))
    return f"RA is in “{ra}” and Dec in “{dec}”, chosen {facts['why']}"


def _printable(one: Status) -> Status:
    return Status(
        one.row, printable(one.text), one.status, one.found, one.kept, one.ra_deg, one.dec_deg, printable(one.message)
    )


def _cells(row: Iterable[Any]) -> list[Any]:
    return [printable(cell)[:200] if isinstance(cell, str) else cell for cell in row]


def _turned(here: str, beside: dict[str, str], after: int) -> str:
    return f"{here}?{urlencode({**beside, 'after': after})}"


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else 0


def gone(request: HttpRequest, *, as_json: bool = False) -> HttpResponse:
    days = amount(settings.JOBS_KEPT_DAYS, "day", "days")
    sentence = f"No list of targets has this address, or it is not done. Lists are kept for {days}: send it again."
    if as_json:
        return _told(404, Fault("", "", sentence))
    return errors.problem(request, 404, "There is no such list", sentence)


def _told(status: int, fault: Fault) -> HttpResponse:
    told = [{"name": fault.name, "value": fault.value, "message": printable(fault.sentence)}]
    return JsonResponse({"errors": told}, status=status)


def private(response: Response) -> Response:
    """A list is of whoever has its address."""
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
