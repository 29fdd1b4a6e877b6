"""Datasette in an environment of its own, and a file of rows as its users have them."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

from django.conf import settings

from mastsite.search.models import Holding
from mastsite.search.registry import get_mission
from tests.bench.site import Missing

VERSION = "0.65.5"
INDEXES = {
    "k2": ("epic_campaign", "epic_campaign COLLATE NOCASE", "sci_campaign", "kp", "k2_dec, k2_ra"),
    "tess": ("obs_id COLLATE NOCASE", "sequence_number, camera, ccd", "start", "s_dec, s_ra"),
}
"""Indexes that serve its questions, as its users would make them; text conditions want NOCASE."""
TYPES = {"integer": "INTEGER", "float": "REAL", "ra": "REAL", "dec": "REAL", "boolean": "INTEGER"}
"""By kind of column; without a type it would compare numbers as text."""


def folder() -> Path:
    made = Path(settings.DATA) / "datasette"
    made.mkdir(parents=True, exist_ok=True)
    return made


def installed() -> str:
    """The program, in an environment of its own.

    Raises
    ------
    Missing : it cannot be installed.
    """
    home = folder() / f"venv-{VERSION}"
    program = home / "bin" / "datasette"
    if not program.exists():
        subprocess.run([sys.executable, "-m", "venv", home], check=True)
        install = [
            home / "bin" / "python",
            "-m",
            "pip",
            "install",
            "-q",
            "--disable-pip-version-check",
            f"datasette=={VERSION}",
        ]
        done = subprocess.run(install, capture_output=True, text=True, check=False)
        if done.returncode:
            raise Missing(f"Datasette {VERSION} could not be installed: {done.stderr.strip()[-300:]}")
    return str(program)


def copied() -> Path:
    """The missions' rows with their stored columns in a file as its users have it."""
    held = {slug: Holding.objects.get(slug=slug) for slug in INDEXES}
    path = folder() / f"rows_{'_'.join(str(held[slug].row_count) for slug in INDEXES)}.db"
    if path.exists():
        return path
    made = path.with_suffix(".part")
    made.unlink(missing_ok=True)
    with sqlite3.connect(made) as rows:
        rows.execute("ATTACH ? AS held", [str(settings.DATABASES["default"]["NAME"])])
        for slug, holding in held.items():
            names = ", ".join(f'"{column.name}"' for column in get_mission(slug).stored_columns)
            typed = ", ".join(
                f'"{column.name}" {TYPES.get(column.kind, "TEXT")}' for column in get_mission(slug).stored_columns
            )
            rows.execute(f"CREATE TABLE {slug} (row_id INTEGER PRIMARY KEY, {typed})")
            rows.execute(f'INSERT INTO {slug} SELECT row_id, {names} FROM held."{holding.table}" ORDER BY row_id')
            for at, columns in enumerate(INDEXES[slug]):
                rows.execute(f"CREATE INDEX {slug}_{at} ON {slug} ({columns})")
        rows.commit()
        rows.execute("ANALYZE main")
    rows.close()
    return made.rename(path)
