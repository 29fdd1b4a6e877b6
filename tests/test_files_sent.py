"""Long files on their way: they begin at once, their memory stays flat, and who leaves frees the database."""

from __future__ import annotations

import socket
import subprocess
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from mastsite.exports import WRITERS
from mastsite.search import engine, sending, streaming
from mastsite.search.params import parse
from mastsite.search.registry import get_mission
from mastsite.search.tables import holding_of
from mastsite.server import THREADS, command
from tests.conftest import _wait_for, free_port
from tests.environment import ROOT, TEST_DATA
from tests.test_server import EXPORT, answer, connected, request

pytestmark = pytest.mark.usefixtures("archive")

SLUG = "jwst"
LONG = 10_000
AT_ONCE = 16
SLOW = 2
ROWS_EACH = 15_000
"""Sixteen files of so many rows with all columns would be a gigabyte and more if they were held."""
MOST_OVER_BASE_MB = 250
STREAMING = [name for name, writer in WRITERS.items() if writer.streams]


@pytest.fixture(scope="module")
def served(archive: None) -> Iterator[tuple[str, int]]:
    """A server of one process, as `manage.py serve` starts it: its address, and the number of that process."""
    port = free_port()
    with (TEST_DATA / "files_server.log").open("wb") as log:
        argv = command("127.0.0.1", port, workers=1, threads=THREADS)
        server = subprocess.Popen(argv, cwd=ROOT, stdout=log, stderr=log)
        address = f"http://127.0.0.1:{port}"
        try:
            _wait_for(address, server)
            children = Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split()
            assert len(children) == 1
            yield address, int(children[0])
        finally:
            server.terminate()
            server.wait(timeout=60)


FEW = {
    "file": "/search/hst/results.votable?target=10.6847+41.2690&radius=5",
    "file with a limit": "/search/hst/results.csv?limit=50",
    "legacy": "/hst/search.php?action=Search&ra=10.6847&dec=41.2690&radius=5&outputformat=CSV&max_records=20",
    "Simple Cone Search": "/hst/search.php?RA=10.6847&DEC=41.2690&SR=0.01",
}


@pytest.mark.parametrize("address", FEW.values(), ids=FEW)
def test_few_rows_take_one_statement_and_no_cursor_of_the_server(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for many in ("fetched", "copied"):
        monkeypatch.setattr(streaming, many, lambda *_: pytest.fail("they were read as many are"))
    body = Client().get(address).getvalue()
    assert body.count(b"\n") > 10, body


@pytest.mark.parametrize("name", STREAMING)
def test_the_first_rows_leave_long_before_the_last_are_read(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    read = 0

    def watched(*asked: Any) -> Iterator[Any]:
        nonlocal read
        for rows, identifiers in within(*asked):
            read += len(rows)
            yield rows, identifiers

    within = streaming._within_limits
    monkeypatch.setattr(streaming, "_within_limits", watched)
    mission = get_mission(SLUG)
    assert holding_of(mission).row_count > LONG
    pieces = iter(WRITERS[name].write(engine.stream(parse(mission, []))))
    assert next(pieces) and read == 0  # the head
    assert next(pieces) and 0 < read < LONG / 2
    pieces.close()  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", ["csv", "votable", "json"])
def test_who_leaves_frees_cursor_and_place_at_once(name: str) -> None:
    free = sending._places()._value
    response = Client().get(f"/search/{SLUG}/results.{WRITERS[name].extension}?columns=all")
    assert response.status_code == 200
    pieces = iter(response.streaming_content)  # type: ignore[attr-defined]
    next(pieces)
    next(pieces)
    assert sending._places()._value == free - 1
    backend = _backend()
    response.close()
    assert sending._places()._value == free
    if backend is not None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT state FROM pg_stat_activity WHERE pid = %s AND pid <> pg_backend_pid()", [backend])
            assert cursor.fetchall() in ([], [("idle",)])
    assert not connection.in_atomic_block


def _backend() -> int | None:
    return connection.connection.info.backend_pid if connection.vendor == "postgresql" else None


def test_connections_that_are_cut_leave_no_statement_behind(served: tuple[str, int]) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no statements that outlive their reader's thread")
    address, _process = served
    with ExitStack() as stack:
        wires = [stack.enter_context(connected(address, buffer=4096)) for _ in range(AT_ONCE)]
        for wire in wires:
            wire.sendall(request(EXPORT))
        for wire in wires:
            assert _until(wire, 2**15).startswith(b"HTTP/1.1 200")  # well into the rows
        assert _copying() == AT_ONCE
    for _ in range(300):  # the server learns of each when it next writes to it
        assert answer(address, request(b"/status"))[0] == 200
        if _copying() == 0:
            break
    else:
        pytest.fail("PostgreSQL still writes lines for readers who have gone")


def _until(wire: socket.socket, size: int) -> bytes:
    got = b""
    while len(got) < size:
        more = wire.recv(size)
        assert more
        got += more
    return got


def _copying() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'COPY (%%' AND state <> 'idle'")
        return int(cursor.fetchone()[0])


def test_memory_is_flat_with_many_files_and_slow_readers(served: tuple[str, int]) -> None:
    address, process = served
    names = [name for name in WRITERS if name != "xlsx"]  # whose limit is time, not memory
    for name in names:
        _fetch(address, name, 2_000)  # what is loaded once
    base = _resident_mb(process, "VmRSS")
    Path(f"/proc/{process}/clear_refs").write_text("5")  # forgets the most that it has held
    with ExitStack() as stack, ThreadPoolExecutor(AT_ONCE) as pool:
        slow = [stack.enter_context(connected(address, buffer=4096)) for _ in range(SLOW)]
        for wire in slow:
            wire.sendall(request(EXPORT))
        chosen = [names[at % len(names)] for at in range(AT_ONCE)]
        fetched = [pool.submit(_fetch, address, name, ROWS_EACH) for name in chosen]
        while not all(item.done() for item in fetched):
            for wire in slow:
                _sip(wire)
        assert all(item.result() > 100_000 for item in fetched)
        over = _resident_mb(process, "VmHWM") - base
    print(f"{over:.0f} MB over its {base:.0f} MB")
    assert over < MOST_OVER_BASE_MB, f"{over:.0f} MB over its {base:.0f} MB"
    assert settings.EXPORTS >= AT_ONCE + SLOW


def _fetch(address: str, name: str, rows: int) -> int:
    """How many bytes a file has; it is read as fast as it comes."""
    wanted = f"{address}/search/{SLUG}/results.{WRITERS[name].extension}?columns=all&limit={rows}"
    size = 0
    with urllib.request.urlopen(wanted, timeout=300) as answered:
        while piece := answered.read(2**16):
            size += len(piece)
    return size


def _sip(wire: socket.socket) -> None:
    """A kilobyte of what a slow reader has been sent, if it is there already."""
    wire.settimeout(0.05)
    with suppress(TimeoutError):
        assert wire.recv(1024)


def _resident_mb(process: int, what: str) -> float:
    [line] = [line for line in Path(f"/proc/{process}/status").read_text().splitlines() if line.startswith(what)]
    return int(line.split()[1]) / 1024
