"""Growth: the same searches on synthetic tables of 10^5 to 10^8 rows, sized so that each finds the same number of rows."""

from __future__ import annotations

import math
import random
import time
from collections.abc import Callable
from dataclasses import dataclass

from mastsite.search import engine, paging
from mastsite.search.params import parse
from mastsite.search.plan import plan_of
from mastsite.search.query import Query
from mastsite.search.registry import get_mission
from tests.bench import report, site, synthetic
from tests.bench.parts import Options
from tests.bench.timing import Times, number, ratio, take_turns

SKY_SQUARE_ARCMIN = 4 * math.pi * (180 * 60 / math.pi) ** 2
FOUND = (10, 100, 1_000, 10_000)


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of search: its name, and a random one on a table of so many rows."""

    name: str
    make: Callable[[random.Random, int], Query]


def radius_arcmin(found: int, rows: int) -> float:
    """Radius of the cone that holds `found` of `rows` rows that are uniform over the sky."""
    return 60 * math.degrees(math.acos(max(-1.0, 1 - 2 * found / rows)))


def _place(dice: random.Random) -> str:
    return f"{dice.uniform(0, 360)!r} {math.degrees(math.asin(dice.uniform(-1, 1))):+.12f}"


def _cone(found: int, *more: tuple[str, str]) -> Callable[[random.Random, int], Query]:
    def make(dice: random.Random, rows: int) -> Query:
        pairs = [("target", _place(dice)), ("radius", repr(radius_arcmin(found, rows))), *more]
        return parse(get_mission(synthetic.SLUG), pairs)

    return make


def _range(found: int) -> Callable[[random.Random, int], Query]:
    def make(dice: random.Random, rows: int) -> Query:
        width = found / rows
        low = dice.uniform(0, 1 - width)
        return parse(get_mission(synthetic.SLUG), [("synthetic_value", f"{low!r}..{low + width!r}")])

    return make


def _one(dice: random.Random, rows: int) -> Query:
    return parse(get_mission(synthetic.SLUG), [("synthetic_id", str(dice.randint(1, rows)))])


def _deep(dice: random.Random, rows: int) -> Query:
    mission, order = get_mission(synthetic.SLUG), ("sort", "synthetic_value")
    keys = plan_of(parse(mission, [order])).keys
    mark = paging.encode(keys, (dice.uniform(0, 0.99), dice.randint(1, rows)))
    return parse(mission, [order, ("after", mark)])


KINDS = (
    Kind("one row by its number", _one),
    *(Kind(f"cone with {found:,} rows: page and count", _cone(found)) for found in FOUND),
    *(Kind(f"cone with {found:,} rows, sorted by value", _cone(found, ("sort", "synthetic_value"))) for found in (100, 10_000)),
    Kind("range with 1,000 rows: page and count", _range(1_000)),
    Kind("deep page, sorted by value", _deep),
)  # fmt: skip


def sizes(most: int) -> list[int]:
    return [size for size in (10**5, 10**6, 10**7, 10**8) if size <= most] or [most]


def prepare(options: Options) -> None:
    """Make the tables that are not there yet."""
    site.prepare([], tiny=options.tiny)
    for size in sizes(options.most_rows):
        began = time.monotonic()
        synthetic.ensure(size)
        if (took := time.monotonic() - began) > 1:
            print(f"Made {size:,} synthetic rows in {took:,.0f} s.", flush=True)


def run(options: Options) -> str:
    """One line for each kind of search, one column for each size of table."""
    tables = sizes(options.most_rows)
    lines = [measure(kind, tables, options) for kind in KINDS]
    headings = ["search of synthetic rows", "n", "rows on the page", *(f"{size:,} rows, ms" for size in tables)]
    headings += [f"{size:,} / {tables[0]:,}" for size in tables[1:]]
    return f"{report.heading(report.database())}\n\n{report.table(headings, lines)}"


def measure(kind: Kind, tables: list[int], options: Options) -> list[object]:
    """The tables take turns; every round is another place or value, the same one on each table where it can be."""
    times = {str(size): Times() for size in tables}
    found = []
    for number_of_round in range(options.rounds + 2):
        if number_of_round == 2:  # the first two warm the pages of each table
            times = {name: Times() for name in times}
        order = random.Random(f"{kind.name}{number_of_round}")
        for size in order.sample(tables, len(tables)):
            synthetic.read_from(size)
            query = kind.make(random.Random(f"{kind.name}{number_of_round}"), size)
            counted = not query.after
            step = lambda query=query, counted=counted: len(list(engine.page(query, counted=counted).rows))  # noqa: E731
            answers = take_turns({str(size): step}, times, order)
            found.append(answers[str(size)])
    base = times[str(tables[0])]
    return [
        kind.name, base.n, sorted(found)[len(found) // 2], *(number(times[str(size)].median) for size in tables),
        *(ratio(times[str(size)], base) for size in tables[1:]),
    ]  # fmt: skip
