"""The name resolver as a service: ``/Santa-war/query``, for clients that can be pointed at this site."""

from __future__ import annotations

from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

import orjson
from django.http import HttpRequest, HttpResponse

from mastsite.mashup.envelope import Refused, shown
from mastsite.mashup.names import Asked, document, split, truth

KNOWN = ("name", "outputFormat", "resolveAll", "resolver")
JSON, XML = "application/json", "application/xml"


def query(request: HttpRequest) -> HttpResponse:
    """One name or several, by ``name=``; JSON or, as upstream without a word, XML."""
    sent = request.GET
    shape = (sent.get("outputFormat") or "xml").strip().lower()
    as_json = shape == "json"
    try:
        if twice := [name for name in ("outputFormat", "resolveAll") if len(set(sent.getlist(name))) > 1]:
            raise Refused(f"{twice[0]} was read as {' and '.join(map(shown, sent.getlist(twice[0])))}. Send it once.")
        if shape not in ("json", "xml"):
            raise Refused(f"outputFormat was read as {shown(shape)}. Send json or xml.")
        everyone = truth("resolveAll", sent.get("resolveAll", ""))
        asked = Asked(split(sent.getlist("name")), split(sent.getlist("resolver")), everyone)
        found = document(asked)
    except Refused as refused:
        return _write({"resolvedCoordinate": [], "status": str(refused)}, as_json, status=400)
    unknown = [
        f"The parameter {name[:60]} is not known here; it changed nothing." for name in sent if name not in KNOWN
    ]
    found["status"] = " ".join(filter(None, [found["status"], *unknown]))
    return _write(found, as_json)


def _write(found: dict[str, Any], as_json: bool, *, status: int = 200) -> HttpResponse:
    body = orjson.dumps(found) if as_json else _xml(found)
    return HttpResponse(body, status=status, content_type=JSON if as_json else XML)


def _xml(found: dict[str, Any]) -> bytes:
    """The same names as in JSON, as elements."""
    root = Element("resolvedItems")
    for place in found["resolvedCoordinate"]:
        item = SubElement(root, "resolvedCoordinate")
        for name, value in place.items():
            SubElement(item, name).text = str(value).lower() if isinstance(value, bool) else _printable(str(value))
    SubElement(root, "status").text = _printable(found["status"])
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="utf-8")


def _printable(text: str) -> str:
    """Text without what XML forbids."""
    return "".join(letter if letter.isprintable() else " " for letter in text)
