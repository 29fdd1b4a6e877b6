"""Clients over real HTTP: one that keeps its connection and asks in turn, and sixteen at once (wrk, or threads of our own)."""

from __future__ import annotations

import http.client
import json
import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from tests.bench.timing import Times

WRK = """
local paths, at = {}, %d
for line in io.lines("%s") do paths[#paths + 1] = line end
request = function()
  at = at %% #paths + 1
  return wrk.format("GET", paths[at], {["Accept-Encoding"] = "identity"})
end
done = function(summary, latency, requests)
  local e = summary.errors
  io.write(string.format('\\nJSON{"p50": %%f, "p99": %%f, "n": %%d, "s": %%f, "errors": %%d}\\n', latency:percentile(50) / 1000,
    latency:percentile(99) / 1000, summary.requests, summary.duration / 1e6, e.connect + e.read + e.write + e.status + e.timeout))
end
"""


class ToldToWait(RuntimeError):
    """503 with Retry-After: the server has as much to do as it takes at a time."""


class Client:
    """One client with one connection; `get` reads the whole answer."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        assert parts.hostname
        self._connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=120)

    def get(self, path: str, *, fresh: bool = False) -> bytes:
        """The body of an answer; `fresh` opens a connection for it."""
        if fresh:
            self._connection.close()
        try:
            answer = self._ask(path)
        except (http.client.RemoteDisconnected, ConnectionError):  # a server closes what was idle for some seconds
            self._connection.close()
            answer = self._ask(path)
        body = answer.read()
        if answer.status == 503 and answer.headers["Retry-After"]:
            raise ToldToWait(path)
        if answer.status != 200:
            raise RuntimeError(f"{path} was answered with {answer.status}: {body[:300]!r}")
        return body

    def _ask(self, path: str) -> http.client.HTTPResponse:
        self._connection.request("GET", path, headers={"Accept-Encoding": "identity"})
        return self._connection.getresponse()

    def close(self) -> None:
        self._connection.close()


@dataclass(frozen=True, slots=True)
class Crowd:
    """What many clients at once saw: milliseconds of half and of 99 in 100 answers, answers a second, errors."""

    p50: float
    p99: float
    rate: float
    n: int
    errors: int


def crowd(address: str, paths: Sequence[str], *, clients: int = 16, seconds: float = 4) -> Crowd:
    """Many clients at once, each asking again as soon as it is answered."""
    return _wrk(address, paths, clients, seconds) if shutil.which("wrk") else _threads(address, paths, clients, seconds)


def tool() -> str:
    """Who the many clients are, for the report."""
    if not shutil.which("wrk"):
        return "16 clients as threads of Python (wrk is not installed: apt-get install wrk)"
    said = subprocess.run(["wrk", "-v"], capture_output=True, text=True, check=False).stdout
    return f"16 clients of wrk {said.split()[1].split('/')[-1] if said else ''}".strip()


def _wrk(address: str, paths: Sequence[str], clients: int, seconds: float) -> Crowd:
    with tempfile.TemporaryDirectory() as folder:
        lines = Path(folder, "paths")
        lines.write_text("\n".join(paths) + "\n")
        script = Path(folder, "ask.lua")
        script.write_text(WRK % (0, lines))
        argv = [
            "wrk",
            "-t1",
            f"-c{clients}",
            f"-d{max(1, round(seconds))}s",
            "--timeout",
            "60s",
            "-s",
            str(script),
            address,
        ]
        done = subprocess.run(argv, capture_output=True, text=True, check=False)
    if done.returncode or "JSON{" not in done.stdout:
        raise RuntimeError(f"wrk failed: {done.stdout[-300:]} {done.stderr[-300:]}")
    said = json.loads(done.stdout.split("JSON", 1)[1].splitlines()[0])
    return Crowd(said["p50"], said["p99"], said["n"] / said["s"], said["n"], said["errors"])


def _threads(address: str, paths: Sequence[str], clients: int, seconds: float) -> Crowd:
    took, errors = Times(), [0]
    end = time.monotonic() + seconds

    def one(number: int) -> None:
        client, at = Client(address), number * len(paths) // clients
        while time.monotonic() < end:
            began = time.perf_counter()
            try:
                client.get(paths[at % len(paths)])
            except (OSError, RuntimeError, http.client.HTTPException):
                errors[0] += 1
                client.close()
            took.ms.append((time.perf_counter() - began) * 1000)
            at += 1
        client.close()

    began = time.monotonic()
    people = [threading.Thread(target=one, args=(number,)) for number in range(clients)]
    for person in people:
        person.start()
    for person in people:
        person.join()
    return Crowd(took.median, took.p99, took.n / (time.monotonic() - began), took.n, errors[0])
