"""The site under measurement: its database filled, and its real server on a port of its own."""

from __future__ import annotations

import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings

ROOT = Path(__file__).resolve().parents[2]
PROCESSES = 2
FULL = {"tess": 4_000_000}
"""Missions that are loaded whole, and how many rows that means at least."""


class Missing(RuntimeError):
    """Something is not installed; the message says what, and what to type."""


def prepare(slugs: Sequence[str], *, tiny: bool = False) -> None:
    """Bring the database up to date and load what is not there; `tiny` takes the shipped rows alone."""
    from django.core.management import call_command

    from mastsite.search.models import Holding
    from mastsite.search.registry import get_mission
    from mastsite.search.tables import shape
    from tests.bench import copied

    settings.DATA.mkdir(parents=True, exist_ok=True)
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    for slug in slugs:
        least = 1 if tiny else FULL.get(slug, 1)
        found = Holding.objects.filter(slug=slug, row_count__gte=least, shape=shape(get_mission(slug)))
        if not found.exists():
            print(f"Loading {slug}, once ...", flush=True)
            if not tiny and copied.from_sqlite(get_mission(slug), least):
                continue
            call_command("load_mission", slug, full=slug in FULL and not tiny)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving() -> Iterator[str]:
    """The address of the site, served as ``manage.py serve`` does, with as many processes and threads."""
    from mastsite.server import THREADS, command

    port = free_port()
    with running(command("127.0.0.1", port, workers=PROCESSES, threads=THREADS), f"http://127.0.0.1:{port}/status"):
        yield f"http://127.0.0.1:{port}"


@contextmanager
def running(
    argv: Sequence[str], ready: str, *, options: dict[str, Any] | None = None, wait_s: float = 90
) -> Iterator[None]:
    """A server in the background, from the moment that `ready` answers until the end of the block.

    `options` are of its process: environment, folder, user.

    Raises
    ------
    RuntimeError : it did not start.
    """
    log = Path(settings.DATA) / f"{Path(argv[0]).name}.log"
    with log.open("wb") as said:
        server = subprocess.Popen(argv, stdout=said, stderr=subprocess.STDOUT, **(options or {"cwd": ROOT}))
        try:
            _wait(ready, server, log, wait_s)
            yield
        finally:
            server.terminate()
            try:
                server.wait(timeout=20)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


def _wait(ready: str, server: subprocess.Popen[bytes], log: Path, wait_s: float) -> None:
    end = time.monotonic() + wait_s
    while server.poll() is None and time.monotonic() < end:
        try:
            urllib.request.urlopen(ready, timeout=5).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(
        f"{Path(str(server.args[0])).name} did not start; its last words in {log.name}: {log.read_text(errors='replace')[-300:]!r}"
    )  # type: ignore[index]
