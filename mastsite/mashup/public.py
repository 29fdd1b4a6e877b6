"""What every address of this door has in common: it is read-only, and may be asked from any page or script."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt

from mastsite.mashup import reply

PREFLIGHT_AGE_S = 86_400
RETRY_AFTER_S = 30
JSON = "application/json"
logger = logging.getLogger(__name__)
View = Callable[[HttpRequest], HttpResponseBase]


def failed(message: str, *, status: int = 200) -> HttpResponse:
    """The status ERROR and a sentence. HTTP says 200, as the protocol has it: clients raise on any other number before
    they read the sentence."""
    return HttpResponse(reply.error(message), status=status, content_type=JSON)


def public(*methods: str) -> Callable[[View], View]:
    """Answer `methods`, HEAD and OPTIONS, refuse others in the protocol's shape, and let any origin read.

    The addresses keep no state and know no users: there is nothing that a forged request could do.
    """
    allowed = ", ".join([*methods, *(["HEAD"] if "GET" in methods else []), "OPTIONS"])

    def decorate(view: View) -> View:
        @csrf_exempt
        @wraps(view)
        def wrapped(request: HttpRequest) -> HttpResponseBase:
            response = _answer(request, allowed, view)
            response["Access-Control-Allow-Origin"] = "*"
            response["Access-Control-Expose-Headers"] = "Retry-After, Content-Length"
            return response

        return wrapped

    return decorate


def _answer(request: HttpRequest, allowed: str, view: View) -> HttpResponseBase:
    if request.method == "OPTIONS":
        response = HttpResponse(status=204)
        del response["Content-Type"]
        response["Allow"] = response["Access-Control-Allow-Methods"] = allowed
        response["Access-Control-Allow-Headers"] = "Accept, Authorization, Content-Type"
        response["Access-Control-Max-Age"] = str(PREFLIGHT_AGE_S)
        return response
    if request.method not in allowed.split(", "):
        response = failed(f"{request.path} answers {allowed}, and not {request.method}.", status=405)
        response["Allow"] = allowed
        return response
    try:
        return view(request)
    except RequestDataTooBig:
        return failed("The request is longer than this site reads. Send it in parts.", status=413)
    except TooManyFieldsSent:
        return failed("The request has more fields than this site reads. Send one field, request=.", status=413)
    except DatabaseError:
        logger.exception("the database failed")
        response = failed("The database of this site does not answer. Try again in a minute.", status=503)
        response["Retry-After"] = str(RETRY_AFTER_S)
        return response
