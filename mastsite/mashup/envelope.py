"""What a client sends: a JSON object with the name of a service, its parameters, and which page of which shape."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, QueryDict
from django.http.multipartparser import MultiPartParserError

from mastsite.search import json_text
from mastsite.search.json_text import NotJson, Twice

DEFAULT_PAGESIZE = 50_000
FORMATS = ("json", "extjs")
MOST_PAGES = 10**9
EXAMPLE = '{"service": "Mast.Caom.Cone", "params": {"ra": 10.68, "dec": 41.27, "radius": 0.1}, "format": "json"}'


class Refused(ValueError):
    """A request that is answered with the status ERROR; the message is for the person behind the client."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """One request, read.

    Parameters
    ----------
    params : names in lower case.
    messages : what the reader must know; services add to it.
    """

    service: str
    params: Mapping[str, Any]
    format: str = "json"
    page: int = 1
    pagesize: int = DEFAULT_PAGESIZE
    remove_null_columns: bool = False
    messages: list[str] = field(default_factory=list)

    @property
    def offset(self) -> int:
        return (self.page - 1) * self.pagesize

    def known(self, *names: str) -> None:
        """Tell which parameters a service does not take."""
        for name in sorted(set(self.params) - set(names)):
            self.messages.append(
                f"The parameter {name[:60]} is not one of {self.service[:60]} here; it changed nothing."
            )

    def number(self, name: str, default: float | None = None) -> float:
        """A parameter that is a number, also as text."""
        value = self.params.get(name, default)
        number = as_number(value)
        if number is None:
            read = "is missing" if value is None else f"was read as {shown(value)}, which is no number"
            raise Refused(f"{name} {read}. Send params such as {name}: 10.5.")
        return number


def read(request: HttpRequest) -> Envelope:
    """The envelope of a request: the form field ``request``, the same in the address, or the body itself as JSON.

    Raises
    ------
    Refused
    """
    text = _text(request)
    if text is None:
        raise Refused(f"The field request is missing. Send request= and a JSON object such as {EXAMPLE}")
    try:
        sent = json_text.read(text)
    except NotJson as error:
        raise Refused(f"The request is not JSON: {error}. Send an object such as {EXAMPLE}") from error
    except Twice as error:
        raise Refused(f"{error}.") from error
    if not isinstance(sent, dict):
        raise Refused(f"The request was read as {shown(sent)}, and it must be an object such as {EXAMPLE}")
    return _envelope(_lower(sent))


def _lower(sent: Mapping[str, Any]) -> dict[str, Any]:
    """The same with names in lower case, as clients send a person's own."""
    found = {name.lower(): value for name, value in sent.items()}
    if len(found) < len(sent):
        names = ", ".join(name[:60] for name in sent if [other.lower() for other in sent].count(name.lower()) > 1)
        raise Refused(f"{names} are one name, and only one of them could be read. Send it once.")
    return found


def _text(request: HttpRequest) -> str | bytes | None:
    if request.method != "POST":
        return _one(request.GET)
    try:
        if "request" in request.POST:
            return _one(request.POST)
    except (BadRequest, MultiPartParserError, UnicodeError) as error:
        raise Refused(f"The form cannot be read: {error} Send request= in UTF-8, url-encoded.") from error
    if not request.content_type.startswith("multipart/"):
        body = request.body.strip()
        if body[:1] in (b"{", b"[") or request.content_type == "application/json":
            return body
    return _one(request.GET)


def _one(given: QueryDict) -> str | None:
    """The field ``request``, which is read once."""
    if len(given.getlist("request")) > 1:
        raise Refused("The field request stands twice, and only one could be read. Send one request at a time.")
    return given.get("request")


def _envelope(sent: Mapping[str, Any]) -> Envelope:
    """Keys that are not named here are the client's own business (cacheBreaker and others), as the protocol has it."""
    service, params = sent.get("service"), sent.get("params")
    if not isinstance(service, str) or not service.strip():
        raise Refused(f"The service was read as {shown(service)}. Send its name, as in {EXAMPLE}")
    if params is None:
        params = {}
    if not isinstance(params, dict):
        raise Refused(f"params was read as {shown(params)}, and it must be an object, as in {EXAMPLE}")
    shape = sent.get("format") or "json"
    if not isinstance(shape, str) or shape.strip().lower() not in FORMATS:
        raise Refused(
            f"format was read as {shown(shape)}, and this interface writes {' and '.join(FORMATS)}. "
            "For files of a mission see /search/, where every result can be had as CSV, VOTable and more."
        )
    most = settings.EXPORT_ROW_LIMIT
    return Envelope(
        service.strip(),
        _lower(params),
        shape.strip().lower(),
        _whole(sent, "page", 1, MOST_PAGES),
        _whole(sent, "pagesize", min(DEFAULT_PAGESIZE, most), most),
        _flag(sent, "removenullcolumns"),
    )


def _whole(sent: Mapping[str, Any], name: str, default: int, most: int) -> int:
    value = sent.get(name)
    if value is None or value == "":
        return default
    number = as_number(value)
    if number is None or not number.is_integer() or not 1 <= number <= most:
        raise Refused(f"{name} was read as {shown(value)}. Send a whole number from 1 to {most:,}.")
    return int(number)


def _flag(sent: Mapping[str, Any], name: str) -> bool:
    value = str(sent.get(name) or "false").strip().lower()
    if value not in ("true", "false", "1", "0"):
        raise Refused(f"{name} was read as {shown(sent.get(name))}. Send true or false.")
    return value in ("true", "1")


def as_number(value: object) -> float | None:
    """A number, or a text that is one; None for everything else, also for what no database holds."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    if isinstance(value, str) and not re.fullmatch(
        r"\s*[+-]?(\d{1,30}(\.\d{0,30})?|\.\d{1,30})(e[+-]?\d{1,2})?\s*", value, re.I | re.A
    ):
        return None
    number = float(value)
    return number if math.isfinite(number) else None


def shown(value: object) -> str:
    """A refused value for a sentence: short, and never more work than its beginning."""
    if isinstance(value, list):
        return f"a list of {len(value):,}"
    if isinstance(value, dict):
        return "an object"
    if value is None:
        return "nothing"
    return f"“{value[:60]}”" if isinstance(value, str) else str(value).lower()[:60]
