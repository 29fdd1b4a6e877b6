"""Retirements as a Django app of its own: it registers the start-up checks."""

from django.apps import AppConfig


class RetirementConfig(AppConfig):
    name = "mastsite.retirement"
    label = "retirement"
    verbose_name = "Retirements"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from mastsite.retirement import checks  # noqa: F401  (registering is its import's effect)
