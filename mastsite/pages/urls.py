"""Addresses of the pages."""

from django.urls import path, re_path
from django.views.generic import RedirectView

from mastsite.pages import (
    chosen,
    columns,
    componentpages,
    formpage,
    home,
    jobs,
    operators,
    preferences,
    record,
    results,
    snippets,
    status,
)
from mastsite.pages.errors import guarded

urlpatterns = [
    path("", guarded(home.index), name="index"),
    path("search/", RedirectView.as_view(pattern_name="index"), name="search"),  # for whoever cuts an address short
    path("search/<str:slug>/", guarded(formpage.form), name="form"),
    path("search/<str:slug>/results", guarded(results.results), name="results"),
    re_path(r"^search/(?P<slug>[^/]+)/results\.(?P<extension>[^/]+)$", guarded(results.results), name="results_file"),
    path("search/<str:slug>/rows", guarded(chosen.rows), name="chosen_rows"),
    path("search/<str:slug>/shown", guarded(chosen.columns), name="chosen_columns"),
    path("search/<str:slug>/snippets", guarded(snippets.snippets_page), name="snippets"),
    path("search/<str:slug>/columns", guarded(columns.columns), name="columns"),
    path("search/<str:slug>/columns.json", guarded(columns.columns), {"extension": "json"}, name="columns_json"),
    path("search/<str:slug>/dataset/<path:identifier>", guarded(record.record), name="record"),
    path("search/<str:slug>/count", guarded(jobs.count), name="count"),
    re_path(r"^jobs/(?P<token>[\w-]+)\.json$", guarded(jobs.job_page), {"extension": "json"}, name="job_json"),
    path("jobs/<str:token>", guarded(jobs.job_page), name="job"),
    path("jobs/<str:token>/cancel", guarded(jobs.cancel), name="job_cancel"),
    path("jobs/<str:token>/file", guarded(jobs.job_file), name="job_file"),
    path("help/operators", operators.operators_page, name="operators"),
    path("status", guarded(status.status), name="status"),
    path("status.json", guarded(status.status), {"extension": "json"}, name="status_json"),
    path("components", guarded(componentpages.overview), name="components"),
    path("components/<str:name>/<str:state>", guarded(componentpages.state), name="component"),
    path("preferences", preferences.save, name="preferences"),
]
