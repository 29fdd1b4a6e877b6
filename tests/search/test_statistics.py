"""Statistics agree with the rows themselves, read one by one."""

from __future__ import annotations

import statistics as plain
from collections import Counter
from dataclasses import replace

import pytest

from mastsite.search import engine
from mastsite.search.params import parse
from mastsite.search.query import Query
from mastsite.search.registry import get_mission, missions
from mastsite.search.statistics import exposure_column, statistics, time_column
from mastsite.search.tables import held

pytestmark = pytest.mark.usefixtures("archive", "db")


@pytest.mark.parametrize("slug", missions())
def test_parts_add_up_to_the_rows(slug: str) -> None:
    mission = get_mission(slug)
    if held(mission) is None:
        return  # declared without rows
    found = statistics(Query(mission), within_s=600)
    assert found.late == ()
    assert found.rows == engine.count(Query(mission), cap=None).value
    if found.times:
        assert sum(n for _year, n in found.times.bins) == found.times.rows <= found.rows
    if found.exposures:
        assert sum(n for _bin, n in found.exposures.bins) == found.exposures.rows <= found.rows
    if found.sky:
        assert sum(n for *_centre, n in found.sky.cells) == found.sky.rows <= found.rows


def test_numbers_are_those_of_the_rows() -> None:
    mission = get_mission("hst")
    started, exposed = time_column(mission), exposure_column(mission)
    assert started and exposed
    names = [("columns", f"{started.name},{exposed.name},{mission.ra_column},{mission.dec_column}")]
    query = parse(mission, [("sci_instrume", "STIS"), *names])
    rows = list(engine.stream(query, counted=False).rows)
    found = statistics(query, within_s=600)
    times = sorted(str(row[0]) for row in rows if row[0] is not None)
    lengths = [float(row[1]) for row in rows if row[1] is not None]
    assert found.times and (found.times.first, found.times.last) == (times[0], times[-1])
    assert found.exposures and found.exposures.total == pytest.approx(sum(lengths))
    assert found.exposures.median == pytest.approx(plain.median(lengths))
    assert found.sky
    ra, dec, _n = found.sky.cells[0]
    assert any(abs(float(row[3]) - dec) < 4 for row in rows if row[3] is not None), (ra, dec)


def test_what_is_not_counted_in_time_is_named() -> None:
    found = statistics(Query(get_mission("hst")), within_s=0)
    assert (found.rows, found.times, found.exposures, found.sky) == (None, None, None, None)
    assert found.late[:4] == ("the number of rows", "times", "exposures", "the sky")
    assert found.late[4:] == ("the commonest of Instrument", "the commonest of Filters/Gratings")
    assert found.commonest == ()


def test_the_commonest_instruments_are_those_of_the_rows() -> None:
    mission = get_mission("hst")
    query = parse(mission, [("target", "10.6847 41.2687"), ("radius", "5")])
    found = statistics(query, within_s=600)
    instrument, filters = found.commonest
    assert (instrument.column.name, filters.column.name) == ("sci_instrume", "sci_spec_1234")
    for part in found.commonest:
        rows = list(engine.stream(replace(query, columns=(part.column.name,)), counted=False).rows)
        held = Counter(str(value).lower() for (value,) in rows if value is not None)
        assert part.others == (len(held) > len(part.values))
        assert [n for _value, n in part.values] == [n for _value, n in held.most_common(len(part.values))]
        assert all(held[value.lower()] == n for value, n in part.values)
