"""The classic addresses as a Django app: for its command, and for the check of what missions declare of their past."""

from django.apps import AppConfig


class LegacyConfig(AppConfig):
    name = "mastsite.legacy"
    label = "legacy"
    verbose_name = "Classic addresses"

    def ready(self) -> None:
        from mastsite.legacy import checks  # noqa: F401  (registering is its import's effect)
