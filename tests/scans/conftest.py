"""Real holdings as collections, in small partitions, and a cluster of two workers for all tests."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from mastsite.search.registry import get_mission
from tests.conftest import missing
from tests.environment import ROOT

pytest.importorskip("lsdb", reason="NOT TESTED: scans, as lsdb is not installed (requirements-scale.txt)")
MISSIONS = {"kepler": 300, "hst": 1_000}
"""What is exported, and how many rows are in one partition."""
MARGIN_ARCSEC = 300.0


@pytest.fixture(scope="session")
def collections(archive: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the collections."""
    from mastsite.scans.collection import write
    from mastsite.search.tables import held
    from mastsite.search.whole import whole

    folder = tmp_path_factory.mktemp("hats")
    for slug, rows in MISSIONS.items():
        if held(get_mission(slug)) is None:
            missing(f"scans of {slug}, as none of its rows are loaded")
        write(whole(get_mission(slug)), folder, rows_in_one=rows, margin_arcsec=MARGIN_ARCSEC)
    return folder


@pytest.fixture(scope="session")
def scheduler(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a Dask scheduler that is not of this process, with two workers."""
    from dask.distributed import Client

    folder = tmp_path_factory.mktemp("dask")
    file = folder / "scheduler.json"
    common = ["--scheduler-file", str(file), "--dashboard-address", "127.0.0.1:0"]
    worker = ["worker", *common, "--nthreads", "1", "--local-directory", str(folder), "--death-timeout", "60"]
    commands = [["scheduler", *common, "--host", "127.0.0.1", "--port", "0"], worker, worker]
    with ExitStack() as running, (folder / "log").open("w") as log:
        for command in commands:
            process = subprocess.Popen([sys.executable, "-m", "dask", *command], cwd=ROOT, stdout=log, stderr=log)
            running.callback(process.wait, 30)
            running.callback(process.terminate)
            while not file.exists():  # the first one writes it when it listens, or ends
                assert process.poll() is None, (folder / "log").read_text()
                threading.Event().wait(0.05)
        with Client(scheduler_file=str(file), timeout=60) as client:
            client.wait_for_workers(2, timeout=60)
            address = str(client.scheduler.address)
        yield address


@pytest.fixture
def scans(collections: Path, scheduler: str, settings: Any, tmp_path: Path) -> Iterator[None]:
    """The site with these collections and this cluster; what is written into the database is taken back."""
    from django.db import transaction

    from mastsite.jobs.models import Job
    from mastsite.scans.cluster import client

    settings.HATS_FOLDER, settings.JOBS_FOLDER, settings.DASK_SCHEDULER = collections, tmp_path / "jobs", scheduler
    with client(), transaction.atomic():
        Job.objects.all().delete()
        yield
        transaction.set_rollback(True)
