"""The SHA-256 of files here, computed once: kept under the path, the time of change and the size."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from functools import lru_cache
from pathlib import Path

from django.conf import settings

PIECE_BYTES = 2**20


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file in hexadecimal."""
    stat = path.stat()
    return _sha256(str(path.resolve()), stat.st_mtime_ns, stat.st_size)


@lru_cache(maxsize=20_000)
def _sha256(path: str, changed_ns: int, size: int) -> str:
    """The sum as it was kept by any process of the site, or computed and kept now."""
    note = settings.DATA / "checksums" / f"{hashlib.sha256(path.encode()).hexdigest()}.json"
    state = [path, changed_ns, size]
    try:
        kept = json.loads(note.read_bytes())
        if kept["of"] == state:
            return str(kept["sha256"])
    except (OSError, ValueError, KeyError, TypeError):
        pass
    digest = hashlib.sha256()
    with Path(path).open("rb") as file:
        while piece := file.read(PIECE_BYTES):
            digest.update(piece)
    _keep(note, {"of": state, "sha256": digest.hexdigest()})
    return digest.hexdigest()


def _keep(note: Path, said: dict[str, object]) -> None:
    """Write a note in one step; a data folder that cannot be written only costs the computing."""
    try:
        note.parent.mkdir(parents=True, exist_ok=True)
        handle, scratch = tempfile.mkstemp(dir=note.parent)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(said, file)
        Path(scratch).replace(note)
    except OSError:
        pass
