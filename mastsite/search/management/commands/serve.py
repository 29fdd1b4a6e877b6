"""``manage.py serve``: bring the database up to date, load what is missing, and serve; what ``make run`` calls."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DEFAULT_DB_ALIAS

from mastsite.freshness import STARTED
from mastsite.search.models import Holding
from mastsite.search.registry import missions
from mastsite.server import THREADS, command


class Command(BaseCommand):
    help = "Prepare the database, load the missions that are not loaded, and serve the site with gunicorn."
    requires_system_checks = "__all__"

    def handle(self, *_args: Any, **_options: Any) -> None:
        port = os.environ.get("PORT", "8000")
        if not port.isdigit() or not 0 < int(port) < 65536:
            raise CommandError(f"PORT was read as {port!r}, which is no port number. Set one such as PORT=8000.")
        settings.DATA.mkdir(parents=True, exist_ok=True)
        call_command("migrate", verbosity=0)
        call_command("load_mission", missing=True)
        call_command("collectstatic", interactive=False, verbosity=0)
        host = os.environ.get("HOST", "127.0.0.1")
        self._tell(host, port)
        workers, threads = os.environ.get("WORKERS", "2"), os.environ.get("THREADS", str(THREADS))
        if threads.isdigit() and int(threads) <= settings.EXPORTS:
            said = f"THREADS is {threads}, and EXPORTS is {settings.EXPORTS}: slow readers of files could take every thread. "
            raise CommandError(f"{said}Set THREADS to more, such as {settings.EXPORTS + 16}, or EXPORTS to fewer.")
        os.environ[STARTED] = str(int(time.time()))
        argv = command(host, port, workers=workers, threads=threads)
        self.stdout.flush()
        if settings.JOBS_WORKERS > 0:  # gunicorn takes this process over, and the worker ends with it
            beside = [sys.executable, str(settings.ROOT / "manage.py"), "jobs", "work", "--beside", str(os.getpid())]
            subprocess.Popen(beside)  # noqa: S603
        os.execv(argv[0], argv)  # noqa: S606  (our own interpreter, no shell)

    def _tell(self, host: str, port: str) -> None:
        known = missions()
        here = Holding.objects.using(DEFAULT_DB_ALIAS)
        loaded = {holding.slug: holding.row_count for holding in here if holding.slug in known}
        for slug, rows in sorted(loaded.items(), key=lambda item: -item[1]):
            self.stdout.write(f"  {rows:>10,}  {known[slug].short_name}: {known[slug].rows_are}")
        empty = [mission.short_name for slug, mission in known.items() if slug not in loaded]
        self.stdout.write(
            f"  {sum(loaded.values()):>10,}  rows in all; declared without rows: {', '.join(empty) or 'none'}"
        )
        self.stdout.write(self.style.SUCCESS(f"{settings.SITE_NAME} is at http://{host}:{port}/  (Ctrl+C stops it)"))
