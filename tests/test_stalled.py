"""Clients that ask for a long file and read nothing: everybody else is served as if they were not there."""

from __future__ import annotations

import socket
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, closing
from types import SimpleNamespace

import pytest
from django.conf import settings
from gunicorn.config import Config
from gunicorn.sock import TCPSocket
from gunicorn.workers.gthread import ThreadWorker

from mastsite.server import THREADS, Worker, command
from tests.conftest import _wait_for, free_port
from tests.environment import ROOT, TEST_DATA
from tests.test_server import EXPORT, answer, connected, request

WORKERS = 2
OTHERS = {
    "form": (b"/search/hst/", 200),
    "search": (b"/search/hst/results?target=10.6847+41.2690&radius=5", 200),
    "api": (b"/search/hst/api/v0.1/search?sci_instrume=STIS&limit=10", 200),
    "record": (b"/search/hst/dataset/O58501040", 200),
    "status": (b"/status", 200),
}


@pytest.fixture(scope="module")
def served(archive: None) -> Iterator[str]:
    """A server as `manage.py serve` starts it."""
    port = free_port()
    with (TEST_DATA / "stalled_server.log").open("wb") as log:
        argv = command("127.0.0.1", port, workers=WORKERS, threads=THREADS)
        server = subprocess.Popen(argv, cwd=ROOT, stdout=log, stderr=log)
        address = f"http://127.0.0.1:{port}"
        try:
            _wait_for(address, server)
            yield address
        finally:
            server.terminate()
            server.wait(timeout=60)


@pytest.mark.parametrize("many", [64, 128])
def test_everybody_else_is_served_while_they_stall(served: str, many: int) -> None:
    with ExitStack() as stack:
        wires = [stack.enter_context(connected(served, buffer=4096)) for _ in range(many)]
        for wire in wires:
            wire.sendall(request(EXPORT))
        began = [wire.recv(12, socket.MSG_PEEK).split()[1] for wire in wires]
        sent = began.count(b"200")
        assert set(began) <= {b"200", b"503"}
        # No process has told anybody to come again before it had as many on their way as it may have.
        assert sent == many or sent >= settings.EXPORTS
        for door, (target, status) in OTHERS.items():
            assert answer(served, request(target))[0] == status, door
        for wire, status in zip(wires, began, strict=True):
            if status == b"503":
                refused = b""
                while b"files to slow readers" not in refused:
                    more = wire.recv(2**16)
                    assert more, refused
                    refused += more
                assert b"Retry-After: 30" in refused
        # They stall still: nothing of theirs had to end for the others.
        assert sum(_is_open(wire) for wire, status in zip(wires, began, strict=True) if status == b"200") == sent


def _is_open(wire: socket.socket) -> bool:
    """Whether more would come if it were read; the file is longer than all buffers between."""
    return len(wire.recv(64, socket.MSG_PEEK)) == 64


def test_their_places_are_free_when_they_have_gone(served: str) -> None:
    with ExitStack() as stack:
        wires = [stack.enter_context(connected(served, buffer=4096)) for _ in range(WORKERS * settings.EXPORTS)]
        for wire in wires:
            wire.sendall(request(EXPORT))
        for wire in wires:
            assert wire.recv(12).startswith(b"HTTP/1.1")
    for _ in range(100):
        if answer(served, request(EXPORT + b"&limit=6000"))[0] == 200:
            break
    else:
        pytest.fail("the places of clients that have gone are still taken")


def test_small_writes_wait_for_nobody() -> None:
    """The head and the body of an answer are two writes; the second must not wait until the first is acknowledged."""
    listener = TCPSocket(("127.0.0.1", 0), Config(), None)
    with closing(listener), closing(socket.create_connection(listener.getsockname())):
        listener.sock.setblocking(True)
        with closing(listener.accept()[0]) as accepted:
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


@pytest.mark.parametrize("stays", [False, True])
def test_the_loop_of_all_connections_waits_for_no_client_to_close(monkeypatch: pytest.MonkeyPatch, stays: bool) -> None:
    """The thread that gave the last answer has waited; what gunicorn's loop then reads is over at once."""
    monkeypatch.setattr("mastsite.server.LINGER_S", 0.1)
    monkeypatch.setattr(ThreadWorker, "handle", lambda worker, conn: stays)
    ours, theirs = socket.socketpair()
    with closing(ours), closing(theirs):
        theirs.settimeout(30)
        assert Worker.handle(Worker.__new__(Worker), SimpleNamespace(sock=ours)) is stays
        if stays:
            theirs.sendall(b"GET")
            assert ours.recv(8) == b"GET"
        else:
            assert theirs.recv(8) == b""
            ours.settimeout(30)
            assert ours.recv(8) == b""
