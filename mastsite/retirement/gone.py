"""The answers of an old page that no longer answers: 308 to the successor, or 410 in the format that was asked for.

To add one more format: a function here and a line in `BODIES`.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from xml.etree import ElementTree

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from mastsite.retirement import wording
from mastsite.retirement.headers import absolute, page_of
from mastsite.retirement.notice import Notice
from mastsite.retirement.record import Brownout
from mastsite.retirement.votable import facts


class HttpResponsePermanentRedirectKeepingMethod(HttpResponse):
    status_code = 308


@dataclass(frozen=True, slots=True)
class Refusal:
    """What every format of a refusal says."""

    status: int
    title: str
    detail: str
    successor: str
    page: str


def answer(notice: Notice) -> HttpResponse:
    """308 when the whole request can be carried over and asks for nothing but rows, else 410."""
    carried = notice.carry()
    if carried.complete and notice.request.method in ("GET", "HEAD"):
        response: HttpResponse = HttpResponsePermanentRedirectKeepingMethod()
        response["Location"] = (
            absolute(carried.address, notice.request) if "://" in carried.address else carried.address
        )
        response["Cache-Control"] = "no-cache"  # so that a rollback is not defeated by a browser's memory
        return response
    record = notice.record
    ended = wording.long_date(record.dates.sunset_at)
    refusal = Refusal(
        410,
        f"{record.title} has retired",
        f"This {record.noun} retired on {ended}. {record.why_briefly} {dropped_sentence(notice)}".strip(),
        absolute(carried.prefilled, notice.request),
        page_of(record, notice.request),
    )
    return write(notice, refusal)


def rehearsal(notice: Notice, brownout: Brownout) -> HttpResponse:
    """The answer of an API in an announced brown-out."""
    record = notice.record
    ends = f"{brownout.end:%Y-%m-%d %H:%M} UTC"
    refusal = Refusal(
        503,
        f"{record.title}: announced rehearsal of its retirement",
        f"This {record.noun} answers again at {ends}. It retires on {wording.long_date(record.dates.sunset_at)}.",
        absolute(record.successor, notice.request),
        page_of(record, notice.request),
    )
    response = write(notice, refusal)
    from mastsite.retirement.clock import now

    response["Retry-After"] = str(max(60, int((brownout.end - now()).total_seconds())))
    return response


def write(notice: Notice, refusal: Refusal) -> HttpResponse:
    response = BODIES.get(notice.shape, text)(notice, refusal)
    response.status_code = refusal.status
    response.headers.setdefault("Cache-Control", "no-cache")
    return response


def dropped_sentence(notice: Notice) -> str:
    carried = notice.carry()
    if not carried.dropped:
        return ""
    return "Not carried over: " + "; ".join(f"{drop.name[:60]}, {drop.why}" for drop in carried.dropped[:20]) + "."


def page(notice: Notice, refusal: Refusal) -> HttpResponse:
    return render(
        notice.request, "retirement/gone.html", {"notice": notice, "refusal": refusal, "carried": notice.carry()}
    )


def problem(notice: Notice, refusal: Refusal) -> HttpResponse:
    """Problem details, RFC 9457."""
    carried = notice.carry()
    body = {
        "type": refusal.page,
        "title": refusal.title,
        "status": refusal.status,
        "detail": refusal.detail,
        "successor": refusal.successor,
        "documentation": refusal.page,
        "sunset": notice.record.dates.sunset_at.isoformat(),
        "dropped": [{"name": drop.name, "why": drop.why} for drop in carried.dropped],
        "contact": notice.record.contact,
    }
    return HttpResponse(json.dumps(body, ensure_ascii=False, indent=1), content_type="application/problem+json")


def table(notice: Notice, refusal: Refusal) -> HttpResponse:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(("status", "title", "detail", "successor", "documentation"))
    writer.writerow((refusal.status, refusal.title, refusal.detail, refusal.successor, refusal.page))
    return HttpResponse(out.getvalue(), content_type="text/csv; charset=utf-8")


def votable(notice: Notice, refusal: Refusal) -> HttpResponse:
    """A VOTable that says it is an error, as DALI asks: QUERY_STATUS with the reason as its text."""
    top = ElementTree.Element("VOTABLE", {"version": "1.4", "xmlns": "http://www.ivoa.net/xml/VOTable/v1.3"})
    resource = ElementTree.SubElement(top, "RESOURCE", {"type": "results"})
    status = ElementTree.SubElement(resource, "INFO", {"name": "QUERY_STATUS", "value": "ERROR"})
    status.text = f"{refusal.title}. {refusal.detail}"
    for name, value, said in facts(notice):
        value = refusal.successor if name == "successor" else value
        ElementTree.SubElement(resource, "INFO", {"name": name, "value": value}).text = said or None
    body = ElementTree.tostring(top, encoding="unicode", xml_declaration=True)
    body = body.replace(body.partition("?>")[0], "<?xml version='1.0' encoding='UTF-8'", 1)
    return HttpResponse(body, content_type="application/x-votable+xml; charset=utf-8")


def text(notice: Notice, refusal: Refusal) -> HttpResponse:
    lines = (refusal.title, refusal.detail, f"Use instead: {refusal.successor}", f"Why and how: {refusal.page}")
    return HttpResponse("\n".join((*lines, "")), content_type="text/plain; charset=utf-8")


BODIES: dict[str, Callable[[Notice, Refusal], HttpResponse]] = {
    "html": page,
    "json": problem,
    "csv": table,
    "votable": votable,
    "text": text,
}


def bad_day(request: HttpRequest, sentence: str, *, html: bool) -> HttpResponse:
    """400 for a preview of a day that is none."""
    if html:
        response = render(request, "retirement/refused.html", {"sentence": sentence}, status=400)
    else:
        body = {"title": "That day cannot be shown", "status": 400, "detail": sentence}
        response = HttpResponse(json.dumps(body), status=400, content_type="application/problem+json")
    response["Cache-Control"] = "no-store"
    return response
