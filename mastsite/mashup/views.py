"""The addresses of this door."""

from __future__ import annotations

import orjson
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

# The services register themselves when they are imported.
from mastsite.caom.asked import AskError
from mastsite.mashup import columns, envelope, names, observations, products, reply, santa, services  # noqa: F401
from mastsite.mashup.envelope import Refused
from mastsite.mashup.public import JSON, failed, public
from mastsite.mashup.table import Document
from mastsite.search.limits import TimeLimit
from mastsite.search.sending import LONG_ROWS, Busy, take
from mastsite.search.tables import NotLoaded


@public("GET", "POST")
def invoke(request: HttpRequest) -> HttpResponseBase:
    """Ask a service."""
    try:
        asked = envelope.read(request)
        answer = services.find(asked.service)(asked)
    except (Refused, AskError, TimeLimit, NotLoaded) as refused:
        return failed(str(refused))
    if isinstance(answer, Document):
        return HttpResponse(orjson.dumps(answer.content), content_type=JSON)
    parts = reply.parts(answer, asked)
    if min(asked.pagesize, answer.total) <= LONG_ROWS:
        return HttpResponse(b"".join(parts), content_type=JSON)
    try:
        take()
    except Busy as busy:
        return failed(str(busy))
    return StreamingHttpResponse(parts, content_type=JSON)


@public("GET", "POST")
def columnsconfig(request: HttpRequest) -> HttpResponseBase:
    """The columns of a service, by ``colConfigId``; an empty object for one that is not here."""
    name = request.POST.get("colConfigId") or request.GET.get("colConfigId") or ""
    if not name.strip():
        return failed(
            f"colConfigId is missing. Send the name of a service: {', '.join(services.SPELLINGS.values())}.", status=400
        )
    return HttpResponse(orjson.dumps(columns.config(name)), content_type=JSON)


@public("GET")
def resolver(request: HttpRequest) -> HttpResponseBase:
    """Names to positions."""
    return santa.query(request)


@public("GET")
def path_lookup(request: HttpRequest) -> HttpResponseBase:
    """Where copies of files are in a cloud: this site has none, and says so of each."""
    uris = request.GET.getlist("uri")
    if not uris:
        return failed("uri is missing. Send one such as uri=mast:HST/product/u9o40504m_c3m.fits.", status=400)
    nowhere = {"status_code": 404, "path": None}
    return HttpResponse(orjson.dumps(dict.fromkeys(uris, nowhere)), content_type=JSON)
