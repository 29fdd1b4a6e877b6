"""Datasette on the same rows, as it comes and as its manual says to tune it, beside this site over real HTTP."""

from __future__ import annotations

import json
import random
import subprocess
from contextlib import ExitStack
from urllib.parse import urlencode

from mastsite.search.registry import get_mission
from tests.bench import report, site
from tests.bench.clients import Client, tool
from tests.bench.parts import Options
from tests.bench.peers import compare
from tests.bench.peers.compare import Question, Server
from tests.bench.peers.datasette_setup import INDEXES, VERSION, copied, installed
from tests.bench.raw import Table

OURS, OURS_JSON = "this site", "this site, JSON"
STOCK, TUNED, TUNED_JSON = "Datasette as it comes", "Datasette tuned", "Datasette tuned, JSON"
INSTANCES = 60


def prepare(options: Options) -> None:
    """Its program and its rows."""
    site.prepare(list(INDEXES), tiny=options.tiny)
    installed()
    copied()


def run(options: Options) -> str:
    """Its table pages and JSON against ours."""
    program, rows = installed(), copied()
    told = rows.with_suffix(".json")
    subprocess.run([program, "inspect", rows, "--inspect-file", told], check=True)
    limits = ["--setting", "max_csv_mb", "0"]
    with ExitStack() as servers:
        ours = servers.enter_context(site.serving())
        stock = _served(servers, [program, "serve", str(rows), *limits])
        quick = ["--inspect-file", str(told), "--setting", "suggest_facets", "off", *limits]
        tuned = _served(servers, [program, "serve", "-i", str(rows), *quick])
        asked = [
            Server(OURS, ours),
            Server(TUNED, tuned),
            Server(STOCK, stock),
            Server(OURS_JSON, ours),
            Server(TUNED_JSON, tuned),
        ]
        found = questions(f"/{rows.stem}")
        agree(found, ours, tuned)
        for question in found:
            compare.ask(question, asked, options)
    as_json = [Question(item.name, item.paths, item.alone, item.many) for item in found]
    parts = [
        report.heading(report.database(), f"Datasette {VERSION}", tool()),
        compare.alone_table(found, OURS, [TUNED, STOCK]),
        compare.many_table(found, OURS, [TUNED, STOCK]),
        compare.alone_table(as_json, OURS_JSON, [TUNED_JSON]),
        compare.many_table(as_json, OURS_JSON, [TUNED_JSON]),
        compare.errors(found),
    ]
    return "\n\n".join(parts)


def _served(servers: ExitStack, argv: list[str]) -> str:
    port = site.free_port()
    address = f"http://127.0.0.1:{port}"
    servers.enter_context(
        site.running([*argv, "--host", "127.0.0.1", "--port", str(port)], f"{address}/-/versions.json")
    )
    return address


def questions(base: str) -> list[Question]:
    """Each question with its random instances, in the words of both servers."""
    dice = random.Random(6)
    k2, tess = Table(get_mission("k2")), Table(get_mission("tess"))
    stars = k2.sample(["epic_campaign", "kp", "k2_ra", "k2_dec"], "kp IS NOT NULL AND k2_ra IS NOT NULL")
    images = tess.sample(["sequence_number", "camera", "ccd", "start"])
    narrow, wide, prefix, box, ccd = [], [], [], [], []
    for _instance in range(INSTANCES):
        at = dice.randrange(len(stars["row_id"]))
        kp, ra, dec = round(stars["kp"][at], 3), stars["k2_ra"][at], stars["k2_dec"][at]
        for kept, width in ((narrow, 0.01), (wide, 1)):
            high = round(kp + width, 3)
            kept.append(
                ([("kp", f"{kp}..{high}"), ("sort", "kp")], [("kp__gte", kp), ("kp__lte", high), ("_sort", "kp")])
            )
        word = stars["epic_campaign"][at][:6]
        prefix.append(([("epic_campaign", f"{word}*")], [("epic_campaign__startswith", word)]))
        half = 5 / 60
        edges = [
            ("k2_ra__gte", ra - half),
            ("k2_ra__lte", ra + half),
            ("k2_dec__gte", dec - half),
            ("k2_dec__lte", dec + half),
        ]
        box.append(([("target", f"{ra!r} {dec:+.12f}"), ("radius", "5.65")], edges))
        at = dice.randrange(len(images["row_id"]))
        same = [(name, images[name][at]) for name in ("sequence_number", "camera", "ccd")]
        ccd.append((same, [(f"{name}__exact", value) for name, value in same]))
    everything = [([], [])]
    return [
        _question("K2: range of 0.01 mag, sorted by it", base, "k2", narrow),
        _question("K2: range of 1 mag, sorted by it", base, "k2", wide),
        _question("K2: text prefix, 6 letters", base, "k2", prefix),
        _question("K2: a place: cone here, box of its area there", base, "k2", box),
        _question("TESS: sector, camera and CCD", base, "tess", ccd),
        _question("TESS: the bare table", base, "tess", everything),
    ]


def _question(
    name: str, base: str, slug: str, instances: list[tuple[list[tuple[str, object]], list[tuple[str, object]]]]
) -> Question:
    """The same columns and 100 rows on both sides."""
    columns = [("_col", column.name) for column in get_mission(slug).columns if column.stored and column.default_output]
    pages = [urlencode(pairs) for pairs, _theirs in instances]
    theirs = [urlencode([*pairs, *columns, ("_size", 100)]) for _pairs, pairs in instances]
    paths = {
        OURS: [f"/search/{slug}/results?{page}" for page in pages],
        OURS_JSON: [f"/search/{slug}/results.json?{page}&limit=100".replace("?&", "?") for page in pages],
        TUNED: [f"{base}/{slug}?{page}" for page in theirs],
        TUNED_JSON: [f"{base}/{slug}.json?{page}" for page in theirs],
    }
    return Question(name, {**paths, STOCK: paths[TUNED]})


def agree(found: list[Question], ours: str, tuned: str) -> None:
    """Both servers give the same number of rows for the same conditions.

    Raises
    ------
    AssertionError
    """
    mine, theirs = Client(ours), Client(tuned)
    for question in found:
        if "cone here" in question.name:
            continue
        for at in range(min(5, len(question.paths[OURS_JSON]))):
            here = len(json.loads(mine.get(question.paths[OURS_JSON][at]))["rows"])
            there = len(json.loads(theirs.get(question.paths[TUNED_JSON][at]))["rows"])
            assert here == there, f"{question.name}: {here} rows here, {there} there: {question.paths[OURS_JSON][at]}"
