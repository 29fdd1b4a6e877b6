"""The OpenAPI document of each mission: what django-ninja makes of the models, with examples that run."""

from __future__ import annotations

from functools import cache
from typing import Any
from urllib.parse import parse_qsl

import orjson

from mastsite.api import file_documents
from mastsite.api.missions import VERSION, api_of
from mastsite.search.declare import Mission
from mastsite.search.params import parse
from mastsite.search.query import Query
from mastsite.snippets.body import search_body

Document = dict[str, Any]


def file_name(mission: Mission) -> str:
    """The name of a mission's document, in the form that clients look for on ``/search/docs``."""
    return f"{mission.slug}_api_openapi.json"


def search_address(mission: Mission) -> str:
    return f"/search/{mission.slug}/api/{VERSION}/search"


@cache
def document(mission: Mission) -> Document:
    """The OpenAPI 3.1 document of a mission."""
    made: Document = orjson.loads(
        orjson.dumps(api_of(mission).get_openapi_schema(path_prefix=""), default=dict, option=orjson.OPT_NON_STR_KEYS)
    )
    operations = made["paths"][search_address(mission)]
    operations["post"]["requestBody"]["content"]["application/json"]["examples"] = {
        f"example_{number}": {"summary": sentence, "value": search_body(query)}
        for number, (sentence, query) in enumerate(examples(mission), start=1)
    }
    operations["get"]["parameters"] = _parameters(mission, made)
    made["paths"] |= file_documents.paths(mission, search_address(mission).removesuffix("/search"))
    return made


def examples(mission: Mission) -> list[tuple[str, Query]]:
    """First searches of a mission, a sentence each; the last one is the simplest there is."""
    declared = [(sentence, parse(mission, parse_qsl(address))) for address, sentence in mission.examples]
    return [*declared, ("The first ten rows", Query(mission, limit=10))]


def _parameters(mission: Mission, made: Document) -> list[Document]:
    """The keys of a request body, but for the conditions, and then the columns, as address parameters."""
    schemas = made["components"]["schemas"]
    keys = dict(schemas[f"{mission.slug}_search"]["properties"])
    del keys["conditions"]
    columns = schemas[f"{mission.slug}_conditions"]["properties"]
    return [_parameter(name, said) for name, said in (keys | columns).items()]


def _parameter(name: str, said: Document) -> Document:
    parameter = {
        "name": name,
        "in": "query",
        "required": False,
        "description": said["description"],
        "schema": {"type": "string"},
    }
    for example in said.get("examples", [])[:1]:
        if isinstance(example, str | int | float) and not isinstance(example, bool):
            parameter["example"] = str(example)
    return parameter
