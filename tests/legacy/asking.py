"""Classic requests, made by hand and answered: what the tests of the shapes share."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.test import RequestFactory

from mastsite.legacy.asked import Asked, Search
from mastsite.legacy.shapes import answer
from mastsite.search.declare import ClassicForm, Mission
from mastsite.search.params import parse
from mastsite.search.query import Query
from mastsite.search.registry import get_mission

M31 = "10.6847 41.269"


def query(slug: str, **params: str) -> Query:
    """A search by parameters of the new address; its places are coordinates."""
    return parse(get_mission(slug), params.items())


def form_of(mission: Mission, **words: Any) -> ClassicForm:
    usual = {"path": mission.slug, "mission_word": mission.slug, "title": f"{mission.short_name} Search"}
    return ClassicForm(**{**usual, **words})


def asked(slug: str, *searches: Search | Query, shape: str = "CSV", columns: str = "", **words: Any) -> Asked:
    """A request of some searches; one of everything when none is given."""
    mission = get_mission(slug)
    made = tuple(item if isinstance(item, Search) else Search(item) for item in searches or (Query(mission),))
    first = next((item.query for item in made if item.query), Query(mission))
    chosen = tuple(mission.column(name) for name in columns.split(",")) if columns else first.output
    usual: dict[str, Any] = {
        "form": form_of(mission), "mission": mission, "pairs": (), "searches": made, "columns": chosen, "shape": shape,
    }  # fmt: skip
    return Asked(**{**usual, **words})


def request(method: str = "get", path: str = "/hst/search.php", **data: str) -> HttpRequest:
    return getattr(RequestFactory(), method)(path, data)


def reply(given: Asked, method: str = "get") -> HttpResponseBase:
    return answer(request(method), given)


def body(response: HttpResponseBase) -> bytes:
    """The whole body, of a streamed response too."""
    streamed = getattr(response, "streaming_content", None)
    return response.content if streamed is None else b"".join(streamed)  # type: ignore[attr-defined]


def text(response: HttpResponseBase) -> str:
    return body(response).decode()


def answered(given: Asked) -> str:
    return text(reply(given))
