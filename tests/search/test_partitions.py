"""Native partitions of PostgreSQL: the same pages, counts, streams and cursors as one table, and few parts read."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from unittest import mock

import pytest
from django.conf import settings as site
from django.db import connection
from django.test import override_settings
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mastsite.search import crowding, engine, loading, plan
from mastsite.search.declare import Mission
from mastsite.search.fields import Cone
from mastsite.search.models import Holding
from mastsite.search.params import parse
from mastsite.search.query import Query
from mastsite.search.registry import get_mission
from mastsite.search.tables import holding_of
from tests.environment import VENDOR
from tests.search.test_engine import all_rows
from tests.search.toy import GOOD, registered, write_csv
from tests.searches import searches

pytestmark = [
    pytest.mark.usefixtures("archive"),
    pytest.mark.skipif(VENDOR != "postgresql", reason="SQLite has no partitions"),
]
MISSIONS = ("hst", "k2ffi")
"""Positions all over the sky; k2ffi has rows without one."""
many = settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
_parted: dict[str, Holding] = {}


@pytest.fixture(scope="module", autouse=True)
def parted(archive: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """The missions' rows once more, in partitions; the holdings that are served stay what they are."""
    with django_db_blocker.unblock(), override_settings(PARTITION_ROWS=1000, COUNT_TIME_LIMIT_S=120):  # type: ignore[attr-defined]
        try:
            for slug in MISSIONS:
                _parted[slug] = _copy(get_mission(slug))
            yield
        finally:
            for holding in _parted.values():
                loading.bulk.drop(holding.table)
            _parted.clear()


def _copy(mission: Mission) -> Holding:
    names = [column.name for column in mission.stored_columns]
    raw = ((line, dict(zip(names, row, strict=True))) for line, row in enumerate(all_rows(mission)))
    served = holding_of(mission)
    table = f"parted_{mission.slug}"
    with mock.patch.object(loading, "_next_table", return_value=(1, table)):
        loading.load(mission, raw, source="the same rows")
    holding = Holding.objects.get(slug=mission.slug)
    served.save(force_update=True)
    assert holding.row_count == served.row_count
    return holding


def from_parts(slug: str) -> object:
    """Within it the engine reads the partitioned rows."""
    return mock.patch.object(plan, "holding_of", return_value=_parted[slug])


def pages(query: Query) -> list[list[object]]:
    """Some pages forwards by cursor, and the same backwards."""
    found = [list((page := engine.page(query)).rows), page.count]
    for _page in range(4):
        if page.next_after:
            page = engine.page(replace(query, after=page.next_after), counted=False)
            found.append(list(page.rows))
    while page.previous_before:
        page = engine.page(replace(query, before=page.previous_before), counted=False)
        found.append(list(page.rows))
    return found


@pytest.mark.parametrize("slug", MISSIONS)
@many
@given(data=st.data(), rows=st.sampled_from([7, 100]))
def test_partitions_give_the_rows_of_one_table_in_the_same_order(slug: str, data: st.DataObject, rows: int) -> None:
    query = replace(parse(get_mission(slug), data.draw(searches(get_mission(slug)))), rows=rows)
    one = pages(query), list(engine.stream(replace(query, limit=2000)).rows), engine.count(query)
    with from_parts(slug):
        assert (pages(query), list(engine.stream(replace(query, limit=2000)).rows), engine.count(query)) == one


@pytest.mark.parametrize("slug", MISSIONS)
def test_rows_and_densities_are_numbered_alike(slug: str) -> None:
    for cone in (Cone(10.7, 41.3, 30), Cone(0, 0, 3000), Cone(200, -89, 600), Cone(266, -29, 3599)):
        assert crowding.expected_rows(_parted[slug], cone) == crowding.expected_rows(
            holding_of(get_mission(slug)), cone
        )
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*), count(DISTINCT row_id), max(row_id) FROM {_parted[slug].table}")
        assert set(cursor.fetchone()) == {_parted[slug].row_count}


def read(slug: str, pairs: list[tuple[str, str]]) -> set[str]:
    """The partitions that a search reads, by the planner."""
    with from_parts(slug):
        told = plan.plan_of(parse(get_mission(slug), pairs)).rows()[:101].explain()
    return {part for part in parts(slug) if f"{part} " in told or f"{part}_" in told}


def parts(slug: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = %s::regclass", [_parted[slug].table]
        )
        return sorted(row[0] for row in cursor)


def test_there_is_a_partition_for_every_cell_of_order_1_and_one_for_no_position() -> None:
    assert len(parts("hst")) == 49
    assert f"{_parted['k2ffi'].table}_nowhere" in parts("k2ffi")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*), count(hpx29) FROM {_parted['k2ffi'].table}_nowhere")
        assert cursor.fetchone() == (sum(1 for row in all_rows(get_mission("k2ffi")) if None in _place(row)), 0)


def _place(row: tuple[object, ...]) -> tuple[object, object]:
    mission = get_mission("k2ffi")
    at = [column.name for column in mission.stored_columns]
    return row[at.index(mission.ra_column)], row[at.index(mission.dec_column)]


@pytest.mark.parametrize("sort", ["", "sci_pep_id", "-sci_pep_id"])
def test_a_cone_reads_the_partitions_that_it_touches(sort: str) -> None:
    pairs = [("sort", sort)] if sort else []
    assert len(read("hst", [("target", "150 30"), ("radius", "10"), *pairs])) == 1
    assert 1 < len(read("hst", [("target", "0 0"), ("radius", "10"), *pairs])) <= 4, "where base cells meet"
    assert len(read("hst", [("target", "150 30"), ("radius", "10 deg"), *pairs])) <= 6
    assert len(read("hst", pairs)) == 49


def test_a_loading_of_more_rows_than_the_setting_makes_partitions_and_the_next_ones_clear_them(tmp_path: Path) -> None:
    def tables() -> set[str]:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND relname LIKE 'rows\\_toy\\_%%'"
            )
            return {row[0] for row in cursor}

    path = write_csv(tmp_path / "toy.csv", GOOD)
    with registered() as mission:
        for most, made in ((2, 50), (3, 1), (0, 1), (2, 50), (2, 50)):
            before = tables()
            with override_settings(PARTITION_ROWS=most), path.open() as file:
                loading.load(mission, enumerate(csv.DictReader(file)), source="made here")
            new = tables() - before
            assert len(new) == made
            assert [row[0] for row in engine.page(parse(mission, [("sort", "toy_id")])).rows] == ["a", "b", "c"]
            assert [row[0] for row in engine.page(parse(mission, [("target", "10.68 41.27")])).rows] == ["a"]
            assert len(tables()) <= made + 50, "the current one and the one before it"
    assert tables() == set()
    assert site.PARTITION_ROWS != 2
