"""Answers that are files: every writer's, streamed, and errors in a form that programs read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import chain

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse, StreamingHttpResponse

from mastsite import freshness
from mastsite.exports import ExportError, Writer
from mastsite.freshness import keepable
from mastsite.pages.asking import Asked, results_address, site_address
from mastsite.pages.keeping.bare import link_header
from mastsite.pages.words import amount
from mastsite.search import engine
from mastsite.search.limits import TimeLimit
from mastsite.search.paging import CursorError
from mastsite.search.params import Fault
from mastsite.search.query import DEFAULT_ROWS, Query, unplaced
from mastsite.search.result import Message, Result
from mastsite.search.tables import NotLoaded

NO = frozenset(["no", "0", "false", "off"])
VARY = ("Accept",)


def file_address(query: Query, extension: str) -> str:
    """The whole search as a file: from its first row on, whatever page is shown."""
    bare = replace(query.without_paging(), rows=DEFAULT_ROWS, coordinates="sex", format="")
    return results_address(bare, extension)


def write(request: HttpRequest, asked: Asked, writer: Writer) -> HttpResponseBase:
    """The whole search as a file of `writer`."""
    mission = asked.query.mission
    positions = [(place.ra_deg, place.dec_deg) for place in asked.placed.places]
    marked = freshness.mark(request, [mission.slug], writer.name, positions, asked.messages)
    # A name may lead elsewhere tomorrow, of which the date of the rows says nothing.
    modified = "" if unplaced(asked.query.places) else marked.modified
    if (same := freshness.unchanged(request, marked.etag, modified)) is not None:
        return keepable(same, marked.etag, modified=modified, vary=VARY)
    try:
        result = engine.stream(asked.placed, counted=False)
        total = engine.count(replace(asked.placed, limit=None))
        result.count = total.up_to(asked.placed.limit)
        result.messages += [*asked.messages, *_begins(asked)]
        response = _respond(request, asked, writer, result)
    except NotLoaded as error:
        # The address is right, but there is nothing to give: 404 and not an empty file, which would say "no rows match".
        return refuse(writer, 404, [Fault("mission", mission.slug, str(error))])
    except CursorError as error:
        return refuse(writer, 400, [Fault("after", asked.query.after[:60], str(error))])
    except (TimeLimit, ExportError) as error:
        response = refuse(writer, 503, [Fault("", "", str(error))])
        response["Retry-After"] = "30"
        return response
    response["X-Total-Count" if total.exact else "X-Total-Count-More-Than"] = str(total.value)
    if cut := _cut(asked, total.value):
        response["X-Truncated"] = cut
    response["Content-Disposition"] = f'attachment; filename="{mission.slug}_search.{writer.extension}"'
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Expose-Headers"] = (
        "X-Total-Count, X-Total-Count-More-Than, X-Truncated, X-Request-ID, Link"
    )
    if receipt := link_header(request, asked.query):
        response["Link"] = receipt
    # A post has its search in the body: its tag, made of the address, would vouch for another search.
    if request.method == "POST":
        return keepable(response, vary=VARY)
    return keepable(response, marked.etag, modified=modified, vary=VARY)


def _respond(request: HttpRequest, asked: Asked, writer: Writer, result: Result) -> HttpResponseBase:
    """The response; the first piece is made at once, so that a search which fails early is an error and not half a file."""
    if request.method == "HEAD":
        return StreamingHttpResponse((), content_type=writer.media_type)  # whose length nobody states
    query = replace(asked.query, format="")
    address = site_address(request) + results_address(query, writer.extension)
    comments = request.POST.get("comments", request.GET.get("comments", "yes")).strip().lower() not in NO
    pieces = iter(writer.write(result, address=address, comments=comments))
    first: Iterable[bytes] = [piece for piece in [next(pieces, b"")] if piece]
    return StreamingHttpResponse(_Closing(chain(first, pieces), pieces), content_type=writer.media_type)


class _Closing:
    """Pieces of a file that close their writer when the reader goes away."""

    def __init__(self, pieces: Iterable[bytes], writer: object) -> None:
        self.pieces = iter(pieces)
        self.writer = writer

    def __iter__(self) -> _Closing:
        return self

    def __next__(self) -> bytes:
        return next(self.pieces)

    def close(self) -> None:
        if hasattr(self.writer, "close"):
            self.writer.close()


def _begins(asked: Asked) -> list[Message]:
    """A file has no pages: what that means for the rows that were asked for."""
    query = asked.placed
    said = []
    if query.rows != DEFAULT_ROWS:
        said.append(f"rows={query.rows} is of pages and a file has none; limit={query.rows} gives fewer rows.")
    if query.after:
        said.append("The rows begin behind the page mark that was asked for, not with the first row.")
    elif query.offset:
        skipped = amount(query.offset, "row was", "rows were")
        said.append(f"The first {skipped} skipped, as was asked for; the other pages follow in one.")
    return [Message(sentence, "warning") for sentence in said]


def _cut(asked: Asked, total: int) -> str:
    limit = asked.placed.limit
    if limit is not None and total - asked.placed.offset > limit:
        return f"cut at {limit} rows, the limit that was asked for"
    return ""


def refuse(writer: Writer | None, status: int, faults: Iterable[Fault]) -> HttpResponse:
    """Errors for programs: JSON where JSON was asked for, otherwise one line of text each."""
    faults = list(faults)
    if writer is None or "json" in writer.media_type:
        errors = [{"name": fault.name, "value": fault.value[:200], "message": fault.sentence} for fault in faults]
        return JsonResponse({"errors": errors}, status=status)
    lines = "".join(f"{fault.name + ': ' if fault.name else ''}{fault.sentence}\n" for fault in faults)
    return HttpResponse(f"ERROR {status}\n{lines}", status=status, content_type="text/plain; charset=utf-8")
