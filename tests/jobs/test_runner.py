"""Whatever becomes of a job's process, its worker and the site, the job says what became of it."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from mastsite.jobs.models import Job
from mastsite.jobs.runner import NICE
from mastsite.jobs.states import CANCELLED, DONE, FAILED, RUNNING, UNDER_WAY, WAITING
from tests.environment import ROOT, TEST_DATA
from tests.jobs.conftest import PATIENCE_S, Begin, until

pytestmark = pytest.mark.usefixtures("archive")


def ended(job: Job) -> bool:
    return job.state not in UNDER_WAY


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{pid}/stat")
    return not state.exists() or state.read_text().rpartition(")")[2].split()[0] != "Z"


def gone(pid: int) -> None:
    end = time.monotonic() + PATIENCE_S
    while alive(pid):
        assert time.monotonic() < end, f"process {pid} lives on"
        time.sleep(0.05)


def test_a_job_is_done_and_gives_way_to_pages(begin: Begin, keeper: object) -> None:
    job = until(begin("planted-good"), ended)
    assert (job.state, job.message, job.file) == (DONE, "All of it.", "answer.txt")
    assert job.result["answer"] == 42 and job.result["nice"] == min(19, os.nice(0) + NICE)
    assert (TEST_DATA / "jobs" / job.token / "answer.txt").read_text() == "42\n"


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("planted-refused", "This cannot be done. Ask for less."),
        ("planted-broken", "Something broke on this side"),
        ("planted-lost", "was lost 2 times"),
        ("planted-late", "stopped after"),
        ("planted-unknown", "no kind of job called planted-unknown"),
    ],
)
def test_a_job_that_goes_wrong_says_so(begin: Begin, keeper: object, kind: str, sentence: str) -> None:
    job = until(begin(kind), ended)
    assert job.state == FAILED and sentence in job.message and "inner words" not in job.message


def test_cancelling_ends_the_process(begin: Begin, keeper: object) -> None:
    job = until(begin("planted-endless"), lambda job: job.state == RUNNING and job.done > 0)
    assert job.cancel()
    gone(job.done)
    job.refresh_from_db()
    assert job.state == CANCELLED


def test_a_worker_that_is_killed_is_replaced_and_its_job_begun_again(
    begin: Begin, keeper: subprocess.Popen[bytes]
) -> None:
    job = until(begin("planted-endless"), lambda job: job.state == RUNNING and job.done > 0)
    first = job.done
    os.kill(int(job.worker.split(":")[1]), signal.SIGKILL)
    gone(first)  # the process that did it ends by itself
    Job.objects.filter(token=job.token).update(beat="2020-01-01T00:00:00Z")  # as after a minute of silence
    job = until(job, lambda job: job.state == RUNNING and job.done not in (0, first))
    assert job.attempts == 2
    os.kill(job.done, signal.SIGKILL)
    job = until(job, ended)
    assert job.state == FAILED and "lost 2 times" in job.message


def test_nothing_is_left_when_the_keeper_is_told_to_stop(begin: Begin, keeper: subprocess.Popen[bytes]) -> None:
    job = until(begin("planted-endless"), lambda job: job.state == RUNNING and job.done > 0)
    worker = int(job.worker.split(":")[1])
    keeper.terminate()
    keeper.wait(timeout=PATIENCE_S)
    gone(job.done)
    gone(worker)
    job.refresh_from_db()
    assert job.state == WAITING  # the next one does it


def test_nothing_is_left_when_the_keeper_is_killed(begin: Begin, keeper: subprocess.Popen[bytes]) -> None:
    job = until(begin("planted-endless"), lambda job: job.state == RUNNING and job.done > 0)
    keeper.kill()
    keeper.wait(timeout=PATIENCE_S)
    gone(int(job.worker.split(":")[1]))
    gone(job.done)


def test_the_command_lists_and_purges(begin: Begin, capsys: pytest.CaptureFixture[str]) -> None:
    from django.core.management import call_command

    begin("planted-good")
    call_command("jobs", "list")
    assert "1  waiting" in capsys.readouterr().out
    call_command("jobs", "purge")
    assert ROOT.exists()
