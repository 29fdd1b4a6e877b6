"""Hiding a notice, without JavaScript: a form that posts, a cookie that holds what was hidden and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme

from mastsite.retirement.states import State

if TYPE_CHECKING:
    from mastsite.retirement.registry import Entry

COOKIE = "retirement"
DAYS = 30
MOST = 40
"""Notices in one cookie; the oldest go first."""


def read(request: HttpRequest) -> tuple[str, ...]:
    """The hidden ones as ``id.stage``; whatever else stands in the cookie is left out."""
    words = request.COOKIES.get(COOKIE, "")[:4000].split(":")
    return tuple(
        word
        for word in words
        if word.count(".") == 1 and word.replace(".", "").replace("-", "").replace("_", "").isalnum()
    )


def word(entry: Entry, state: State) -> str:
    return f"{entry.record.id}.{state}"


def is_hidden(request: HttpRequest, entry: Entry, state: State) -> bool:
    return word(entry, state) in read(request)


def hide(request: HttpRequest, response: HttpResponse, entry: Entry, state: State) -> None:
    words = [*(old for old in read(request) if old != word(entry, state)), word(entry, state)][-MOST:]
    response.set_cookie(
        COOKIE, ":".join(words), max_age=DAYS * 86400, samesite="Lax", httponly=True, secure=request.is_secure()
    )


def safe_back(address: str) -> str:
    """A path of this site to go back to, without its fragment; empty when it is anything else."""
    address = address.partition("#")[0]
    good = address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None)
    return address if good and not any(ord(letter) < 32 for letter in address) else ""


def from_elsewhere(request: HttpRequest) -> bool:
    """Whether another site caused a post: the notice's form needs no token, and so no cookie, before it is used."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        return True
    origin = request.headers.get("Origin", "")
    if not origin or origin == "null":
        return origin == "null"
    try:
        return urlsplit(origin).netloc.lower() != request.get_host().lower()
    except ValueError:
        return True
