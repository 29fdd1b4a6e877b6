"""Whether a reader's copy of an answer is still right: tags made of what the answer depends on."""

from __future__ import annotations

import hashlib

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response

from mastsite.freshness import build, keepable
from mastsite.pages.preferences import read_all
from mastsite.search.declare import Mission
from mastsite.search.models import Holding


def tag(request: HttpRequest, mission: Mission, *more: object) -> str:
    """The entity tag of an answer about a mission.

    It depends on the loading, the software, the address, the reader's preferences, and on `more`
    (what a resolver said, the format that was chosen).
    """
    holding = Holding.objects.filter(slug=mission.slug).values_list("version", "loaded_at").first()
    parts = [holding, build(), request.get_full_path(), read_all(request), request.headers.get("HX-Request"), *more]
    parts.append(request.headers.get("HX-Trigger"))  # which says where the answer puts the focus
    return f'"{hashlib.sha256(repr(parts).encode()).hexdigest()[:32]}"'


def unchanged(request: HttpRequest, etag: str) -> HttpResponse | None:
    """The answer 304 when the reader has this very tag, or None."""
    if request.method not in ("GET", "HEAD") or request.headers.get("If-None-Match", "").strip() == "*":
        return None  # "*" asks whether there is anything at all, which is not known yet
    response = get_conditional_response(request, etag=etag)
    return keepable(response, etag) if response is not None else None
