"""Jobs as a Django app of its own: it imports the modules that register kinds of jobs."""

from importlib import import_module

from django.apps import AppConfig
from django.conf import settings


class JobsConfig(AppConfig):
    name = "mastsite.jobs"
    label = "jobs"
    verbose_name = "Background jobs"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        for module in settings.JOB_KINDS:
            import_module(module)
