"""For every mission: each row of the model leads back to the row of the table that it is made of."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from mastsite.caom.asked import Condition, Cone, Exactly, Nothing, Range, Search
from mastsite.caom.fields import BY_NAME, COMPUTED
from mastsite.caom.identity import decode
from mastsite.caom.rows import Rows, counts
from mastsite.caom.search import plan
from mastsite.caom.sources import column_of
from mastsite.caom.views import views, views_of
from mastsite.search import engine
from mastsite.search.declare import Fixed
from mastsite.search.params import parse
from mastsite.search.registry import missions
from tests.api.ask import loaded

SAMPLE = 6


def found(*conditions, cone=None, offset=0, limit=100_000):
    ready = plan(Search(conditions, cone))
    fields = [field.name for field in ready.fields]
    return [dict(zip(fields, row, strict=True)) for row in Rows(ready, counts(ready), offset, limit)]


@cache
def sample(view):
    """Rows of a view from all over its table, as the model has them; and the whole number of them."""
    ready = plan(Search())
    part = next(part for part in ready.parts if part.view is view)
    alone = replace(ready, parts=(part,))
    counted = counts(alone)
    fields = [field.name for field in ready.fields]
    step = max(1, counted[0] // SAMPLE)
    rows = [row for at in range(0, counted[0], step) for row in Rows(alone, counted, at, 1)]
    return [dict(zip(fields, row, strict=True)) for row in rows]


def held():
    return [slug for slug, mission in missions().items() if views_of(mission)]


def with_rows():
    return [slug for slug in held() if not missions()[slug].no_rows_because]


@pytest.mark.parametrize("slug", held())
def test_every_row_leads_back(archive, slug):
    mission = missions()[slug]
    if slug not in loaded():
        assert all(part.view.mission is not mission for part in plan(Search()).parts)
        return
    for view in views_of(mission):
        for row in sample(view):
            stored = engine.record(mission, row["obs_id"])
            cells = dict(zip((column.name for column in mission.stored_columns), stored, strict=True))
            assert str(cells[mission.id_column]) == row["obs_id"] == decode(row["obsid"]).identifier
            assert (row["s_ra"], row["s_dec"]) == (cells[mission.ra_column], cells[mission.dec_column])
            for name, source in view.sources.items():
                if isinstance(source, Fixed):
                    assert row[name] == source.value
                elif cells[column_of(source)] is None:
                    assert row[name] is None, name


@pytest.mark.parametrize("slug", with_rows())
def test_every_shown_value_finds_its_row(archive, slug):
    """What a row shows, asked for again, finds the row: every conversion is undone."""
    mission = missions()[slug]
    asked = 0
    for view in views_of(mission):
        for row in sample(view)[:2]:
            me = Condition("obsid", (Exactly(row["obsid"]),))
            for name, value in row.items():
                field = BY_NAME.get(name)
                if field is None or not field.searchable or name in COMPUTED:
                    continue
                test = (
                    Nothing() if value is None
                    else Range(float(value), float(value)) if field.kind == "number"
                    else Exactly(str(value).lower() if field.kind == "truth" else str(value))
                )  # fmt: skip
                again = found(me, Condition(name, (test,)))
                assert row["objID"] in [item["objID"] for item in again], (name, value)
                wrong = Exactly("-98765" if field.kind == "whole" else "no such value")
                other = Range(0.001, 0.002) if field.kind == "number" else wrong
                assert row["objID"] not in [item["objID"] for item in found(me, Condition(name, (other,)))], name
                asked += 1
    assert asked > 30


@pytest.mark.parametrize("slug", with_rows())
def test_a_cone_is_the_engines(archive, slug):
    mission = missions()[slug]
    centre = next(row for row in sample(views_of(mission)[0]) if row["s_ra"] is not None)
    radius = mission.default_radius_arcmin
    rows = found(cone=Cone(centre["s_ra"], centre["s_dec"], radius / 60))
    wanted = parse(mission, [("target", f"{centre['s_ra']} {centre['s_dec']:+}"), ("radius", f"{radius}")])
    result = engine.stream(replace(wanted, columns=(mission.id_column, "ang_sep")), counted=False)
    angles = {str(name): angle * 60 for name, angle in result.rows}
    mine = [row for row in rows if decode(row["obsid"]).slug == slug]
    assert {row["obs_id"] for row in mine} == set(angles) and mine
    for row in mine:
        assert row["distance"] == pytest.approx(angles[row["obs_id"]], abs=1e-4)


def test_the_order_is_the_same_in_parts_and_in_one(archive):
    where = Condition("obs_collection", (Exactly("FUSE"), Exactly("HLSP"), Exactly("K2FFI")))
    whole = found(where)
    parts = [row for at in range(0, len(whole), 500) for row in found(where, offset=at, limit=500)]
    assert parts == whole and len({row["objID"] for row in whole}) == len(whole) > 2_000


def test_every_row_of_a_mission_is_in_a_view(archive):
    """No row falls between the planes of a mission."""
    for mission in missions().values():
        planes = views_of(mission)
        if mission.slug not in loaded() or not planes or not any(view.where for view in planes):
            continue
        ready = plan(Search())
        names = set()
        for part in (part for part in ready.parts if part.view.mission is mission):
            query = replace(part.query, columns=(mission.id_column,))
            names |= {row[0] for row in engine.stream(query, counted=False).rows}
        assert len(names) == engine.count(parse(mission, []), cap=None).value


def test_views_are_in_the_order_of_missions():
    slugs = list(dict.fromkeys(view.mission.slug for view in views()))
    assert slugs == [slug for slug in missions() if slug in slugs]
