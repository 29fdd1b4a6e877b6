"""docs/benchmarks.md, written section by section between marks, so that a run of one part leaves the others as they were."""

from __future__ import annotations

import os
import platform
import re
import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

PAGE = Path(__file__).resolve().parents[2] / "docs" / "benchmarks.md"
PACKAGES = ("Django", "psycopg", "gunicorn", "numpy", "pyarrow")


class NoMarks(LookupError):
    """The page has no place for a section."""


def put(text: str, name: str, body: str) -> str:
    """The page with `body` between the marks of section `name`, in place of what stood there.

    Raises
    ------
    NoMarks
    """
    first, last = f"<!-- bench {name} -->", f"<!-- end {name} -->"
    if text.count(first) != 1 or text.count(last) != 1:
        raise NoMarks(
            f"{PAGE.name} was read for the section {name!r}. Give it the lines {first} and {last}, once each."
        )
    head, rest = text.split(first)
    return f"{head}{first}\n{body.strip()}\n{last}{rest.split(last, 1)[1]}"


def write(name: str, body: str, page: Path = PAGE) -> None:
    page.write_text(put(page.read_text(encoding="utf-8"), name, body), encoding="utf-8")


def names(text: str) -> list[str]:
    """The sections that a page has marks for."""
    return re.findall(r"<!-- bench ([\w-]+) -->", text)


def heading(*more: str) -> str:
    """When, on what, with which versions: the line that every section begins with."""
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    said = [
        f"Run {datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
        machine(),
        f"Python {platform.python_version()}, {packages}",
        *more,
    ]
    return "_" + "; ".join(said) + "._"


def machine() -> str:
    """Cores, processor and memory of this machine, and how busy it was."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{os.cpu_count()} cores {_processor()}, {memory:.0f} GiB, load at the end {os.getloadavg()[0]:.1f}"


def _processor() -> str:
    try:
        found = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
    except OSError:
        found = None
    return found[1].strip() if found else platform.machine()


def database() -> str:
    """The database of the run and its version."""
    from django.db import connection

    if connection.vendor == "sqlite":
        return f"SQLite {sqlite3.sqlite_version}"
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        return f"PostgreSQL {cursor.fetchone()[0]}"


def table(headings: Sequence[str], rows: Sequence[Sequence[object]], numbers_from: int = 1) -> str:
    """A Markdown table; columns from `numbers_from` on stand to the right."""
    line = ["---" if at < numbers_from else "---:" for at in range(len(headings))]
    cells = [headings, line, *[[str(cell) for cell in row] for row in rows]]
    return "\n".join(f"| {' | '.join(row)} |" for row in cells)
