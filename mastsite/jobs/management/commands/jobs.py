"""``manage.py jobs``: do background jobs, list them, forget the old ones."""

from __future__ import annotations

import os
import signal
import threading
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from mastsite.jobs import runner
from mastsite.jobs.asking import purge
from mastsite.jobs.models import Job
from mastsite.jobs.states import STATES


class Command(BaseCommand):
    help = "Background jobs: do them (work), count them by state (list), forget the old ones (purge)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=("work", "list", "purge"))
        parser.add_argument("--workers", type=int, default=0, help="how many jobs at a time; the setting JOBS_WORKERS")
        parser.add_argument("--beside", type=int, help="work beside this process, which is our parent, and end with it")

    def handle(self, *_args: Any, what: str, workers: int, beside: int | None, **_options: Any) -> None:
        if what == "purge":
            purge()
        if what in ("purge", "list"):
            for state, words in STATES.items():
                self.stdout.write(f"{Job.number(state=state):>6}  {words.lower()}")
            return
        stopped = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, lambda *_: stopped.set())
        alone = beside is None
        runner.keep(
            workers or max(1, settings.JOBS_WORKERS),
            lambda: not stopped.is_set() and (alone or os.getppid() == beside),
        )
