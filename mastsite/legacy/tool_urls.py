"""Addresses of the old tools beside the forms. To add one more: its line here, and `tool` says how its view is written."""

from django.urls import path

from mastsite.legacy import field_list, links, pointings, services, siap, ssap, verifier, xcorr
from mastsite.legacy.gone import GONE, view_of

urlpatterns = [
    path("xcorr.php", xcorr.xcorr, name="xcorr"),
    path("xcorr/search.php", xcorr.xcorr, name="xcorr_search"),
    path("siap/search.php", siap.siap, name="siap"),
    path("siap/search2.php", siap.siap, name="siap2"),
    path("ssap/search.php", ssap.ssap, name="ssap"),
    path("ssap/search2.php", ssap.ssap, name="ssap2"),
    path("pointings/search.php", pointings.search, name="pointings"),
    path("dataset_verifier.php", verifier.verifier, name="dataset_verifier"),
    path("search_fields.php", field_list.fields, name="search_fields"),
    path("mastbibref.php", links.bibliography, name="mastbibref"),
    path("cgi-bin/mastpreview", links.preview, name="mastpreview"),
    path("vo/mast_services.html", services.services, name="mast_services"),
    path("vo/general_params.html", services.parameters, name="general_params"),
    *(path(gone.path, view_of(gone)) for gone in GONE),
]
