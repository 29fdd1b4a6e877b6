"""The workers that scan: those of the scheduler in the setting ``DASK_SCHEDULER``, or two of our own for the time of a job."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings

from mastsite.jobs.kinds import JobError

OWN_WORKERS = 2
PATIENCE_S = 20


@contextmanager
def client() -> Iterator[Any]:
    """
    Raises
    ------
    JobError : the scheduler does not answer.
    """
    from dask.distributed import Client, LocalCluster

    if address := settings.DASK_SCHEDULER:
        try:
            found = Client(address, timeout=PATIENCE_S)
        except (OSError, TimeoutError, ValueError) as error:
            raise JobError("The cluster that scans does not answer. Try again later, or tell the operator.") from error
        with found:
            yield found
        return
    with (
        tempfile.TemporaryDirectory(prefix="scan-") as folder,
        LocalCluster(
            n_workers=OWN_WORKERS, threads_per_worker=1, processes=True, host="127.0.0.1", dashboard_address="127.0.0.1:0",
            local_directory=folder,
        ) as cluster,
        Client(cluster) as found,
    ):  # fmt: skip
        yield found
