"""Time limits on database work, by the means that each database has."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import OperationalError, connection

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


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Stop any statement within the block that goes on after `seconds`.

    Raises
    ------
    TimeLimit : from the statement that was stopped.
    """
    connection.ensure_connection()
    guard = _postgresql if connection.vendor == "postgresql" else _sqlite
    try:
        with guard(connection, seconds):
            yield
    except OperationalError as error:
        if _was_stopped(error):
            raise TimeLimit(seconds) from error
        raise


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
def _postgresql(wrapper: Any, seconds: float) -> Iterator[None]:
    with wrapper.cursor() as cursor:
        cursor.execute("SELECT set_config('statement_timeout', %s, false)", [str(int(seconds * 1000))])
    try:
        yield
    finally:
        if not wrapper.needs_rollback and not wrapper.closed_in_transaction:
            with wrapper.cursor() as cursor:
                cursor.execute("SELECT set_config('statement_timeout', '0', false)")
