"""To add one more kind of job: a function from a `Task` to an `Outcome` under ``@kind(name, label=..., ...)``, in a module
that the setting ``JOB_KINDS`` names; a door that asks for it with `mastsite.jobs.asking.ask`. Page, JSON, bounds, time
limit and cancelling follow, and ``tests/jobs/test_every_kind.py`` looks at what is registered.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings

from mastsite.jobs.models import Job

TELL_EVERY_S = 0.5


class JobError(Exception):
    """A job that cannot be done; the message says what was read, what is wrong and what to do."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a job gives.

    Parameters
    ----------
    sentence : for people.
    result : for programs; plain values.
    file : name of the file that was written into `Task.folder`; empty for none.
    """

    sentence: str
    result: dict[str, Any] = field(default_factory=dict)
    file: str = ""


@dataclass(slots=True)
class Task:
    """A job as its function sees it."""

    job: Job
    _told_at: float = 0.0

    @property
    def asked(self) -> dict[str, Any]:
        return dict(self.job.asked)

    @property
    def folder(self) -> Path:
        """Where it may write its file."""
        folder = folder_of(self.job)
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def tell(self, message: str, done: int = 0, of: int = 0) -> None:
        """Say how far it is; said too often, it is left out."""
        if time.monotonic() - self._told_at >= TELL_EVERY_S:
            self._told_at = time.monotonic()
            self.job.tell(done, of, message)


@dataclass(frozen=True, slots=True)
class Kind:
    """
    Parameters
    ----------
    name : in the database and in JSON.
    label : what is being done, for the heading of its page.
    run : does it.
    time_limit_s : after so long it is stopped.
    """

    name: str
    label: str
    run: Callable[[Task], Outcome]
    time_limit_s: float


KINDS: dict[str, Kind] = {}
"""Every kind of job by its name."""


def kind(
    name: str, *, label: str, time_limit_s: float
) -> Callable[[Callable[[Task], Outcome]], Callable[[Task], Outcome]]:
    """Register the decorated function under `name`.

    Raises
    ------
    ValueError : another kind has the name.
    """

    def register(run: Callable[[Task], Outcome]) -> Callable[[Task], Outcome]:
        if name in KINDS:
            raise ValueError(f"the kind of job {name!r} is registered twice; rename one")
        KINDS[name] = Kind(name, label, run, time_limit_s)
        return run

    return register


def folder_of(job: Job) -> Path:
    """The folder of a job's file."""
    return Path(settings.JOBS_FOLDER) / job.token
