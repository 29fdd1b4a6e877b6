"""Which version of the software this is, and what caches may keep of its answers."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TypeVar

from django.conf import settings
from django.http import HttpResponseBase
from django.utils.cache import patch_vary_headers

Response = TypeVar("Response", bound=HttpResponseBase)


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


def keepable(
    response: Response, etag: str = "", *, vary: Sequence[str] = ("Accept", "Cookie", "HX-Request", "HX-Trigger")
) -> Response:
    """Let caches keep an answer as long as they ask each time whether it still holds."""
    if etag:
        response["ETag"] = etag
    response["Cache-Control"] = "no-cache"
    patch_vary_headers(response, vary)
    return response
