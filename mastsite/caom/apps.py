"""The common observation model as a Django app: it registers the check of what missions declare for it."""

from django.apps import AppConfig


class CaomConfig(AppConfig):
    name = "mastsite.caom"
    label = "caom"
    verbose_name = "Common observation model"

    def ready(self) -> None:
        from mastsite.caom import checks  # noqa: F401  (registering is its import's effect)
