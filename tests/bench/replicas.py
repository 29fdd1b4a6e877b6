"""Reads spread over streaming replicas: answers a second from the primary alone, from one and from two, and a death under load.

Three real clusters on loopback and three sites over them, which take turns. All of them share this machine, so this
shows what spreading costs and that nothing is lost; a gain needs machines that the replicas have for themselves.
"""

from __future__ import annotations

import json
import os
import random
import statistics
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlencode

from django.conf import settings

from mastsite.search.registry import get_mission
from tests.bench import report, site
from tests.bench.clients import Client, Crowd, crowd, tool
from tests.bench.parts import Options
from tests.bench.timing import number, ratio_of
from tests.replicas.clusters import Cluster, Unavailable, clusters, until

TURNS = 5
PREPARE = """
from django.core.management import call_command
call_command("migrate", verbosity=0)
call_command("load_mission", {slug!r})
"""
NAMES = ("primary alone", "one replica", "two replicas")
HEADINGS = ("reads from", "answers a second", "ratio", "p50, ms", "p99, ms", "errors")


def prepare(options: Options) -> None:
    """Only the static files of the pages: the clusters are made anew each time."""
    site.prepare([], tiny=options.tiny)


def run(options: Options) -> str:
    """Throughput by number of replicas, and a kill."""
    slug = "kepler" if options.tiny else "k2"
    paths = requests(slug)
    with ExitStack() as stack:
        try:
            primary, replicas = stack.enter_context(clusters(Path(settings.DATA) / "clusters"))
        except Unavailable as error:
            raise site.Missing(str(error)) from error
        environment = {"DATABASE_URL": primary.url, "REPLICA_LAG_S": "10"}
        manage = [sys.executable, "manage.py", "shell", "-v", "0", "-c", PREPARE.format(slug=slug)]
        subprocess.run(manage, cwd=site.ROOT, env=os.environ | environment, check=True)
        addresses = [stack.enter_context(served(environment, replicas[:some])) for some in range(3)]
        seen = taking_turns(addresses, paths, options.seconds)
        lost, answers = killed(addresses[2], paths, replicas[0], options.seconds)
    lines = [line(name, turns, seen[0]) for name, turns in zip(NAMES, seen, strict=True)]
    said = (
        f"{tool()}, {TURNS} turns of {options.seconds:g} s each; pages and counts of {get_mission(slug).short_name}. Primary, replicas and "
        f"site share this one machine. `kill -9` of a replica in the middle of {answers:,} answers: {lost} lost."
    )
    return f"{report.heading(report.database())}\n\n{said}\n\n{report.table(HEADINGS, lines)}"


@contextmanager
def served(environment: dict[str, str], replicas: Sequence[Cluster]) -> Iterator[str]:
    """The address of a site over the primary and some replicas, from when all of them take part."""
    from mastsite.server import command

    port = site.free_port()
    address = f"http://127.0.0.1:{port}"
    also = environment | {"REPLICA_URLS": ",".join(replica.url for replica in replicas)}
    argv = command("127.0.0.1", port, workers=2, threads=16)
    with site.running(argv, f"{address}/status", options={"cwd": site.ROOT, "env": os.environ | also}):
        client = Client(address)
        for _process in range(10):  # each process of the site looks for itself
            until(lambda: taking_part(client) == len(replicas), "the replicas take part")
        client.close()
        yield address


def taking_part(client: Client) -> int:
    return sum(one["takes_part"] for one in json.loads(client.get("/status.json", fresh=True))["replicas"])


def requests(slug: str) -> list[str]:
    """Random searches of a mission: cones and pages in its usual order, and their counts."""
    dice, mission = random.Random(14), get_mission(slug)
    found = []
    for _instance in range(100):
        place = [("target", f"{dice.uniform(280, 300)!r} {dice.uniform(38, 52):+.9f}"), ("radius", "120")]
        pages = [("page", str(dice.randint(1, 20)))]
        found += [f"/search/{mission.slug}/results?{urlencode(pairs)}" for pairs in (place, pages)]
    return found


def taking_turns(addresses: Sequence[str], paths: Sequence[str], seconds: float) -> list[list[Crowd]]:
    """What the clients saw of each site, turn by turn."""
    seen: list[list[Crowd]] = [[] for _address in addresses]
    dice = random.Random(14)
    for turn in range(TURNS + 1):
        for at in dice.sample(range(len(addresses)), len(addresses)):
            found = crowd(addresses[at], paths, seconds=seconds)
            if turn:  # the first fills what the servers keep
                seen[at].append(found)
    return seen


def killed(address: str, paths: Sequence[str], victim: Cluster, seconds: float) -> tuple[int, int]:
    """Requests lost and answers given while a replica is killed in their midst."""
    found: list[Crowd] = []
    clients = threading.Thread(target=lambda: found.append(crowd(address, paths, seconds=max(4.0, seconds))))
    clients.start()
    clients.join(1.5)
    victim.kill()
    clients.join()
    return found[0].errors, found[0].n


def line(name: str, turns: Sequence[Crowd], base: Sequence[Crowd]) -> list[object]:
    ratios = ratio_of([turn.rate / first.rate for turn, first in zip(turns, base, strict=True)])
    rate, p50, p99 = (statistics.median(getattr(turn, what) for turn in turns) for what in ("rate", "p50", "p99"))
    return [name, number(rate), ratios, number(p50), number(p99), sum(turn.errors for turn in turns)]
