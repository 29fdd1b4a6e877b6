"""Build missions/jwst/holdings.csv.gz: the prime exposure slots of JWST that jwpure 1.1.0 lists.

Run it from the project's folder: ``python -m tools.holdings.jwst``. The same package gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator

from mastsite.search.declare import Package
from tools.holdings.vendored import figures, table, write

PACKAGE = Package("jwpure", "1.1.0", "BSD-3-Clause")
KEPT = [
    "config_id",
    "altslot_id",
    "slot_id",
    "mode",
    "elat",
    "glat",
    "apt_target",
    "apt_tile",
    "apt_config",
    "apt_pointing",
    "apt_exposure",
]
"""Columns that keep the source's names."""
RENAMED = {
    "cycle": "proposal_cycle",
    "categ": "proposal_type",
    "slotdur": "duration",
    "ra": "targ_ra",
    "dec": "targ_dec",
}


def rows() -> Iterator[dict[str, object]]:
    """Slots under the archive's names. The visit's identifier is text: it begins with zeros."""
    for _path, slot in table(PACKAGE, "jwpure/data/pure_slots.csv", "csv"):
        visit = str(slot["visit_id"])
        if len(visit) != 11:
            raise SystemExit(
                f"visit {visit!r} has not 11 figures, which the program, observation and visit are read from"
            )
        yield {
            **{name: slot[name] for name in KEPT},
            **{ours: slot[theirs] for theirs, ours in RENAMED.items()},
            "visit_id": visit,
            "program": int(visit[:5]),
            "observtn": int(visit[5:8]),
            "visit": int(visit[8:]),
            "instrume": str(slot["inst"]).upper(),
            "orient": figures(slot["orient"], 8) if slot["orient"] else None,
        }


if __name__ == "__main__":
    write("jwst", rows(), expected=101_543)
