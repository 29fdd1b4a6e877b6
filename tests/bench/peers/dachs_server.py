"""GAVO DaCHS as Debian packages it, with a PostgreSQL 15 and q3c of its own, filled with the bench's Tycho-2 rows.

Everything is below ``<data>/dachs``. As root it runs as the user ``postgres``, because PostgreSQL refuses root.
"""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from mastsite.search.models import Holding
from tests.bench import site
from tests.bench.site import Missing

PROGRAMS = Path("/usr/lib/postgresql/15/bin")
NEEDED = {
    "python3-gavo": Path("/usr/bin/dachs"),
    "postgresql-15": PROGRAMS / "initdb",
    "postgresql-15-q3c": Path("/usr/share/postgresql/15/extension/q3c.control"),
    "postgresql-15-pgsphere": Path("/usr/share/postgresql/15/extension/pg_sphere.control"),
}
USER = "postgres"
CLUSTER = {
    "shared_buffers": "1GB", "work_mem": "64MB", "random_page_cost": "1.1", "jit": "off",
    "max_parallel_workers_per_gather": "0", "listen_addresses": "127.0.0.1", "max_connections": "100",
}  # fmt: skip
SETTINGS = """[general]
rootDir: {folder}
tempDir: {folder}/tmp
gavoGroup: {user}
group: {user}
[web]
serverURL: http://127.0.0.1:{port}
bindAddress: 127.0.0.1
serverPort: {port}
user:
"""


@dataclass(frozen=True, slots=True)
class Home:
    """Where it lives, and as whom its programs run."""

    folder: Path
    user: str | None

    def options(self) -> dict[str, Any]:
        told = (
            os.environ
            | {"HOME": str(self.folder)}
            | {name: str(self.folder / "gavo.rc") for name in ("GAVOSETTINGS", "GAVOCUSTOM")}
        )
        kept = {
            name: value
            for name, value in told.items()
            if not name.startswith(("DJANGO", "DATABASE", "PYTHON", "VIRTUAL"))
        }
        kept["PATH"] = f"{PROGRAMS}:/usr/sbin:/usr/bin:/sbin:/bin"  # Debian's own Python, not the site's
        if self.user is None:
            return {"env": kept, "cwd": self.folder}
        return {"env": kept, "cwd": self.folder, "user": self.user, "group": self.user, "extra_groups": []}

    def run(self, *argv: str | Path) -> None:
        done = subprocess.run(argv, capture_output=True, text=True, check=False, **self.options())
        if done.returncode:
            raise RuntimeError(
                f"{Path(argv[0]).name} {argv[1]} of DaCHS failed: {(done.stderr or done.stdout).strip()[-400:]}"
            )


def check() -> None:
    """Whether Debian's packages are there.

    Raises
    ------
    Missing : naming them.
    """
    lacking = [name for name, path in NEEDED.items() if not path.exists()]
    if lacking:
        raise Missing(
            f"GAVO DaCHS is not installed; on Debian 12: apt-get install --no-install-recommends {' '.join(lacking)}"
        )


@contextmanager
def serving(slug: str) -> Iterator[str]:
    """The address of its service over the rows of a mission; the first time they are imported."""
    check()
    home = _home()
    database, port = site.free_port(), site.free_port()
    with _cluster(home, database):
        rc = SETTINGS.format(folder=home.folder, port=port, user=home.user or _group())
        (home.folder / "gavo.rc").write_text(rc)
        profile = f"host=127.0.0.1 port={database} dbname=gavo user=dachsroot"
        if not (home.folder / "ready").exists():
            home.run(PROGRAMS / "createdb", "-h", "127.0.0.1", "-p", str(database), "-U", "dachsroot", "gavo")
            home.run("/usr/bin/dachs", "init", "-d", profile)
            _import(home, slug)
        _profiles(home, database)
        address = f"http://127.0.0.1:{port}"
        argv = ["/usr/bin/dachs", "serve", "start", "--foreground"]
        with site.running(argv, f"{address}/tycho2/q/q/form", options=home.options()):
            yield f"{address}/tycho2/q/q"


def _home() -> Home:
    folder = Path(settings.DATA) / "dachs"
    user = USER if os.geteuid() == 0 else None
    for name in ("inputs/tycho2", "tmp"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    if not (folder / "ready").exists():
        shutil.rmtree(folder / "cluster", ignore_errors=True)  # of a run that was stopped half way
    home = Home(folder, user)
    _own(home)
    return home


def _own(home: Home) -> None:
    if home.user:
        for path in (home.folder, *home.folder.rglob("*")):
            shutil.chown(path, home.user, home.user)


def _group() -> str:
    import grp

    return grp.getgrgid(os.getegid()).gr_name


@contextmanager
def _cluster(home: Home, port: int) -> Iterator[None]:
    folder = home.folder / "cluster"
    if not folder.exists():
        home.run(PROGRAMS / "initdb", "-D", folder, "-U", "dachsroot", "-A", "trust", "-E", "UTF8", "--no-sync")
    said = " ".join(f"-c {name}={value}" for name, value in CLUSTER.items())
    log = home.folder / "postgresql.log"
    home.run(PROGRAMS / "pg_ctl", "start", "-w", "-D", folder, "-l", log, "-o", f"-p {port} -k {home.folder} {said}")
    try:
        yield
    finally:
        home.run(PROGRAMS / "pg_ctl", "stop", "-w", "-m", "fast", "-D", folder)


def _profiles(home: Home, port: int) -> None:
    """Its own account of where the database is, with this run's port."""
    for path in (home.folder / "etc").glob("dsn"):
        lines = path.read_text().splitlines()
        path.write_text(
            "\n".join(f"port = {port}" if line.replace(" ", "").startswith("port=") else line for line in lines) + "\n"
        )


def _import(home: Home, slug: str) -> None:
    table = Holding.objects.get(slug=slug).table
    with (home.folder / "inputs/tycho2/rows.csv").open("w", newline="") as file, connection.cursor() as cursor:
        writer = csv.writer(file)
        writer.writerow(["id", "ra", "dec", "vt"])
        cursor.execute(f'SELECT star, star_ra, star_dec, vt FROM "{table}" ORDER BY row_id')
        while rows := cursor.fetchmany(10_000):
            writer.writerows(rows)
    shutil.copy(Path(__file__).parent / "resource" / "q.rd", home.folder / "inputs/tycho2/q.rd")
    _own(home)
    home.run("/usr/bin/dachs", "imp", "tycho2/q")
    (home.folder / "ready").touch()


def versions() -> str:
    """Of DaCHS and q3c, as Debian counts them."""
    asked = ["dpkg-query", "-W", "-f", "${Package} ${Version}, ", *NEEDED]
    return subprocess.run(asked, capture_output=True, text=True, check=False).stdout.strip(", ")
