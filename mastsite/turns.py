"""Answers of one process are made one after the other, first come first served, as long as each is quick.

Python runs one thread at a time. Sixteen answers at once, a slice each, all end late, and some much later than others; one
after the other, each ends as early as it can. An answer that takes long, because a database, a resolver or a slow upload keeps it
waiting, loses its turn to the next, and nobody waits for longer than `PATIENCE_S`. docs/decisions/0013-the-front.md has the figures.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Iterable
from typing import Any

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

LONG_S = 0.1
"""Whoever has a turn for longer goes on beside the next."""
PATIENCE_S = 0.5
"""Whoever waits for longer goes on without a turn."""


class Turns:
    """One turn, and those who wait for it in the order they came."""

    def __init__(self, *, long_s: float = LONG_S, patience_s: float = PATIENCE_S) -> None:
        self._long_s, self._patience_s = long_s, patience_s
        self._lock = threading.Lock()
        self._waiting: deque[_Wait] = deque()
        self._holder: object | None = None
        self._since = 0.0

    def take(self) -> object:
        """A turn, or leave to go on without one; to be given back either way."""
        mine = _Wait()
        with self._lock:
            if self._holder is None:
                return self._give(mine)
            self._waiting.append(mine)
        end = time.monotonic() + self._patience_s
        while not mine.called.wait(max(0.0, min(self._long_s, end - time.monotonic()))):
            with self._lock:
                now = time.monotonic()
                first = bool(self._waiting) and self._waiting[0] is mine
                if not mine.called.is_set() and (now >= end or (first and now - self._since >= self._long_s)):
                    self._waiting.remove(mine)
                    return self._give(mine) if first else mine
        return mine

    def give_back(self, turn: object) -> None:
        """The turn goes to the next; nothing where it was lost before, or never had."""
        with self._lock:
            if self._holder is turn:
                self._holder = None
                if self._waiting:
                    self._give(self._waiting.popleft()).called.set()

    def _give(self, whom: _Wait) -> _Wait:
        self._holder, self._since = whom, time.monotonic()
        return whom


class _Wait:
    """Somebody who came."""

    __slots__ = ("called",)

    def __init__(self) -> None:
        self.called = threading.Event()


def by_turns(application: Application) -> Application:
    """`application`, with its answers made in turns; what it streams afterwards is no part of a turn."""
    turns = Turns()

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        turn = turns.take()
        try:
            return application(environ, start_response)
        finally:
            turns.give_back(turn)

    return answer
