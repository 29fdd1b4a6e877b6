"""The same questions to several servers: one client in turns, then sixteen at once; medians and 99 in 100 of each."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median

from tests.bench import report
from tests.bench.clients import Client, Crowd, crowd
from tests.bench.parts import Options
from tests.bench.timing import Times, number, ratio, take_turns

Paths = Mapping[str, Sequence[str]]
"""By server: the paths of a question, one for each random instance; the same instance at the same place."""


@dataclass(frozen=True, slots=True)
class Server:
    """One server and one kind of its answers; `fresh` opens a connection for every request."""

    name: str
    address: str
    fresh: bool = False


@dataclass(slots=True)
class Question:
    """One question: its words, its paths by server, what was measured."""

    name: str
    paths: Paths
    alone: dict[str, Times] = field(default_factory=dict)
    many: dict[str, list[Crowd]] = field(default_factory=dict)


def ask(question: Question, servers: Sequence[Server], options: Options) -> None:
    """Measure one question on all servers."""
    asked = [server for server in servers if server.name in question.paths]
    clients = {server.name: Client(server.address) for server in asked}
    dice = random.Random(question.name)
    for server in asked:  # the first answer of a server pays for what it keeps afterwards
        clients[server.name].get(question.paths[server.name][0], fresh=server.fresh)
    question.alone = {server.name: Times() for server in asked}
    for at in range(options.rounds):
        steps = {
            server.name: _step(clients[server.name], question.paths[server.name], at, server.fresh) for server in asked
        }
        take_turns(steps, question.alone, dice)
    for client in clients.values():
        client.close()
    question.many = {server.name: [] for server in asked}
    for turn in range(options.turns):
        for server in asked if turn % 2 == 0 else reversed(asked):
            seen = crowd(server.address, question.paths[server.name], seconds=options.seconds)
            question.many[server.name].append(seen)


def _step(client: Client, paths: Sequence[str], at: int, fresh: bool) -> Callable[[], bytes]:
    return lambda: client.get(paths[at % len(paths)], fresh=fresh)


def alone_table(questions: Sequence[Question], ours: str, peers: Sequence[str]) -> str:
    """One client: our times, and every peer's as a ratio to them."""
    headings = ["question, one client", "n", f"{ours}, ms: p50", "p99"]
    for peer in peers:
        headings += [f"{peer}, ms: p50", "/ ours", "p99 / ours"]
    rows = []
    for question in questions:
        mine = question.alone[ours]
        row: list[object] = [question.name, mine.n, mine, number(mine.p99)]
        for peer in peers:
            theirs = question.alone.get(peer)
            row += [theirs, ratio(theirs, mine), number(theirs.p99 / mine.p99)] if theirs else ["", "", ""]
        rows.append(row)
    return report.table(headings, rows)


def many_table(questions: Sequence[Question], ours: str, peers: Sequence[str]) -> str:
    """Sixteen clients: our times, and every peer's as a ratio to them."""
    headings = ["question, 16 clients", "turns", f"{ours}: answers/s", "p50, ms", "p99, ms"]
    for peer in peers:
        headings += [f"{peer}: p50, ms", "/ ours", "p99 / ours"]
    rows = []
    for question in questions:
        mine = question.many[ours]
        row: list[object] = [question.name, len(mine)]
        row += [number(median(getattr(seen, name) for seen in mine)) for name in ("rate", "p50", "p99")]
        for peer in peers:
            row += _many(question.many[peer], mine)
        rows.append(row)
    return report.table(headings, rows)


def _many(theirs: Sequence[Crowd], mine: Sequence[Crowd]) -> list[object]:
    """Turn by turn, with the least and the most of the turns."""
    if not all(seen.n for seen in (*theirs, *mine)):
        return ["none answered in time", "", ""]
    row: list[object] = [number(median(seen.p50 for seen in theirs))]
    for name in ("p50", "p99"):
        ratios = [getattr(other, name) / getattr(one, name) for other, one in zip(theirs, mine, strict=True)]
        row.append(f"**{number(median(ratios))}** ({number(min(ratios))}–{number(max(ratios))})")
    return row


def errors(questions: Sequence[Question]) -> str:
    """Answers that were no answers, by server; a sentence."""
    found: dict[str, int] = {}
    for question in questions:
        for name, turns in question.many.items():
            found[name] = found.get(name, 0) + sum(seen.errors for seen in turns)
    said = ", ".join(f"{name} {errors}" for name, errors in found.items() if errors)
    return f"Errors under 16 clients: {said or 'none'}."
