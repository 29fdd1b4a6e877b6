"""From a classic request, understood, to the response in its shape; and refusals in the shape that the client reads.

What every answer carries in its headers, because a body of CSV or JSON has no room for it:

- ``Link: <...>; rel="successor-version"``, the new address of the same search;
- ``X-Not-Translated``, the parameters that changed nothing;
- ``X-Not-Resolved``, the targets without a position, where there are several;
- ``X-Truncated``, why there are fewer rows than match;
- ``X-Remarks``, what else must be known, such as how bytes were read.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse

from mastsite import freshness
from mastsite.legacy.asked import Asked
from mastsite.legacy.shapes.reading import Stopped
from mastsite.legacy.shapes.registry import PAGE, SHAPES, Reply, Shape, Way, find
from mastsite.legacy.successor import nearest_address, new_address, site
from mastsite.search.limits import TimeLimit
from mastsite.search.sending import take
from mastsite.search.tables import NotLoaded, holding_of

logger = logging.getLogger(__name__)

LONGEST_HEADER = 900
"""Characters of a header of ours."""
RETRY_AFTER_S = 30
EXPOSED = "Link, X-Not-Translated, X-Not-Resolved, X-Truncated, X-Remarks, X-Request-ID"
SILENT_DATABASE = "The database of this site does not answer. Try again in a minute."


def answer(request: HttpRequest, asked: Asked) -> HttpResponseBase:
    """The response to a classic request.

    The first piece of the body is made at once, so that a search which fails early is an error and not half a file.
    """
    shape = find(asked.shape) or SHAPES[PAGE]
    ways = [(nearest_address(asked.form, asked.mission), "The nearest form of the new pages")]
    if asked.form.not_held:
        refusal = refuse(shape.name, 404, [asked.form.not_held], request=request, ways=ways)
        return _headed(refusal, request, asked, shape)
    reply = Reply(request, asked, shape.media_type, _file_name(asked, shape))
    marked = _mark(request, asked, shape)
    if marked and (same := freshness.unchanged(request, marked)) is not None:
        return _headed(same, request, asked, shape, etag=marked)
    try:
        holding_of(asked.mission)
        if shape.name != PAGE:
            take()
        response = _begun(reply, shape)
    except NotLoaded as error:
        response = refuse(shape.name, 404, [str(error)], request=request, ways=ways)
    except (TimeLimit, Stopped) as error:
        response = refuse(shape.name, 503, [str(error)], request=request, ways=ways)
    except DatabaseError:
        logger.exception("the database failed at %s", request.path)
        response = refuse(shape.name, 503, [SILENT_DATABASE], request=request)
    return _headed(response, request, asked, shape, reply.cut, etag=marked if response.status_code == 200 else "")


def _mark(request: HttpRequest, asked: Asked, shape: Shape) -> str:
    """The entity tag of a file whose searches are known before they are made; pages are tagged by their bytes."""
    if request.method == "POST" or shape.name == PAGE or not isinstance(asked.searches, list | tuple):
        return ""
    found = [(one.query and one.query.places, one.unresolved, one.problem) for one in asked.searches]
    return freshness.mark(request, [asked.mission.slug], shape.name, found, asked.notes, asked.not_translated).etag


def refuse(
    shape_word: str,
    status: int,
    sentences: Sequence[str],
    *,
    request: HttpRequest | None = None,
    cone: bool = False,
    ways: Sequence[Way] = (),
) -> HttpResponse:
    """What is wrong, in the shape that the client reads.

    Parameters
    ----------
    shape_word : value of ``outputformat``; a page for a word that means none.
    status : of the response; a cone search is answered with 200 instead of 400, as its standard wants.
    sentences : what was read, what is wrong, what to do.
    request : for the page around it.
    ways : addresses that a page links to instead, with their words.
    """
    shape = find(shape_word) or SHAPES[PAGE]
    body = shape.refuse(status, sentences, request, ways)
    response = HttpResponse(body, status=200 if cone and status == 400 else status, content_type=shape.refused_as)
    if status == 503:
        response["Retry-After"] = str(RETRY_AFTER_S)
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _begun(reply: Reply, shape: Shape) -> HttpResponseBase:
    pieces = iter(shape.write(reply))
    first = next(pieces, b"")
    if reply.request.method == "HEAD":
        _Closing(pieces, pieces).close()
        return _labelled(StreamingHttpResponse(()), reply)
    return _labelled(StreamingHttpResponse(_Closing(chain([first], pieces), pieces)), reply)


def _labelled(response: HttpResponseBase, reply: Reply) -> HttpResponseBase:
    response["Content-Type"] = reply.media_type
    if reply.file_name:
        response["Content-Disposition"] = f'attachment; filename="{reply.file_name}"'
    return response


class _Closing:
    """Pieces of a body that close their writer when the reader goes away."""

    def __init__(self, pieces: Iterator[bytes], writer: object) -> None:
        self.pieces = pieces
        self.writer = writer

    def __iter__(self) -> _Closing:
        return self

    def __next__(self) -> bytes:
        return next(self.pieces)

    def close(self) -> None:
        if hasattr(self.writer, "close"):
            self.writer.close()


def _file_name(asked: Asked, shape: Shape) -> str:
    word = re.sub(r"[^a-z0-9]+", "_", asked.form.mission_word.lower()).strip("_") or asked.mission.slug
    return f"{word}_search.{shape.extension}" if shape.extension else ""


def _headed(
    response: HttpResponseBase, request: HttpRequest, asked: Asked, shape: Shape, cut: str = "", *, etag: str = ""
) -> HttpResponseBase:
    response["Link"] = f'<{site(request)}{new_address(asked, shape.successor)}>; rel="successor-version"'
    said = {
        "X-Not-Translated": [f"{item.name}={item.value} ({item.why})" for item in asked.not_translated],
        "X-Not-Resolved": _not_resolved(asked),
        "X-Truncated": [cut] if cut else [],
        "X-Remarks": asked.notes,
    }
    for name, items in said.items():
        if items:
            response[name] = _bounded(items)
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Expose-Headers"] = EXPOSED
    response["Cache-Control"] = "no-cache"
    if etag:
        response["ETag"] = etag
    return response


def _not_resolved(asked: Asked) -> list[str]:
    """Names without a position; searches that are resolved as they are read are not asked here."""
    if not isinstance(asked.searches, list | tuple):
        return ["perhaps; a list of objects has no place for lines that have no rows"] if asked.shape == "JSON" else []
    return [search.unresolved for search in asked.searches if search.unresolved]


def _bounded(items: Iterable[str]) -> str:
    """Items on one line of ASCII that is not too long for a header; how many were left out is said."""
    kept: list[str] = []
    left = 0
    for item in items:
        plain = " ".join(item.encode("ascii", "replace").decode().split())
        plain = "".join(c if c.isprintable() else "?" for c in plain)
        plain = plain if len(plain) <= 300 else f"{plain[:300]}..."
        if left or sum(map(len, kept)) + len(plain) > LONGEST_HEADER:
            left += 1
        else:
            kept.append(plain)
    return "; ".join([*kept, f"and {left} more"] if left else kept)
