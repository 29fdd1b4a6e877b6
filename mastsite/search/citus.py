"""The statements that make a mission's table a distributed one on Citus, the PostgreSQL extension.

They are the loader's own statements with one more between them. A table is distributed by the hash of its row number:
that is the only column of its key, so the key stays valid, every shard gets as many rows as the next however
crowded the sky is, and each shard finds its part of a cone by its own index of cells. docs/scaling.md has the other way.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.backends.postgresql.base import DatabaseWrapper

from mastsite.search.declare import Mission
from mastsite.search.tables import ROW_ID, indexes, model_for

SHARDS = 32
"""Citus's own usual number. Its documents advise two to four shards a processor of all workers together."""

HEADER = """\
Made from the declaration of {name} ({slug}): {columns} columns and the sky index.
These statements have NOT been run on Citus: it was not to be had where this software is tested. What the tests have run
is their plain PostgreSQL, with create_distributed_table replaced by a function that only notes its call.
Before relying on them, read docs/scaling.md on what Citus may refuse or do otherwise."""


def statements(mission: Mission, table: str, *, shards: int = SHARDS) -> Iterator[str]:
    """The DDL of one loading, in order; comments begin with two hyphens, statements end with a semicolon."""
    model = model_for(mission.slug, table)
    told = HEADER.format(name=mission.name, slug=mission.slug, columns=len(mission.stored_columns))
    yield from (f"-- {line}" for line in told.splitlines())
    yield "-- On every node, once. On the coordinator then: SELECT citus_add_node('<worker>', 5432); for each worker."
    yield "CREATE EXTENSION IF NOT EXISTS citus;"
    yield "-- The table, still empty."
    yield from _collected(lambda editor: editor.create_model(model))
    yield "-- Its rows are to lie in shards by the hash of their number."
    yield (
        f"SELECT create_distributed_table('{_quoted(table)}', '{ROW_ID}', colocate_with => 'none', shard_count => {shards});"
    )
    yield "-- Here the loader copies the rows in, in sky order, through the coordinator. Then each shard gets its indexes."
    for index in indexes(mission, table, "postgresql"):
        yield from _collected(lambda editor, index=index: editor.add_index(model, index))
    yield f"ANALYZE {_quoted(table)};"


def _quoted(name: str) -> str:
    return str(_unconnected().ops.quote_name(name))


def _collected(make: Any) -> list[str]:
    """The statements that Django would run on PostgreSQL."""
    with _unconnected().schema_editor(collect_sql=True, atomic=False) as editor:
        make(editor)
    return [str(statement) for statement in editor.collected_sql]


def _unconnected() -> DatabaseWrapper:
    """PostgreSQL's dialect without a server: what it asks a server for is its version."""
    wrapper = DatabaseWrapper({"NAME": "none", "OPTIONS": {}, "TIME_ZONE": None, "AUTOCOMMIT": True}, alias="citus")
    wrapper.__dict__["pg_version"] = 150_000
    return wrapper
