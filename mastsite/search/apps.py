"""The search core as a Django app: it registers the start-up checks."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "mastsite.search"
    label = "search"
    verbose_name = "Search core"

    def ready(self) -> None:
        from mastsite.search import checks, fields  # noqa: F401  (registering is their import's effect)
