"""How much an old page is still used: by page, day, stage, door and coarse kind of client; and which boxes its searches
fill, by the boxes' names and never by what is in them. No reader is told from another.

Counts are kept in memory and written in batches by a thread of their own. What cannot be written is dropped and
logged: counting never slows or breaks an answer.
"""

from __future__ import annotations

import atexit
import logging
from collections import Counter
from threading import Event, Lock, Thread

from django.http import HttpRequest

from mastsite.retirement import shapes
from mastsite.retirement.clock import today
from mastsite.retirement.models import Count, Counted, Filled, Kind, leave_database
from mastsite.retirement.options import options
from mastsite.retirement.registry import Entry

logger = logging.getLogger(__name__)
EVENTS = ("view", "search", "api", "banner", "dismissed", "followed", "redirected", "gone", "brownout")
LONGEST = 300
"""Characters of the names of boxes of one kind of search."""
MOST_KEYS = 20_000
"""In memory; beyond it new ones are dropped, which only an endless outage of the database brings about."""


class _Waiting:
    lock = Lock()
    counts: Counter[Counted] = Counter()
    kinds: Counter[Filled] = Counter()
    writer: Thread | None = None
    stop = Event()


def count(request: HttpRequest, entry: Entry, event: str, *, door: str) -> None:
    """Count one happening of today. A preview of another day is not counted by its callers."""
    every_s = options().count_every_s
    if every_s is None:
        return
    day = today()
    key = Counted(
        entry.record.id,
        day,
        entry.state(day),
        door if door in shapes.SHAPES else "other",
        shapes.client_of(request),
        event,
    )
    boxes = entry.record.boxes if event in ("search", "api") and key.client != "bot" else None
    filled = ",".join(boxes(request))[:LONGEST] if boxes else ""
    with _Waiting.lock:
        if key in _Waiting.counts or len(_Waiting.counts) < MOST_KEYS:
            _Waiting.counts[key] += 1
        kind = Filled(entry.record.id, day, filled)
        if filled and (kind in _Waiting.kinds or len(_Waiting.kinds) < MOST_KEYS):
            _Waiting.kinds[kind] += 1
        if every_s and (_Waiting.writer is None or not _Waiting.writer.is_alive()):
            _Waiting.writer = Thread(target=_write_for_ever, name="retirement counts", daemon=True)
            _Waiting.writer.start()


def flush() -> int:
    """Write what waits. Gives how many happenings were dropped, because the database did not take them."""
    with _Waiting.lock:
        waiting, _Waiting.counts = _Waiting.counts, Counter()
        kinds, _Waiting.kinds = _Waiting.kinds, Counter()
    if not waiting:
        return 0
    try:
        Count.add(waiting)
        Kind.add(kinds)
    except Exception:
        dropped = waiting.total()
        logger.warning("%d counts of retiring pages were dropped", dropped, exc_info=True)
        return dropped
    return 0


def _write_for_ever() -> None:
    while not _Waiting.stop.wait(options().count_every_s or 10):
        flush()
        leave_database()


@atexit.register
def _last_words() -> None:
    if _Waiting.writer is not None:
        _Waiting.stop.set()
        flush()
