"""A database that forgets, and a worker of the suite's own with kinds of jobs that go wrong."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from mastsite.jobs.models import Job
from tests.environment import ROOT, TEST_DATA

PATIENCE_S = 90
Begin = Callable[[str], Job]


@pytest.fixture
def jobs_folder(tmp_path: Path, settings: object) -> Path:
    settings.JOBS_FOLDER = tmp_path / "jobs"  # type: ignore[attr-defined]
    return tmp_path / "jobs"


@pytest.fixture
def kept(archive: None, jobs_folder: Path) -> Iterator[None]:
    """Whatever a test writes into the database is taken back."""
    from django.db import transaction

    with transaction.atomic():
        Job.objects.all().delete()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def begin(archive: None) -> Iterator[Begin]:
    """A function that keeps a job of a planted kind, for other processes to see; it is forgotten afterwards."""
    Job.objects.all().delete()
    yield lambda kind: Job.keep(kind=kind, asked={}, digest=kind)
    Job.objects.all().delete()


@pytest.fixture
def keeper(archive: None) -> Iterator[subprocess.Popen[bytes]]:
    """A keeper with one worker, as `manage.py jobs work` is, that knows the planted kinds."""
    log = (TEST_DATA / "jobs_worker.log").open("wb")
    argv = [sys.executable, "-m", "tests.jobs.worker"]
    process = subprocess.Popen(argv, cwd=ROOT, stdout=log, stderr=subprocess.STDOUT)
    yield process
    process.terminate()
    process.wait(timeout=PATIENCE_S)
    log.close()


def until(job: Job, good: Callable[[Job], bool]) -> Job:
    """The job once it is as it should be."""
    end = time.monotonic() + PATIENCE_S
    while not good(job):
        assert time.monotonic() < end, f"{job} stays as it is: {job.message}"
        time.sleep(0.05)
        job.refresh_from_db()
    return job
