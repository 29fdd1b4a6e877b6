"""The rows that ship with a mission: found by name in its folder.

``holdings.py`` with ``rows(full=False)``, or else a table file ``holdings.*`` (csv.gz, parquet, ...).
"""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from mastsite.search.declare import Mission


def _file(mission: Mission) -> Path | None:
    found = sorted(path for path in mission.folder.glob("holdings.*") if path.suffix != ".py")
    return found[0] if found else None


def ships_rows(mission: Mission) -> bool:
    """Whether the mission brings rows with it."""
    return (mission.folder / "holdings.py").exists() or _file(mission) is not None


def rows(mission: Mission, *, full: bool = False) -> Iterator[tuple[int, dict[str, object]]]:
    """The shipped rows with their numbers, counted from 1."""
    if (mission.folder / "holdings.py").exists():
        source = import_module(f"missions.{mission.folder.name}.holdings").rows(full=full)
        yield from ((number, dict(row)) for number, row in enumerate(source, start=1))
    elif path := _file(mission):
        from mastsite.search.readers import read

        yield from read(path)


def expected_rows(mission: Mission, *, full: bool = False) -> int | None:
    """How many rows to expect, for a progress bar; None when it is not known beforehand."""
    if (mission.folder / "holdings.py").exists():
        known = getattr(import_module(f"missions.{mission.folder.name}.holdings"), "EXPECTED_ROWS", {})
        return dict(known).get("full" if full else "usual")
    path = _file(mission)
    return count_lines(path) if path else None


def count_lines(path: Path) -> int | None:
    """Data lines of a CSV file, packed or not; None for other formats."""
    if ".csv" not in path.suffixes:
        return None
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rb") as lines:
        return sum(chunk.count(b"\n") for chunk in iter(lambda: lines.read(1 << 20), b"")) - 1


def fingerprint(mission: Mission, *, full: bool) -> str:
    """Digest of everything the shipped rows are made from; a changed one means that they want loading again."""
    digest = hashlib.sha256(b"full" if full else b"")
    for path in sorted(mission.folder.iterdir()):
        if path.name == "columns.csv" or path.name.startswith("holdings"):
            digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()
