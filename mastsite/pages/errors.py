"""Pages for what went wrong: each says what was read, what is wrong and what to do, and the request's number."""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable, Sequence
from typing import Any

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation, TooManyFieldsSent
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from mastsite.pages.words import printable
from mastsite.search.registry import UnknownMission

logger = logging.getLogger(__name__)

Way = tuple[str, str]
"""An address and the words that link to it."""


def problem(
    request: HttpRequest, status: int, title: str, sentence: str, remedy: str = "", ways: Sequence[Way] = ()
) -> HttpResponse:
    """The page of that status."""
    context = {"title": title, "sentence": printable(sentence), "remedy": remedy, "ways": ways}
    return render(request, f"{status}.html", context, status=status)


def not_found(request: HttpRequest, title: str, sentence: str, ways: Sequence[Way] = ()) -> HttpResponse:
    return problem(request, 404, title, sentence, ways=ways)


def refused(request: HttpRequest, sentence: str, remedy: str) -> HttpResponse:
    return problem(request, 403, "That is not allowed", sentence, remedy)


def busy(request: HttpRequest, sentence: str, ways: Sequence[Way] = ()) -> HttpResponse:
    """The search took too long, or the database does not answer."""
    response = problem(request, 503, "The search was stopped", sentence, ways=ways)
    response["Retry-After"] = "30"
    return response


def guarded(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """`view` with unknown missions and a silent database told in a page, or in JSON at an address with an ending."""

    @functools.wraps(view)
    def answer(request: HttpRequest, **parts: Any) -> HttpResponseBase:
        try:
            return view(request, **parts)
        except UnknownMission as error:
            if parts.get("extension"):
                return _as_json(404, "mission", error.slug, str(error))
            ways = [(f"/search/{slug}/", f"{slug} form") for slug in error.suggestions]
            return not_found(request, "There is no such mission", str(error), ways)
        except (RequestDataTooBig, TooManyFieldsSent) as error:
            if not parts.get("extension"):
                raise
            status = 413 if isinstance(error, RequestDataTooBig) else 400
            return _as_json(status, "", "", " ".join(_too_much(error)))
        except DatabaseError:
            logger.exception("the database failed at %s", request.path)
            sentence = "The database of this site does not answer. Try again in a minute."
            return _as_json(503, "", "", sentence) if parts.get("extension") else busy(request, sentence)

    return answer


def _as_json(status: int, name: str, value: str, message: str) -> JsonResponse:
    return JsonResponse({"errors": [{"name": name, "value": value[:200], "message": message}]}, status=status)


def _too_much(error: RequestDataTooBig | TooManyFieldsSent) -> tuple[str, str]:
    """What is wrong, and what to do."""
    if isinstance(error, RequestDataTooBig):
        return "More was sent than one search takes.", "Send the list of targets in parts."
    return "The address has more parameters than one search takes.", "Leave out the empty ones."


def handler400(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """What Django itself refuses: too long, too many fields, a host name that is not ours."""
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent):
        sentence, remedy = _too_much(exception)
    elif isinstance(exception, SuspiciousOperation):
        sentence, remedy = "The request was not one that this site answers.", "Begin at the list of missions."
    else:
        sentence, remedy = "The request could not be read.", "Begin at the list of missions."
    return problem(request, 400, "The request could not be read", sentence, remedy)


def handler403(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return refused(request, "This page is not open to everyone.", "Begin at the list of missions.")


def handler404(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    path = request.path if len(request.path) <= 120 else f"{request.path[:120]}…"
    return not_found(request, "There is no such page", f"The address {path} leads nowhere on this site.")


def handler500(request: HttpRequest) -> HttpResponse:
    """Something broke. Rendered without the database, and as plain words if even that fails."""
    number = getattr(request, "request_id", "")
    if request.path.endswith(".json"):
        return _as_json(500, "", "", f"Something broke on this side. It has been noted under number {number}.")
    try:
        return HttpResponse(render_to_string("500.html", request=request), status=500)
    except Exception:
        logger.exception("the error page broke too")
        words = f"Something broke on this side. It has been noted under number {number}. Try again in a minute.\n"
        return HttpResponse(words, status=500, content_type="text/plain; charset=utf-8")
