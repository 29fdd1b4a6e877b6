"""Kinds of jobs that go wrong, each in one way."""

from __future__ import annotations

import os
import signal
import time

from mastsite.jobs.kinds import JobError, Outcome, Task, kind


@kind("planted-good", label="Planted", time_limit_s=60)
def good(task: Task) -> Outcome:
    (task.folder / "answer.txt").write_text("42\n")
    task.tell("Half of it", 1, 2)
    return Outcome("All of it.", {"answer": 42, "nice": os.nice(0)}, "answer.txt")


@kind("planted-endless", label="Planted", time_limit_s=600)
def endless(task: Task) -> Outcome:
    task.job.tell(os.getpid(), 0, "at it")
    while True:
        time.sleep(0.1)


@kind("planted-late", label="Planted", time_limit_s=0.5)
def late(task: Task) -> Outcome:
    return endless(task)


@kind("planted-lost", label="Planted", time_limit_s=60)
def lost(task: Task) -> Outcome:
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("it lives on")


@kind("planted-refused", label="Planted", time_limit_s=60)
def refused(task: Task) -> Outcome:
    raise JobError("This cannot be done. Ask for less.")


@kind("planted-broken", label="Planted", time_limit_s=60)
def broken(task: Task) -> Outcome:
    raise ZeroDivisionError("inner words")
