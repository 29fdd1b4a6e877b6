"""Real holdings as collections, in small partitions, and two workers for all tests."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from mastsite.search.registry import get_mission
from tests.conftest import missing

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
def workers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A Dask cluster of two processes."""
    from dask.distributed import Client, LocalCluster

    with (
        LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, host="127.0.0.1", dashboard_address=None,
            local_directory=str(tmp_path_factory.mktemp("dask")),
        ) as cluster,
        Client(cluster) as client,
    ):  # fmt: skip
        yield client


@pytest.fixture
def scans(collections: Path, workers: Any, settings: Any, tmp_path: Path) -> Iterator[Any]:
    """The site with these collections and this cluster; what is written into the database is taken back."""
    from django.db import transaction

    from mastsite.jobs.models import Job
    from mastsite.scans import matching, scanning

    settings.HATS_FOLDER, settings.JOBS_FOLDER = collections, tmp_path / "jobs"

    @contextmanager
    def ours() -> Iterator[Any]:
        yield workers

    patch = pytest.MonkeyPatch()
    for module in (scanning, matching):
        patch.setattr(module, "client", ours)
    with transaction.atomic():
        Job.objects.all().delete()
        yield workers
        transaction.set_rollback(True)
    patch.undo()
