"""The classic addresses."""

from django.urls import include, path

from mastsite.legacy import views
from mastsite.legacy.migrate import page

urlpatterns = [
    path("", include("mastsite.legacy.tool_urls")),  # before the forms: /pointings/search.php is none of them
    path("migrate/", page.migrate, name="migrate"),
    path("<path:path>/search.php", views.search, name="legacy_search"),
]
