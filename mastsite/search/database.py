"""Which database answers: the one place that reads of holdings ask for their connection.

Without replicas that is always the primary, Django's ``default``, and nothing here costs a thing. With replicas
(`mastsite.search.replicas`) every request is given one that is fit, and stays there: `holding_of` reads `Holding` on
`alias()`, the holding knows where it was read, and `Plan.alias` hands that on to count, page and rows. A read whose
replica goes away meanwhile is asked again elsewhere (`asked_again`). Writes always go to the primary.
docs/decisions/0014-replicas.md has the reasons.
"""

from __future__ import annotations

import atexit
import itertools
import sys
import threading
import time
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager, suppress
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.core.signals import request_finished, request_started
from django.db import DEFAULT_DB_ALIAS, Error, InterfaceError, OperationalError, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model

from mastsite.search import replicas

__all__ = ["Router", "alias", "asked_again", "forget", "learned", "lost", "reading", "reading_primary"]

_CANCELLED, _NO_TABLE = "57014", "42P01"
"""SQLSTATEs: our own time limit, which is no loss; a table that the replica dropped or does not have yet."""

CHOICE_HOLDS_S = 10.0
"""A thread without requests chooses anew after so long."""

P = ParamSpec("P")
Answer = TypeVar("Answer")


class _Own(threading.local):
    """What a thread reads from now: chosen for its request, and whether it is inside a read already."""

    chosen = ""
    since = 0.0
    asking = False
    learned: dict[Hashable, Any] | None = None


_own = _Own()
_turn = itertools.count()


def alias() -> str:
    """The alias of the database that reads of holdings ask in this thread now: one for the whole of a request."""
    if not replicas.ALIASES:
        return DEFAULT_DB_ALIAS
    if _own.chosen and _own.asking:
        return _own.chosen
    fit = replicas.fit()
    away = _own.chosen not in (DEFAULT_DB_ALIAS, *fit)
    if away or time.monotonic() - _own.since > CHOICE_HOLDS_S:
        _own.chosen = fit[next(_turn) % len(fit)] if fit else DEFAULT_DB_ALIAS
        _own.since = time.monotonic()
    return _own.chosen


def reading(using: str = "") -> BaseDatabaseWrapper:
    """The connection that reads of holdings use in this thread: that of `using`, or of `alias()`."""
    return connections[using or alias()]


@contextmanager
def reading_primary() -> Iterator[None]:
    """Read from the primary within the block: for who is about to write what depends on it."""
    before = (_own.chosen, _own.asking)
    _own.chosen, _own.asking = DEFAULT_DB_ALIAS, True
    try:
        yield
    finally:
        _own.chosen, _own.asking = before


def asked_again(read: Callable[P, Answer]) -> Callable[P, Answer]:
    """Make a function that only reads stay on one database, and ask anew on another one when its replica goes away.

    Within such a function others pass through, so that the whole of it is asked again and its parts never differ.
    """

    @wraps(read)
    def asked(*args: P.args, **kwargs: P.kwargs) -> Answer:
        if _own.asking or not replicas.ALIASES:
            return read(*args, **kwargs)
        for _attempt in replicas.ALIASES:
            using = alias()
            try:
                return _asking(read, *args, **kwargs)
            except Error as error:
                if not lost(error, using):
                    raise
        with reading_primary():
            return read(*args, **kwargs)

    return asked


def _asking(read: Callable[P, Answer], *args: P.args, **kwargs: P.kwargs) -> Answer:
    _own.asking = True
    try:
        return read(*args, **kwargs)
    finally:
        _own.asking = False


def lost(error: BaseException, using: str) -> bool:
    """Whether a read failed because its replica went away or fell behind; it is then left out until it is seen well.

    A question of the primary is never asked again: there is nobody else to ask.
    """
    if using == DEFAULT_DB_ALIAS or using not in replicas.ALIASES:
        return False
    state = getattr(error.__cause__, "sqlstate", None)
    if state == _CANCELLED or not (isinstance(error, OperationalError | InterfaceError) or state == _NO_TABLE):
        return False
    replicas.suspect(using)
    with suppress(Error):
        connections[using].close()
    return True


class Router:
    """Django's router: what is read of holdings may come from a replica, everything else is the primary's."""

    def db_for_read(self, model: type[Model], **_hints: Any) -> str | None:
        return alias() if model._meta.app_label == "search" else DEFAULT_DB_ALIAS

    def db_for_write(self, model: type[Model], **_hints: Any) -> str | None:
        return DEFAULT_DB_ALIAS

    def allow_relation(self, first: Model, second: Model, **_hints: Any) -> bool | None:
        return True

    def allow_migrate(self, db: str, app_label: str, **_hints: Any) -> bool | None:
        return None if db == DEFAULT_DB_ALIAS else False


def learned() -> dict[Hashable, Any]:
    """What this thread has read for the request that it answers, so that all of the answer stands on one loading.

    Outside of a request nothing is remembered.
    """
    return {} if _own.learned is None else _own.learned


def forget() -> None:
    """Let this thread read anew what it has learned: it has changed."""
    if _own.learned is not None:
        _own.learned = {}


def _begin(**_signal: Any) -> None:
    _own.chosen, _own.learned = "", {}


def _end(**_signal: Any) -> None:
    _own.learned = None


request_started.connect(_begin)
request_finished.connect(_end)


@atexit.register
def _close_pools() -> None:
    """psycopg's pools wait fifteen seconds for threads that a dying interpreter has stopped already, unless closed before."""
    backend = sys.modules.get("django.db.backends.postgresql.base")
    for pool in list(backend.DatabaseWrapper._connection_pools.values()) if backend else ():
        pool.close(timeout=1)
