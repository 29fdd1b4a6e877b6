"""The statements for Citus: complete for every mission, and sound PostgreSQL; Citus itself is not here to run them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from mastsite.search.citus import statements
from mastsite.search.declare import Mission
from mastsite.search.fields import VECTOR
from mastsite.search.registry import get_mission, missions
from mastsite.search.tables import CELL, ROW_ID, indexes
from tests.environment import VENDOR

SCHEMA = "stands_for_citus"
TABLE = "rows_asked_0001"
STUB = f"""
CREATE SCHEMA {SCHEMA};
SET LOCAL search_path = {SCHEMA};
CREATE TABLE calls (name text, key text, others text, shards int);
CREATE FUNCTION create_distributed_table(name regclass, key text, colocate_with text, shard_count int) RETURNS void
LANGUAGE sql AS 'INSERT INTO calls VALUES (name::text, key, colocate_with, shard_count)';
"""


def declared(mission: Mission) -> list[str]:
    sky = [CELL, *VECTOR] if mission.has_position else []
    return [ROW_ID, *(column.name for column in mission.stored_columns), *sky]


@contextmanager
def stand_in() -> Iterator[None]:
    """A schema in which Citus's function only notes its call; it is gone at the end."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(STUB)
        yield
        transaction.set_rollback(True)


@pytest.mark.skipif(VENDOR != "postgresql", reason="runs on PostgreSQL: make test-postgresql")
@pytest.mark.parametrize("slug", sorted(missions()))
def test_the_plain_part_runs_on_postgresql(archive: None, slug: str) -> None:
    mission = get_mission(slug)
    with stand_in(), connection.cursor() as cursor:
        for statement in statements(mission, TABLE, shards=7):
            if not statement.startswith(("--", "CREATE EXTENSION")):
                cursor.execute(statement)
        cursor.execute("SELECT * FROM calls")
        assert cursor.fetchall() == [(TABLE, ROW_ID, "none", 7)]
        cursor.execute(f'SELECT * FROM "{TABLE}"')
        assert [column.name for column in cursor.description] == declared(mission)
        cursor.execute("SELECT indexname FROM pg_indexes WHERE schemaname = %s AND tablename = %s", [SCHEMA, TABLE])
        made = {name for (name,) in cursor.fetchall()}
    assert {index.name for index in indexes(mission, TABLE)} == made - {f"{TABLE}_pkey"}


@pytest.mark.parametrize("slug", sorted(missions()))
def test_every_mission_has_its_statements(slug: str) -> None:
    mission = get_mission(slug)
    told = list(statements(mission, TABLE))
    assert "NOT been run on Citus" in " ".join(told[:5]), "the first thing said is that this was not tried"
    run = [line for line in told if not line.startswith("--")]
    assert all(line.endswith(";") for line in run)
    table = next(line for line in run if line.startswith("CREATE TABLE"))
    assert re.findall(r'[(,] ?"(\w+)" (?:bigint|text|double|boolean)', table) == declared(mission)
    order = [line.split('"')[0].split("(")[0] for line in run]
    assert order[:3] == ["CREATE EXTENSION IF NOT EXISTS citus;", "CREATE TABLE ", "SELECT create_distributed_table"]
    assert order[-1].startswith("ANALYZE") and "UNIQUE" not in "".join(run), (
        "a key without the distribution column is refused"
    )


def test_the_command() -> None:
    slug = sorted(missions())[0]
    out = StringIO()
    call_command("citus_ddl", slug, "--shards", "64", stdout=out)
    assert "shard_count => 64" in out.getvalue() and out.getvalue().startswith("-- ")
    for wrong in (["nothing"], [slug, "--shards", "0"], [slug, "--table", 'a"; DROP']):
        with pytest.raises(CommandError):
            call_command("citus_ddl", *wrong)
