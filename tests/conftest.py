"""Fixtures of the whole suite.

The database is the one that DATABASE_URL names, or a SQLite file of the suite's own; its rows are the missions'
real holdings, loaded once and kept for the next run. Tests read them and change nothing.
"""

from __future__ import annotations

import os
import socket
import subprocess
import time
import urllib.request
from collections.abc import Generator, Iterator
from typing import Any

import pytest
from django.core.signals import request_finished
from django.db import close_old_connections
from django.test import Client

from mastsite.server import command
from tests.environment import ROOT, TEST_DATA, VENDOR

SERVER_THREADS = 8
MISSING: list[str] = []
"""What was not there for a test; the last lines of the run say it."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL run only what touches a database: the rest has been run on SQLite already."""
    if VENDOR == "postgresql":
        kept = [
            item
            for item in items
            if "archive" in getattr(item, "fixturenames", ()) and not item.get_closest_marker("browser")
        ]
        config.hook.pytest_deselected(items=[item for item in items if item not in kept])
        items[:] = kept


def pytest_terminal_summary(terminalreporter: object) -> None:
    for line in dict.fromkeys(MISSING):
        terminalreporter.write_line(f"NOT TESTED: {line}")  # type: ignore[attr-defined]


def missing(what: str) -> None:
    """Skip a test for want of a tool and say so at the end; in CI that is a failure."""
    if os.environ.get("CI") == "true":
        pytest.fail(what)
    MISSING.append(what)
    pytest.skip(what)


@pytest.fixture(scope="session")
def archive(django_db_blocker: object) -> Iterator[None]:
    """The database with every mission's real holdings."""
    from django.core.management import call_command

    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        call_command("migrate", verbosity=0)
        call_command("load_mission", missing=True)
        yield


@pytest.fixture(scope="session")
def django_db_setup(archive: None) -> None:
    """Tests that pytest-django gives a database get this one; its own would be an empty one in memory, for all that follow."""


@pytest.fixture(scope="session", autouse=True)
def _static_files() -> None:
    """Collected static files, as the pages name them by their content."""
    from django.core.management import call_command

    call_command("collectstatic", interactive=False, verbosity=0)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call() -> Generator[None, Any, Any]:
    """Close what a test leaves unread, as a server does: rows of an answer come from an open cursor.

    A hook and no fixture: a fixture may end after the one that rolls the database back, and the cursor with it.
    """
    request = Client.request
    streams = []

    def kept(self: Client, **asked: Any) -> Any:
        response = request(self, **asked)
        if response.streaming:
            streams.append(response)
        return response

    Client.request = kept  # type: ignore[method-assign]
    try:
        return (yield)
    finally:
        Client.request = request  # type: ignore[method-assign]
        request_finished.disconnect(close_old_connections)
        for response in reversed(streams):  # each began inside the one before it
            response.close()
        request_finished.connect(close_old_connections)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def live_address(archive: None) -> Iterator[str]:
    """The address of a real server over the loaded database."""
    port = free_port()
    log = (TEST_DATA / "server.log").open("wb")
    argv = command("127.0.0.1", port, workers=1, threads=SERVER_THREADS)
    server = subprocess.Popen(argv, cwd=ROOT, stdout=log, stderr=subprocess.STDOUT)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(address, server)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=20)
        log.close()


def _wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    for _attempt in range(300):
        if server.poll() is not None:
            break
        try:
            urllib.request.urlopen(f"{address}/status", timeout=5).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail(f"the server did not start; see {TEST_DATA / 'server.log'}")
