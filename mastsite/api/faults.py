"""Errors as the API says them: ``{"detail": a sentence, "errors": [{"name", "value", "message"}]}``."""

from __future__ import annotations

import difflib
import logging
from collections.abc import Iterable, Mapping
from typing import Any, cast

import orjson
import pydantic
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError
from pydantic import BaseModel, Field

from mastsite.search.limits import TimeLimit
from mastsite.search.params import Fault, QueryError
from mastsite.search.registry import UnknownMission

logger = logging.getLogger(__name__)

RETRY_AFTER_S = 30
MAX_ERRORS = 20
SHOWN = 200
"""Characters of a refused value that an error repeats."""

CONDITION = (
    "Send a text, a number, true, false or a list of these, such as "
    '"2..5"; the text "null" finds rows without a value, and a condition that is left out finds all.'
)

NAMES = {"sort": "sort_by", "columns": "select_cols"}
"""Address parameters that have another name in a request body."""


class FaultReply(BaseModel):
    """One thing that is wrong with a request."""

    name: str = Field(description="The key or column that it belongs to.", examples=["sci_pep_id"])
    value: str = Field(description="What was read there.", examples=["many"])
    message: str = Field(description="What is wrong, and what to send.")


class ErrorReply(BaseModel):
    """Why a request was not answered."""

    detail: str = Field(description="Everything that is wrong, in sentences.")
    errors: list[FaultReply] = Field(description="The same, one entry for each key or column.")


class ApiError(Exception):
    """A request that is answered with an error."""

    def __init__(self, status: int, detail: str, faults: Iterable[Fault] = (), *, retry_after_s: int = 0) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.faults = tuple(faults)
        self.retry_after_s = retry_after_s


def refused(faults: Iterable[Fault]) -> ApiError:
    """The error for a request with these faults."""
    faults = tuple(faults)
    return ApiError(400, " ".join(fault.sentence for fault in faults[:MAX_ERRORS]), faults)


def error_response(error: ApiError) -> HttpResponse:
    errors = [
        {"name": NAMES.get(fault.name, fault.name)[:SHOWN], "value": fault.value[:SHOWN], "message": fault.sentence}
        for fault in error.faults[:MAX_ERRORS]
    ]
    response = HttpResponse(
        orjson.dumps({"detail": error.detail, "errors": errors}), status=error.status, content_type="application/json"
    )
    if error.retry_after_s:
        response["Retry-After"] = str(error.retry_after_s)
    return response


def as_api_error(error: Exception) -> ApiError:
    """Any refusal of the layers below, and of the framework, as an `ApiError`."""
    if isinstance(error, ApiError):
        return error
    if isinstance(error, QueryError):
        return refused(error.faults)
    if isinstance(error, UnknownMission):
        return ApiError(404, str(error), [Fault("mission", error.slug, str(error))])
    if isinstance(error, TimeLimit):
        return ApiError(503, str(error), retry_after_s=RETRY_AFTER_S)
    if isinstance(error, RequestDataTooBig):
        return ApiError(413, "The request is longer than this site reads. Send the targets and conditions in parts.")
    if isinstance(error, TooManyFieldsSent):
        return ApiError(400, "The request has more parameters than this site reads. Send them as a JSON body by POST.")
    if isinstance(error, DatabaseError):
        logger.error("the database failed", exc_info=error)
        return ApiError(
            503, "The database of this site does not answer. Try again in a minute.", retry_after_s=RETRY_AFTER_S
        )
    if isinstance(error, HttpError):
        cause = error.__cause__
        return cause if isinstance(cause, ApiError) else ApiError(error.status_code, str(error))
    raise error


HANDLED: tuple[type[Exception], ...] = (
    ApiError, QueryError, UnknownMission, TimeLimit, RequestDataTooBig, TooManyFieldsSent, DatabaseError, HttpError,
)  # fmt: skip


def register(api: NinjaAPI) -> None:
    """Have `api` answer every refusal in the one shape."""

    def answer(_request: HttpRequest, error: Exception | type[Exception]) -> HttpResponse:
        return error_response(as_api_error(cast(Exception, error)))

    for kind in HANDLED:
        api.add_exception_handler(kind, answer)


def of_validation(error: pydantic.ValidationError, model: type[BaseModel], where: int) -> ApiError:
    """Pydantic's errors, one sentence for each key, with what the key takes instead of pydantic's own words.

    Parameters
    ----------
    where : how many parts of an error's location come before the key.
    """
    found: dict[str, Fault] = {}
    for item in error.errors(include_url=False, include_context=False):
        path = item["loc"][where:]
        fault = _of_body(item, model) if not path else _of_key(item, model, path)
        found.setdefault(fault.name, fault)
    return refused(found.values())


def _of_body(item: Mapping[str, Any], model: type[BaseModel]) -> Fault:
    read = "nothing" if item["type"] == "missing" else shown(item["input"])
    said = f"The request was read as {read}, and it must be a JSON object, such as {{}} for every row or "
    return Fault("body", read, said + '{"limit": 10}. Its keys are ' + ", ".join(model.model_fields) + ".")


def _of_key(item: Mapping[str, Any], model: type[BaseModel], path: tuple[int | str, ...]) -> Fault:
    key, value = str(path[0]), shown(item["input"])
    field = model.model_fields.get(key)
    if field is None:
        return unknown_key(key, value, model.model_fields)
    if key == "conditions" and len(path) > 2:
        name = str(path[2])
        said = f"The condition on {name[:60]} was read as {value}. {CONDITION}"
        return Fault(name, value, said)
    example = orjson.dumps((field.examples or [field.default])[0]).decode()
    wrong = f"{key} was read as {value}, which it does not take."
    return Fault(key, value, f"{wrong} It is: {field.description} Send, for example, {example}.")


def unknown_key(key: str, value: str, known: Iterable[str]) -> Fault:
    """The fault of a key that no request has; keys are never passed over."""
    known = list(known)
    near = difflib.get_close_matches(key[:80].lower(), known, n=2, cutoff=0.6)
    hint = f"Did you mean {' or '.join(near)}?" if near else f"The keys are {', '.join(known)}."
    return Fault(key[:SHOWN], value, f"“{key[:60]}” is no key here. {hint}")


def shown(value: object) -> str:
    """A refused value for a sentence: short, and never more work than its beginning."""
    if isinstance(value, list):
        short = len(value) <= 3 and not any(isinstance(item, list) for item in value)
        return f"[{', '.join(map(shown, value))}]" if short else f"a list of {len(value):,}"
    if isinstance(value, dict):
        return "an object"
    if value is None:
        return "null"
    return repr(value[:60]) if isinstance(value, str) else str(value).lower()[:60]
