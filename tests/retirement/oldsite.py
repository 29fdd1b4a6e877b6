"""The site with some old pages, and new ones that replace them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template import engines
from django.urls import path

from mastsite import urls
from mastsite.urls import handler400, handler403, handler404, handler500  # noqa: F401

PAGE = """{% extends "base.html" %}{% block title %}Old form{% endblock %}
{% block main %}{% if form.summary %}{% include "components/summary.html" with summary=form.summary %}{% endif %}
<h1>Old form</h1><form id="search" aria-label="Old"><label for="t">Target</label><input id="t" name="target"></form>{% endblock %}"""


def old_form(request: HttpRequest) -> HttpResponse:
    if "as-of" in request.GET or "as-of" in request.META["QUERY_STRING"]:
        return HttpResponse("the view saw the preview", status=500)
    shape = request.GET.get("outputformat")
    if shape == "CSV":
        return HttpResponse("a,b\n1,2\n", content_type="text/csv", headers={"Link": '</help>; rel="help"'})
    if shape == "VOTable":
        return HttpResponse("<VOTABLE/>", content_type="text/xml")
    if shape == "JSON":
        return JsonResponse([{"a": 1}], safe=False)
    summary = [{"sentence": "radius was read as x", "target": "t"}] if "bad" in request.GET else []
    html = engines["django"].from_string(PAGE).render({"form": {"summary": summary}}, request)
    return HttpResponse(html, headers={"ETag": '"same"', "Cache-Control": "public, max-age=999999999"})


def old_api(request: HttpRequest, rest: str) -> HttpResponse:
    return JsonResponse({"rest": rest})


def plain(request: HttpRequest, word: str) -> HttpResponse:
    if word == "missing":
        return render(request, "404.html", {"title": "Not there", "sentence": "Not there."}, status=404)
    return HttpResponse(
        f'<!doctype html><html lang="en"><head><title>t</title></head><body class="x"><h1>{word}</h1></body></html>'
    )


def new(request: HttpRequest, rest: str = "") -> HttpResponse:
    return HttpResponse("<!doctype html><p>new", status=404 if rest == "gone" else 200)


urlpatterns = [
    path("old/search.php", old_form, name="old_form"),
    path("old/api/<path:rest>", old_api, name="old_api"),
    path("plain/<str:word>", plain, name="plain"),
    path("new/", new, name="new"),
    path("new/<str:rest>", new, name="new_more"),
    *urls.urlpatterns,
]
