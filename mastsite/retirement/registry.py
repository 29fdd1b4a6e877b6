"""Every retirement as it stands now: what was declared, with what the operator changed."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from threading import Lock

from django.utils.module_loading import import_string

from mastsite.retirement import patterns
from mastsite.retirement.models import Change, OldPage
from mastsite.retirement.oldpages import record_of
from mastsite.retirement.options import options
from mastsite.retirement.record import DateChange, Dates, Record
from mastsite.retirement.states import State, state_on

logger = logging.getLogger(__name__)
MOVABLE = ("announced", "deprecated_at", "sunset_at", "archived_at")


@dataclass(frozen=True, slots=True)
class Entry:
    """A record with its dates as they are in force.

    Parameters
    ----------
    record : its dates are those in force, its history complete.
    held : why the retirement is rolled back; empty when it is not.
    changes : how often its dates changed, by operator or declaration; calendars count with it.
    """

    record: Record
    held: str = ""
    changes: int = 0

    def state(self, day: date) -> State:
        return State.ON_HOLD if self.held else state_on(self.record.dates, day)


@cache
def declared() -> tuple[Record, ...]:
    """What the sources of the setting give."""
    return tuple(record for name in options().sources for record in import_string(name)())


class _Known:
    """What was read from the database, and when."""

    lock = Lock()
    entries: tuple[Entry, ...] | None = None
    read_at = 0.0


def forget(*, declarations: bool = False) -> None:
    """Read the database again at the next question, and on wish the sources too."""
    _Known.read_at = 0.0
    if declarations:
        declared.cache_clear()
        _Known.entries = None


def entries() -> tuple[Entry, ...]:
    """All of them. Where the database does not answer, as they were last known: a notice never breaks a page."""
    if _Known.entries is None or time.monotonic() - _Known.read_at > options().reread_s or not _Known.read_at:
        with _Known.lock:
            try:
                _Known.entries = tuple(_read())
            except Exception as error:  # before the first migration, in an outage: said, and tried again
                logger.warning("the changes of retirements could not be read: %s", error)
                if _Known.entries is None:
                    _Known.entries = tuple(in_force(record, ()) for record in declared())
            _Known.read_at = time.monotonic()
    return _Known.entries


def _read() -> Iterator[Entry]:
    changes: dict[str, list[Change]] = {}
    for change in Change.objects.order_by("id"):
        changes.setdefault(change.record_id, []).append(change)
    for record in (*declared(), *map(record_of, OldPage.objects.order_by("id"))):
        yield in_force(record, changes.get(record.id, ()))


def in_force(record: Record, changes: Iterable[Change]) -> Entry:
    """A record after an operator's changes, in the order in which they were made."""
    dates, held, history = record.dates, "", list(record.history)
    for change in changes:
        day = change.made_at.date()
        new = moved(dates, change)
        if change.action == Change.ROLLBACK:
            history.append(DateChange(day, "Rolled back: the old page answers as before", change.reason))
        else:
            history.append(DateChange(day, _said(dates, new, change), change.reason, new))
        if change.undone_at:
            history.append(DateChange(change.undone_at.date(), "The change before was undone", change.undone_reason))
        elif change.action == Change.ROLLBACK:
            held = change.reason
        else:
            dates = new
    return Entry(replace(record, dates=dates, history=tuple(history)), held, len(history))


def moved(dates: Dates, change: Change) -> Dates:
    return replace(dates, **{name: day for name in MOVABLE if (day := getattr(change, name))})


def _said(old: Dates, new: Dates, change: Change) -> str:
    parts = [
        f"{name.removesuffix('_at')} moved from {getattr(old, name)} to {getattr(new, name)}"
        for name in MOVABLE
        if getattr(old, name) != getattr(new, name)
    ]
    if change.announced_again:
        parts.append(f"announced anew on {change.announced_again}")
    return "; ".join(parts).capitalize() or "Nothing moved"


def find(id: str) -> Entry | None:
    return next((entry for entry in entries() if entry.record.id == id), None)


def covering(path: str) -> tuple[Entry, ...]:
    """Every retirement of a path, the most exact pattern first."""
    found = [
        (min(patterns.specific(pattern) for pattern in hits), number, entry)
        for number, entry in enumerate(entries())
        if (hits := [pattern for pattern in entry.record.patterns if patterns.matches(pattern, path)])
    ]
    return tuple(entry for _how, _number, entry in sorted(found, key=lambda item: item[:2]))


def groups() -> dict[str, str]:
    """What the records belong to: the word in addresses, and its title."""
    found = {entry.record.group: entry.record.group_title or entry.record.group for entry in entries()}
    found.pop("", None)
    return dict(sorted(found.items(), key=lambda item: item[1].lower()))


def of_group(group: str) -> tuple[Entry, ...]:
    return tuple(entry for entry in entries() if entry.record.group == group)
