"""For another site behind the same address: the notice of one of its pages, and whether that page still answers."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, QueryDict
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from mastsite.retirement import clock, gone, headers
from mastsite.retirement.counters import count
from mastsite.retirement.dismissal import safe_back
from mastsite.retirement.notice import Notice
from mastsite.retirement.registry import covering


def _notice(request: HttpRequest, address: str) -> Notice | None:
    """The notice of a path of the other site, as if that page had been asked for with its own parameters."""
    parts = urlsplit(address)
    found = covering(parts.path)
    if not found:
        return None
    asking = HttpRequest()
    asking.method = "GET"
    asking.META = {**request.META, "QUERY_STRING": parts.query}
    asking.COOKIES = request.COOKIES
    asking.path = asking.path_info = parts.path
    asking.GET = QueryDict(parts.query)
    asked: date | None = clock.asked_for(request) or clock.asked_for(asking)
    if asked:
        asking.META["QUERY_STRING"] = clock.without_parameter(parts.query)
        asking.GET = QueryDict(asking.META["QUERY_STRING"])
    return Notice(asking, found[0], found[1:], asked or clock.today(), as_of=asked is not None)


def _said(request: HttpRequest) -> str:
    return safe_back(request.GET.get("path", "") or request.headers.get("X-Original-URI", ""))


@require_safe
def fragment(request: HttpRequest) -> HttpResponse:
    """``?path=/old/page``: the notice as HTML to be put into that page, with the page's headers; 204 when it has none."""
    return _answer(request, body=True)


@require_safe
def check(request: HttpRequest) -> HttpResponse:
    """For a proxy's question about a page: 204 with its headers while it answers, 403 when this site answers instead."""
    return _answer(request, body=False)


def _answer(request: HttpRequest, *, body: bool) -> HttpResponse:
    address = _said(request)
    if not address:
        sentence = "path is missing, or is no path. Give the path of the page, such as ?path=/old/page."
        return HttpResponse(f"{sentence}\n", status=400, content_type="text/plain; charset=utf-8")
    try:
        notice = _notice(request, address)
    except (clock.BadDay, ValueError) as error:
        response = gone.bad_day(request, str(error), html=False)
        if not body:  # this site answers instead, with that sentence
            response.status_code = 403
        return response
    if notice is None:
        return HttpResponse(status=204)
    state = notice.state
    response = HttpResponse(status=204 if state.alive else 403)
    if body:
        html = ""
        if state.told:
            html = render_to_string("retirement/banner.html", {"retirement": notice}, request=request).strip()
        response = HttpResponse(html, status=200 if html else 204)
        if notice.shown and not notice.as_of:
            count(request, notice.entry, "banner", door="html")
    if state.told or not state.alive:
        headers.tell(response, notice)
    headers.keep_fresh(response, notice)
    response.headers.setdefault("Cache-Control", "no-cache")
    response["X-Retirement-State"] = str(state)
    return response
