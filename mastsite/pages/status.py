"""How the site is, for people and machines: database, holdings, version of the software."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mastsite.feedback.keeping import totals
from mastsite.freshness import build
from mastsite.pages.home import Line, lines
from mastsite.pages.words import amount
from mastsite.search import replicas
from mastsite.search.registry import missions


def state() -> dict[str, Any]:
    """Everything the page says, as plain data."""
    try:
        found, words, said = lines(), "ok", totals()
    except DatabaseError as error:
        found, words, said = (
            [Line(mission, None) for mission in missions().values()],
            f"does not answer ({type(error).__name__})",
            None,
        )
    return {
        "status": "ok" if words == "ok" else "degraded",
        "database": words,
        "database_kind": settings.DATABASES["default"]["ENGINE"].rpartition(".")[2],
        "replicas": [
            {"name": item.name, "state": item.condition, "takes_part": item.takes_part, "lag_s": item.lag_s}
            for item in replicas.states()
        ],
        "build": build(),
        "feedback": said,
        "rows": sum(line.holding.row_count for line in found if line.holding),
        "holdings": [
            {
                "mission": line.mission.slug,
                "name": line.mission.name,
                "rows": line.holding.row_count if line.holding else 0,
                "version": line.holding.version if line.holding else None,
                "loaded_at": line.holding.loaded_at if line.holding else None,
                "source": line.holding.source if line.holding else line.mission.no_rows_because,
            }
            for line in found
        ],
    }


@require_safe
def status(request: HttpRequest, extension: str = "") -> HttpResponse:
    """The page, or with ``.json`` the data; 503 when the database does not answer."""
    data = state()
    code = 200 if data["status"] == "ok" else 503
    if extension == "json" or "application/json" in request.headers.get("Accept", ""):
        response: HttpResponse = JsonResponse(data, status=code)
    else:
        holdings = [line | {"rows_text": f"{line['rows']:,}"} for line in data["holdings"]]
        context = {"state": data, "holdings": holdings, "rows": amount(data["rows"], "row", "rows")}
        response = render(request, "pages/status.html", context, status=code)
    response["Cache-Control"] = "no-store"
    return response
