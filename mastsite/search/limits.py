"""Time limits on database work, by the means that each database has."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from django.db import OperationalError

from mastsite.search.database import reading

_STEPS_BETWEEN_LOOKS = 50_000
"""SQLite virtual-machine steps between looks at the clock: about a millisecond."""


class TimeLimit(RuntimeError):
    """The database was stopped because its time was up."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        super().__init__(
            f"The search was stopped after {seconds:g} seconds, its time limit here. "
            "Add a condition, a smaller radius or an indexed column, or ask for a file, which may take longer."
        )


class _Here(threading.local):
    end: float | None = None
    seconds = 0.0


_here = _Here()


@contextmanager
def time_limit(seconds: float, using: str = "", *, any_cursor: bool = False) -> Iterator[None]:
    """Stop any statement within the block that goes on after `seconds`, on the database `using` (`alias()` when empty).

    Parameters
    ----------
    any_cursor : whether the limit is for cursors of the driver's own as well, and not only for Django's.

    Raises
    ------
    TimeLimit : from the statement that was stopped.
    """
    connection = reading(using)
    connection.ensure_connection()
    guard = _sqlite
    if connection.vendor == "postgresql":
        guard = _for_connection if any_cursor else _with_each
    _here.end, _here.seconds = time.monotonic() + seconds, seconds
    try:
        with guard(connection, seconds):
            yield
    except OperationalError as error:
        if _was_stopped(error):
            raise TimeLimit(seconds) from error
        raise
    finally:
        _here.end = None


def look_at_the_clock() -> None:
    """For work that a statement needs before it can begin: it is within the statement's time.

    Raises
    ------
    TimeLimit : the time of the block that this thread entered last is up.
    """
    if _here.end is not None and time.monotonic() > _here.end:
        raise TimeLimit(_here.seconds)


def _was_stopped(error: OperationalError) -> bool:
    return "interrupted" in str(error) or getattr(error.__cause__, "sqlstate", "") == "57014"


@contextmanager
def _sqlite(wrapper: Any, seconds: float) -> Iterator[None]:
    raw = wrapper.connection
    end = time.monotonic() + seconds
    raw.set_progress_handler(lambda: time.monotonic() > end, _STEPS_BETWEEN_LOOKS)
    try:
        yield
    finally:
        raw.set_progress_handler(None, 0)


@contextmanager
def _with_each(wrapper: Any, seconds: float) -> Iterator[None]:
    """Each statement is sent with the limit before it, which ends with it: no round trip for setting and none for undoing.

    Within a transaction it would not end, and a cursor of the server takes one statement; for these the limit is the connection's.
    """
    with ExitStack() as until_the_end:
        is_set = False

        def limited(execute: Any, sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:
            nonlocal is_set
            alone = wrapper.in_atomic_block or getattr(context["cursor"].cursor, "name", None)
            if alone and not is_set:
                is_set = True
                until_the_end.enter_context(_for_connection(wrapper, seconds))
            if is_set:
                return execute(sql, params, many, context)
            limit = f"SELECT set_config('statement_timeout', '{_milliseconds(seconds)}', true)"
            answer = execute(f"{limit}; {sql}", params, many, context)
            context["cursor"].nextset()
            return answer

        with wrapper.execute_wrapper(limited):
            yield


@contextmanager
def _for_connection(wrapper: Any, seconds: float) -> Iterator[None]:
    _set(wrapper, _milliseconds(seconds))
    try:
        yield
    finally:
        if not wrapper.needs_rollback and not wrapper.closed_in_transaction:
            _set(wrapper, "0")


def _set(wrapper: Any, milliseconds: str) -> None:
    with wrapper.wrap_database_errors, wrapper.connection.cursor() as cursor:
        cursor.execute("SELECT set_config('statement_timeout', %s, false)", [milliseconds])


def _milliseconds(seconds: float) -> str:
    return str(int(seconds * 1000))
