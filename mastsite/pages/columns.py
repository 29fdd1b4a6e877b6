"""The column dictionary of a mission: every column, what it means, what its box takes."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mastsite.freshness import keepable
from mastsite.search.declare import Column, Mission
from mastsite.search.registry import get_mission


@require_safe
def columns(request: HttpRequest, slug: str, extension: str = "") -> HttpResponse:
    """The page, or with ``.json`` the data."""
    mission = get_mission(slug)
    if extension == "json" or "application/json" in request.headers.get("Accept", ""):
        data = {
            "mission": mission.slug,
            "name": mission.name,
            "columns": [_plain(mission, column) for column in mission.columns],
        }
        response: HttpResponse = JsonResponse(data)
        response["Access-Control-Allow-Origin"] = "*"
        return keepable(response)
    parts = [
        (title, [column for column in mission.columns if column.group == key]) for key, title in mission.groups.items()
    ]
    parts.append(
        (
            "Columns without a box of their own",
            [column for column in mission.columns if column.group not in mission.groups],
        )
    )
    return keepable(
        render(request, "pages/columns.html", {"mission": mission, "parts": [part for part in parts if part[1]]})
    )


def _plain(mission: Mission, column: Column) -> dict[str, Any]:
    return {**asdict(column), "group": mission.groups.get(column.group, ""), "stored": column.stored}
