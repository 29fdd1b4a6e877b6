"""The server: gunicorn with threads, and a reader that takes addresses as old scripts write them.

Released parsers refuse an address with a blank, ``#`` or a byte beyond ASCII in it, most of them before any code of the
site is asked. Scripts have sent those for twenty years (``&target=M 31``), so they are percent-encoded here, on
arrival. docs/decisions/0007-the-server.md has the servers that were compared.
"""

from __future__ import annotations

import re
import socket
import sys
import time
from contextlib import suppress
from typing import Any

from gunicorn.http.errors import LimitRequestLine
from gunicorn.http.message import Request
from gunicorn.http.parser import RequestParser
from gunicorn.http.unreader import SocketUnreader
from gunicorn.workers.gthread import ThreadWorker

READ_STALL_S = 15
"""A client that sends nothing for so long in the middle of a request has left, and frees its thread."""
MAX_LINE_BYTES = 65_536
"""The longest request line that is read; long lists of targets and identifiers come by GET too."""
THREADS = 96
"""In each process; more than `settings.EXPORTS`, so that some are left whatever slow readers do."""
KEEP_ALIVE_S = 15
LINGER_S = 2
"""How long a client may take to close its side after the last answer, so that it reads the end of it."""
STALL_S = 120
"""A worker whose main loop is silent for so long is replaced. Long answers are threads of it and do not count."""

_UNWRITTEN = re.compile(rb"[^\x21-\x7e]|#")


def command(host: str, port: str | int, *, workers: str | int, threads: str | int) -> list[str]:
    """The command line that serves the site."""
    options = {
        "--bind": f"[{host}]:{port}" if ":" in host else f"{host}:{port}",
        "--workers": workers,
        "--threads": threads,
        "--worker-class": f"{__name__}.Worker",
        "--keep-alive": KEEP_ALIVE_S,
        "--timeout": STALL_S,
        "--log-level": "error",
        # The length of a line is checked below; gunicorn's own check stops at 8 kB.
        "--limit-request-line": 0,
    }
    said = [str(word) for option in options.items() for word in option]
    # The control socket would want a writable home folder, which a service's user often has not.
    return [sys.executable, "-m", "gunicorn", *said, "--no-control-socket", "mastsite.wsgi:application"]


def written(line: bytes) -> bytes:
    """A request line with everything percent-encoded that an address may not hold as it is.

    ``#`` is encoded too: no client sends a fragment, so it belongs to a value. Bytes that are no UTF-8 are Latin-1.
    The standard advises a redirect here, lest a guard in front reads another address; nothing of the site is guarded.
    """
    method, _, rest = line.partition(b" ")
    target, _, version = rest.rpartition(b" ")
    if not version.startswith(b"HTTP/"):
        return line
    target = target.strip(b" ")
    if not target.isascii():
        try:
            target.decode()
        except UnicodeDecodeError:
            target = target.decode("latin-1").encode()
    return b" ".join((method, _UNWRITTEN.sub(lambda found: b"%%%02X" % found[0][0], target), version))


class _TooLong(LimitRequestLine):  # type: ignore[misc]  # gunicorn has no types
    def __init__(self) -> None:
        super().__init__(MAX_LINE_BYTES, MAX_LINE_BYTES)

    def __str__(self) -> str:
        return f"The address is longer than {MAX_LINE_BYTES:,} bytes. Send its parameters by POST, or in parts."


class _Request(Request):  # type: ignore[misc]
    def parse(self, unreader: Any) -> Any:
        """Mend the request line, and let gunicorn read on."""
        head = unreader.read()
        while head and b"\n" not in head[2:]:
            if len(head) > MAX_LINE_BYTES:
                raise _TooLong
            more = unreader.read()
            if not more:
                break
            head += more
        # An empty line may come before the request.
        line, newline, rest = head.removeprefix(b"\r\n").partition(b"\r\n")
        if len(line) > MAX_LINE_BYTES:
            raise _TooLong
        unreader.unread(written(line) + newline + rest)
        return super().parse(unreader)


class _Unreader(SocketUnreader):  # type: ignore[misc]
    def chunk(self, size_hint: int | None = None) -> bytes:
        """What comes next; nothing, as of a client that has left, when none comes for long."""
        self.sock.settimeout(READ_STALL_S)
        try:
            return bytes(super().chunk(size_hint))
        except TimeoutError:
            return b""
        finally:
            # Sending waits for ever: who reads slowly is served (docs/decisions/0007-the-server.md).
            self.sock.settimeout(None)


class _Parser(RequestParser):  # type: ignore[misc]
    mesg_class = _Request

    def __init__(self, cfg: Any, sock: Any, client: Any) -> None:
        super().__init__(cfg, sock, client)
        self.unreader = _Unreader(sock)


def _see_off(wire: socket.socket) -> None:
    """Read what a client still sends until it closes, so that the end of its answer is not lost; then nothing more."""
    end = time.monotonic() + LINGER_S
    with suppress(OSError):
        wire.shutdown(socket.SHUT_WR)
        while (left := end - time.monotonic()) > 0:
            wire.settimeout(left)
            if not wire.recv(65_536):
                break
    with suppress(OSError):
        wire.shutdown(socket.SHUT_RDWR)


class Worker(ThreadWorker):  # type: ignore[misc]
    """gunicorn's worker with threads, reading by `_Parser`."""

    def handle(self, conn: Any) -> Any:
        """Answer a request; the thread that answered the last one also waits until the client has closed.

        gunicorn waits for it in the loop that all connections share, two seconds for each client that stays.
        """
        stays = super().handle(conn)
        if not stays:
            _see_off(conn.sock)
        return stays

    def enqueue_req(self, conn: Any) -> None:
        if conn.parser is None:
            conn.parser = _Parser(conn.cfg, conn.sock, conn.client)
        super().enqueue_req(conn)
