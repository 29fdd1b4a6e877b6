"""A worker of the tests, in a process of its own: ``python -m tests.jobs.worker``."""

from __future__ import annotations

import os

import tests.environment  # noqa: F401  (it says which database)

if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "mastsite.settings"
    import django

    django.setup()
    from django.core.management import call_command

    import tests.jobs.planted  # noqa: F401  (it registers kinds)

    call_command("jobs", "work", workers=1, beside=os.getppid())
