"""Where reads go when there are replicas: here each "replica" is another connection to the same rows, which can be made to fail."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import pytest
from django.db import DEFAULT_DB_ALIAS, OperationalError, connections
from django.test import Client

from mastsite.search import database, engine, replicas, streaming
from mastsite.search.database import Router, alias, asked_again, reading_primary
from mastsite.search.models import Holding
from mastsite.search.params import parse
from mastsite.search.registry import get_mission
from mastsite.search.replica_settings import replica_databases, shown
from mastsite.search.tables import holding_of, holdings

pytestmark = pytest.mark.usefixtures("archive")
SLUG = "kepler"
NAMES = ("replica1", "replica2")


@pytest.fixture
def two(monkeypatch: pytest.MonkeyPatch) -> Iterator[set[str]]:
    """Two aliases of the same database as replicas, and which of them were suspected."""
    settings = connections[DEFAULT_DB_ALIAS].settings_dict
    suspected: set[str] = set()
    for name in NAMES:
        monkeypatch.setitem(connections.settings, name, {**settings, "TEST": {"MIRROR": DEFAULT_DB_ALIAS}})
    monkeypatch.setattr(replicas, "ALIASES", NAMES)
    monkeypatch.setattr(replicas, "fit", lambda: tuple(name for name in NAMES if name not in suspected))
    monkeypatch.setattr(replicas, "suspect", suspected.add)
    database._own.chosen = ""
    yield suspected
    database._own.chosen = ""
    for name in NAMES:
        connections[name].close()
        if connections[name].vendor == "postgresql":
            connections[name].close_pool()
        del connections[name]


@contextmanager
def watched(fails: Callable[[str, str], bool] = lambda name, sql: False) -> Iterator[list[str]]:
    """The aliases of all statements in order; those for which `fails` says so find their server gone."""
    asked: list[str] = []

    def wrapper(name: str) -> Any:
        def execute(run: Any, sql: str, parameters: Any, many: bool, context: Any) -> Any:
            asked.append(name)
            if fails(name, sql):
                raise OperationalError("server closed the connection unexpectedly")
            return run(sql, parameters, many, context)

        return execute

    with ExitStack() as stack:
        for name in (DEFAULT_DB_ALIAS, *NAMES):
            stack.enter_context(connections[name].execute_wrapper(wrapper(name)))
        yield asked


def query(*pairs: tuple[str, str]) -> Any:
    return parse(get_mission(SLUG), list(pairs))


@pytest.mark.parametrize("run", [
    pytest.param(lambda: engine.page(query(("target", "290 45"), ("radius", "300"))), id="page and count"),
    pytest.param(lambda: list(engine.stream(query(("limit", "20"))).rows), id="stream"),
    pytest.param(lambda: engine.records(get_mission(SLUG), ["1"]), id="records"),
])  # fmt: skip
def test_a_search_stays_on_one_database(two: set[str], run: Callable[[], object]) -> None:
    with watched() as asked:
        run()
    assert len(set(asked)) == 1 and set(asked) < set(NAMES) and len(asked) > 1


def test_a_request_stays_on_one_and_the_next_takes_the_other(two: set[str]) -> None:
    with watched() as asked:
        first, second = [], []
        for seen in (first, second):
            asked.clear()
            assert Client().get(f"/search/{SLUG}/results").status_code == 200
            seen += [name for name in asked if name != DEFAULT_DB_ALIAS]
    assert len(set(first)) == len(set(second)) == 1 and set(first) != set(second)


def test_a_read_is_asked_again_elsewhere(two: set[str]) -> None:
    plain = engine.page(query(("sort", "-koi_period")))
    for deaths in (1, 2):
        two.clear()
        database._own.chosen = ""
        gone: set[str] = set()

        def fails(name: str, sql: str) -> bool:
            if name in NAMES and len(gone) < deaths and "rows_" in sql:
                gone.add(name)
            return name in gone

        with watched(fails) as asked:
            found = engine.page(query(("sort", "-koi_period")))
        assert list(found.rows) == list(plain.rows) and found.count == plain.count
        assert two == gone and len(gone) == deaths
        assert asked[-1] == (DEFAULT_DB_ALIAS if deaths == 2 else (set(NAMES) - gone).pop())


def test_a_stream_is_asked_again_before_its_first_row(two: set[str]) -> None:
    result = engine.stream(query(), counted=False)
    plain = list(engine.stream(query(), counted=False).rows)
    dead = alias()
    with watched(lambda name, sql: name == dead):
        assert list(result.rows) == plain
    assert two == {dead}


def test_lines_that_the_database_writes_are_asked_again_too(two: set[str], monkeypatch: pytest.MonkeyPatch) -> None:
    result = engine.stream(query(), counted=False)
    dead, lines = alias(), list(engine.stream(query(), counted=False).rows.lines(",") or ())
    if not lines:
        pytest.skip("SQLite writes no lines")
    import psycopg

    def copy(self: psycopg.ClientCursor[Any], *args: Any) -> Any:
        if self.connection is connections[dead].connection:
            raise psycopg.OperationalError("server closed the connection unexpectedly")
        return copies(self, *args)

    copies = psycopg.ClientCursor.copy
    monkeypatch.setattr(psycopg.ClientCursor, "copy", copy)
    assert list(result.rows.lines(",")) == lines
    assert two == {dead}


def test_a_stream_that_has_begun_fails(two: set[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """What was sent cannot be taken back; the writers mark such a file as failed."""
    monkeypatch.setattr(streaming, "CHUNK", 10)
    rows = iter(engine.stream(query(), counted=False).rows)
    next(rows)
    with pytest.raises(OperationalError):
        rows.throw(OperationalError("server closed the connection unexpectedly"))


def test_the_primary_is_asked_once(two: set[str]) -> None:
    tried = []

    @asked_again
    def read() -> None:
        tried.append(alias())
        raise OperationalError("gone")

    with pytest.raises(OperationalError):
        read()
    assert sorted(tried[:2]) == list(NAMES) and tried[2:] == [DEFAULT_DB_ALIAS]
    with reading_primary(), pytest.raises(OperationalError):
        read()
    assert tried[3:] == [DEFAULT_DB_ALIAS]


def test_a_time_limit_is_no_loss(two: set[str]) -> None:
    class Cancelled(Exception):
        sqlstate = "57014"

    error = OperationalError("canceling statement due to statement timeout")
    error.__cause__ = Cancelled()
    assert not database.lost(error, NAMES[0]) and not two


def test_writes_and_migrations_are_the_primarys(two: set[str]) -> None:
    holding = holding_of(get_mission(SLUG))
    router = Router()
    assert holding._state.db in NAMES
    assert router.db_for_write(Holding, instance=holding) == DEFAULT_DB_ALIAS
    assert router.db_for_read(Holding) in NAMES
    assert (
        router.allow_migrate(NAMES[0], "search") is False and router.allow_migrate(DEFAULT_DB_ALIAS, "search") is None
    )
    with watched() as asked:
        holding.save()
    assert set(asked) == {DEFAULT_DB_ALIAS}


def test_without_replicas_nothing_is_added() -> None:
    assert alias() == DEFAULT_DB_ALIAS and replicas.states() == [] and SLUG in holdings()
    assert Client().get("/status.json").json()["replicas"] == []


PRIMARY = {
    "ENGINE": "django.db.backends.postgresql",
    "HOST": "h",
    "PORT": 5432,
    "NAME": "a",
    "OPTIONS": {"pool": {"timeout": 9}},
}
FAULTS = [
    ("nonsense", "no address of a database", 0),
    ("postgres://u:p@g/a,", "nothing between two commas", 1),
    ("mysql://u:p@g/a", "not of PostgreSQL", 0),
    ("postgres://u:p@h:5432/a", "the primary itself", 0),
    ("postgres://u:p@g/a,postgres://u:p@g/a", "stands twice", 1),
    ("postgres://u:p@g/b", "names the database 'b'", 1),
    ("postgres://u:p@g", "no host or no database", 0),
]  # fmt: skip


@pytest.mark.parametrize(("urls", "said", "kept"), FAULTS)
def test_nonsense_in_the_setting_is_told(urls: str, said: str, kept: int) -> None:
    found, faults = replica_databases(urls, PRIMARY)
    assert len(found) == kept and len(faults) == 1
    assert said in faults[0] and ":p@" not in faults[0]


def test_replicas_connect_as_the_primary_does_with_short_limits() -> None:
    found, faults = replica_databases("postgres://u:p@g/a?sslmode=require, postgres://u:p@f/a", PRIMARY)
    assert not faults and list(found) == list(NAMES)
    options = found["replica1"]["OPTIONS"]
    assert options["sslmode"] == "require" and options["connect_timeout"] == 2
    assert options["pool"]["timeout"] < 9 and PRIMARY["OPTIONS"]["pool"]["timeout"] == 9
    assert replica_databases("postgres://u:p@g/a", {"ENGINE": "django.db.backends.sqlite3"})[0] == {}
    assert replica_databases("", PRIMARY) == ({}, [])
    assert shown("postgres://u:p@ss@g/a").count("ss") == 0
