"""GAVO DaCHS: cone searches of the same Tycho-2 stars, its page and its VOTables beside ours, over real HTTP."""

from __future__ import annotations

import random
from urllib.parse import urlencode

from missions.tycho2.holdings import FILE, PACKAGE

from mastsite.search.registry import get_mission
from tests.bench import report, site
from tests.bench.clients import Client, tool
from tests.bench.parts import Options
from tests.bench.peers import compare, dachs_server
from tests.bench.peers.compare import Question, Server
from tests.bench.raw import Table
from tests.bench.site import Missing

SLUG = "tycho2"
RADII_ARCMIN = {"10 arcsec": 1 / 6, "1 arcmin": 1.0, "10 arcmin": 10.0, "1 deg": 60.0}
INSTANCES = 60
COMPARED = 20
OURS, OURS_TABLE, OURS_BINARY = "this site", "this site, VOTable", "this site, VOTable BINARY2"
FORM, TABLE, BINARY = "DaCHS form", "DaCHS VOTable TABLEDATA", "DaCHS VOTable BINARY"


def prepare(options: Options) -> None:
    """The stars here and there.

    Raises
    ------
    Missing
    """
    dachs_server.check()
    if not FILE.exists():
        raise Missing(f"the Tycho-2 stars are not installed; on Debian: apt-get install {PACKAGE}")
    site.prepare([SLUG])
    with dachs_server.serving(SLUG):
        pass


def run(options: Options) -> str:
    """Pages against its form, files against its simple cone search."""
    with site.serving() as ours, dachs_server.serving(SLUG) as theirs:
        root, base = theirs.split("/tycho2", 1)
        found = questions(f"/tycho2{base}")
        for question in found:
            agree(question, ours, root)
        here = [Server(name, ours, fresh=True) for name in (OURS, OURS_TABLE, OURS_BINARY)]
        there = [Server(name, root, fresh=True) for name in (FORM, TABLE, BINARY)]
        for question in found:
            compare.ask(question, [*here, *there], options)
    parts = [report.heading(report.database(), dachs_server.versions(), tool())]
    for mine, peers in ((OURS, [FORM]), (OURS_TABLE, [TABLE]), (OURS_BINARY, [BINARY])):
        parts += [compare.alone_table(found, mine, peers), compare.many_table(found, mine, peers)]
    parts += [f"Rows agreed for {COMPARED} cones of each radius. {compare.errors(found)}"]
    return "\n\n".join(parts)


def questions(base: str) -> list[Question]:
    """Cones around stars, in the words of both servers."""
    stars = Table(get_mission(SLUG)).sample(["star_ra", "star_dec"])
    dice = random.Random(2)
    found = []
    for words, radius_arcmin in RADII_ARCMIN.items():
        paths: dict[str, list[str]] = {name: [] for name in (OURS, OURS_TABLE, OURS_BINARY, FORM, TABLE, BINARY)}
        for _instance in range(INSTANCES):
            at = dice.randrange(len(stars["row_id"]))
            ra, dec = stars["star_ra"][at], stars["star_dec"][at]
            mine = urlencode([("target", f"{ra!r} {dec:+.10f}"), ("radius", repr(radius_arcmin))])
            cone = [("RA", ra), ("DEC", dec), ("SR", radius_arcmin / 60)]
            form = [
                ("__nevow_form__", "genForm"),
                ("_FORMAT", "HTML"),
                ("submit", "Go"),
                ("_DBOPTIONS_LIMIT", 100),
                ("hscs_pos", f"{ra},{dec}"),
                ("hscs_sr", radius_arcmin),
            ]
            paths[OURS].append(f"/search/{SLUG}/results?{mine}")
            paths[OURS_TABLE].append(f"/search/{SLUG}/results.votable?{mine}&format=votable")
            paths[OURS_BINARY].append(f"/search/{SLUG}/results?{mine}&format=votable-b2")
            paths[FORM].append(f"{base}/form?{urlencode(form)}")
            paths[TABLE].append(
                f"{base}/scs.xml?{urlencode([*cone, ('RESPONSEFORMAT', 'votabletd'), ('MAXREC', 100_000)])}"
            )
            paths[BINARY].append(f"{base}/scs.xml?{urlencode([*cone, ('MAXREC', 100_000)])}")
        found.append(Question(f"Tycho-2: cone of {words}", paths))
    return found


def agree(question: Question, ours: str, theirs: str) -> None:
    """Both find the same number of stars.

    Raises
    ------
    AssertionError
    """
    mine, other = Client(ours), Client(theirs)
    for here, there in list(zip(question.paths[OURS_TABLE], question.paths[TABLE], strict=True))[:COMPARED]:
        rows = mine.get(here, fresh=True).count(b"<TR>"), other.get(there, fresh=True).count(b"<TR>")
        assert rows[0] == rows[1] > 0, f"{question.name}: {rows[0]} stars here, {rows[1]} there: {here}"
