"""A site over a primary and two streaming replicas, all real: reads are spread, a death loses nothing, who lags is left out."""

from __future__ import annotations

import json
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.replicas.clusters import Cluster, until
from tests.replicas.conftest import ROWS, SLUG, Site

PAGES = (
    f"/search/{SLUG}/results?rows=20",
    f"/search/{SLUG}/results.json?target=290+45&radius=60",
    f"/search/{SLUG}/columns",
    f"/search/{SLUG}/",
    "/",
)
READERS = 4


class Load:
    """Readers that ask page after page until they are stopped, and keep every answer that was not one."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.answers: Counter[int] = Counter()
        self.lost: list[str] = []
        self.over = threading.Event()

    def read(self, number: int) -> None:
        while not self.over.is_set():
            for page in PAGES[number % 2 :]:
                try:
                    code, body = self.site.get(page)
                except OSError as error:
                    code, body = 0, repr(error).encode()
                self.answers[number] += 1
                if code != 200 or b"FAILED" in body or b"</html>" not in body and not _whole(body):
                    self.lost.append(f"{page}: {code} {body[-300:]!r}")

    def more(self, number: int = 60) -> None:
        """Wait until so many more answers came."""
        before = self.answers.total()
        until(lambda: self.answers.total() >= before + number, f"{number} more answers; lost: {self.lost[:3]}")


def _whole(body: bytes) -> bool:
    try:
        return bool(json.loads(body))
    except ValueError:
        return False


@contextmanager
def load(site: Site) -> Iterator[Load]:
    running = Load(site)
    readers = [threading.Thread(target=running.read, args=(number,)) for number in range(READERS)]
    for reader in readers:
        reader.start()
    try:
        yield running
    finally:
        running.over.set()
        for reader in readers:
            reader.join(timeout=60)


def asked(cluster: Cluster) -> int:
    """How many rows of the mission's tables were read on this server since it started, by its own statistics."""
    sql = "SELECT coalesce(sum(coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0)), 0) FROM pg_stat_user_tables WHERE relname LIKE 'rows_%'"
    return int(cluster.ask(sql)[0][0])


def version(site: Site) -> int:
    holding = next(line for line in site.status()["holdings"] if line["mission"] == SLUG)
    assert holding["rows"] == ROWS
    return holding["version"]


def test_reads_are_spread_over_the_replicas_and_writes_are_not(site: Site) -> None:
    before = asked(site.primary)
    starts = [asked(replica) for replica in site.replicas]
    with load(site) as running:
        running.more()
        until(
            lambda: all(asked(replica) > start for replica, start in zip(site.replicas, starts, strict=True)),
            "both replicas were asked",
        )
    assert not running.lost
    assert asked(site.primary) == before, "searches were asked of the primary"


def test_a_killed_replica_loses_no_request_and_comes_back(site: Site) -> None:
    victim, _other = site.replicas
    with load(site) as running:
        running.more()
        victim.kill()
        until(lambda: site.taking_part() == {"replica2"}, "the dead replica is left out")
        running.more()
        assert site.condition("replica1") == "does not answer"
        victim.start()
        until(lambda: site.taking_part() == {"replica1", "replica2"}, "it takes part again")
        start = asked(victim)
        until(lambda: asked(victim) > start, "it is asked again")
    assert running.lost == []


def test_without_any_replica_the_primary_answers(site: Site) -> None:
    before = asked(site.primary)
    with load(site) as running:
        running.more()
        for replica in site.replicas:
            replica.kill()
        running.more()
        until(lambda: not site.taking_part(), "no replica takes part")
        until(lambda: asked(site.primary) > before, "the primary is asked")
        for replica in site.replicas:
            replica.start()
        until(lambda: len(site.taking_part()) == 2, "both take part again")
    assert running.lost == []


def test_a_lagging_replica_is_left_out_until_it_has_caught_up(site: Site) -> None:
    """A new loading makes a new table, which the replica that stands still does not have."""
    slow = site.replicas[1]
    old = version(site)
    slow.ask("SELECT pg_wal_replay_pause()")
    try:
        with load(site) as running:
            site.manage("load_mission", SLUG)
            until(lambda: site.condition("replica2") == "lags", "the replica lags")
            assert slow.ask("SELECT version FROM search_holding")[0][0] == old
            for _look in range(10):
                assert version(site) == old + 1
            slow.ask("SELECT pg_wal_replay_resume()")
            until(lambda: len(site.taking_part()) == 2, "it takes part again")
            running.more()
        assert running.lost == []
        assert slow.ask("SELECT version FROM search_holding")[0][0] == old + 1
    finally:
        slow.ask("SELECT pg_wal_replay_resume()")


def test_a_frozen_replica_is_left_out(site: Site) -> None:
    """Who asked it in its first seconds waits until it goes on; nobody does afterwards."""
    frozen = site.replicas[1]

    def left_out() -> bool:
        try:
            data = json.loads(site.get("/status.json", patience_s=1)[1])
        except OSError:  # this very question was put to it
            return False
        return [one["state"] for one in data["replicas"]] == ["takes part", "does not answer"]

    frozen.freeze()
    try:
        until(left_out, "it is left out")
        for page in PAGES:
            assert site.get(page)[0] == 200
    finally:
        frozen.thaw()
    until(lambda: len(site.taking_part()) == 2, "it takes part again")


@pytest.mark.parametrize("path", ["/status", "/status.json"])
def test_status_tells_how_each_replica_is(site: Site, path: str) -> None:
    code, body = site.get(path)
    assert code == 200
    for word in (b"replica1", b"replica2", b"takes part"):
        assert word in body
    assert b"127.0.0.1:" + str(site.replicas[0].port).encode() not in body, "addresses of machines are not for readers"


def test_a_promoted_replica_is_one_no_more(site: Site) -> None:
    """The last test: this replica has a history of its own from here on."""
    lost = site.replicas[0]
    lost.ask("SELECT pg_promote()")
    until(lambda: site.condition("replica1") == "is no replica of this primary", "it is left out")
    assert site.get(PAGES[0])[0] == 200
