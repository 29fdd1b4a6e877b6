"""What every address of the API has in common: it is public, read-only, and may be asked from any page or script."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt

from mastsite.api.faults import ApiError, error_response

PREFLIGHT_AGE_S = 86_400
EXPOSED = (
    "Retry-After, Content-Length, Content-Disposition, Accept-Ranges, Content-Range, ETag, Last-Modified, Repr-Digest"
)
View = Callable[..., HttpResponseBase]


def public(view: View, *methods: str) -> View:
    """Answer OPTIONS and HEAD, refuse other methods in the API's words, and let any origin read.

    The addresses keep no state and know no users, so there is nothing that a forged request could do (no CSRF check)
    and nothing that another origin could read in a person's name.
    """
    allowed = ", ".join([*methods, *(["HEAD"] if "GET" in methods else []), "OPTIONS"])

    @csrf_exempt
    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = _answer(request, allowed, lambda: view(request, *args, **kwargs))
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Expose-Headers"] = EXPOSED
        return response

    return wrapped


def _answer(request: HttpRequest, allowed: str, view: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    response: HttpResponseBase
    if request.method == "OPTIONS":
        response = HttpResponse(status=204)
        del response["Content-Type"]
        response["Allow"] = response["Access-Control-Allow-Methods"] = allowed
        response["Access-Control-Allow-Headers"] = "Accept, Authorization, Content-Type, Range, If-Range"
        response["Access-Control-Max-Age"] = str(PREFLIGHT_AGE_S)
        return response
    if request.method not in allowed.split(", "):
        response = error_response(ApiError(405, f"{request.path} answers {allowed}, and not {request.method}."))
        response["Allow"] = allowed
        return response
    if request.method == "HEAD":
        request.method = "GET"
    return view()
