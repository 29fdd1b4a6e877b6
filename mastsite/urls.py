"""Every address of the site, door by door."""

from django.conf import settings
from django.urls import include, path

urlpatterns = [
    path("", include("mastsite.retirement.urls")),
    path("", include("mastsite.feedback.urls")),
    path("", include("mastsite.api.urls")),
    path("", include("mastsite.mashup.urls")),
    path("", include("mastsite.legacy.urls")),
    path("", include("mastsite.guides.urls")),
    path("", include("mastsite.pages.urls")),
]

if settings.ADMIN:
    from django.contrib import admin

    urlpatterns.append(path("admin/", admin.site.urls))

handler400 = "mastsite.pages.errors.handler400"
handler403 = "mastsite.pages.errors.handler403"
handler404 = "mastsite.pages.errors.handler404"
handler500 = "mastsite.pages.errors.handler500"
