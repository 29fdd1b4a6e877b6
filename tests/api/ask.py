"""Requests to the API with Django's own client, and the engine's answer to compare with."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from django.test import Client

from mastsite.search import engine
from mastsite.search.query import Query
from mastsite.search.registry import get_mission, missions
from mastsite.search.tables import NotLoaded, holding_of


def address(slug: str) -> str:
    return f"/search/{slug}/api/v0.1/search"


def post(slug: str, body: Any, **headers: str) -> tuple[int, dict[str, Any]]:
    """Status and document of a search; `body` is sent as it is when it is bytes."""
    data = body if isinstance(body, bytes) else json.dumps(body)
    response = Client().post(address(slug), data, content_type="application/json", headers=headers)
    return response.status_code, json.loads(response.getvalue())


def get(path: str, **parameters: Any) -> tuple[int, Any]:
    response = Client().get(path, parameters)
    return response.status_code, json.loads(response.getvalue())


def loaded() -> list[str]:
    """Slugs of the missions that have rows."""
    found = []
    for slug, mission in missions().items():
        try:
            holding_of(mission)
        except NotLoaded:
            continue
        found.append(slug)
    return found


def ids(query: Query, most: int = 5_000) -> list[object]:
    """Identifiers of the rows of a search, in order, from the engine."""
    asked = replace(query, columns=(query.mission.id_column,), rows=most)
    return [row[0] for row in engine.page(asked, counted=False).rows]


def ids_in(slug: str, document: dict[str, Any]) -> list[object]:
    column = get_mission(slug).id_column
    return [row[column] for row in document["results"]]
