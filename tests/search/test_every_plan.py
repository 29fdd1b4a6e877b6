"""For every mission with rows, the plan of each search that its declaration promises an index for.

Plans, not times. The tests' tables are small, so PostgreSQL is told to dislike scans and sorts: it then shows whether an
index can serve. That it chooses to, by its statistics, is tested on the largest table in `test_indexes`.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection, models, transaction
from django.db.models.expressions import OrderBy
from django.db.models.functions import Lower

from mastsite.search import engine
from mastsite.search.declare import Column, Mission
from mastsite.search.fields import CellField
from mastsite.search.params import parse
from mastsite.search.plan import plan_of
from mastsite.search.registry import get_mission, missions
from mastsite.search.result import Cell
from mastsite.search.tables import CELL, ROW_ID, holding_of, indexes, model_for
from tests.conftest import missing
from tests.environment import VENDOR
from tests.searches import Pairs, held, quoted, values_of

pytestmark = pytest.mark.usefixtures("archive")
SCANS = ("Seq Scan", "SCAN rows_")
"""Of a whole table; SQLite calls the walk along an index a scan as well, and names the index after it."""
FEW_ROWS = 1_000
SORTS = ("Sort Key", "USE TEMP B-TREE")


@pytest.fixture(params=sorted(missions()))
def mission(request: pytest.FixtureRequest) -> Mission:
    found = get_mission(request.param)
    if found not in held():
        pytest.skip(f"no rows of {found.slug} are here")
    return found


@pytest.fixture
def unforced() -> Iterator[None]:
    """What PostgreSQL would rather do with small tables, put off."""
    with transaction.atomic():
        if VENDOR == "postgresql":
            with connection.cursor() as cursor:
                for liking in ("seqscan", "sort", "bitmapscan"):
                    cursor.execute(f"SET LOCAL enable_{liking} = off")
        yield


def first_of(index: models.Index) -> tuple[str, bool]:
    """The column that an index begins with, and whether it is its folded text."""
    first = index.expressions[0]
    field = first.get_source_expressions()[0] if isinstance(first, Lower | OrderBy) else first
    return field.name, isinstance(first, Lower)


def there(mission: Mission) -> list[models.Index]:
    """The declared indexes, if the tests' rows were loaded since they have been declared so."""
    table = holding_of(mission).table
    wanted = list(indexes(mission, table))
    with connection.cursor() as cursor:
        made = connection.introspection.get_constraints(cursor, table)
    if not {index.name for index in wanted} <= made.keys():
        missing(f"the plans of {mission.slug}: its rows were loaded with other indexes; empty {'MASTSITE_TEST_DATA'}")
    return wanted


def uses(told: str, mission: Mission, column: str, *, folded: bool = False) -> bool:
    return any(index.name in told for index in there(mission) if first_of(index) == (column, folded))


def indexed(mission: Mission) -> list[Column]:
    return [column for column in mission.stored_columns if column.indexed or column.name == mission.id_column]


def rarest(mission: Mission, column: Column) -> Cell:
    """A value that the fewest rows have; None where they are many, which are rightly found by reading all."""
    holding = holding_of(mission)
    rows = model_for(mission.slug, holding.table)._default_manager.exclude(**{column.name: None})
    counted = rows.values_list(column.name).annotate(n=models.Count(ROW_ID)).order_by("n", column.name).first()
    return counted[0] if counted and counted[1] * 10 < holding.row_count else None


def plan_text(mission: Mission, pairs: Pairs) -> str:
    return str(plan_of(parse(mission, pairs)).rows()[:101].explain())


@pytest.mark.usefixtures("unforced")
@pytest.mark.parametrize("sign", ["", "-"], ids=["upwards", "downwards"])
def test_everything_in_the_order_of_an_indexed_column_is_read_from_its_index(mission: Mission, sign: str) -> None:
    """Nulls stand last in both directions, and nothing is sorted."""
    for column in indexed(mission):
        told = plan_text(mission, [("sort", f"{sign}{column.name}")])
        assert uses(told, mission, column.name), told
        if [column.name] != [word.lstrip("-") for word in mission.default_sort][:1] or len(mission.default_sort) == 1:
            assert not any(word in told for word in SORTS), told
        else:  # its index goes on with the rest of the usual order, so that rows of one value are sorted
            assert "RIGHT PART" in told or "Presorted Key" in told or not any(word in told for word in SORTS), told


@pytest.mark.usefixtures("unforced")
def test_the_usual_order_is_read_from_an_index(mission: Mission) -> None:
    told = plan_text(mission, [])
    assert uses(told, mission, mission.default_sort[0].lstrip("-")), told
    assert not any(word in told for word in SORTS), told


@pytest.mark.usefixtures("unforced")
@pytest.mark.parametrize("sign", ["", "-"], ids=["upwards", "downwards"])
def test_a_page_far_down_in_any_indexed_order_begins_at_its_place(mission: Mission, sign: str) -> None:
    """Each part of what is beyond a cursor is a range of the index.

    Rows without a value stand in the order of their numbers, and SQLite may take them from the table, in that order.
    """
    for column in indexed(mission):
        plan = plan_of(parse(mission, [("sort", f"{sign}{column.name}")]))
        middle = plan.rows()[plan.holding.row_count // 2]
        for backwards in (False, True):
            for part in engine.segments(plan.keys, plan.key_values(middle), backwards=backwards):
                told = str(plan.rows(part, backwards=backwards)[:101].explain())
                if VENDOR == "sqlite" and f"('{column.name}__isnull', True)" in str(part):
                    assert not any(word in told for word in SORTS), (part, told)
                else:
                    assert uses(told, mission, column.name), (part, told)
                    assert not any(word in told for word in SCANS[:1]), (part, told)


@pytest.mark.usefixtures("unforced")
@pytest.mark.skipif(VENDOR == "postgresql", reason="its statistics know values that most rows have; see test_indexes")
def test_a_value_of_an_indexed_column_is_found_by_its_index(mission: Mission) -> None:
    """A word in any case, the beginning of one with a wildcard, the identifier, a number, a range, a day."""
    for column in indexed(mission):
        value = rarest(mission, column)
        if value is None:
            continue
        typed = [str(value) if column.kind == "datetime" else quoted(value)]
        if column.is_text and column.kind != "datetime" and str(value)[:3].isalnum():
            typed.append(f"{str(value)[:3]}*")
        if column.kind in ("integer", "float"):
            typed.append(f"{value!r}..{value!r}")
        for text in typed:
            told = str(plan_of(parse(mission, [(column.name, text)])).objects.order_by().values(ROW_ID).explain())
            folded = column.is_text and column.kind != "datetime"
            assert uses(told, mission, column.name, folded=folded), (text, told)


@pytest.mark.usefixtures("unforced")
def test_a_record_is_found_by_its_identifier(mission: Mission) -> None:
    column = mission.column(mission.id_column)
    objects = model_for(mission.slug, holding_of(mission).table)._default_manager
    value = values_of(mission, column.name)[0]
    found = objects.filter(**{f"{column.name}__lower": str(value).lower()} if column.is_text else {column.name: value})
    told = str(found.values_list(ROW_ID).explain())
    assert uses(told, mission, column.name, folded=column.is_text), told


@pytest.mark.parametrize("radius", ["0", "2 arcsec", "10", "3 deg"])
def test_a_cone_is_found_by_its_cells_in_any_order(mission: Mission, radius: str) -> None:
    """Sorted by nearness, by a column with an index, by one without; alone and with a condition."""
    if not mission.has_position:
        pytest.skip("it has no positions")
    if holding_of(mission).row_count < FEW_ROWS:
        pytest.skip("its rows are so few that reading all of them is as good")
    cells = isinstance(model_for(mission.slug, holding_of(mission).table)._meta.get_field(CELL), CellField)
    assert cells
    sorts = ["", *(column.name for column in indexed(mission)), mission.ra_column]
    for sort in sorts:
        around = [("target", "201.365 -43.019"), ("radius", radius), *([("sort", f"-{sort}")] if sort else [])]
        for pairs in (around, [*around, (mission.ra_column, "> 0")]):
            with transaction.atomic():
                if VENDOR == "postgresql":
                    with connection.cursor() as cursor:
                        cursor.execute("SET LOCAL enable_seqscan = off")
                        cursor.execute("SET LOCAL enable_indexscan = off")  # leaves the bitmaps of cells
                told = plan_text(mission, pairs)
            assert uses(told, mission, CELL), told
            assert not any(word in told for word in SCANS), told
