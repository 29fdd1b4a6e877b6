"""Which version of the software this is, what an answer stands on, and what caches may keep of it.

An answer to a search is tagged before it is searched for: by the loading of its rows, the software, the settings that
show, the address, and what else its door names. Who has that tag is told so (304), and only `Holding` was read. Small
answers that do not search are tagged by their bytes, by Django's own middleware (`ByBytes`). docs/serving.md.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.http import ConditionalGetMiddleware
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import http_date, parse_http_date_safe

from mastsite.search.tables import loadings

Response = TypeVar("Response", bound=HttpResponseBase)

SHOWN = (
    "SITE_NAME", "SITE_ADDRESS", "CONTACT", "PAGE_TIME_LIMIT_S", "COUNT_TIME_LIMIT_S", "EXPORT_TIME_LIMIT_S",
    "EXPORT_ROW_LIMIT", "API_ROW_LIMIT", "RESOLVER_REMOTE", "UPSTREAM_ARCHIVE", "FEEDBACK_PER_DAY", "RETIREMENT",
)  # fmt: skip
"""The settings that change what answers say."""

STARTED = "MASTSITE_STARTED_AT"
"""Environment variable: when the server was started, seconds of Unix time, alike in all its processes."""
_BEGAN = time.time()


@cache
def build() -> str:
    """Names this version of the software: digest of its code, templates and declarations."""
    digest = hashlib.sha256()
    for folder, endings in (
        ("mastsite", (".py",)),
        ("missions", (".py", "columns.csv", "products.csv")),
        ("templates", (".html",)),
        ("static", (".css", ".js")),
    ):
        for path in sorted((Path(settings.ROOT) / folder).rglob("*")):
            if path.name.endswith(endings):
                digest.update(str(path.relative_to(settings.ROOT)).encode() + path.read_bytes())
    return digest.hexdigest()[:12]


class ByBytes(ConditionalGetMiddleware):
    """Tags what has none by its bytes, but no page that retires: what that says of the day is told each time."""

    def needs_etag(self, response: HttpResponseBase) -> bool:
        return super().needs_etag(response) and not response.has_header("Deprecation")


@dataclass(frozen=True, slots=True)
class Mark:
    """What tells one state of an answer from another: its entity tag, and when it can have changed last."""

    etag: str
    modified: str


def mark(request: HttpRequest, slugs: Sequence[str], *more: object) -> Mark:
    """The mark of an answer that stands on the rows of some missions.

    The tag is weak: two answers with the same rows differ in the moment they name.

    Parameters
    ----------
    slugs : of the missions whose rows are searched.
    more : what else the answer depends on: preferences, positions that a resolver gave, the format that was chosen.
    """
    stamps = loadings(slugs)
    shown = [getattr(settings, name) for name in SHOWN]
    parts = [stamps, build(), shown, request.get_host(), request.get_full_path(), *more]
    digest = hashlib.sha256(repr(parts).encode("utf-8", "surrogateescape")).hexdigest()
    # With other settings the server has been started anew.
    started = float(os.environ.get(STARTED) or _BEGAN)
    return Mark(f'W/"{digest[:32]}"', http_date(max([started, *(stamp[2].timestamp() for stamp in stamps)])))


def keepable(
    response: Response,
    etag: str = "",
    *,
    modified: str = "",
    vary: Sequence[str] = ("Accept", "Cookie", "HX-Request", "HX-Trigger"),
) -> Response:
    """Let caches keep an answer as long as they ask each time whether it still holds."""
    if etag:
        response["ETag"] = etag
    if modified:
        response["Last-Modified"] = modified
    response["Cache-Control"] = "no-cache"
    patch_vary_headers(response, vary)
    return response


def unchanged(request: HttpRequest, etag: str, modified: str = "") -> HttpResponse | None:
    """The answer 304 when the reader has this very state, or None.

    Parameters
    ----------
    modified : for answers to programs alone; a page depends on cookies, of which a date says nothing.
    """
    if request.method not in ("GET", "HEAD") or request.headers.get("If-None-Match", "").strip() == "*":
        return None  # "*" asks whether there is anything at all, which is not known yet
    since = parse_http_date_safe(modified) if modified else None
    response = get_conditional_response(request, etag=etag, last_modified=since)
    return response if isinstance(response, HttpResponse) and response.status_code == 304 else None
