"""Statistics counted once for a search: its page, its pictures and its CSV show the same numbers.

A few are kept in the memory of a process, by the loading of the mission and the search without what changes no count.
After a load they are counted anew. What was late is counted again where a page is asked for, and not by its pictures, so
that these show what the page says.
"""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from dataclasses import dataclass, field, replace

from django.conf import settings

from mastsite.pages.keeping.bare import whole
from mastsite.search.query import Query
from mastsite.search.statistics import Statistics, statistics
from mastsite.search.tables import holding_of

KEPT = 32
"""Searches; the map of one is half a megabyte at most."""

Key = tuple[str, str, str]
"""Mission, its loading, and a digest of the search: a list of targets may be long."""


@dataclass(slots=True)
class _Entry:
    """What was counted of a search, and who counts it now."""

    counting: threading.Lock = field(default_factory=threading.Lock)
    found: Statistics | None = None


_entries: OrderedDict[Key, _Entry] = OrderedDict()
_lock = threading.Lock()


def counted(query: Query, *, again: bool = False) -> Statistics:
    """The statistics of a search, counted within the time of a page where they are not kept; one thread counts, others wait for it.

    Parameters
    ----------
    again : count once more what is kept with parts that were late.

    Raises
    ------
    NotLoaded, Unresolved
    """
    key = _key(query)
    entry = _entry(key)
    with entry.counting:
        found = entry.found
        if found is None or (again and found.late):
            found = statistics(query, within_s=settings.PAGE_TIME_LIMIT_S)
            if _key(query) == key:  # else a load came between, and these are the rows of the next
                entry.found = found
    return found


def _key(query: Query) -> Key:
    holding = holding_of(query.mission)
    loading = f"{holding.table} v{holding.version} of {holding.loaded_at.isoformat()}"
    same = replace(whole(query), columns=(), sort=(), limit=None, notes=())
    return query.mission.slug, loading, hashlib.sha256(repr(same).encode("utf-8", "backslashreplace")).hexdigest()


def _entry(key: Key) -> _Entry:
    """The entry of a search, the most recent one now; those of older loadings and the oldest go."""
    with _lock:
        if key not in _entries:
            for other in [other for other in _entries if other[0] == key[0] and other[1] != key[1]]:
                del _entries[other]
            _entries[key] = _Entry()
        _entries.move_to_end(key)
        while len(_entries) > KEPT:
            _entries.popitem(last=False)
        return _entries[key]
