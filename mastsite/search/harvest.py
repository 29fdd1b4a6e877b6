"""Rows fetched from any server that speaks the MAST Search API, page by page, resuming where it stopped.

Pages are kept as lines of JSON in a spool; a harvest that was interrupted goes on after the last whole page.
"""

from __future__ import annotations

import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from mastsite.search.declare import Mission

PAGE_ROWS = 5_000
"""What the archive's own client asks for at a time."""
TIMEOUT_S = 120
TRIES = 4
MAX_BYTES = 256 * 2**20


class HarvestError(RuntimeError):
    """The other server could not be read; what was fetched is kept for the next try."""


@dataclass(frozen=True, slots=True)
class Remote:
    """A mission on another server: the server's address, and its name for the mission."""

    server: str
    mission: str

    @property
    def search(self) -> str:
        return f"{self.server}/search/{self.mission}/api/v0.1/search"

    @property
    def column_list(self) -> str:
        return f"{self.server}/search/util/api/v0.1/column_list?mission={urllib.parse.quote(self.mission)}"


def _ask(request: urllib.request.Request) -> Any:
    """The JSON answer to a request, tried again with growing pauses when the server is out of reach or busy."""
    why = ""
    for attempt in range(TRIES):
        if attempt:
            time.sleep(2.0**attempt / 4)
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT_S) as answer:
                return orjson.loads(answer.read(MAX_BYTES))
        except urllib.error.HTTPError as error:
            why = f"it answered {error.code}: {error.read(300).decode(errors='replace')}"
            if error.code < 500 and error.code != 429:
                break
        except (OSError, ValueError) as error:
            why = str(error)
    raise HarvestError(f"{request.full_url} could not be read ({why}). Run the same command again to go on from here.")


def columns_there(remote: Remote) -> list[str]:
    """Names of the columns that the other server has."""
    listed = _ask(urllib.request.Request(remote.column_list, headers={"Accept": "application/json"}))
    if not isinstance(listed, list) or not all(isinstance(item, dict) and "column_name" in item for item in listed):
        raise HarvestError(
            f"{remote.column_list} did not answer with a list of columns. Check the address given to --from."
        )
    return [str(item["column_name"]) for item in listed]


def fetch(mission: Mission, remote: Remote, spool: Path, watch: Callable[[int], None] = lambda rows: None) -> int:
    """Fetch all rows into `spool`, going on after what it already holds.

    Returns
    -------
    int : rows in the spool.

    Raises
    ------
    HarvestError : the other server failed; the spool keeps its whole pages.
    """
    there = set(columns_there(remote))
    wanted = [column.name for column in mission.stored_columns if column.name in there]
    if mission.id_column not in wanted:
        raise HarvestError(
            f"{remote.server} has no column {mission.id_column} of {remote.mission}, which names a row here. Choose another mission or server."
        )
    have = _whole_pages(spool)
    with spool.open("ab") as lines:
        while True:
            body = {
                "conditions": [], "select_cols": wanted, "sort_by": [mission.id_column], "sort_desc": [False],
                "limit": PAGE_ROWS, "offset": have, "skip_count": True,
            }  # fmt: skip
            headers = {"Content-Type": "application/json", "Accept": "application/json"}
            answer = _ask(urllib.request.Request(remote.search, orjson.dumps(body), headers))
            rows = answer.get("results") if isinstance(answer, dict) else None
            if not isinstance(rows, list):
                raise HarvestError(f"{remote.search} answered without results. Check the address given to --from.")
            if rows:
                lines.write(orjson.dumps([{name: row.get(name) for name in wanted} for row in rows]) + b"\n")
                lines.flush()
            have += len(rows)
            watch(have)
            if len(rows) < PAGE_ROWS:
                return have


def _whole_pages(spool: Path) -> int:
    """Rows in the spool; a last page that was cut off in writing is dropped."""
    if not spool.exists():
        return 0
    rows = end = 0
    with spool.open("rb") as lines:
        for line in lines:
            try:
                rows += len(orjson.loads(line)) if line.endswith(b"\n") else _cut()
            except ValueError:
                break
            end += len(line)
    with spool.open("r+b") as lines:
        lines.truncate(end)
    return rows


def _cut() -> int:
    raise ValueError("a line without an end")


def rows(spool: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """The fetched rows, numbered from 1, for the loader."""
    number = 0
    with spool.open("rb") as lines:
        for line in lines:
            for row in orjson.loads(line):
                number += 1
                yield number, row
