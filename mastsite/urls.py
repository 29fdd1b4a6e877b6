"""Every address of the site, door by door."""

from django.urls import include, path

urlpatterns = [
    path("", include("mastsite.api.urls")),
    path("", include("mastsite.pages.urls")),
]

handler400 = "mastsite.pages.errors.handler400"
handler403 = "mastsite.pages.errors.handler403"
handler404 = "mastsite.pages.errors.handler404"
handler500 = "mastsite.pages.errors.handler500"
