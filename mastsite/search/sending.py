"""How many long answers one process sends at a time, so that those who read slowly leave room for the others.

Who is sent a file holds a thread, and on PostgreSQL a connection, for as long as he takes to read it. `EXPORTS` of
them may be on their way; the next one is told to come again (503, with Retry-After), and pages and searches go on.
Those who read fast would take the processor instead, so pieces of files are made by turns, a few at a time.
docs/serving.md has the figures.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import cast

from django.conf import settings
from django.db import connections
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse

from mastsite.search.limits import TimeLimit

__all__ = ["LONG_ROWS", "Busy", "sending", "take"]

LONG_ROWS = 5_000
"""A search of no more rows is over before it could be in anybody's way."""
RETRY_AFTER_S = 30
TURNS = 2
"""Pieces of files that are made at a time: a page shares its process with so many, and not with all of `EXPORTS`."""
PATIENCE_S = 1.0
"""Who has waited so long for a turn goes on without: the others wait for the database."""

Handler = Callable[[HttpRequest], HttpResponseBase]


class Busy(TimeLimit):
    """As many files as may be are being sent; every door tells it like a time limit, with 503 and Retry-After."""

    def __init__(self) -> None:
        RuntimeError.__init__(
            self,
            f"This site is sending {settings.EXPORTS} files to slow readers, as many as it sends at a time. "
            f"Ask again in {RETRY_AFTER_S} seconds, or for fewer rows as a page of a search.",
        )
        self.seconds = 0.0


class _Slot:
    """The place of one request among the long answers: not taken, taken, or given back."""

    def __init__(self) -> None:
        self.taken = self.over = False

    def take(self) -> None:
        if self.taken or self.over:
            return
        if not _places().acquire(blocking=False):
            raise Busy
        self.taken = True

    def give_back(self) -> None:
        self.over = True
        if self.taken:
            self.taken = False
            _places().release()


class _Here(threading.local):
    slot: _Slot | None = None


_here = _Here()


@cache
def _places() -> threading.BoundedSemaphore:
    return threading.BoundedSemaphore(settings.EXPORTS)


_turns = threading.BoundedSemaphore(TURNS)


def by_turns(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The pieces, each made in a turn; nobody has a turn while he is sent to."""
    source = iter(pieces)
    while True:
        mine = _turns.acquire(timeout=PATIENCE_S)
        try:
            piece = next(source, None)
        finally:
            if mine:
                _turns.release()
        if piece is None:
            return
        yield piece


def take() -> None:
    """Take the place of a long answer for the request of this thread; nothing where there is no request.

    Raises
    ------
    Busy : all places are taken.
    """
    if _here.slot is not None:
        _here.slot.take()


def sending(get_response: Handler) -> Handler:
    """Middleware, the outermost: an answer in pieces has its place until it is sent or its reader has gone."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        slot = _here.slot = _Slot()
        try:
            response = get_response(request)
        except BaseException:
            slot.give_back()
            raise
        if not response.streaming:
            slot.give_back()
        else:
            try:
                slot.take()
                if isinstance(response, StreamingHttpResponse):
                    response.streaming_content = by_turns(cast(Iterable[bytes], response.streaming_content))
            except Busy as busy:
                response.close()
                response = HttpResponse(f"{busy}\n", status=503, content_type="text/plain; charset=utf-8")
                response["Retry-After"] = str(RETRY_AFTER_S)
            # Django closes these with the response, however it ends.
            response._resource_closers.append(slot.give_back)  # type: ignore[attr-defined]
        _return_connections()
        return response

    return middleware


def _return_connections() -> None:
    """Give pooled connections back before the answer is sent, which may take its reader minutes.

    A stream that still reads from its own is inside a transaction.
    """
    for connection in connections.all(initialized_only=True):
        if connection.settings_dict["OPTIONS"].get("pool") and not connection.in_atomic_block:
            connection.close()
