"""Addresses of the API. POST addresses end without a slash, so that no redirect can lose a request's body."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, re_path

from mastsite.api import downloads, reference
from mastsite.api.faults import HANDLED, ApiError, as_api_error, error_response
from mastsite.api.missions import VERSION, api_of
from mastsite.api.public import View, public
from mastsite.search.registry import get_mission, missions


def _refusing(view: View) -> View:
    """`view` with its refusals as JSON, for the addresses that django-ninja does not serve."""

    def answer(request: HttpRequest, **kwargs: Any) -> Any:
        try:
            return view(request, **kwargs)
        except HANDLED as error:
            return error_response(as_api_error(error))

    return answer


def _nowhere(request: HttpRequest, slug: str, rest: str) -> HttpResponse:
    """What is no address of the API: unknown missions, and other words behind ``api/``."""
    if slug != "util":
        get_mission(slug)
    where = "/search/docs" if slug == "util" else f"/search/{slug}/api/"
    raise ApiError(404, f"“{request.path[:200]}” is no address of this API. {where} lists what there is.")


METHODS = {"search": ("GET", "POST"), "post_list_products": ("POST",)}
"""What the operations of a mission answer that are not asked by GET alone."""


def _operations() -> Iterator[URLPattern]:
    """The operations of all missions; what they share is served once."""
    seen: set[str] = set()
    for mission in missions().values():
        for pattern in api_of(mission).urls[0]:
            route = str(pattern.pattern)
            if route and route not in seen:
                seen.add(route)
                methods = METHODS.get(route.rpartition("/")[2], ("GET",))
                yield path(route, public(cast(View, pattern.callback), *methods))


app_name = "api"
urlpatterns = [
    path("search/docs", reference.docs, name="docs"),
    re_path(r"^search/(?P<slug>[^/]+)_api_openapi\.json$", public(_refusing(reference.openapi), "GET"), name="openapi"),
    path("search/<str:slug>/api/", reference.mission_page, name="mission"),
    *_operations(),
    path(
        f"search/<str:slug>/api/{VERSION}/retrieve_product",
        public(_refusing(downloads.retrieve_product), "GET"),
        name="retrieve_product",
    ),
    path(
        f"search/<str:slug>/api/{VERSION}/retrieve_product_zip",
        public(_refusing(downloads.retrieve_product_zip), "POST"),
    ),
    re_path(r"^(?:api/v0\.1|portal)/Download/file/?$", public(_refusing(downloads.file), "GET"), name="download"),
    path("api/v0.1/Download/bundle.sh", public(_refusing(downloads.bundle_script), "GET", "POST")),
    re_path(r"^api/v0\.1/Download/bundle(?:[./].*)?$", public(_refusing(downloads.no_bundle), "GET", "POST")),
    path("whoami", public(_refusing(downloads.whoami), "GET")),
    re_path(r"^search/(?P<slug>[^/]+)/api/(?P<rest>.+)$", public(_refusing(_nowhere), "GET", "POST")),
]
