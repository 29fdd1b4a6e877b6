"""``make bench``: searches through the engine and through whole pages, as ratios to hand-written SQL in the same run.

The tables are K2's 368,241 targets and TESS's 4,837,794 full-frame images, loaded once into a data folder of the
bench's own. Every figure is a median over many different searches; engine and raw SQL take turns, search by search,
on the same connection. The raw side does the same work: the ranges of a cone, one page of 100 rows with the same columns
and order, and the count up to 10,000. Milliseconds tell the machine, ratios tell the code.

``ARGS="--rounds 5"`` measures longer; ``DATABASE_URL`` chooses PostgreSQL.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
os.environ.setdefault("MASTSITE_DATA", str(ROOT / "var" / "bench"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mastsite.settings")
os.environ.setdefault("RESOLVER_REMOTE", "no")
os.environ["ALLOWED_HOSTS"] = "testserver"
TABLES = {"k2": {}, "tess": {"full": True}}
PAGE, CAP = 100, 10_000


@dataclass(frozen=True)
class Case:
    """One kind of search: its name, the parameters of a random instance, and the same as SQL conditions."""

    name: str
    slug: str
    make: Callable[[random.Random, list[tuple[float, float]]], tuple[list[tuple[str, str]], str, list[Any], str]]


def _cone(radius_arcmin: float) -> Any:
    def make(dice: random.Random, places: list[tuple[float, float]]) -> Any:
        from mastsite.search import sky

        ra, dec = dice.choice(places)
        ra, dec = ra + dice.uniform(-0.01, 0.01), max(-90, min(90, dec + dice.uniform(-0.01, 0.01)))
        x, y, z = sky.unit_vector(ra % 360, dec)
        chord = f"((vec_x - {x!r}) * (vec_x - {x!r}) + (vec_y - {y!r}) * (vec_y - {y!r}) + (vec_z - {z!r}) * (vec_z - {z!r}))"
        ranges = lambda: sky.cover(ra % 360, dec, radius_arcmin)  # noqa: E731
        pairs = [("target", f"{ra % 360!r} {dec:+.15f}"), ("radius", repr(radius_arcmin))]
        return pairs, ("cone", ranges, f"{chord} <= {sky.chord_squared(radius_arcmin)!r}"), [], chord

    return make


def _filter(pairs: list[tuple[str, str]], where: str, order: str) -> Any:
    return lambda dice, places: (pairs, where, [], order)


CASES = [
    Case("cone 3 arcmin", "k2", _cone(3)),
    Case("cone 1 deg", "k2", _cone(60)),
    Case("filter: number range, sorted by it", "k2", _filter([("kp", "12..12.5"), ("sort", "kp")], "kp >= 12 AND kp <= 12.5", "kp NULLS LAST")),
    Case("filter: text prefix", "k2", _filter([("ktc_investigation_id", "GO3*")], "lower(ktc_investigation_id) >= 'go3' AND lower(ktc_investigation_id) < 'go4'", "")),
    Case("cone 3 arcmin", "tess", _cone(3)),
    Case("cone 1 deg", "tess", _cone(60)),
    Case("filter: one sector, camera and CCD", "tess", _filter([("sequence_number", "12"), ("camera", "2"), ("ccd", "3")], "sequence_number = 12 AND camera = 2 AND ccd = 3", "")),
]  # fmt: skip


def prepare() -> None:
    import django

    Path(os.environ["MASTSITE_DATA"]).mkdir(parents=True, exist_ok=True)
    django.setup()
    from django.core.management import call_command

    from mastsite.search.models import Holding

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    for slug, options in TABLES.items():
        wanted = 4_000_000 if options else 1
        if not Holding.objects.filter(slug=slug, row_count__gte=wanted).exists():
            call_command("load_mission", slug, **options)


def raw_page(case: Case, where: Any, order: str, table: str, columns: list[str], usual: list[str]) -> Callable[[], int]:
    """The same page and count in SQL written by hand, on the bare cursor of the driver."""
    from django.db import connection

    sqlite = connection.vendor == "sqlite"
    quoted = ", ".join(f'"{name}"' for name in columns)
    keys = ", ".join(filter(None, [order, *(f'"{key}" NULLS LAST' for key in usual), "row_id"]))
    if isinstance(where, tuple):
        quoted += f", {order}"
    connection.ensure_connection()
    raw = connection.connection

    def conditions() -> tuple[str, list[Any]]:
        if isinstance(where, str):
            return where, []
        _word, cover, exact = where
        if sqlite:
            inside = f"SELECT t.row_id FROM json_each(?) r CROSS JOIN \"{table}\" t ON t.hpx29 BETWEEN json_extract(r.value, '$[0]') AND json_extract(r.value, '$[1]')"
            return f"row_id IN ({inside}) AND {exact}", [json.dumps(cover())]
        either = " OR ".join(f"hpx29 BETWEEN {low} AND {high}" for low, high in cover())
        return f"({either}) AND {exact}", []

    def run() -> int:
        found, bound = conditions()
        cursor = raw.cursor()
        page = f'SELECT {quoted} FROM "{table}" WHERE {found} ORDER BY {keys} LIMIT {PAGE + 1}'
        rows = cursor.execute(page, bound).fetchall()
        if len(rows) > PAGE:
            cursor.execute(
                f'SELECT count(*) FROM (SELECT row_id FROM "{table}" WHERE {found} LIMIT {CAP + 1}) c', bound
            ).fetchone()
        return min(len(rows), PAGE)

    return run


def measure(case: Case, rounds: int) -> tuple[float, float, float, int]:
    """Median milliseconds of raw SQL, engine and whole page, and the median rows found."""
    from django.db import connection
    from django.test import Client

    from mastsite.search import engine
    from mastsite.search.params import parse
    from mastsite.search.registry import get_mission
    from mastsite.search.tables import holding_of

    mission = get_mission(case.slug)
    table = holding_of(mission).table
    dice = random.Random(f"{case.slug}{case.name}")
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT "{mission.ra_column}", "{mission.dec_column}" FROM "{table}" WHERE hpx29 IS NOT NULL AND row_id % 997 = 0'
        )
        places = cursor.fetchall()
    client = Client()
    raw_ms, engine_ms, page_ms, found = [], [], [], []
    for _round in range(20 * rounds):
        pairs, where, _bound, order = case.make(dice, places)
        query = parse(mission, pairs)
        stored = [column.name for column in query.output if column.stored]
        usual = [] if query.sort else list(mission.default_sort)
        raw = raw_page(case, where, order, table, stored, usual)
        steps = [(raw_ms, raw), (engine_ms, lambda q=query: len(list(engine.page(q).rows)))]
        dice.shuffle(steps)
        rows = {}
        for times, step in steps:
            began = time.perf_counter()
            rows[id(times)] = step()
            times.append((time.perf_counter() - began) * 1000)
        assert len(set(rows.values())) == 1, f"{case.name}: the engine and the raw SQL found different rows: {pairs}"
        found.append(next(iter(rows.values())))
        began = time.perf_counter()
        answer = client.get(f"/search/{case.slug}/results", dict(pairs))
        assert answer.status_code == 200, answer.content[:500]
        page_ms.append((time.perf_counter() - began) * 1000)
    return (
        statistics.median(raw_ms),
        statistics.median(engine_ms),
        statistics.median(page_ms),
        int(statistics.median(found)),
    )


def deep_page(slug: str, sort: str, depth: int, rounds: int) -> tuple[float, float]:
    """Median milliseconds of the first page in an order, and of the page `depth` rows further down, by its cursor."""
    from mastsite.search import engine
    from mastsite.search.params import parse
    from mastsite.search.registry import get_mission

    mission = get_mission(slug)
    first = parse(mission, [("sort", sort)])
    above = engine.page(parse(mission, [("sort", sort), ("offset", str(depth)), ("rows", "10")]), counted=False)
    deep = parse(mission, [("sort", sort), ("after", above.next_after)])
    first_ms, deep_ms = [], []
    for _round in range(20 * rounds):
        for times, query in ((first_ms, first), (deep_ms, deep)):
            began = time.perf_counter()
            engine.page(query, counted=False)
            times.append((time.perf_counter() - began) * 1000)
    return statistics.median(first_ms), statistics.median(deep_ms)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=2)
    rounds = options.parse_args().rounds
    prepare()
    from django.db import connection

    print(f"Python {platform.python_version()}, {connection.vendor}, {os.cpu_count()} cores, {platform.machine()}")
    print(f"{'table':6}{'search':38}{'rows':>6}{'raw SQL':>11}{'engine':>11}{'ratio':>7}{'page':>11}{'ratio':>7}")
    for case in CASES:
        raw, engine, page, rows = measure(case, rounds)
        print(
            f"{case.slug:6}{case.name:38}{rows:>6}{raw:>8.2f} ms{engine:>8.2f} ms{engine / raw:>7.2f}{page:>8.2f} ms{page / raw:>7.1f}"
        )
    for slug, sort, depth in (("k2", "kp", 250_000), ("tess", "start", 4_000_000)):
        first, deep = deep_page(slug, sort, depth, rounds)
        name = f"page after {depth:,} rows, by {sort}"
        print(
            f"{slug:6}{name:38}{PAGE:>6}{first:>8.2f} ms{deep:>8.2f} ms{deep / first:>7.2f}   (first page, this page)"
        )
    sys.stdout.flush()


if __name__ == "__main__":
    main()
