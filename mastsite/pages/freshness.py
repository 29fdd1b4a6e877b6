"""Whether a reader's copy of a page is still right: the site's tags, made of the reader's preferences too."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from mastsite import freshness
from mastsite.freshness import Mark, keepable
from mastsite.pages.preferences import read_all
from mastsite.search.declare import Mission


def mark(request: HttpRequest, mission: Mission, *more: object) -> Mark:
    """The mark of an answer about a mission; `more` is as in `mastsite.freshness.mark`."""
    htmx = (
        request.headers.get("HX-Request"),
        request.headers.get("HX-Trigger"),
    )  # the latter says where the focus goes
    return freshness.mark(request, [mission.slug], read_all(request), htmx, *more)


def unchanged(request: HttpRequest, etag: str) -> HttpResponse | None:
    """The page's answer 304 when the reader has this very tag, or None."""
    response = freshness.unchanged(request, etag)
    return keepable(response, etag) if response is not None else None
