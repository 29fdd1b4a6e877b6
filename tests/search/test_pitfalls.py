"""What is known to make a search slow or wrong, each with the test that we do not fall into it.

Tested elsewhere: covers that lose rows (`test_sky`, `test_crowding`), the order of nulls and cursors that no index serves
(`test_every_plan`, `test_indexes`), files read back (`tests/test_every_writer.py`).
"""

from __future__ import annotations

import json
import re
from importlib.metadata import PackageNotFoundError, metadata
from typing import Any

import pytest
from django.db import connection, models
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

from mastsite.search import engine
from mastsite.search.declare import Mission
from mastsite.search.fields import ByteText
from mastsite.search.limits import TimeLimit
from mastsite.search.params import parse
from mastsite.search.plan import plan_of
from mastsite.search.registry import get_mission, missions
from mastsite.search.result import Count
from mastsite.search.tables import CELL, ROW_ID, holding_of, model_for
from tests.environment import ROOT, VENDOR
from tests.searches import held

SOURCES = sorted((ROOT / "mastsite").rglob("*.py"))
WIDE = [("target", "56.75 24.12"), ("radius", "3 deg"), ("sort", "kp")]


@pytest.mark.usefixtures("archive")
def test_ranges_have_the_shape_that_the_database_estimates_well() -> None:
    """An OR makes SQLite walk the index of the order; a subquery or a join makes PostgreSQL read the whole table."""
    sql, bound = plan_of(parse(get_mission("k2"), WIDE)).objects.query.get_compiler("default").as_sql()
    if VENDOR == "postgresql":
        assert sql.count("BETWEEN") > 5 and " OR " in sql
        assert not re.search(r"\b(IN|EXISTS|JOIN|unnest)\b", sql)
    else:
        assert sql.count("BETWEEN") == 1 and sql.count("json_each") == 1 and "EXISTS" not in sql
        assert sum(isinstance(value, str) for value in bound) == 1, "one parameter however many ranges"


@pytest.mark.usefixtures("archive")
@pytest.mark.parametrize("slug", sorted(missions()))
def test_rows_are_stored_and_numbered_in_the_order_of_the_sky(slug: str) -> None:
    mission = get_mission(slug)
    if mission not in held() or not mission.has_position:
        return
    objects = model_for(slug, holding_of(mission).table)._default_manager
    cells = list(objects.order_by(ROW_ID).values_list(ROW_ID, CELL))
    assert [number for number, _cell in cells] == list(range(1, len(cells) + 1))
    placed = [cell for _number, cell in cells if cell is not None]
    assert placed == sorted(placed)
    assert [cell for _number, cell in cells[len(placed) :]] == [None] * (len(cells) - len(placed))


@pytest.mark.usefixtures("archive")
@pytest.mark.skipif(VENDOR != "postgresql", reason="a matter of PostgreSQL")
def test_no_parallel_workers_are_started_for_a_page_and_nothing_is_compiled() -> None:
    with connection.cursor() as cursor:
        for setting, value in (("max_parallel_workers_per_gather", "0"), ("jit", "off")):
            cursor.execute(f"SHOW {setting}")
            assert cursor.fetchone()[0] == value


@pytest.mark.usefixtures("archive")
@pytest.mark.skipif(VENDOR != "postgresql", reason="SQLite compares bytes anyhow")
def test_text_is_sorted_by_bytes_whatever_the_collation_of_the_database() -> None:
    mission = get_mission("hst")
    model = model_for("hst", holding_of(mission).table)
    texts = {field.column for field in model._meta.get_fields() if isinstance(field, ByteText)}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attname FROM pg_attribute JOIN pg_collation c ON c.oid = attcollation"
            " WHERE attrelid = %s::regclass AND attnum > 0 AND collname = 'C'",
            [model._meta.db_table],
        )
        assert {row[0] for row in cursor} == texts


@pytest.mark.usefixtures("archive")
@pytest.mark.parametrize(
    "pairs",
    [
        [("kp", "> 0")],
        [("epic_campaign", "*1*")],
        [*WIDE, ("kp", "> 0")],
        [("target", "0 0; 1 1"), ("radius", "20 deg")],
    ],
    ids=["condition", "wildcard", "cone and condition", "two places"],
)
def test_no_page_counts_without_a_bound(pairs: list[tuple[str, str]]) -> None:
    query = parse(get_mission("k2"), [*pairs, ("rows", "10")])
    table = holding_of(query.mission).table
    with CaptureQueriesContext(connection) as asked:
        engine.page(query)
    counts = [one["sql"] for one in asked if table in one["sql"] and re.search(r"(?i)select count\(", one["sql"])]
    assert counts and all(f"LIMIT {engine.COUNT_CAP + 1}" in sql for sql in counts), counts


@pytest.mark.usefixtures("archive")
def test_rows_never_become_model_instances(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[type] = []
    true = models.Model.from_db.__func__  # type: ignore[attr-defined]

    def noted(cls: type[models.Model], *given: Any) -> models.Model:
        made.append(cls)
        return true(cls, *given)

    monkeypatch.setattr(models.Model, "from_db", classmethod(noted))
    query = parse(get_mission("hst"), [("target", "M 31"), ("radius", "60")])
    engine.page(parse(get_mission("hst"), [("rows", "1000")]))
    assert list(engine.stream(parse(get_mission("hst"), [("limit", "3000")])).rows) and query
    assert not [cls for cls in made if cls.__name__.startswith("Rows_")]


def test_a_query_is_compiled_for_the_database_that_runs_it() -> None:
    """`str(query)` is no SQL that runs, and `sql_with_params` is written for the default database."""
    careless = re.compile(r"sql_with_params\(|str\([a-z_.]*\.query\)")
    assert [path.name for path in SOURCES if careless.search(path.read_text())] == []


@pytest.mark.usefixtures("archive")
@pytest.mark.parametrize("mission", missions().values(), ids=lambda mission: mission.slug)
def test_cell_numbers_beyond_what_javascript_counts_to_leave_no_door(mission: Mission) -> None:
    assert not {CELL, ROW_ID} & {column.name for column in mission.columns}
    if mission in held():
        answer = Client().get(f"/search/{mission.slug}/results.json?limit=2&columns=all")
        assert CELL not in answer.getvalue().decode()


COPYLEFT = re.compile(r"\bGPL|GNU General Public", re.IGNORECASE)


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-scale.txt"])
def test_nothing_that_the_site_needs_is_under_the_gpl(name: str) -> None:
    path = ROOT / name
    lines = path.read_text().splitlines() if path.exists() else []
    for package in [found[0] for line in lines if (found := re.match(r"[A-Za-z0-9_.-]+", line))]:
        try:
            about = metadata(package)
        except PackageNotFoundError:
            continue
        said = [about.get("License-Expression") or (about.get("License") or "")[:60]]
        said += [item for item in about.get_all("Classifier", []) if item.startswith("License")]
        lesser = "Lesser" in " ".join(said) or "LGPL" in " ".join(said)
        assert lesser or not COPYLEFT.search(" ".join(said)), (package, said)


def test_no_search_goes_through_foreign_tables() -> None:
    assert [path.name for path in SOURCES if "postgres_fdw" in path.read_text()] == []


@pytest.mark.usefixtures("archive")
def test_a_wildcard_that_no_index_serves_has_a_bound_and_a_limit_of_time() -> None:
    query = parse(get_mission("k2"), [("epic_campaign", "*1*"), ("sort", "-k2_ra")])
    with override_settings(COUNT_TIME_LIMIT_S=120):
        assert engine.count(query) == Count(engine.COUNT_CAP, exact=False)
    with override_settings(PAGE_TIME_LIMIT_S=0.001), pytest.raises(TimeLimit, match="time limit"):
        engine.page(query)
    with override_settings(COUNT_TIME_LIMIT_S=0.001):
        assert not engine.count(query, cap=None).exact


API = "/search/k2/api/v0.1/search"
PAGE = "/search/k2/results"
EVERY_BOX = [(column.name, "*") for column in get_mission("k2").stored_columns if column.queryable]
WORDS = [(name, text) for name, text in EVERY_BOX if get_mission("k2").column(name).kind == "text"]
ODD = [
    pytest.param([("target", "56.75 24.12"), ("radius", "180 deg")], 200, id="half a turn"),
    pytest.param([("target", "56.75 24.12"), ("radius", "0.000001 arcsec")], 200, id="a millionth of an arcsecond"),
    pytest.param(WORDS, 200, id="a star in every box of text"),
    pytest.param(EVERY_BOX, None, id="a star in every box"),
    pytest.param([("sort", "k2_dec,-k2_ra")], 200, id="everything by columns without an index"),
    pytest.param(
        [("target", "0 0"), ("radius", "180 deg"), ("sort", "-k2_ra")], 200, id="half a turn in another order"
    ),
]


@pytest.mark.usefixtures("archive")
@pytest.mark.parametrize(("pairs", "status"), ODD)
def test_odd_searches_are_answered_or_refused_with_a_sentence(pairs: list[tuple[str, str]], status: int | None) -> None:
    for address in (PAGE, f"{PAGE}.csv"):
        answer = Client().get(address, [*pairs, ("limit", "20")])
        assert answer.status_code in ((status,) if status else (200, 400))
        assert len(answer.getvalue()) > 20
    body: dict[str, Any] = {"limit": 20, "conditions": [{name: text} for name, text in pairs if text == "*"]}
    words = dict(pairs)
    if "target" in words:
        number, unit = words["radius"].split()
        body |= {
            "target": words["target"],
            "radius": float(number),
            "radius_units": {"deg": "degrees"}.get(unit, "arcseconds"),
        }
    if "sort" in words:
        keys = words["sort"].split(",")
        body |= {"sort_by": [key.lstrip("-") for key in keys], "sort_desc": [key.startswith("-") for key in keys]}
    answer = Client().post(API, json.dumps(body), content_type="application/json")
    assert answer.status_code in ((status,) if status else (200, 400)), answer.content[:500]
    assert answer.json()


@pytest.mark.usefixtures("archive")
@pytest.mark.parametrize("pairs", [[("sort", "k2_dec,-k2_ra")], [("epic_campaign", "*9*9*"), ("sort", "-k2_ra")]])
def test_what_takes_too_long_is_stopped_with_a_sentence_and_the_next_reader_is_served(
    pairs: list[tuple[str, str]],
) -> None:
    keys = dict(pairs)["sort"].split(",")
    body = {
        "sort_by": [key.lstrip("-") for key in keys],
        "conditions": [dict([pair]) for pair in pairs if pair[0] != "sort"],
    }
    with override_settings(PAGE_TIME_LIMIT_S=0.001):
        page = Client().get(PAGE, pairs)
        api = Client().post(API, json.dumps(body), content_type="application/json")
    assert (page.status_code, api.status_code) == (503, 503)
    assert page["Retry-After"] and api["Retry-After"]
    assert "0.001 seconds" in page.content.decode() and "0.001 seconds" in api.json()["detail"]
    assert Client().get(PAGE, [("epic_campaign", "201126368*")]).status_code == 200


@pytest.mark.usefixtures("archive")
@pytest.mark.parametrize("name", ["epic_campaign", "kp", "target"])
def test_a_million_commas_are_refused_with_a_sentence(name: str) -> None:
    commas = "," * 1_000_000
    posted = Client().post(PAGE, {name: commas})
    assert posted.status_code == 400
    assert "1,000,000" in posted.content.decode()
    body = {"target": commas} if name == "target" else {"conditions": [{name: commas}]}
    told = Client().post(API, json.dumps(body), content_type="application/json")
    assert told.status_code == 400 and "1,000,000" in told.json()["detail"]
