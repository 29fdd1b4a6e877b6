"""How many rows a cone holds, from the numbers of rows: against the rows themselves."""

from __future__ import annotations

import math
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from mastsite.search import crowding, engine, loading, sky
from mastsite.search.declare import Mission
from mastsite.search.fields import Cone
from mastsite.search.interior import inside_and_border
from mastsite.search.models import Holding
from mastsite.search.params import parse
from mastsite.search.registry import get_mission
from mastsite.search.result import Count
from mastsite.search.tables import holding_of
from tests.search.test_engine import all_rows
from tests.search.test_sky import CENTRES, around, centres_of, inside
from tests.search.toy import registered

MISSIONS = ("hst", "k2ffi", "jwst")
"""k2ffi has rows without a position, hst and jwst many at the same one."""
many = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
cones = st.builds(
    lambda ra, dec, log: Cone(ra, dec, min(10_800.0, math.exp(log))),
    st.floats(0, 360), st.floats(-90, 90), st.floats(math.log(1e-3), math.log(10_801)),
)  # fmt: skip


@cache
def places(mission: Mission) -> tuple[np.ndarray, np.ndarray]:
    """Cells and unit vectors of the rows that have a position."""
    at = {column.name: index for index, column in enumerate(mission.stored_columns)}
    pairs = [(row[at[mission.ra_column]], row[at[mission.dec_column]]) for row in all_rows(mission)]
    ra, dec = zip(*[pair for pair in pairs if None not in pair], strict=True)
    return sky.cells(ra, dec), sky.unit_vectors(ra, dec)


def near(mission: Mission, cone: Cone) -> int:
    """Rows in a cone, each tested."""
    apart = places(mission)[1] - np.array(sky.unit_vector(cone.ra_deg, cone.dec_deg))
    return int(((apart * apart).sum(axis=1) <= sky.chord_squared(cone.radius_arcmin)).sum())


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Limits that make the test's tables large ones."""
    monkeypatch.setattr(crowding, "BORDER_ROWS", 300)


@pytest.mark.usefixtures("archive")
@pytest.mark.parametrize("slug", MISSIONS)
@many
@given(cone=cones)
@example(cone=Cone(0.0, 90.0, 3600.0))
@example(cone=Cone(0.0, 0.0, 0.0))
def test_expected_rows_are_the_rows_in_the_ranges(slug: str, cone: Cone) -> None:
    mission = get_mission(slug)
    ranges = sky.cover(cone.ra_deg, cone.dec_deg, cone.radius_arcmin)
    found = crowding.expected_rows(holding_of(mission), cone)
    assert found == (None if ranges is None else int(inside(places(mission)[0], ranges).sum()))
    assert found is None or found >= near(mission, cone)


@pytest.mark.usefixtures("archive", "small")
@pytest.mark.parametrize("slug", MISSIONS)
@many
@given(cone=cones)
@example(cone=Cone(12.0, -45.0, 10_800.0))
@example(cone=Cone(80.0, -66.0, 10_799.0))
def test_a_cone_counted_by_row_numbers_has_as_many_rows_as_one_counted_by_one(slug: str, cone: Cone) -> None:
    holding = holding_of(get_mission(slug))
    true = near(get_mission(slug), cone)
    assert crowding.counted(holding, cone, None, beyond=0) in (Count(true), None)
    capped = crowding.counted(holding, cone, 100, beyond=0)
    assert capped is None or capped == Count(true) or (capped == Count(100, exact=False) and true > 100)


@pytest.mark.usefixtures("archive")
def test_large_cones_are_counted_exactly_and_few_of_their_rows_are_read() -> None:
    mission = get_mission("k2")
    wide = [("target", "56.75 24.12"), ("radius", "170 deg")]
    with override_settings(COUNT_TIME_LIMIT_S=120), CaptureQueriesContext(connection) as asked:
        found = engine.count(parse(mission, wide))
    assert found.exact
    assert found.value > engine.COUNT_CAP
    assert len([one for one in asked if "rows_k2" in one["sql"]]) <= 4
    row_by_row = engine.count(parse(mission, [*wide, ("epic_campaign", "!null")]), cap=None)
    assert found == row_by_row or not row_by_row.exact, "unless the clock stopped the slow one"


@pytest.mark.usefixtures("archive")
def test_a_new_loading_is_not_counted_by_the_old_one(tmp_path: Path) -> None:
    with registered() as mission:
        for rows in (3, 5):
            raw = [(n, {"toy_id": f"r{n}", "toy_ra": "10", "toy_dec": "20"}) for n in range(rows)]
            loading.load(mission, [*raw, (99, {"toy_id": "nowhere"})], source="made here")
            holding = Holding.objects.get(slug="toy")
            assert crowding.expected_rows(holding, Cone(10, 20, 1)) == rows
            assert crowding.expected_rows(holding, Cone(190, -20, 1)) == 0
            assert crowding.counted(holding, Cone(10, 20, 60), None, beyond=0) == Count(rows)


RADII_ARCMIN = [0.0, 1e-3, 0.5, 60.0, 600.0, 3599.0, 3601.0, 5400.0, 8000.0, 10_000.0, 10_799.0, 10_800.0]


@pytest.mark.parametrize("radius", RADII_ARCMIN, ids=lambda r: f"{r:.3g} arcmin")
@pytest.mark.parametrize("sort", ["anywhere", "poles", "RA 0", "cap border", "cell corners"])
@pytest.mark.parametrize("finer", [1, 4, 7])
def test_no_point_of_an_inner_cell_is_outside_and_none_of_the_cone_is_missed(
    sort: str, radius: float, finer: int
) -> None:
    rng = np.random.default_rng([int(radius), len(sort), finer])
    angle = math.radians(max(radius, 1e-4 / 60) / 60)
    ra, dec = centres_of(sort, CENTRES // 4, angle, rng)
    for ra_deg, dec_deg in zip(ra.tolist(), dec.tolist(), strict=True):
        whole, border = inside_and_border(ra_deg, dec_deg, radius, finer)
        both = sorted([*whole, *border])
        assert all(first <= last for first, last in both)
        assert all(one[1] < two[0] for one, two in zip(both, both[1:], strict=False)), "no row is counted twice"
        part = np.concatenate([np.full(300, 1 - 1e-9), np.full(300, 1 + 1e-9), np.sqrt(rng.random(200))])
        bearing = rng.uniform(0, 2 * np.pi, part.size)
        far = np.minimum(angle * part, np.pi)
        lon, lat = around(np.full(part.size, ra_deg), np.full(part.size, dec_deg), far, bearing)
        cells = sky.cells(lon, lat)
        assert inside(cells[part <= 1], both).all()
        if whole:
            assert not inside(cells[(part > 1) & (far < np.pi)], whole).any()
