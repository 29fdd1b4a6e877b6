"""A worker that is killed in the middle of a list: the next one goes on behind what is done."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.test import Client

from mastsite.jobs.models import Job
from mastsite.jobs.runner import run
from mastsite.pages.lists import work
from tests.environment import ROOT
from tests.jobs.conftest import PATIENCE_S, Begin
from tests.lists.test_pages import long_list

LINES = 12_000


def wait_for(good: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE_S
    while not good():
        assert time.monotonic() < end
        time.sleep(0.02)


def test_a_killed_worker_loses_nothing_that_is_done(begin: Begin) -> None:
    answer = Client().post("/search/hst/list.json?radius=1", long_list(LINES), content_type="text/plain")
    folder = Path(settings.JOBS_FOLDER) / answer.json()["list"]
    argv = [sys.executable, "manage.py", "jobs", "work", "--workers", "1"]
    keeper = subprocess.Popen(
        argv, cwd=ROOT, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        wait_for((folder / "00001.statuses").exists)
    finally:
        os.killpg(keeper.pid, signal.SIGKILL)
        keeper.wait()
    job = Job.named(answer.json()["list"])
    assert job is not None
    wait_for(lambda: not list(folder.glob("*.part")) or _is_over(folder))
    done = {path.name: path.stat().st_mtime_ns for path in folder.glob("0000[01].*")}
    if job.state == "running":
        job.lost()
        again = Job.take("another")
        assert again is not None and again.attempts == 2
        run(again)
    assert {path.name: path.stat().st_mtime_ns for path in folder.glob("0000[01].*")} == done, "not done again"
    assert [one.row for one in work.store_of(job).statuses()] == list(range(1, LINES + 1))


def _is_over(folder: Path) -> bool:
    """Whether the process that writes unfinished files is gone."""
    numbers = {path.name.split(".")[-2] for path in folder.glob("*.part")}
    return not any(Path("/proc", number).exists() for number in numbers)
