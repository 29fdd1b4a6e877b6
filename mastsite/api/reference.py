"""The pages about the API: the list of missions, and one page for each, made from its OpenAPI document."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import orjson
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from mastsite.api.documents import Document, document, examples, file_name, search_address
from mastsite.search.declare import Mission
from mastsite.search.registry import UnknownMission, get_mission, missions
from mastsite.snippets import SNIPPETS, Snippet


def docs(request: HttpRequest) -> HttpResponse:
    """All missions with an API.

    Clients read this page for names of the form X_api_openapi.json, so no others may stand on it.
    """
    listed = [(mission, file_name(mission)) for mission in missions().values()]
    return render(request, "api/docs.html", {"missions": listed})


def openapi(request: HttpRequest, slug: str) -> HttpResponse:
    """The OpenAPI document of a mission."""
    return HttpResponse(orjson.dumps(document(get_mission(slug))), content_type="application/json")


def mission_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The API of one mission for people."""
    try:
        mission = get_mission(slug)
    except UnknownMission as error:
        ways = [(f"/search/{near}/api/", f"API of {near}") for near in error.suggestions]
        said = {"title": "There is no such mission", "sentence": str(error), "ways": ways}
        return render(request, "404.html", said, status=404)
    made = document(mission)
    schemas = made["components"]["schemas"]
    post = made["paths"][search_address(mission)]["post"]
    context: dict[str, Any] = {
        "mission": mission,
        "document_name": file_name(mission),
        "endpoints": [
            (method.upper(), path, operation["summary"], operation.get("description", ""))
            for path, operations in made["paths"].items()
            for method, operation in operations.items()
        ],
        "keys": [_key(name, said) for name, said in schemas[f"{mission.slug}_search"]["properties"].items()],
        "errors": [(code, said["description"]) for code, said in post["responses"].items() if code != "200"],
        "reply": [(name, said["description"]) for name, said in schemas[f"{mission.slug}_reply"]["properties"].items()],
        "columns": mission.columns,
        "examples": _examples(request, mission),
        "most_rows": f"{settings.API_ROW_LIMIT:,}",
    }
    return render(request, "api/mission.html", context)


def _key(name: str, said: Document) -> tuple[str, str, str, str]:
    """Name, type, default and description of a key of a request."""
    kinds = [said, *said.get("anyOf", [])]
    types = list(dict.fromkeys(kind["type"] for kind in kinds if "type" in kind))
    default = orjson.dumps(said["default"]).decode() if "default" in said else ""
    return name, " or ".join(types), default, said["description"]


def _examples(request: HttpRequest, mission: Mission) -> list[Snippet]:
    """The examples as commands, named and labelled one by one."""
    base = settings.SITE_ADDRESS or f"{request.scheme}://{request.get_host()}"
    write = SNIPPETS["curl_post"].write
    return [
        replace(write(query, base), name=str(number), label=sentence, note="")
        for number, (sentence, query) in enumerate(examples(mission), start=1)
    ]
