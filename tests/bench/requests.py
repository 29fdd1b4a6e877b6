"""The request path: the engine against the raw SQL, and the whole page over HTTP beside it."""

from __future__ import annotations

import random
import statistics
from urllib.parse import urlencode

from mastsite.search import engine, paging
from mastsite.search.params import parse
from mastsite.search.plan import plan_of
from mastsite.search.query import Query
from mastsite.search.registry import get_mission
from tests.bench import report, site
from tests.bench.cases import CASES, Case, Search
from tests.bench.clients import Client
from tests.bench.parts import Options
from tests.bench.raw import CAP, Table
from tests.bench.timing import Step, Times, number, ratio, take_turns

HEADINGS = (
    "search",
    "n",
    "rows",
    "raw SQL, ms",
    "engine, ms",
    "engine / raw",
    "more, ms",
    "page over HTTP, ms",
    "page / raw",
)


SLUGS = tuple(sorted({case.slug for case in CASES}))


def prepare(options: Options) -> None:
    site.prepare(SLUGS, tiny=options.tiny)


def run(options: Options) -> str:
    """The table of all cases."""
    rows = []
    with site.serving() as address:
        client = Client(address)
        client.get("/")
        for slug in SLUGS:
            table = Table(get_mission(slug))
            rows.append([f"**{get_mission(slug).short_name}, {table.rows:,} rows**", *[""] * (len(HEADINGS) - 1)])
            rows += [measure(case, table, client, options) for case in CASES if case.slug == slug]
    return f"{report.heading(report.database())}\n\n{report.table(HEADINGS, rows)}"


def measure(case: Case, table: Table, client: Client, options: Options) -> list[object]:
    """One case: raw SQL, engine and page take turns, search by search."""
    dice = random.Random(case.ident)
    sample = sample_of(case, table)
    times = {name: Times() for name in ("raw", "engine", "raw beside the page", "page")}
    found = []
    for warm in (True, False):
        searches = [case.make(dice, sample) for _round in range(2 if warm else options.rounds)]
        for search in searches:
            table.warm(search, backwards=case.kind == "before")
            answers = take_turns(steps_of(case, search, table), times, dice)
            found.append(answers["engine"])
            if answers["raw"] != answers["engine"]:
                raise AssertionError(
                    f"{case.ident}: raw SQL found {answers['raw']} rows, the engine {answers['engine']}"
                )
        for search in searches if case.kind != "count" else ():
            path = f"/search/{case.slug}/results?{urlencode(asked(case, search).params())}"
            steps = {
                "raw beside the page": steps_of(case, search, table)["raw"],
                "page": lambda path=path: client.get(path),
            }
            take_turns(steps, times, dice)
        if warm:
            times = {name: Times() for name in times}
    median = sorted(found)[len(found) // 2]
    more = statistics.median([one - other for one, other in zip(times["engine"].ms, times["raw"].ms, strict=True)])
    page = (
        [times["page"], number(ratio(times["page"], times["raw beside the page"]).median)]
        if times["page"].ms
        else ["", ""]
    )
    return [
        case.name,
        times["raw"].n,
        median,
        times["raw"],
        times["engine"],
        ratio(times["engine"], times["raw"]),
        f"{more:.2f}",
        *page,
    ]


def sample_of(case: Case, table: Table) -> dict[str, tuple[object, ...]]:
    """Rows that a case takes its values from."""
    mission = get_mission(case.slug)
    names = [column.name for column in mission.stored_columns]
    return dict(table.sample(names, f'"{mission.ra_column}" IS NOT NULL'))


def asked(case: Case, search: Search) -> Query:
    """The search as the site reads it, with the mark of a deep page."""
    query = parse(get_mission(case.slug), search.pairs)
    if search.mark is None:
        return query
    mark = paging.encode(plan_of(query).keys, search.mark)
    return parse(get_mission(case.slug), [*search.pairs, (case.kind, mark)])


def steps_of(case: Case, search: Search, table: Table) -> dict[str, Step]:
    """The search by raw SQL and by the engine; each gives the number of rows found."""
    query = asked(case, search)
    if case.kind == "count":
        return {"raw": lambda: table.count(search), "engine": lambda: min(engine.count(query).value, CAP)}
    backwards, counted = case.kind == "before", case.kind == "page"
    return {
        "raw": lambda: len(table.page(search, query, backwards=backwards, counted=counted)),
        "engine": lambda: len(list(engine.page(query, counted=counted).rows)),
    }
