"""Parameters in the encoding that a script has sent them in."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import unquote_to_bytes

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponseBase
from django.http.request import UnreadablePostError

Handler = Callable[[HttpRequest], HttpResponseBase]

LATIN_1 = "iso-8859-1"
FORM = "application/x-www-form-urlencoded"


def as_sent(get_response: Handler) -> Handler:
    """Read parameters as UTF-8, or as Latin-1 where they are none: forms and scripts before 2010 send ``%E9`` for é."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if not _is_utf8(request.META.get("QUERY_STRING", "").encode("latin-1", "replace")) or not _is_utf8(
            _form(request)
        ):
            request.encoding = LATIN_1
        return get_response(request)

    return middleware


def _form(request: HttpRequest) -> bytes:
    """The body where it is a form in an unnamed encoding; what is too long or cut short is for the view to say."""
    if request.content_type != FORM or "charset" in request.content_params:
        return b""
    try:
        return request.body
    except (RequestDataTooBig, UnreadablePostError):
        return b""


def _is_utf8(text: bytes) -> bool:
    try:
        unquote_to_bytes(text).decode()
    except UnicodeDecodeError:
        return False
    return True
