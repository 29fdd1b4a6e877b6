"""The files of one list, in the folder of its job: the upload, what it was read as, and what came of each part of it.

A part is some hundred lines. Its files appear whole or not at all, so that work which was stopped goes on behind the last.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

PART_LINES = 250


@dataclass(frozen=True, slots=True)
class Status:
    """What came of one line.

    Parameters
    ----------
    row : the number of the line in the list.
    text : what was read of it.
    status : a key of `STATUSES`.
    found : rows that match; kept : those of them that are in the table.
    ra_deg, dec_deg : the place that was searched around.
    message : how it was read, or what is wrong.
    """

    row: int
    text: str
    status: str
    found: int = 0
    kept: int = 0
    ra_deg: float | None = None
    dec_deg: float | None = None
    message: str = ""


STATUSES = {
    "found": "rows were found",
    "none": "a place or identifier was read, and no row matches",
    "unresolved": "a name that nobody asked knows",
    "ambiguous": "it can mean several places",
    "not understood": "it could not be read",
}
"""What can come of a line."""

Found = tuple[int, list[str], list[Any]]
"""A row of the table: the number of its line, that line's own cells, the archive's cells."""


@dataclass(frozen=True, slots=True)
class Store:
    """The folder of one list."""

    folder: Path

    @property
    def upload(self) -> Path:
        return self.folder / "upload"

    @property
    def read_as(self) -> Path:
        return self.folder / "list.json"

    def put(self, data: bytes) -> None:
        """Keep an upload."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self._whole(self.upload, [data])

    def note(self, facts: dict[str, Any]) -> None:
        """Keep what the list was read as."""
        self._whole(self.read_as, [orjson.dumps(facts)])

    def facts(self) -> dict[str, Any]:
        """What the list was read as; empty before its work has begun."""
        try:
            return dict(orjson.loads(self.read_as.read_bytes()))
        except (OSError, ValueError):
            return {}

    def is_done(self, part: int) -> bool:
        return self._statuses(part).exists()

    def parts_done(self) -> int:
        part = 0
        while self.is_done(part):
            part += 1
        return part

    def keep(self, part: int, pieces: Iterable[tuple[Status, list[str], list[list[Any]]]]) -> None:
        """Keep what came of a part: for each line its status, its own cells and the rows found."""
        statuses: list[bytes] = []

        def rows() -> Iterator[bytes]:
            for status, own, found in pieces:
                fields = (status.row, status.text, status.status, status.found, status.kept)
                statuses.append(orjson.dumps([*fields, status.ra_deg, status.dec_deg, status.message]) + b"\n")
                for row in found:
                    yield orjson.dumps([status.row, own, row]) + b"\n"

        self._whole(self._rows(part), rows())
        self._whole(self._statuses(part), statuses)  # last: it says that the part is done

    def statuses(self, first_part: int = 0) -> Iterator[Status]:
        """Of every line that is done, in order."""
        for line in self._lines(self._statuses, first_part):
            yield Status(*orjson.loads(line))

    def rows(self, first_part: int = 0) -> Iterator[Found]:
        """Of every line that is done, in order."""
        for line in self._lines(self._rows, first_part):
            row, own, found = orjson.loads(line)
            yield row, own, found

    def remember(self, name: str, values: list[Any]) -> None:
        """Keep what another resolver said of a name."""
        with (self.folder / "names").open("ab") as opened:
            opened.write(orjson.dumps([name, values]) + b"\n")

    def remembered(self) -> dict[str, list[Any]]:
        """Names and what was said of them; a line that was cut short is none."""
        found: dict[str, list[Any]] = {}
        with suppress(OSError):
            for line in (self.folder / "names").read_bytes().splitlines():
                with suppress(ValueError):
                    name, values = orjson.loads(line)
                    found[name] = values
        return found

    def _statuses(self, part: int) -> Path:
        return self.folder / f"{part:05d}.statuses"

    def _rows(self, part: int) -> Path:
        return self.folder / f"{part:05d}.rows"

    def _lines(self, path: Any, part: int) -> Iterator[bytes]:
        while self.is_done(part):
            with path(part).open("rb") as opened:
                yield from opened
            part += 1

    @staticmethod
    def _whole(path: Path, pieces: Iterable[bytes]) -> None:
        """Write a file that is there whole or not at all."""
        unfinished = path.with_name(f"{path.name}.{os.getpid()}.part")
        try:
            with unfinished.open("wb") as opened:
                for piece in pieces:
                    opened.write(piece)
            unfinished.replace(path)
        finally:
            unfinished.unlink(missing_ok=True)
