"""The archive's own name resolver (SANTA), and NED through it.

Wire shape: docs of the `Santa-war` service and astroquery's recorded reply (``mast/tests/data/resolver.json``).
"""

from __future__ import annotations

import json
import re
from typing import Any

from mastsite.resolver import remote
from mastsite.resolver.answer import Answer, Finding
from mastsite.resolver.registry import register

ADDRESS = "https://mastresolver.stsci.edu/Santa-war/query"
"""The setting RESOLVER_MAST_URL replaces it."""

_CATALOGUE = re.compile(r"(tic|kic|epic|k2|kplr|ktwo)\b", re.IGNORECASE)
"""Names of the archive's own catalogues are only looked for when every resolver is asked (astroquery does the same)."""


@register("MAST", title="MAST", order=50, remote=True, backup=True)
def ask(name: str) -> Finding:
    everyone = str(bool(_CATALOGUE.match(name)))
    url = remote.address("RESOLVER_MAST_URL", ADDRESS, {"outputFormat": "json", "resolveAll": everyone, "name": name})
    return remote.ask("MAST", url, name, lambda body: read(body, name, "MAST"))


@register("NED", title="NED", order=60, remote=True)
def ask_ned(name: str) -> Finding:
    words = {"outputFormat": "json", "resolveAll": "False", "name": name, "resolver": "NED"}
    url = remote.address("RESOLVER_MAST_URL", ADDRESS, words)
    return remote.ask("NED", url, name, lambda body: read(body, name, "NED"))


def read(body: bytes, name: str, key: str) -> Answer | None:
    """The answer in a reply of the service.

    Raises
    ------
    Malformed : when it has no such shape.
    """
    reply = json.loads(body)
    if not isinstance(reply, dict) or not isinstance(reply.get("resolvedCoordinate", []), list):
        raise remote.Malformed("no list of resolvedCoordinate")
    wanted = " ".join(name.lower().split())
    places: list[dict[str, Any]] = reply.get("resolvedCoordinate") or []
    mine = [place for place in places if " ".join(str(place.get("searchString", wanted)).split()) == wanted] or places
    if key == "NED":
        mine = [place for place in mine if place.get("resolver", "NED") == "NED"]
    if not mine:
        return None
    place = mine[0]
    by = str(place.get("resolver") or key)
    return Answer(
        name,
        " ".join(str(place.get("canonicalName") or name).split()),
        float(place["ra"]) % 360,
        float(place["decl"]),
        key,
        key if by in ("MAST", key) else f"MAST (from {by})",
        str(place.get("objectType") or ""),
    )
