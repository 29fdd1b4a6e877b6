"""The API of each mission, as django-ninja operations over the models of `body`."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Annotated, Any, cast

import orjson
from django.http import HttpRequest, HttpResponse, QueryDict, StreamingHttpResponse
from django.http.response import HttpResponseBase
from ninja import NinjaAPI
from ninja import Query as InAddress
from ninja.errors import ValidationErrorContext
from ninja.parser import Parser
from pydantic import BaseModel, ValidationError

from mastsite import freshness
from mastsite.api import body, faults, products, reply, request, sent, wire
from mastsite.api.faults import ApiError, ErrorReply
from mastsite.api.request import Search
from mastsite.resolver.places import place
from mastsite.search.declare import Mission
from mastsite.search.params import Fault
from mastsite.search.query import unplaced
from mastsite.search.registry import get_mission

VERSION = "v0.1"
JSON = "application/json"


class _Parser(Parser):
    def parse_body(self, request: HttpRequest) -> Any:
        return sent.read(request.body)


class _Api(NinjaAPI):
    def validation_error_from_error_contexts(self, error_contexts: list[ValidationErrorContext[Any]]) -> Any:
        """The framework's own hook, answered with the one error shape."""
        context = error_contexts[0]
        error = context.pydantic_validation_error
        if context.model.__ninja_param_source__ == "body":
            inner = next(iter(context.model.model_fields.values())).annotation
            return faults.of_validation(error, cast(type[BaseModel], inner), where=1)
        name = str(error.errors()[0]["loc"][-1])
        said = f"{name} is missing from the address. Add ?{name}= and its value."
        return ApiError(400, said, [Fault(name, "", said)])


@cache
def api_of(mission: Mission) -> NinjaAPI:
    """The API of one mission: searches, lists of files, and the models for their documents."""
    api = _Api(
        title=f"{mission.name}: search",
        version=VERSION,
        description=f"{mission.description} Every answer is JSON; no account is needed.".strip(),
        urls_namespace=f"api-{mission.slug}",
        openapi_url=None,
        docs_url=None,
        parser=_Parser(),
        servers=[{"url": "/"}],
    )
    faults.register(api)
    model = body.search_body(mission)
    replies = {200: body.search_reply(mission), **dict.fromkeys((400, 413, 503), ErrorReply)}
    where = f"/search/{mission.slug}/api/{VERSION}/search"
    products.add(api, mission, f"/search/{mission.slug}/api/{VERSION}")

    def post_search(request: HttpRequest, body: Any) -> HttpResponseBase:
        return search(mission, body, sent.beside(request))

    def get_search(request: HttpRequest) -> HttpResponseBase:
        return search(mission, of_address(mission, request.GET), asker=request)

    def column_list(request: HttpRequest, mission: Annotated[str, InAddress(description="Slug.")]) -> HttpResponse:
        slug = sent.only(request, "mission", "gives the columns of one mission")
        return HttpResponse(orjson.dumps(wire.column_list(get_mission(slug.strip().lower()))), content_type=JSON)

    post_search.__annotations__["body"] = model
    said = f"Search {mission.adjective} {mission.rows_are}"
    api.post(
        where, response=replies, by_alias=True, operation_id=f"search_{mission.slug}", summary=said,
        description="Conditions, positions, columns, order and page in one JSON object; every key may be left out.",
    )(post_search)  # fmt: skip
    api.get(
        where, response=replies, by_alias=True, operation_id=f"search_{mission.slug}_by_address",
        summary=f"{said}, by address",
        description="The same keys as address parameters, and every column as one more parameter with its condition.",
    )(get_search)  # fmt: skip
    api.get(
        f"/search/util/api/{VERSION}/column_list",
        response={200: list[body.ColumnEntry], 400: ErrorReply, 404: ErrorReply},
        operation_id="column_list", summary="List the columns of a mission",
        description="The names for conditions, select_cols and sort_by, with labels, types and units.",
    )(column_list)  # fmt: skip
    return api


def search(
    mission: Mission, asked: body.SearchBody, messages: tuple[str, ...] = (), asker: HttpRequest | None = None
) -> HttpResponseBase:
    """Answer one search; `messages` are told before its own.

    Parameters
    ----------
    asker : the request whose address is the whole search, so that an answer which it has already is not made again.
    """
    read = request.read(mission, asked)
    named = bool(unplaced(read.query.places))
    read = _resolved(replace(read, messages=(*messages, *read.messages)))
    marked = freshness.mark(asker, [mission.slug], read.query.places, read.messages) if asker else None
    modified = marked.modified if marked and not named else ""
    if asker and marked and (same := freshness.unchanged(asker, marked.etag, modified)) is not None:
        return freshness.keepable(same, marked.etag, modified=modified, vary=())
    answer = reply.answer(read)
    response: HttpResponseBase = (
        HttpResponse(b"".join(answer.parts()), content_type=JSON)
        if answer.whole
        else StreamingHttpResponse(answer.parts(), content_type=JSON)
    )
    if answer.count is not None and not answer.count.exact:  # another try may count to the end
        response["Cache-Control"] = "no-store"
    elif marked:
        freshness.keepable(response, marked.etag, modified=modified, vary=())
    return response


def _resolved(search: Search) -> Search:
    """The search with positions for the names in it, each of which is told.

    Raises
    ------
    UnresolvedName : nobody knows a name; the API answers 400.
    """
    named = {place.text for place in unplaced(search.query.places)}
    query, said = place(search.query)
    read = [f"{item.text}: {item.search_pos} ({item.reading})" for item in query.places if item.text in named]
    return replace(search, query=query, messages=(*search.messages, *read, *(message.text for message in said)))


def of_address(mission: Mission, given: QueryDict) -> body.SearchBody:
    """A search from address parameters: keys of a request by their names, anything else as the name of a column."""
    model = body.search_body(mission)
    values: dict[str, Any] = {}
    conditions: list[dict[str, str]] = []
    for name, texts in given.lists():
        if name.lower() in model.model_fields and name not in model.model_fields and mission.find(name) is None:
            raise faults.refused([faults.unknown_key(name, texts[0], model.model_fields)])
        if name == "conditions" or name not in model.model_fields:
            conditions += [{name: text} for text in texts]
        elif len(texts) > 1:
            values[name] = texts
        elif texts[0].strip():
            values[name] = texts[0].split(",") if name == "sort_desc" else texts[0]
    try:
        return model.model_validate({**values, "conditions": conditions})
    except ValidationError as error:
        raise faults.of_validation(error, model, where=0) from error
