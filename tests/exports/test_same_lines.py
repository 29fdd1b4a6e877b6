"""Files of separated values are the same bytes whoever writes their lines: PostgreSQL, orjson or our own writer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from unittest import mock

import pytest
from django.db import connection
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st

from mastsite.exports import WRITERS, delimited
from mastsite.exports.delimited import lines_of
from mastsite.exports.plain import plain_lines
from mastsite.search import engine, streaming
from mastsite.search.declare import Column, Mission
from mastsite.search.params import parse
from mastsite.search.query import Query
from mastsite.search.registry import get_mission
from mastsite.search.tables import ROW_ID, holding_of, holdings, model_for
from tests.exports.samples import TEXTS

pytestmark = pytest.mark.usefixtures("archive")

DELIMITED = ("csv", "tsv", "psv", "ssv")
MOMENT = datetime(2026, 11, 22, tzinfo=UTC)

HARD_TEXTS = (
    *TEXTS, "#", '"#"', 'a,"b#",c', "1e+15", "x,1e+15", "1e5", "-0.00001", "[null", "null", "],[", "[1e5]", "[", "]", "\\.", "\\N",
    "\r", "\n", "\r\n", "true", "NaN", "%s", "|", ";", "\x1f", "\x7f", " ", '"', '""', "e", "0e0", "n", "\u2028", "🔭",
)  # fmt: skip
HARD_FLOATS = (
    0.0, -0.0, 1.0, -1800.0, 100.0, 0.1, 1 / 3, 1e-4, 0.00012345, 9.9e-5, 1e-5, -1.5e-7, 5e-324, 1e14, 123456789012345.6,
    1e15, 1e15 + 0.125, -1234567890123456.5, 4503599627370497.5, 9007199254740993.0, 9999999999999998.0, 1e16, 1.5e16, 1e22,
    123456789012345680.0, -2.2250738585072014e-308, 1.7976931348623157e308,
)  # fmt: skip
BEYOND = (float("inf"), float("-inf"), float("nan"))
HARD_WHOLE = (0, 1, -1, 2**53 + 1, 2**63 - 1, -(2**63))


def file_of(name: str, query: Query) -> bytes:
    result = engine.stream(query)
    result.asked_at = MOMENT
    return b"".join(WRITERS[name].write(result, address="http://localhost/"))


@contextmanager
def by_cell() -> Iterator[None]:
    """Within it neither the database nor orjson writes a line."""
    with (
        mock.patch.object(delimited, "copied_lines", return_value=None),
        mock.patch.object(delimited, "plain_lines", return_value=lambda rows: None),
    ):
        yield


@contextmanager
def by_json() -> Iterator[None]:
    with mock.patch.object(delimited, "copied_lines", return_value=None):
        yield


@contextmanager
def by_database() -> Iterator[None]:
    """Within it few rows are read as many are."""
    with mock.patch.object(streaming, "_is_few", return_value=False):
        yield


def same(name: str, query: Query) -> bytes:
    """The file, which is the same in all four ways."""
    with by_cell():
        wanted = file_of(name, query)
    with by_json():
        assert file_of(name, query) == wanted
    with by_database():
        assert file_of(name, query) == wanted
    assert file_of(name, query) == wanted
    return wanted


def everything(mission: Mission, *pairs: tuple[str, str]) -> Query:
    return parse(mission, [("columns", ",".join(column.name for column in mission.stored_columns)), *pairs])


@pytest.mark.parametrize("name", DELIMITED)
def test_the_rows_of_every_mission(name: str) -> None:
    limit = 6000 if name == "csv" else 1500
    for slug, holding in holdings().items():
        written = same(name, everything(get_mission(slug), ("limit", str(limit))))
        assert written.count(b"\n") > min(holding.row_count, limit), slug


SEARCHES = {
    "criteria": [("sci_instrume", "STIS,WFC3"), ("sci_targname", "*N*"), ("sci_pep_id", ">5000")],
    "a cone": [("target", "10.6847 41.2690"), ("radius", "30")],
    "a cone with separations": [("target", "10.6847 41.2690"), ("radius", "30"), ("columns", "sci_data_set_name,ang_sep,sci_ra")],
    "sorted": [("sort", "-sci_actual_duration"), ("limit", "700")],
    "later rows": [("offset", "500"), ("limit", "1200")],
    "nothing": [("sci_pep_id", "-5")],
    "all columns": [("columns", "all"), ("sort", "sci_ra")],
    "all columns in a cone": [("columns", "all"), ("target", "10.6847 41.2690")],
    "one column": [("columns", "sci_data_set_name")],
    "without the identifier": [("columns", "sci_ra,sci_dec,sci_targname")],
    "truths first": [("columns", "sci_hapnum,sci_haspnum,sci_data_set_name,sci_actual_duration")],
}  # fmt: skip


@pytest.mark.parametrize("pairs", SEARCHES.values(), ids=SEARCHES)
def test_searches_of_many_kinds(pairs: list[tuple[str, str]]) -> None:
    end = same("csv", parse(get_mission("hst"), pairs)).splitlines()[-1]
    assert end.startswith(b"# end: ")


def test_a_search_around_several_places() -> None:
    pairs = [
        ("target", "10.6847 41.2690; 83.8221 -5.3911"),
        ("radius", "60"),
        ("columns", "sci_data_set_name,sci_ra,sci_dec"),
    ]
    query = parse(get_mission("hst"), pairs)
    assert len(query.places) == 2
    assert same("csv", query).count(b"\n") > 10


def test_behind_a_page_mark() -> None:
    mission = get_mission("hst")
    page = engine.page(parse(mission, [("sort", "sci_pep_id"), ("rows", "20")]))
    query = replace(everything(mission, ("sort", "sci_pep_id"), ("limit", "300")), after=page.next_after)
    same("csv", query)


def test_limits_are_told_whoever_writes_the_lines() -> None:
    with override_settings(EXPORT_ROW_LIMIT=25):
        assert b"# end: 25 rows, truncated: cut at 25 rows, this site's limit" in same(
            "csv", parse(get_mission("hst"), [])
        )
    with override_settings(EXPORT_TIME_LIMIT_S=0.001):
        cut = file_of("csv", everything(get_mission("k2")))
    end = cut.splitlines()[-1]
    assert b"truncated: The search was stopped after 0.001 seconds" in end
    assert end.startswith(b"# end: %d rows" % (cut.count(b"\r\n") - cut.count(b"\r\n#") - 2))


@pytest.mark.django_db
@pytest.mark.parametrize("name", DELIMITED)
@pytest.mark.parametrize("spoilt", ["floats", "floats and texts", "floats and texts and infinities"])
def test_values_that_break_careless_writers(name: str, spoilt: str) -> None:
    mission = get_mission("kepler")
    floats = (*HARD_FLOATS, *BEYOND) if "infinities" in spoilt else HARD_FLOATS
    _spoil(mission, floats, HARD_TEXTS if "texts" in spoilt else ())
    written = same(name, everything(mission)).decode()
    assert "1000000000000000.1" in written
    assert ('"#"' in written) == ("texts" in spoilt)
    assert ("inf" in written) == ("infinities" in spoilt) or "texts" not in spoilt


ROWS = st.lists(
    st.tuples(
        st.one_of(st.none(), st.text(alphabet="ae1.0-nul[],\"# \\é\n", max_size=6)),
        st.one_of(st.none(), st.floats(), st.sampled_from(HARD_FLOATS)),
        st.one_of(st.none(), st.integers(-(2**64), 2**64)),
        st.one_of(st.none(), st.booleans()),
    ),
    min_size=1, max_size=8,
)  # fmt: skip
OF_KINDS = (Column("a", "A"), Column("b", "B", "float"), Column("c", "C", "integer"), Column("d", "D", "boolean"))


@pytest.mark.parametrize(("delimiter", "line_end"), [(",", "\r\n"), ("\t", "\n"), ("|", "\n")])
@given(rows=ROWS)
def test_lines_by_way_of_json(delimiter: str, line_end: str, rows: list[tuple[Any, ...]]) -> None:
    """None, or the same as cell by cell."""
    cells = list(zip(*rows, strict=True))
    wanted = lines_of(OF_KINDS, delimiter=delimiter, line_end=line_end)(cells)
    assert plain_lines(OF_KINDS, delimiter, line_end)(rows) in (None, wanted)


def test_ordinary_rows_go_by_way_of_json() -> None:
    rows = [("tess-s0001-1-1", 1e-07, 5, True), ("null", None, None, None), (None, 1e16, -5, False)]
    wanted = b"tess-s0001-1-1,1e-07,5,true\r\nnull,,,\r\n,1e+16,-5,false\r\n"
    assert plain_lines(OF_KINDS, ",", "\r\n")(rows) == wanted


def _spoil(mission: Mission, floats: Sequence[float], texts: Sequence[str | None]) -> None:
    """Hard values in the rows of a mission, for this transaction; the identifiers of some rows too."""
    holding = holding_of(mission)
    objects = model_for(mission.slug, holding.table)._default_manager
    numbers = sorted(objects.values_list(ROW_ID, flat=True))[:120]
    for at, number in enumerate(numbers):
        objects.filter(**{ROW_ID: number}).update(
            **{
                column.name: _hard(column, at + place, floats, texts)
                for place, column in enumerate(mission.stored_columns)
                if texts or column.kind in ("float", "integer", "boolean")
            }
        )


def _hard(column: Column, at: int, floats: Sequence[float], texts: Sequence[str | None]) -> object:
    if column.kind == "boolean":
        return (True, False, None)[at % 3]
    choices: Sequence[object] = texts
    if column.kind == "integer":
        choices = (*HARD_WHOLE, None)
    elif column.kind in ("float", "ra", "dec"):
        choices = (*floats, None)
    return choices[at % len(choices)]


def test_postgresql_writes_the_lines_where_it_can() -> None:
    """And only there: few rows, computed columns, a lone column and rows without their identifier are written here."""
    can = connection.vendor == "postgresql"
    for pairs, wanted in (
        ([], can),
        (SEARCHES["all columns"], can),
        (SEARCHES["all columns in a cone"], False),
        ([("target", "10.6847 41.2690"), ("radius", "30 deg"), ("columns", "sci_data_set_name,sci_ra")], can),
        (SEARCHES["a cone with separations"], False),
        (SEARCHES["one column"], False),
        ([("limit", "1000")], False),
        (SEARCHES["without the identifier"], False),
    ):
        rows = engine.stream(parse(get_mission("hst"), pairs)).rows
        lines = rows.lines(",")  # type: ignore[attr-defined]
        assert (lines is not None) == wanted, pairs
        rows.close()  # type: ignore[attr-defined]
