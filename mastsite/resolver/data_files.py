"""The resolver's own data files, made by tools/resolver and described in data/NOTICE.md."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Callable, Iterator
from functools import wraps
from pathlib import Path
from threading import Lock
from typing import TypeVar

FOLDER = Path(__file__).resolve().parent / "data"
Made = TypeVar("Made")


def read_bytes(name: str) -> bytes:
    """One file, unpacked."""
    return gzip.decompress((FOLDER / name).read_bytes())


def read_rows(name: str) -> Iterator[dict[str, str]]:
    """Rows of a table, by heading."""
    return csv.DictReader(io.StringIO(read_bytes(name).decode()))


def once(make: Callable[[], Made]) -> Callable[[], Made]:
    """`make`, called once: other threads wait for the first (`functools.cache` would let several in)."""
    made: list[Made] = []
    lock = Lock()

    @wraps(make)
    def get() -> Made:
        if not made:
            with lock:
                if not made:
                    made.append(make())
        return made[0]

    return get
