"""The list in a request: a form's box or file, or the body itself; what is too long is refused before it is read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParserError
from django.http.request import RawPostDataException, UnreadablePostError

from mastsite.lists import MAX_BYTES, ListError
from mastsite.pages.asking import FORMS
from mastsite.pages.lists.wishes import CONTENT

BESIDE = 2**20
"""Bytes of a form beside its file."""
MEGABYTE = 2**20


class TooLong(ListError):
    """More was sent than one list takes."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A list, its name where it was a file, and the parameters beside it."""

    data: bytes
    name: str
    pairs: tuple[tuple[str, str], ...]


def is_from_elsewhere(request: HttpRequest) -> bool:
    """Whether a page of another site has caused this post."""
    origin = request.headers.get("Origin", "")
    return origin not in ("", "null") and urlsplit(origin).netloc != request.get_host()


def sent(request: HttpRequest) -> Sent:
    """What was posted.

    Raises
    ------
    TooLong : by its Content-Length, before any of it is read.
    ListError : there is no list, or two.
    """
    length = request.META.get("CONTENT_LENGTH") or "0"
    size = int(length) if str(length).isdigit() else 0
    if size > MAX_BYTES + BESIDE:
        raise TooLong(
            f"{size / MEGABYTE:,.0f} MB were sent, and one list takes {MAX_BYTES // MEGABYTE}. Nothing of it was read: send it in "
            "parts, or without the columns that are not needed."
        )
    try:
        return _of_form(request) if request.content_type in FORMS else _of_body(request)
    except RequestDataTooBig as error:
        raise TooLong(
            "More was pasted than the box takes, which is 5 MB. Nothing was searched: send it as a file."
        ) from error
    except (
        TooManyFieldsSent,
        TooManyFilesSent,
        MultiPartParserError,
        UnreadablePostError,
        RawPostDataException,
    ) as error:
        raise ListError(
            "What was sent is no whole form: it was cut short, or has too many parts. Send it again."
        ) from error


def _of_form(request: HttpRequest) -> Sent:
    pairs = _pairs(request)
    pasted = [text for text in request.POST.getlist("list") if text.strip()]
    files = [upload for name in request.FILES for upload in request.FILES.getlist(name) if upload.size or upload.name]
    wrong = sorted(set(request.FILES) - {"file"})
    if wrong:
        raise ListError(
            f"A file was sent as {wrong[0][:60]!r}, and a list is read from 'file'. Send it under that name."
        )
    if len(files) + len(pasted) > 1:
        raise ListError("Two lists were sent, pasted ones or files. Send one: either paste it or choose a file.")
    if files:
        upload: Any = files[0]
        return Sent(upload.read(), str(upload.name or "")[:200], pairs)
    if not pasted:
        raise ListError("No list was sent. Paste one with a target in each line, or choose a file.")
    return Sent(pasted[0].encode("utf-8", "replace"), "", pairs)


def _of_body(request: HttpRequest) -> Sent:
    data = request.read(MAX_BYTES + 1)
    if not data:
        raise ListError("No list was sent. Send it as the body, or as the file of a form under the name 'file'.")
    return Sent(data, "", _pairs(request))


def _pairs(request: HttpRequest) -> tuple[tuple[str, str], ...]:
    given = [request.GET] if request.content_type not in FORMS else [request.GET, request.POST]
    return tuple(
        (name, value)
        for part in given
        for name, values in part.lists()
        if name not in (*CONTENT, "csrfmiddlewaretoken", "mission")
        for value in values
    )
