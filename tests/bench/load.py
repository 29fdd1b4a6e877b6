"""Fifty people at once: forms, searches, sorted searches and files, each asking again as soon as it is answered."""

from __future__ import annotations

import http.client
import random
import threading
import time
from urllib.parse import urlencode

from mastsite.search.registry import get_mission
from tests.bench import report, site
from tests.bench.clients import Client, ToldToWait
from tests.bench.parts import Options
from tests.bench.raw import Table
from tests.bench.timing import Times, number

PEOPLE = 50
EXPORT_ROWS = 20_000
INSTANCES = 50
KINDS = ("form", "form", "search", "search", "search", "sort", "sort", "file")
"""What a person does next, drawn from here; one in eight downloads a file."""
HEADINGS = (
    "request",
    "answers under load",
    "alone, ms: p50",
    "p99",
    "50 people, ms: p50",
    "p99",
    "p50 / alone",
    "p99 / alone",
    "told to wait",
    "errors",
)


def prepare(options: Options) -> None:
    site.prepare(["k2", "tess"], tiny=options.tiny)


def run(options: Options) -> str:
    """Each kind of request alone, then all of them mixed."""
    paths = requests()
    alone = {kind: Times() for kind in paths}
    together = {kind: Times() for kind in paths}
    failed: dict[str, list[str]] = {kind: [] for kind in paths}
    waiting = dict.fromkeys(paths, 0)
    with site.serving() as address:
        _alone(address, paths, alone, 3)  # what a server keeps from the first answers
        alone = {kind: Times() for kind in paths}
        _alone(address, paths, alone, options.rounds)
        took = _together(address, paths, together, failed, waiting, options.load_seconds)
    lines = [[*line(alone[kind], together[kind]), waiting[kind], len(failed[kind])] for kind in paths]
    lines = [[kind, *cells] for kind, cells in zip(paths, lines, strict=True)]
    answers = sum(times.n for times in together.values())
    examples = "".join(f"\n\nAn error of {kind}: {said[0]}" for kind, said in failed.items() if said)
    said = (
        f"{PEOPLE} people without a pause, {took:.0f} s, {answers:,} answers, {answers / took:.0f} a second, "
        f"{sum(map(len, failed.values()))} errors. A file has {EXPORT_ROWS:,} rows of TESS as CSV; n alone is {options.rounds}."
    )
    return f"{report.heading(report.database())}\n\n{said}{examples}\n\n{report.table(HEADINGS, lines)}"


def line(alone: Times, together: Times) -> list[object]:
    """One kind of request: how many answers, alone and together."""
    if not together.ms:
        return [0, alone, number(alone.p99), "", "", "", ""]
    ratios = [f"**{number(together.median / alone.median)}**", f"**{number(together.p99 / alone.p99)}**"]
    return [together.n, alone, number(alone.p99), together, number(together.p99), *ratios]


def requests() -> dict[str, list[str]]:
    """Paths by kind; the searches are random ones of two missions."""
    dice = random.Random(50)
    found: dict[str, list[str]] = {"form": ["/search/k2/", "/search/tess/"], "search": [], "sort": [], "file": []}
    for slug, radius, sort in (("k2", 30, "kp"), ("tess", 60, "start")):
        mission = get_mission(slug)
        ra, dec = mission.ra_column, mission.dec_column
        sample = Table(mission).sample([ra, dec], f'"{ra}" IS NOT NULL')
        for _instance in range(INSTANCES):
            at = dice.randrange(len(sample["row_id"]))
            place = [("target", f"{sample[ra][at]!r} {sample[dec][at]:+.12f}"), ("radius", str(radius))]
            found["search"].append(f"/search/{slug}/results?{urlencode(place)}")
            found["sort"].append(
                f"/search/{slug}/results?{urlencode([('sort', dice.choice([sort, f'-{sort}'])), ('page', str(dice.randint(1, 50)))])}"
            )
    for sector in range(1, 61):
        found["file"].append(
            f"/search/tess/results.csv?{urlencode([('sequence_number', f'>={sector}'), ('limit', str(EXPORT_ROWS))])}"
        )
    return found


def _alone(address: str, paths: dict[str, list[str]], times: dict[str, Times], rounds: int) -> None:
    """One person, kind by kind in turns."""
    client, dice = Client(address), random.Random(1)
    for _round in range(rounds):
        for kind, choices in paths.items():
            began = time.perf_counter()
            client.get(dice.choice(choices))
            times[kind].ms.append((time.perf_counter() - began) * 1000)
    client.close()


def _together(
    address: str,
    paths: dict[str, list[str]],
    times: dict[str, Times],
    failed: dict[str, list[str]],
    waiting: dict[str, int],
    seconds: float,
) -> float:
    """Everybody at once; how long it took until the last one was answered."""
    began = time.monotonic()
    end = began + seconds

    def person(number: int) -> None:
        client, dice = Client(address), random.Random(number)
        while time.monotonic() < end:
            kind = dice.choice(KINDS)
            asked = time.perf_counter()
            try:
                client.get(dice.choice(paths[kind]))
            except ToldToWait:
                waiting[kind] += 1
            except (OSError, RuntimeError, http.client.HTTPException) as error:
                failed[kind].append(f"{type(error).__name__}: {error}")
                client.close()
            else:
                times[kind].ms.append((time.perf_counter() - asked) * 1000)
        client.close()

    people = [threading.Thread(target=person, args=(number,)) for number in range(PEOPLE)]
    for one in people:
        one.start()
    for one in people:
        one.join()
    return time.monotonic() - began
