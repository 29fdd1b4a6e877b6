"""A circuit breaker: after three failures in a row a remote machine is left alone for a minute."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Lock

FAILURES_TO_OPEN = 3
OPEN_S = 60.0


class Breaker:
    """The state of one remote; each process of the server keeps its own.

    Parameters
    ----------
    clock : seconds, never going back.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = Lock()
        self._failures = 0
        self._shut_at = 0.0

    def seconds_open(self) -> float:
        """For how long the remote is not to be asked; 0 when it may be."""
        with self._lock:
            return max(0.0, self._shut_at - self._clock())

    def failed(self) -> None:
        """Count a failure. After a minute's rest the first failure opens the breaker again."""
        with self._lock:
            self._failures += 1
            if self._failures >= FAILURES_TO_OPEN:
                self._shut_at = self._clock() + OPEN_S

    def succeeded(self) -> None:
        with self._lock:
            self._failures = 0
            self._shut_at = 0.0

    reset = succeeded
