"""Cells: what the eye sees, what the ear hears, and that nothing typed or stored becomes markup."""

from __future__ import annotations

from pathlib import Path

import pytest

from mastsite.pages.cells import NOTHING, Manner, rows_of_cells, shower
from mastsite.search.declare import Column, Mission
from mastsite.search.query import Place

MISSION = Mission(
    "toy", "Toy", "Toy",
    (Column("name", "Name"), Column("sky_ra", "RA", "ra", unit="deg", decimals=5), Column("sky_dec", "Dec", "dec"), Column("exp", "Exp", "float", decimals=2)),
    "name", Path(), ra_column="sky_ra", dec_column="sky_dec",
)  # fmt: skip


@pytest.mark.parametrize(
    ("column", "manner", "value", "html"),
    [
        pytest.param(Column("t", "T"), Manner(), "<b>&\"'", "&lt;b&gt;&amp;&quot;&#x27;", id="text-is-escaped"),
        pytest.param(Column("f", "F", "float", decimals=2), Manner(), 2.345, "2.35", id="float-rounded"),
        pytest.param(Column("f", "F", "float"), Manner(), 1e-20, "1e-20", id="float-whole"),
        pytest.param(Column("i", "I", "integer"), Manner(), 12345, "12345", id="integer-has-no-commas"),
        pytest.param(Column("b", "B", "boolean"), Manner(), False, "no", id="boolean"),
        pytest.param(Column("d", "D", "datetime"), Manner(), "1999-07-23T18:20:35.219", '<time datetime="1999-07-23T18:20:35.219Z">1999-07-23 18:20:35</time>', id="moment"),
        pytest.param(Column("d", "D", "datetime"), Manner(), "1999-07-23", '<time datetime="1999-07-23">1999-07-23</time>', id="day"),
        pytest.param(Column("r", "R", "ra"), Manner(spoken="written"), 10.684792, "00 42 44.350", id="ra-as-written"),
        pytest.param(Column("r", "R", "ra"), Manner("dec"), 10.684792, "10.684792", id="ra-degrees"),
        pytest.param(Column("r", "R", "ra"), Manner("dechr"), 15.0, "1.0000000", id="ra-hours"),
        pytest.param(Column("d", "D", "dec", decimals=1), Manner("dechr"), 4.26, "+4.3", id="dec-beside-hours"),
        pytest.param(Column("d", "D", "dec"), Manner(), -4.5, '<span aria-hidden="true">-04 30 00.00</span><span class="vh">minus 4 degrees 30 arcminutes 0.00 arcseconds</span>', id="dec-in-words"),
        pytest.param(Column("r", "R", "ra", decimals=2), Manner(spoken="decimal"), 15.0, '<span aria-hidden="true">01 00 00.000</span><span class="vh">15.00 degrees</span>', id="ra-spoken-decimal"),
    ],
)  # fmt: skip
def test_value(column: Column, manner: Manner, value: object, html: str) -> None:
    assert shower(column, manner)(value) == html  # type: ignore[arg-type]


def test_searched_position_is_told_by_its_name() -> None:
    place = Place("m 31", 10.5, 41.25, canonical="M 31")
    assert shower(MISSION.column("search_pos"), Manner(places=(place,)))("10.5 41.25") == "M 31"


def test_rows() -> None:
    columns = tuple(MISSION.column(name) for name in ("name", "exp"))
    first, second = rows_of_cells(MISSION, columns, [("a/<b>", 1.0), ("c", None)], Manner(), back="x=1&y")
    assert first == (
        '<th scope="row" class="lead-col"><a id="row-a%2F%3Cb%3E" href="/search/toy/dataset/a%2F%3Cb%3E?from=x%3D1%26y">a/&lt;b&gt;</a></th><td class="num">1.00</td>'
    )
    assert second.endswith(f'<td class="num">{NOTHING}</td>')


def test_a_row_that_is_found_twice_has_no_id() -> None:
    columns = (MISSION.column("name"),)
    assert all(" id=" not in row for row in rows_of_cells(MISSION, columns, [("a",), ("a",)], Manner()))


def test_without_the_identifier_the_first_column_heads_the_row() -> None:
    (row,) = rows_of_cells(MISSION, (MISSION.column("exp"),), [(1.0,)], Manner())
    assert row == '<th scope="row" class="lead-col">1.00</th>'
