"""Doing jobs: a worker takes one at a time and does it in a process of its own, which it watches.

Who dies, and what then: a job's process - the worker begins it once more, then says that it failed; the worker - its
keeper starts another one, the job's process ends itself, and the job is found lost after `LOST_AFTER_S`; keeper or site - all
end themselves. The processes are forked before they open a database: none of them has a second thread by then.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import secrets
import signal
import socket
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from multiprocessing.context import ForkProcess

from django.utils import timezone

from mastsite.jobs.asking import purge
from mastsite.jobs.kinds import KINDS, JobError, Task
from mastsite.jobs.models import Job, close_connections
from mastsite.jobs.states import DONE, FAILED

logger = logging.getLogger(__name__)

NICE = 10
"""Jobs give way to pages."""
LOOK_EVERY_S = 0.1
BEAT_EVERY_S = 3.0
LOST_AFTER_S = 60.0
IDLE_S = 0.5
PURGE_EVERY_S = 600.0
_fork = multiprocessing.get_context("fork")


def keep(workers: int, going_on: Callable[[], bool]) -> None:
    """Keep so many workers at work while `going_on`, starting another for each that ends."""
    kept: list[ForkProcess] = []
    try:
        while going_on():
            kept = [process for process in kept if process.is_alive()]
            while len(kept) < workers:
                close_connections()
                process = _fork.Process(target=_worker, args=(os.getpid(),))
                process.start()
                kept.append(process)
            time.sleep(LOOK_EVERY_S * 5)
    finally:
        for process in kept:
            process.terminate()
        for process in kept:
            process.join()


def _worker(keeper: int) -> None:
    stopped = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stopped.set())
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the keeper says when
    work(lambda: not stopped.is_set() and os.getppid() == keeper)


def work(going_on: Callable[[], bool]) -> None:
    """Do jobs as they come, while `going_on`."""
    name = f"{socket.gethostname()[:50]}:{os.getpid()}:{secrets.token_hex(4)}"
    purged = 0.0
    while going_on():
        try:
            if time.monotonic() - purged > PURGE_EVERY_S:
                purged = time.monotonic()
                purge()
            Job.find_lost(timezone.now() - timedelta(seconds=LOST_AFTER_S))
            job = Job.take(name)
            if job is not None:
                watch(job, going_on)
                continue
        except Exception:  # the database may be away for a while: a worker outlives that
            logger.exception("the worker of background jobs could not reach the database")
            close_connections()
        time.sleep(IDLE_S)


def watch(job: Job, going_on: Callable[[], bool] = lambda: True) -> None:
    """Do a taken job in a process of its own, and stop it when it was cancelled, its time is up or the worker ends."""
    limit_s = KINDS[job.kind].time_limit_s if job.kind in KINDS else 1.0
    close_connections()
    process = _fork.Process(target=_alone, args=(job, os.getpid()))
    process.start()
    began = beaten = time.monotonic()
    while process.is_alive():
        process.join(LOOK_EVERY_S)
        now = time.monotonic()
        if now - beaten >= BEAT_EVERY_S:
            beaten = now
            if not job.is_of(job.worker):
                _stop(process)
                return
        if now - began > limit_s:
            _stop(process)
            job.end(FAILED, message=f"It was stopped after {limit_s:,.0f} seconds, its time limit here. Ask for less.")
            return
        if not going_on():
            _stop(process)
            job.lost()
            return
    if process.exitcode:
        logger.error("the process of job %s ended with %s", job, process.exitcode)
        job.lost()


def _stop(process: ForkProcess) -> None:
    """End a job's process and whatever it has started."""
    try:
        os.killpg(process.pid or 0, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        process.kill()
    process.join()


def _alone(job: Job, worker: int) -> None:
    """The life of a job's process."""
    os.setsid()  # so that what it starts ends with it
    os.nice(NICE)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_DFL)
    threading.Thread(target=_end_with, args=(worker,), daemon=True).start()
    run(job)


def _end_with(worker: int) -> None:
    while os.getppid() == worker:
        time.sleep(LOOK_EVERY_S * 5)
    os.killpg(0, signal.SIGKILL)


def run(job: Job) -> None:
    """Do a taken job here and now, and keep what came of it."""
    try:
        if job.kind not in KINDS:
            raise JobError(f"There is no kind of job called {job.kind} any more. Ask anew.")
        outcome = KINDS[job.kind].run(Task(job))
    except JobError as error:
        job.end(FAILED, message=str(error))
    except Exception:
        logger.exception("job %s failed", job)
        job.end(FAILED, message="Something broke on this side; the operator's log says what. Ask again, or for less.")
    else:
        job.end(DONE, message=outcome.sentence, result=outcome.result, file=outcome.file, done=job.of)
