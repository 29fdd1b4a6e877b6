"""One file as an answer: whole, in part, or not again when the asker has it."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, parse_http_date_safe

from mastsite.api.faults import ApiError, error_response
from mastsite.search.declare import Product
from mastsite.search.sending import Busy, take

PIECE_BYTES = 2**18
TYPES = {
    ".fits": "application/fits", ".gz": "application/gzip", ".jpg": "image/jpeg", ".jpeg": "image/jpeg",
    ".png": "image/png", ".csv": "text/csv", ".txt": "text/plain; charset=utf-8",
}  # fmt: skip
"""Media type by ending; any other is plain bytes, which no browser runs."""

_RANGE = re.compile(r"bytes\s*=\s*(?:(\d{1,18})\s*-\s*(\d{1,18})?|-\s*(\d{1,18}))", re.ASCII | re.IGNORECASE)


def sent(request: HttpRequest, product: Product, path: Path) -> HttpResponseBase:
    """The answer for a file that is here.

    Parameters
    ----------
    product : with the checksum of the bytes at `path`, which is the entity tag.
    """
    try:
        file = path.open("rb")
    except OSError as error:
        raise ApiError(404, f"{product.filename} was here and is not now. Ask for the product list again.") from error
    size, changed_s = _stat(file)
    tag = f'"{product.sha256}"'
    part = _part(request, size, tag, changed_s)
    response = get_conditional_response(request, etag=tag, last_modified=changed_s)
    if response is not None or part == ():
        file.close()
        if response is None:
            response = error_response(ApiError(416, _unsatisfiable(request, product, size)))
        elif response.status_code == 412:
            said = f"{product.filename} is not, or no longer, the file of the request's conditions; its ETag is {tag}."
            response = error_response(ApiError(412, f"{said} Ask again without If-Match and If-Unmodified-Since."))
        if response.status_code == 416:
            response["Content-Range"] = f"bytes */{size}"
        return _headed(response, product, tag, changed_s)
    start, stop = part or (0, size)
    if request.META["REQUEST_METHOD"] == "HEAD":
        file.close()
        answer: HttpResponseBase = HttpResponse(content_type=_type(product.filename))
    else:
        try:
            take()
        except Busy:
            file.close()
            raise
        answer = StreamingHttpResponse(_read(file, start, stop), content_type=_type(product.filename))
    answer["Content-Length"] = str(stop - start)
    if part:
        answer.status_code = 206
        answer["Content-Range"] = f"bytes {start}-{stop - 1}/{size}"
    # The bytes are the file's own: nothing on the way may pack them, or length, ranges and checksum would be wrong.
    request.META.pop("HTTP_ACCEPT_ENCODING", None)
    return _headed(answer, product, tag, changed_s)


def _headed(response: HttpResponseBase, product: Product, tag: str, changed_s: int) -> HttpResponseBase:
    response["Accept-Ranges"] = "bytes"
    response["ETag"] = tag
    response["Last-Modified"] = http_date(changed_s)
    if response.status_code in (200, 206):
        response["Content-Disposition"] = f'attachment; filename="{product.filename}"'
        digest = base64.b64encode(bytes.fromhex(product.sha256)).decode()
        response["Repr-Digest"] = f"sha-256=:{digest}:"
        response["Cache-Control"] = "no-cache"
    return response


def _stat(file: BinaryIO) -> tuple[int, int]:
    """Size, and time of change in whole seconds."""
    stat = Path(file.name).stat()
    return stat.st_size, int(stat.st_mtime)


def _part(request: HttpRequest, size: int, tag: str, changed_s: int) -> tuple[int, int] | tuple[()] | None:
    """First byte and the one behind the last of the range that was asked for; empty when it lies beyond the file.

    None is for no range, for several, for words that are none, and for a condition (If-Range) that does not hold: the
    whole file is the answer to all of these (RFC 9110, 14.2).
    """
    asked = _RANGE.fullmatch(request.headers.get("Range", "").strip())
    if not asked or not _holds(request.headers.get("If-Range"), tag, changed_s):
        return None
    first, last, tail = (None if text is None else int(text) for text in asked.groups())
    if first is None:
        return (max(0, size - tail), size) if tail and size else ()
    if last is not None and last < first:
        return None
    return (first, size if last is None else min(last + 1, size)) if first < size else ()


def _holds(condition: str | None, tag: str, changed_s: int) -> bool:
    if condition is None:
        return True
    return condition.strip() == tag or parse_http_date_safe(condition) == changed_s


def _unsatisfiable(request: HttpRequest, product: Product, size: int) -> str:
    asked = request.headers.get("Range", "")[:60]
    return f"{asked} was asked of {product.filename}, which has {size:,} bytes. Ask for a range within them."


def _read(file: BinaryIO, start: int, stop: int) -> Iterator[bytes]:
    with file:
        file.seek(start)
        left = stop - start
        while left and (piece := file.read(min(PIECE_BYTES, left))):
            left -= len(piece)
            yield piece


def _type(filename: str) -> str:
    return TYPES.get(Path(filename).suffix.lower(), "application/octet-stream")
