"""Addresses of the older service interface, exactly as its clients have them built in."""

from __future__ import annotations

from django.urls import path

from mastsite.mashup import views

app_name = "mashup"
urlpatterns = [
    path("api/v0/invoke", views.invoke, name="invoke"),
    path("portal/Mashup/Mashup.asmx/columnsconfig", views.columnsconfig, name="columnsconfig"),
    path("Santa-war/query", views.resolver, name="resolver"),
    path("api/v0.1/path_lookup/", views.path_lookup, name="path_lookup"),
]
