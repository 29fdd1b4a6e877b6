"""The collections that are there to scan, and their partitions, one after the other."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa
from django.conf import settings

from mastsite.jobs.kinds import JobError, Task
from mastsite.scans.declared import STAMP
from mastsite.search.declare import Column, Mission
from mastsite.search.result import Message, Row
from mastsite.search.tables import NotLoaded, holding_of

AHEAD = 6
"""Partitions under way at a time, so that memory does not grow with the catalogue."""


def folder_of(mission: Mission) -> Path:
    return Path(settings.HATS_FOLDER) / mission.slug


def opened(mission: Mission, columns: set[str]) -> Any:
    """The mission's collection in LSDB, with these columns.

    Raises
    ------
    JobError : it is not there.
    """
    import lsdb

    stamp(mission)
    names = [column.name for column in mission.stored_columns]
    wanted = [name for name in names if name in columns | {mission.ra_column, mission.dec_column}]
    return lsdb.open_catalog(folder_of(mission), columns=wanted)


def properties(mission: Mission) -> dict[str, str]:
    """What the collection says of itself."""
    text = (folder_of(mission) / "collection.properties").read_text(encoding="utf-8")
    pairs = (line.partition("=") for line in text.splitlines() if "=" in line and not line.startswith("#"))
    return {name.strip(): value.strip().replace("\\:", ":") for name, _, value in pairs}


def stamp(mission: Mission) -> str:
    """Which loading a collection was made of.

    Raises
    ------
    JobError : there is no collection.
    """
    if not (folder_of(mission) / "collection.properties").exists():
        raise JobError(
            f"The rows of {mission.short_name} are not there for scans. "
            f"The operator can run: manage.py export_hats {mission.slug} {settings.HATS_FOLDER}"
        )
    return properties(mission).get(STAMP, "")


def told(mission: Mission) -> list[Message]:
    """What a reader must know of a collection: that it is of older rows, and that it has only rows with positions."""
    said = [
        Message(
            f"Only the rows of {mission.short_name} that have a position were scanned; they stand in the order of the sky."
        )
    ]
    scanned = stamp(mission)
    try:
        now = holding_of(mission).stamp
    except NotLoaded:
        now = ""
    if now and now != scanned:
        said.append(Message(f"The rows scanned are those of {scanned}; the site has {now} by now.", "warning"))
    return said


def rows(found: Any, client: Any, columns: list[str], task: Task) -> Iterator[Row]:
    """The rows of a catalogue, partition by partition in the order of the sky, as they are computed."""
    waiting: deque[Any] = deque()
    parts = found.to_delayed()
    for number in range(len(parts) + AHEAD):
        if number < len(parts):
            waiting.append(client.compute(parts[number]))
        if number >= AHEAD:
            if not waiting:
                break
            frame = waiting.popleft().result()
            task.tell("Scanning", number - AHEAD + 1, len(parts))
            table = pa.Table.from_pandas(frame[columns], preserve_index=False)
            yield from zip(*(table.column(name).to_pylist() for name in columns), strict=True)


def renamed(column: Column, slug: str) -> Column:
    """A column of the second mission of a cross-match."""
    return replace(column, name=f"{column.name}_{slug}", label=f"{column.label} ({slug})", legacy=())
