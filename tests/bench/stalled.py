"""The next request while others ask for long files and read nothing of them."""

from __future__ import annotations

import random
import socket
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from urllib.parse import urlsplit

from tests.bench import report, site
from tests.bench.clients import Client
from tests.bench.load import requests
from tests.bench.parts import Options
from tests.bench.timing import Times, number, ratio, take_turns

STALLED = 64
FILE = "/search/k2/results.csv?columns=all"
"""Longer than all buffers between server and client, so that its sender waits."""
PATHS = {"status, as JSON": "/status.json", "form": "/search/k2/", "search": ""}
HEADINGS = ("request", "n", "alone, ms: p50", "p99", f"{STALLED} stalled, ms: p50", "p99", "stalled / alone")


def prepare(options: Options) -> None:
    site.prepare(["k2", "tess"], tiny=options.tiny)


def run(options: Options) -> str:
    """Each kind of request to two servers in turns: one that has nothing else to do, and one with clients that have stalled."""
    searches, dice = requests()["search"], random.Random(64)
    times = {kind: {"alone": Times(), "stalled": Times()} for kind in PATHS}
    with site.serving() as idle, site.serving() as busy, _stalled(busy) as begun:
        clients = {"alone": Client(idle), "stalled": Client(busy)}
        for _warming in range(3):
            for client in clients.values():
                for path in PATHS.values():
                    client.get(path or searches[0])
        for _round in range(options.rounds):
            for kind, path in PATHS.items():
                asked = path or dice.choice(searches)
                steps = {name: lambda client=client: client.get(asked) for name, client in clients.items()}  # type: ignore[misc]
                take_turns(steps, times[kind], dice)
        for client in clients.values():
            client.close()
    lines = [_line(kind, found["alone"], found["stalled"]) for kind, found in times.items()]
    said = f"{begun} of {STALLED} stalled clients were being sent a file, the others had been told to come again."
    return f"{report.heading(report.database())}\n\n{said}\n\n{report.table(HEADINGS, lines)}"


def _line(kind: str, alone: Times, stalled: Times) -> list[object]:
    return [kind, alone.n, alone, number(alone.p99), stalled, number(stalled.p99), ratio(stalled, alone)]


@contextmanager
def _stalled(address: str) -> Iterator[int]:
    """Clients that read the first line of a file and no more; how many of them were sent one."""
    parts = urlsplit(address)
    with ExitStack() as stack:
        begun = 0
        for _client in range(STALLED):
            wire = stack.enter_context(closing(socket.socket()))
            wire.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            wire.connect((parts.hostname, parts.port))
            wire.sendall(f"GET {FILE} HTTP/1.1\r\nHost: {parts.netloc}\r\n\r\n".encode())
            begun += wire.recv(12).endswith(b"200")
        yield begun
