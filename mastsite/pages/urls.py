"""Addresses of the pages."""

from django.urls import path, re_path

from mastsite.pages import (
    chosen,
    columns,
    componentpages,
    facets,
    formpage,
    home,
    jobs,
    operators,
    preferences,
    record,
    results,
    snippets,
    statistics,
    status,
)
from mastsite.pages.basket import change as basket_change
from mastsite.pages.basket import files as basket_files
from mastsite.pages.basket import page as basket_page
from mastsite.pages.errors import guarded
from mastsite.pages.keeping import feeds as keeping_feeds
from mastsite.pages.keeping import prove as keeping_prove
from mastsite.pages.keeping import receipt as keeping_receipt
from mastsite.pages.keeping import saved as keeping_saved
from mastsite.pages.lists import answer as list_answer
from mastsite.pages.lists import page as list_page
from mastsite.pages.unified import page as unified

urlpatterns = [
    path("", guarded(home.index), name="index"),
    path("search/", guarded(unified.search), name="everywhere"),
    path("search/counts.json", guarded(unified.search), {"extension": "json"}, name="everywhere_json"),
    path("search/total", guarded(unified.total), name="everywhere_total"),
    path("search/<str:slug>/found/<int:part>", guarded(unified.found), name="everywhere_found"),
    path("search/<str:slug>/", guarded(formpage.form), name="form"),
    path("search/<str:slug>/results", guarded(results.results), name="results"),
    re_path(r"^search/(?P<slug>[^/]+)/results\.(?P<extension>[^/]+)$", guarded(results.results), name="results_file"),
    path("search/<str:slug>/rows", guarded(chosen.rows), name="chosen_rows"),
    path("search/<str:slug>/shown", guarded(chosen.columns), name="chosen_columns"),
    path("search/<str:slug>/snippets", guarded(snippets.snippets_page), name="snippets"),
    path("search/<str:slug>/facets", guarded(facets.facets_page), name="facets"),
    path("search/<str:slug>/facets.json", guarded(facets.facets_page), {"extension": "json"}, name="facets_json"),
    path("search/<str:slug>/statistics", guarded(statistics.statistics_page), name="statistics"),
    path(
        "search/<str:slug>/statistics.csv",
        guarded(statistics.statistics_page),
        {"extension": "csv"},
        name="statistics_csv",
    ),
    re_path(
        r"^search/(?P<slug>[^/]+)/(?P<part>sky|times|exposures)\.(?P<extension>svg)$",
        guarded(statistics.statistics_page),
        name="statistics_picture",
    ),
    path("search/<str:slug>/columns", guarded(columns.columns), name="columns"),
    path("search/<str:slug>/columns.json", guarded(columns.columns), {"extension": "json"}, name="columns_json"),
    path("search/<str:slug>/dataset/<path:identifier>", guarded(record.record), name="record"),
    path("search/<str:slug>/list", guarded(list_page.new), name="list_new"),
    path("search/<str:slug>/list.json", guarded(list_page.new), {"extension": "json"}, name="list_new_json"),
    path("lists/", guarded(list_page.several), name="lists"),
    path("lists.json", guarded(list_page.several), {"extension": "json"}, name="lists_json"),
    re_path(
        r"^lists/(?P<token>[\w-]+)\.json$", guarded(list_answer.shown_list), {"extension": "json"}, name="list_json"
    ),
    path("lists/<str:token>", guarded(list_answer.shown_list), name="list"),
    path("lists/<str:token>/columns", guarded(list_page.columns), name="list_columns"),
    path("lists/<str:token>/tables", guarded(list_answer.tables), name="list_tables"),
    path("lists/<str:token>/tables.zip", guarded(list_answer.tables_file), name="list_tables_file"),
    path("lists/<str:token>/line/<int:line>", guarded(list_answer.tables), name="list_line"),
    re_path(
        r"^lists/(?P<token>[\w-]+)/(?P<what>statuses|rows)\.(?P<extension>[^/]+)$",
        guarded(list_answer.file),
        name="list_file",
    ),
    path("search/<str:slug>/count", guarded(jobs.count), name="count"),
    re_path(r"^jobs/(?P<token>[\w-]+)\.json$", guarded(jobs.job_page), {"extension": "json"}, name="job_json"),
    path("jobs/<str:token>", guarded(jobs.job_page), name="job"),
    path("jobs/<str:token>/cancel", guarded(jobs.cancel), name="job_cancel"),
    path("jobs/<str:token>/file", guarded(jobs.job_file), name="job_file"),
    path("basket/", guarded(basket_page.basket), name="basket"),
    path("basket/change", guarded(basket_change.change), name="basket_change"),
    path("basket/files/<str:kind>", guarded(basket_files.files), name="basket_files"),
    path("search/<str:slug>/basket", guarded(basket_change.add), name="basket_add"),
    path("search/<str:slug>/receipt", guarded(keeping_receipt.receipt_page), name="receipt"),
    path(
        "search/<str:slug>/receipt.json",
        guarded(keeping_receipt.receipt_page),
        {"extension": "json"},
        name="receipt_json",
    ),
    path("search/<str:slug>/prove", guarded(keeping_prove.prove_page), name="prove"),
    path("search/<str:slug>/save", guarded(keeping_saved.save_page), name="save"),
    re_path(r"^search/(?P<slug>[^/]+)/feed\.(?P<extension>atom|json)$", guarded(keeping_feeds.feed), name="feed"),
    path("saved/<str:token>", guarded(keeping_saved.follow), name="saved"),
    re_path(
        r"^saved/(?P<token>[^/]+)/feed\.(?P<extension>atom|json)$", guarded(keeping_feeds.saved_feed), name="saved_feed"
    ),
    path("receipts/verify", guarded(keeping_receipt.verify), name="verify"),
    path("receipts/verify.json", guarded(keeping_receipt.verify), {"extension": "json"}, name="verify_json"),
    path("help/operators", operators.operators_page, name="operators"),
    path("status", guarded(status.status), name="status"),
    path("status.json", guarded(status.status), {"extension": "json"}, name="status_json"),
    path("components", guarded(componentpages.overview), name="components"),
    path("components/<str:name>/<str:state>", guarded(componentpages.state), name="component"),
    path("preferences", preferences.save, name="preferences"),
]
