"""One site over three real clusters, shared by the tests of this folder."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import urllib.request
import zlib
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from mastsite.server import command
from tests.conftest import free_port, missing
from tests.environment import ROOT, TEST_DATA
from tests.replicas.clusters import Cluster, Unavailable, clusters, until

SLUG, ROWS = "kepler", 2350
LAG_S = 3
PREPARE = f"""
from django.core.management import call_command
call_command("migrate", verbosity=0)
call_command("load_mission", {SLUG!r})
"""


@dataclass(frozen=True)
class Site:
    """A running site, its primary and its replicas."""

    address: str
    primary: Cluster
    replicas: list[Cluster]
    environment: dict[str, str]

    def get(self, path: str, patience_s: float = 60) -> tuple[int, bytes]:
        try:
            with urllib.request.urlopen(self.address + path, timeout=patience_s) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()

    def answers(self) -> bool:
        try:
            return bool(self.get("/status.json"))
        except OSError:
            return False

    def status(self) -> dict[str, object]:
        return json.loads(self.get("/status.json")[1])

    def taking_part(self) -> set[str]:
        return {item["name"] for item in self.status()["replicas"] if item["takes_part"]}

    def condition(self, name: str) -> str:
        return next(item["state"] for item in self.status()["replicas"] if item["name"] == name)

    def manage(self, *arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments], cwd=ROOT, env=self.environment, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        return done.stdout


def _place() -> Path:
    """A folder for three clusters: in memory where there is room, because making and removing thousands of files can take minutes."""
    memory = Path("/dev/shm")
    if memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > 2**30:
        return memory / f"mastsite-clusters-{zlib.crc32(bytes(TEST_DATA)):08x}"
    return TEST_DATA / "clusters"


@pytest.fixture(scope="session")
def site() -> Iterator[Site]:
    """A server with one process, reading from two replicas; all of it is gone at the end."""
    with ExitStack() as stack:
        try:
            primary, replicas = stack.enter_context(clusters(_place()))
        except Unavailable as error:
            missing(str(error))
        port = free_port()
        environment = os.environ | {
            "DATABASE_URL": primary.url,
            "REPLICA_URLS": ",".join(replica.url for replica in replicas),
            "REPLICA_LAG_S": str(LAG_S),
        }
        made = Site(f"http://127.0.0.1:{port}", primary, replicas, environment)
        made.manage("shell", "-c", PREPARE)
        log = (TEST_DATA / "replicated_server.log").open("wb")
        argv = command("127.0.0.1", port, workers=1, threads=8)
        server = subprocess.Popen(argv, cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT)
        try:
            until(lambda: server.poll() is not None or made.answers(), "the server answers")
            until(lambda: made.taking_part() == {"replica1", "replica2"}, "both replicas take part")
            yield made
        finally:
            server.terminate()
            server.wait(timeout=20)
            log.close()
