"""Parameters in the encoding that a script has sent them in."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import unquote_to_bytes

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponseBadRequest, HttpResponseBase
from django.http.request import UnreadablePostError

Handler = Callable[[HttpRequest], HttpResponseBase]

LATIN_1 = "iso-8859-1"
FORM = "application/x-www-form-urlencoded"


def as_sent(get_response: Handler) -> Handler:
    """Read parameters as UTF-8, or as Latin-1 where they are none: forms and scripts before 2010 send ``%E9`` for é."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        form = _form(request)
        if form is None:
            said = (
                "The form was cut short on its way: it has fewer bytes than its Content-Length says. Send it again.\n"
            )
            return HttpResponseBadRequest(said, content_type="text/plain; charset=utf-8")
        if not _is_utf8(request.META.get("QUERY_STRING", "").encode("latin-1", "replace")) or not _is_utf8(form):
            request.encoding = LATIN_1
        return get_response(request)

    return middleware


def _form(request: HttpRequest) -> bytes | None:
    """The body where it is a form in an unnamed encoding, None where it is cut short; what is too long is for the view."""
    if request.content_type != FORM or "charset" in request.content_params:
        return b""
    try:
        return request.body if len(request.body) >= int(request.META.get("CONTENT_LENGTH") or 0) else None
    except RequestDataTooBig:
        return b""
    except UnreadablePostError:
        return None


def _is_utf8(text: bytes) -> bool:
    try:
        unquote_to_bytes(text).decode()
    except UnicodeDecodeError:
        return False
    return True
