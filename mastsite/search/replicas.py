"""The replicas of the database: which of them are fit to be read, watched by a thread each.

Every second a replica is asked how far it has replayed, and the primary how far it has written. A replica lags by
the age of the first thing the primary is known to have written that the replica has not replayed. That needs no
clock of another machine, is not deceived by a primary at rest or a broken stream, and when the primary
itself is away the replicas go on with what they have. Who has not answered for some seconds is left out, so a
replica that hangs costs its own thread here and no reader. All of this is per process, and starts with its first read.
"""

from __future__ import annotations

import os
import threading
import time
from collections import deque
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, Error, connections
from django.db.backends.base.base import BaseDatabaseWrapper

__all__ = ["ALIASES", "State", "fit", "states", "suspect"]

CHECK_EVERY_S = 1.0
ANSWER_WITHIN_S = 4.0
"""A replica (or the primary) that was last heard so long ago is taken for away."""
CONNECT_WITHIN_S = 2

ALIASES: tuple[str, ...] = tuple(name for name in settings.DATABASES if name.startswith("replica"))
"""Every replica, in the order of REPLICA_URLS."""

_WRITTEN = (
    "SELECT pg_current_wal_flush_lsn() - '0/0'::pg_lsn, (SELECT system_identifier FROM pg_control_system()) "
    "WHERE NOT pg_is_in_recovery()"
)
_REPLAYED = (
    "SELECT pg_last_wal_replay_lsn() - '0/0'::pg_lsn, (SELECT system_identifier FROM pg_control_system()) "
    "WHERE pg_is_in_recovery()"
)

Condition = Literal["takes part", "lags", "does not answer", "is no replica of this primary", "was not asked yet"]


@dataclass(frozen=True, slots=True)
class State:
    """How a replica is, for /status.

    Parameters
    ----------
    lag_s : seconds that it is behind the primary, as far as is known; None when it did not answer.
    """

    name: str
    condition: Condition
    lag_s: float | None = None

    @property
    def takes_part(self) -> bool:
        return self.condition == "takes part"


class _Heard(NamedTuple):
    """One answer: when it was asked for (our monotonic clock), the position in the log, the cluster's number."""

    at: float
    position: int = -1
    cluster: int = 0


class _Watch:
    """What the threads of one process have heard."""

    def __init__(self) -> None:
        self.written: deque[_Heard] = deque(maxlen=max(600, int(2 * settings.REPLICA_LAG_S / CHECK_EVERY_S)))
        self.heard: dict[str, tuple[float, State]] = {}
        self.suspected: dict[str, float] = {}
        self.began = time.monotonic()
        self.over = threading.Event()

    def start(self) -> None:
        for alias in (DEFAULT_DB_ALIAS, *ALIASES):
            threading.Thread(target=self._follow, args=(alias,), name=f"watch {alias}", daemon=True).start()

    def _follow(self, alias: str) -> None:
        """Ask one database again and again, on a connection of this thread's own."""
        connection = _own_connection(alias)
        while not self.over.is_set():
            asked_at = time.monotonic()
            try:
                with connection.cursor() as cursor:
                    cursor.execute(_WRITTEN if alias == DEFAULT_DB_ALIAS else _REPLAYED)
                    row = cursor.fetchone()
            except Error:
                connection.close()
            else:
                self._note(alias, _Heard(asked_at, *map(int, row)) if row else _Heard(asked_at))
            self.over.wait(CHECK_EVERY_S)
        connection.close()

    def _note(self, alias: str, heard: _Heard) -> None:
        if alias != DEFAULT_DB_ALIAS:
            self.heard[alias] = (heard.at, self._judged(alias, heard))
        elif heard.position >= 0:
            self.written.append(heard)

    def state(self, alias: str) -> State:
        """How a replica is now."""
        at, found = self.heard.get(alias, (self.began, State(alias, "was not asked yet")))
        silent = time.monotonic() - at > ANSWER_WITHIN_S or self.suspected.get(alias, -1.0) >= at
        return State(alias, "does not answer") if silent else found

    def _judged(self, alias: str, heard: _Heard) -> State:
        written = list(self.written)
        if heard.position < 0 or (written and written[-1].cluster != heard.cluster):
            return State(alias, "is no replica of this primary")
        missing = next((note for note in written if note.position > heard.position and note.at < heard.at), None)
        lag_s = heard.at - missing.at if missing else 0.0
        return State(alias, "lags" if lag_s > settings.REPLICA_LAG_S else "takes part", round(lag_s, 1))


_watch: tuple[int, _Watch] | None = None
_starting = threading.Lock()


def _watching() -> _Watch:
    """The watch of this process; a fork begins its own."""
    global _watch
    found = _watch
    if found is not None and found[0] == os.getpid():
        return found[1]
    with _starting:
        if _watch is None or _watch[0] != os.getpid():
            begun = _Watch()
            begun.start()
            _watch = (os.getpid(), begun)
        return _watch[1]


def fit() -> tuple[str, ...]:
    """The replicas that may be read now."""
    return tuple(state.name for state in states() if state.takes_part)


def states() -> list[State]:
    """How each replica is, as this process sees it."""
    if not ALIASES:
        return []
    watch = _watching()
    return [watch.state(alias) for alias in ALIASES]


def suspect(alias: str) -> None:
    """Leave a replica out until it has answered a question that was put after now."""
    _watching().suspected[alias] = time.monotonic()


def _own_connection(alias: str) -> BaseDatabaseWrapper:
    """A connection with short limits, outside of any pool."""
    connection: Any = connections[alias].copy()
    options = connection.settings_dict["OPTIONS"] = dict(connection.settings_dict["OPTIONS"])
    options.pop("pool", None)
    options |= {
        "connect_timeout": CONNECT_WITHIN_S,
        "keepalives_idle": 5,
        "keepalives_interval": 2,
        "keepalives_count": 2,
    }
    options["options"] = f"{options.get('options', '')} -c statement_timeout={int(ANSWER_WITHIN_S * 1000)}".strip()
    return connection  # type: ignore[no-any-return]
