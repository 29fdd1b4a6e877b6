"""Files of a million rows: each writer against the best known way, its memory, and how soon the first byte leaves.

Every file is written in a process of its own, to a sink that counts its bytes (`tests.bench.one_file`).
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from statistics import median
from typing import Any

from mastsite.exports import WRITERS
from tests.bench import best, report, site
from tests.bench.one_file import SLUG
from tests.bench.parts import Options
from tests.bench.site import ROOT
from tests.bench.timing import number, ratio_of

FORMATS = {
    "csv": "csv", "json": "json", "votable": "tabledata", "votable-b2": "records", "fits": "records", "parquet": "parquet",
}  # fmt: skip
"""Writers measured in the short run, each with the best known way for it; the long run has every writer, the others against a fetch."""
WAYS = {
    "fetch": "the fetch alone", "csv": "COPY, or `.mode csv` of the sqlite3 shell", "json": "orjson arrays",
    "tabledata": "str.join", "records": "NumPy records", "parquet": "pyarrow",
}  # fmt: skip
HEADINGS = (
    "file", "n", "seconds", "rows/s", "MB", "best known way", "its seconds", "ours / best", "ours / fetch",
    "memory over base, MB", "first byte, ms", "of the time to row 10,000",
)  # fmt: skip
Runs = Sequence[dict[str, Any]]


def prepare(options: Options) -> None:
    site.prepare([SLUG], tiny=options.tiny)


def run(options: Options) -> str:
    """Writers and best ways in turns."""
    writers = [name for name in WRITERS if name in FORMATS or options.full]
    asked = [*(("best", name) for name in best.WAYS), *(("ours", name) for name in writers)]
    runs: dict[tuple[str, str], list[dict[str, Any]]] = {item: [] for item in asked}
    for at in range(3 if options.full else 2):
        for kind, name in asked if at % 2 == 0 else reversed(asked):
            runs[kind, name].append(measured(kind, name, options.export_rows))
    lines = [line(name, runs["ours", name], FORMATS.get(name, "fetch"), runs) for name in writers]
    rows = runs["ours", writers[0]][0]["rows"]
    said = f"{rows:,} rows of 15 columns; n runs of each in turns; the spread is their least and most."
    return f"{report.heading(report.database())}\n\n{said}\n\n{report.table(HEADINGS, lines)}"


def line(name: str, ours: Runs, way: str, runs: dict[tuple[str, str], list[dict[str, Any]]]) -> list[object]:
    """One format of the table."""
    theirs, fetch = runs["best", way], runs["best", "fetch"]
    seconds = median(run["s"] for run in ours)
    first = median(run["first_s"] for run in ours)
    tenth = [run["row_10000_s"] for run in ours if run["row_10000_s"]]
    early = number(first / median(tenth)) if tenth else ""
    if not WRITERS[name].streams:
        early = "(waits for the last row)"
    return [
        name, len(ours), number(seconds), f"{ours[0]['rows'] / seconds:,.0f}", number(ours[0]["bytes"] / 1e6), WAYS[way],
        number(median(run["s"] for run in theirs)), _spread(ours, theirs), _spread(ours, fetch),
        number(median(run["over_mb"] for run in ours)), number(first * 1000), early,
    ]  # fmt: skip


def _spread(ours: Runs, theirs: Runs) -> str:
    ratios = [one["s"] / other["s"] for one, other in zip(ours, theirs, strict=True)]
    return f"**{number(ratio_of(ratios).median)}** ({number(min(ratios))}–{number(max(ratios))})"


def measured(kind: str, name: str, rows: int) -> dict[str, Any]:
    """One file in a process of its own.

    Raises
    ------
    RuntimeError : with its last words.
    """
    argv = [sys.executable, "-m", "tests.bench.one_file", kind, name, str(rows)]
    done = subprocess.run(argv, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{kind} {name} failed: {done.stderr.strip()[-600:]}")
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found
