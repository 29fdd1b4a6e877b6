"""The parts of the bench: which module measures what, on which database, and in which of the two commands."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Options:
    """How much to measure.

    Parameters
    ----------
    rounds : searches of each kind. turns : of each crowd of clients, of so many seconds; load_seconds : of the mixed users.
    most_rows : of the largest synthetic table. export_rows : of the files.
    full : everything, also what takes long. tiny : the shipped rows and two rounds, to see that it runs.
    """

    rounds: int = 40
    turns: int = 2
    seconds: float = 2
    load_seconds: float = 30
    most_rows: int = 10**7
    export_rows: int = 10**6
    full: bool = False
    tiny: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """One section of the report for each of `databases`, and the module that makes it: ``prepare(options)``, ``run(options)``.

    `full` ones are left out of the short run. `limit_s` is for running; what is prepared once may take hours.
    """

    name: str
    module: str
    databases: tuple[str, ...] = ("sqlite", "postgresql")
    full: bool = False
    limit_s: float = 900

    def sections(self) -> list[str]:
        return [f"{self.name}-{database}" for database in self.databases]


PARTS = {
    part.name: part
    for part in (
        Part("requests", "tests.bench.requests"),
        Part("growth", "tests.bench.growth"),
        Part("datasette", "tests.bench.peers.datasette", databases=("sqlite",)),
        Part("dachs", "tests.bench.peers.dachs", full=True),
        Part("exports", "tests.bench.exports", limit_s=1800),
        Part("load", "tests.bench.load"),
        Part("stalled", "tests.bench.stalled"),
        Part("replicas", "tests.bench.replicas", databases=("postgresql",), full=True),
    )
}
