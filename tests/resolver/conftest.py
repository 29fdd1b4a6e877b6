"""A fake remote on this machine: no test asks the network."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from django.core.cache import cache

from mastsite.network import fetch
from mastsite.resolver import holdings as holdings_module
from mastsite.resolver import set_target_lookup


@dataclass
class Remote:
    """What the fake remote says, and what it was asked."""

    address: str = ""
    bodies: dict[str, bytes] = field(default_factory=dict)
    status: int = 200
    hang: bool = False
    trickle: bool = False
    asked: list[str] = field(default_factory=list)
    released: threading.Event = field(default_factory=threading.Event)

    def mast(self, name: str, ra_deg: float, dec_deg: float, **words: Any) -> None:
        """Let the archive's resolver know `name`."""
        place = {
            "searchString": name.lower(),
            "canonicalName": name,
            "ra": ra_deg,
            "decl": dec_deg,
            "resolver": "SIMBAD",
        }
        self.bodies["/mast"] = json.dumps({"resolvedCoordinate": [place | words], "status": ""}).encode()

    def simbad(self, name: str, ra_deg: float, dec_deg: float) -> None:
        lines = [
            f"# {name}\t#Q1",
            "#=S=Simbad (via url):    1",
            "%@ 1",
            f"%I.0 {name}",
            "%C.0 LIN",
            "%C.N0 15.15.01.00",
        ]
        lines += [f"%J {ra_deg} {dec_deg:+} = 11:22:18.01 +59:04:27.2", "%I UGC  1", "", "#====Done (2013-Feb-12)===="]
        self.bodies["/simbad"] = "\n".join(lines).encode()

    def to(self, path: str) -> list[str]:
        """What was asked at one of its addresses."""
        return [asked for asked in self.asked if asked.startswith(path)]


NOTHING = {
    "/mast": json.dumps({"resolvedCoordinate": [], "status": ""}).encode(),
    "/simbad": b"# x\t#Q1\n#=S=Simbad (via url): 0\n#!SIMBAD: No known catalog could be found\n\n#====Done (now)====\n",
}


@pytest.fixture
def fake(settings: Any, _fresh: None) -> Iterator[Remote]:
    """A remote that knows nothing until told; the site asks it instead of the real ones."""
    state = Remote(bodies=dict(NOTHING))

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            state.asked.append(self.path)
            if state.hang:
                state.released.wait(20)
                return
            body = state.bodies[self.path.partition("?")[0]]
            self.send_response(state.status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            for byte in range(len(body)) if state.trickle else ():
                self.wfile.write(body[byte : byte + 1])
                if state.released.wait(0.05):
                    return
            if not state.trickle:
                self.wfile.write(body)

        def log_message(self, *_words: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.handle_error = lambda *_words: None  # type: ignore[method-assign]  # clients leave early here
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    state.address = f"http://127.0.0.1:{server.server_port}"
    settings.RESOLVER_REMOTE = True
    settings.RESOLVER_TIMEOUT_S = 2.0
    settings.RESOLVER_MAST_URL = f"{state.address}/mast"
    settings.RESOLVER_SIMBAD_URL = f"{state.address}/simbad"
    yield state
    state.released.set()
    server.shutdown()
    server.server_close()


@pytest.fixture(autouse=True)
def _fresh(settings: Any) -> Iterator[None]:
    """No answer, failure or wiring of another test."""
    settings.RESOLVER_REMOTE = False
    lookup = holdings_module._lookup
    set_target_lookup(None)
    cache.clear()
    fetch.BREAKERS.clear()
    yield
    for thread in threading.enumerate():  # a resolver that nobody waited for keeps what it hears all the same
        if thread.name.startswith(("resolver", "network-fetch")):
            thread.join(timeout=30)
    cache.clear()
    fetch.BREAKERS.clear()
    set_target_lookup(lookup)
