"""Requests to the service interface with Django's own client, and the engine's answer to compare with."""

from __future__ import annotations

import json
from typing import Any

from django.test import Client

from mastsite.search import engine
from mastsite.search.params import parse
from mastsite.search.registry import get_mission

INVOKE = "/api/v0/invoke"


def invoke(service: str, params: Any = None, **envelope: Any) -> dict[str, Any]:
    """The document that a service answers with."""
    return send({"service": service, "params": params if params is not None else {}, **envelope})


def send(envelope: Any) -> dict[str, Any]:
    text = envelope if isinstance(envelope, str) else json.dumps(envelope)
    response = Client().post(INVOKE, {"request": text})
    assert response.status_code == 200
    return json.loads(response.getvalue())


def filtered(*filters: tuple[str, list[Any]], **envelope: Any) -> dict[str, Any]:
    """What a filtered search answers; a value is a filter's value, and text with % goes where clients put it."""
    sent = []
    for name, values in filters:
        free = [value for value in values if isinstance(value, str) and "%" in value]
        plain = [value for value in values if value not in free]
        sent.append({"paramName": name, "values": plain, **({"freeText": free[0]} if free else {})})
    return invoke("Mast.Caom.Filtered", {"columns": "*", "filters": sent}, **envelope)


def ids(document: dict[str, Any], collection: str | None = None) -> list[str]:
    rows = document["data"]
    return [row["obs_id"] for row in rows if collection in (None, row["obs_collection"])]


def engine_ids(slug: str, *pairs: tuple[str, str]) -> list[str]:
    """Identifiers of a mission's rows that meet conditions, as text and in the engine's order."""
    mission = get_mission(slug)
    query = parse(mission, [*pairs, ("columns", mission.id_column)])
    return [str(row[0]) for row in engine.stream(query, counted=False).rows]


def engine_count(slug: str, *pairs: tuple[str, str]) -> int:
    return engine.count(parse(get_mission(slug), pairs), cap=None).value
