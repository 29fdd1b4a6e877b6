"""Where a retirement meets a request: preview, redirect or refusal, headers, notice, counting."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlsplit

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string

from mastsite.retirement import clock, gone, headers, votable
from mastsite.retirement.counters import count
from mastsite.retirement.notice import Notice
from mastsite.retirement.options import options
from mastsite.retirement.record import Brownout
from mastsite.retirement.registry import covering

Handler = Callable[[HttpRequest], HttpResponseBase]
SUMMARY = re.compile(r'class="[^"]*\b(?:error-)?summary\b[^"]*"')


def retirement(get_response: Handler) -> Handler:
    """Middleware. Put it last in the list, so that what it adds is measured and packed by the others."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        found = covering(request.path_info)
        if not found:
            _count_followed(request)
            return get_response(request)
        try:
            asked = clock.asked_for(request)
        except clock.BadDay as error:
            html = "text/html" in request.headers.get("Accept", "")
            return gone.bad_day(request, str(error), html=html)
        if asked:
            _take_away(request)
        notice = Notice(request, found[0], found[1:], asked or clock.today(), as_of=asked is not None)
        request.retirement = notice  # type: ignore[attr-defined]
        response = _answer(notice, get_response)
        if notice.state.told or not notice.state.alive:
            headers.tell(response, notice)
            headers.keep_fresh(response, notice)
        elif notice.as_of:
            headers.keep_fresh(response, notice)
        return response

    return middleware


def _answer(notice: Notice, get_response: Handler) -> HttpResponseBase:
    request = notice.request
    if not notice.state.alive:
        response: HttpResponseBase = gone.answer(notice)
        _count(notice, "redirected" if response.status_code == 308 else "gone")
        return response
    if brownout := _brownout(notice):
        _count(notice, "brownout")
        return gone.rehearsal(notice, brownout)
    if not notice.state.told and not notice.as_of:
        return get_response(request)
    if notice.shape in headers.TELLING:  # a reader's copy from before the announcement is not right any more
        for name in ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE"):
            request.META.pop(name, None)
    response = get_response(request)
    if options().insert and isinstance(response, HttpResponse):
        insert(response, notice)
    if notice.state.told:
        votable.insert(response, notice)
    if notice.state.told and response.status_code < 400:
        _count(notice, notice.act)
    if notice.shown:
        _count(notice, "banner")
    return response


def _take_away(request: HttpRequest) -> None:
    """Give the view a request without the preview's parameter."""
    request.META["QUERY_STRING"] = clock.without_parameter(request.META.get("QUERY_STRING", ""))
    request.__dict__.pop("GET", None)


def _brownout(notice: Notice) -> Brownout | None:
    """The brown-out that is on now, or on the day that is previewed."""
    moment = clock.now()
    for brownout in notice.record.brownouts if notice.state.told else ():
        on = (
            brownout.start.date() <= notice.day <= brownout.end.date()
            if notice.as_of
            else brownout.start <= moment < brownout.end
        )
        if on:
            return brownout
    return None


def _count(notice: Notice, event: str) -> None:
    if not notice.as_of:
        count(notice.request, notice.entry, event, door=notice.shape)


def _count_followed(request: HttpRequest) -> None:
    """Count whoever comes to a successor from its old page, which a browser says of pages of this site."""
    referer = request.headers.get("Referer", "")
    if not referer or request.method != "GET":
        return
    try:
        parts = urlsplit(referer)
        elsewhere = parts.netloc != request.get_host()
    except (ValueError, DisallowedHost):
        return
    if elsewhere:
        return
    for entry in covering(parts.path):
        successor = urlsplit(entry.record.successor).path.rstrip("/")
        if request.path == successor or request.path.startswith(f"{successor}/"):
            count(request, entry, "followed", door="html")


def insert(response: HttpResponse, notice: Notice) -> None:
    """Put the notice into a page whose templates do not show it: before its main part, or at its beginning."""
    needed = notice.wanted or (notice.as_of and not notice.previewed)
    if not needed or not response.get("Content-Type", "").startswith("text/html"):
        return
    if response.has_header("Content-Encoding") or notice.request.headers.get("HX-Request"):
        return
    html = response.content.decode(response.charset, errors="surrogateescape")
    place = _place(html)
    if place is None:
        return
    brief = bool(SUMMARY.search(html))
    banner = render_to_string("retirement/banner.html", {"retirement": notice, "brief": brief}, request=notice.request)
    response.content = f"{html[:place]}{banner}{html[place:]}".encode(response.charset, errors="surrogateescape")
    if response.has_header("Content-Length"):
        response["Content-Length"] = str(len(response.content))


def _place(html: str) -> int | None:
    if found := re.search(r"<main\b", html, re.IGNORECASE):
        return found.start()
    found = re.search(r"<body\b[^>]*>", html, re.IGNORECASE)
    return found.end() if found else None
