"""The WSGI application that a server runs."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application

from mastsite.turns import Application, by_turns

MAX_CHUNKED_BYTES = 64 * 2**20
IN_MEMORY_BYTES = 2**20
PIECE_BYTES = 2**16


def whole_bodies(application: Application) -> Application:
    """`application` with request bodies that come in chunks, of no told length, as if their length had been told.

    Django reads as many bytes as Content-Length says, and so nothing of a body in chunks; Java clients (TOPCAT, STILTS)
    and ``curl -T -`` send such.
    """

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        chunked = "chunked" in environ.get("HTTP_TRANSFER_ENCODING", "").lower()
        if chunked and not environ.get("CONTENT_LENGTH"):
            body = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY_BYTES)  # noqa: SIM115  (closed with the request)
            while piece := environ["wsgi.input"].read(PIECE_BYTES):
                body.write(piece)
                if body.tell() > MAX_CHUNKED_BYTES:
                    return _too_long(start_response)
            environ["CONTENT_LENGTH"] = str(body.tell())
            environ["wsgi.input"] = body
            del environ["HTTP_TRANSFER_ENCODING"]
            body.seek(0)
        return application(environ, start_response)

    return answer


def _too_long(start_response: Callable[..., Any]) -> Iterable[bytes]:
    said = f"The request is longer than {MAX_CHUNKED_BYTES // 2**20} MB, the most that is read. Send it in parts.\n"
    headers = [
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Content-Length", str(len(said))),
        ("Connection", "close"),
    ]
    start_response("413 Content Too Large", headers)
    return [said.encode()]


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mastsite.settings")
application = whole_bodies(by_turns(get_wsgi_application()))


def _warm_up() -> None:
    """Load what the first visitor would wait for: the addresses with their API documents, the bundled catalogues."""
    from django.urls import get_resolver

    from mastsite.resolver import resolve

    _ = get_resolver().url_patterns
    resolve("M 1", resolver="bundled")


_warm_up()
