"""Taking a job on: shared where the same is under way or done, and within bounds that nobody can overrun."""

from __future__ import annotations

import hashlib
import json
import shutil
import time
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from mastsite.jobs.kinds import KINDS, Outcome, folder_of
from mastsite.jobs.models import Job
from mastsite.jobs.states import DONE, UNDER_WAY, WAITING

KEPT_AT_MOST = 2_000
"""Ended jobs beyond this number go, the earliest first, however young they are."""


class NoRoom(Exception):
    """No job is taken on now; the sentence says why and what to do.

    Parameters
    ----------
    retry_s : seconds after which it may be asked again; 0 where waiting does not help.
    """

    def __init__(self, sentence: str, retry_s: int = 0) -> None:
        super().__init__(sentence)
        self.retry_s = retry_s


def ask(kind: str, asked: dict[str, Any], holdings: str, *, token: str = "") -> Job:
    """The job that does this: the one that is under way or done already, or a new one.

    Parameters
    ----------
    asked : plain values that say all of what is asked.
    holdings : which loading of which rows; a job of another loading is another job.
    token : of a new job, where its folder has files already; the job that is given back may be another one.

    Raises
    ------
    NoRoom
    KeyError : nobody has registered that kind.
    """
    digest = _digest(kind, asked, holdings)
    if (job := Job.alike(digest, states=(*UNDER_WAY, DONE))) is not None:
        if job.under_way:
            job.joined()
        return job
    purge()
    if settings.JOBS_WAITING < 1:
        raise NoRoom("This site takes no background jobs. Ask for a part of it, or write to the operator.")
    if (waiting := Job.number(state=WAITING)) >= settings.JOBS_WAITING:
        sentence = f"{waiting} jobs are waiting, and no more are taken. Nothing was begun: ask again in some minutes."
        raise NoRoom(sentence, 120)
    named = {"token": token} if token else {}
    return Job.keep(kind=KINDS[kind].name, asked=asked, digest=digest, holdings=holdings, **named)


def done(kind: str, asked: dict[str, Any], holdings: str) -> Job | None:
    """The job that has done this, if there is one."""
    return Job.alike(_digest(kind, asked, holdings), states=(DONE,))


def note(kind: str, asked: dict[str, Any], holdings: str, outcome: Outcome, *, token: str = "") -> Job:
    """Keep what took no job after all, for whoever asks the same; `token` as in `ask`."""
    purge()
    parts = {"kind": kind, "asked": asked, "digest": _digest(kind, asked, holdings), "holdings": holdings}
    named = {"token": token} if token else {}
    return Job.finished(**parts, **named, message=outcome.sentence, result=outcome.result, file=outcome.file)


def purge() -> None:
    """Forget jobs that ended long ago, or that too many came after, with their files."""
    old = Job.ended_before(timezone.now() - timedelta(days=settings.JOBS_KEPT_DAYS))
    for job in {job.token: job for job in [*old, *Job.ended_first(KEPT_AT_MOST)]}.values():
        shutil.rmtree(folder_of(job), ignore_errors=True)
        job.delete()
    _clear()


def _clear() -> None:
    """Remove folders of a day ago and older that no job has: whoever made them was stopped before there was one."""
    with suppress(FileNotFoundError):
        for folder in Path(settings.JOBS_FOLDER).iterdir():
            with suppress(FileNotFoundError):
                if folder.stat().st_mtime < time.time() - 86_400 and Job.named(folder.name) is None:
                    shutil.rmtree(folder, ignore_errors=True)


def _digest(kind: str, asked: dict[str, Any], holdings: str) -> str:
    said = json.dumps([kind, asked, holdings], sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(said.encode()).hexdigest()
