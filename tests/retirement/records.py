"""Retirements of pages that only these tests have; `oldsite` serves them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from urllib.parse import urlencode

from django.http import HttpRequest

from mastsite.retirement import Brownout, Carried, DateChange, Dates, Dropped, Example, FieldChange, Link, Record

DATES = Dates(date(2026, 11, 22), date(2027, 1, 15), date(2027, 10, 1), date(2029, 10, 1))
TEXTS = {
    "why": "It speaks only its own old words. Every change has to be made twice.",
    "better": "The new page says how it read each box.",
    "lost": "The choice of the resolver CFA, which answers no more.",
    "contact": "archive@example.org",
}


def carry(request: HttpRequest) -> Carried:
    """``target`` is carried over, ``action`` means nothing any more, everything else has no place."""
    known = {"q": request.GET["target"]} if "target" in request.GET else {}
    dropped = tuple(Dropped(name, "CFA answers no more") for name in request.GET if name not in ("target", "action"))
    asked = f"?{urlencode(known)}" if known else ""
    page = f"/new/results{asked}" if request.GET.get("action") else f"/new/{asked}"
    return Carried(page, complete=not dropped and request.method != "POST", dropped=dropped, form=f"/new/{asked}")


def shape(request: HttpRequest) -> str:
    return {"CSV": "csv", "VOTable": "votable", "JSON": "json"}.get(request.GET.get("outputformat", ""), "html")


FORM = Record(
    id="old-form", title="Old form", noun="form", patterns=("/old/search.php",), dates=DATES,
    successor="/new/", successor_title="the new form", carry=carry, shape=shape, routes=("old_form",),
    parameters=("target", "resolver", "outputformat"),
    fields=lambda: (
        FieldChange("target", "q"), FieldChange("resolver", "", "CFA answers no more"), FieldChange("outputformat", "", "by ending"),
    ),
    tutorials=(Link("/new/tour", "A tour of the new form"),),
    searches=(Example("One target.", "/old/search.php?target=m+31", "/new/?q=m+31"),),
    still_there="All rows stay where they are.", group="hst", group_title="HST", **TEXTS,
)  # fmt: skip
API = Record(
    id="old-api", title="Old API", noun="API", kind="API", patterns=("/old/api/**",), dates=DATES,
    successor="/new/api", successor_title="the new API", routes=("old_api",),
    brownouts=(Brownout(datetime(2027, 9, 1, 9, tzinfo=UTC), datetime(2027, 9, 1, 11, tzinfo=UTC)),),
    history=(DateChange(date(2026, 11, 23), "Sunset set", "It was not known before"),), **TEXTS,
)  # fmt: skip
PLAIN = Record(
    id="plain", title="Plain page", patterns=("/plain/*",), dates=replace(DATES, sunset_at=date(2028, 2, 29)),
    successor="/new/", successor_title="the new form", routes=("plain",), group="iue", group_title="IUE", **TEXTS,
)  # fmt: skip
RECORDS = (FORM, API, PLAIN)


def all_records() -> tuple[Record, ...]:
    return RECORDS
