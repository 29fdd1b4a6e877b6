"""One region through every door that takes it: the same number of rows."""

from __future__ import annotations

import json
from urllib.parse import urlencode

import pytest
from django.test import Client

from mastsite.search import engine
from mastsite.search.facets import facet_columns, facets
from mastsite.search.params import parse
from mastsite.search.registry import get_mission
from mastsite.search.statistics import statistics

pytestmark = [pytest.mark.usefixtures("archive"), pytest.mark.django_db]
PATIENCE_S = 60.0
SEARCHES = [
    (slug, region, relation)
    for slug in ("tess", "galex", "k2ffi")
    for region, relation in (
        ("CIRCLE 98 -66 2", "touches"),
        ("CIRCLE 98 -66 0.2", "covers"),
        ("BOX 359.9 0 8 8", "touches"),
        ("3/0-40", "centre"),
    )
]


@pytest.mark.parametrize(("slug", "region", "relation"), SEARCHES)
def test_doors_agree(slug: str, region: str, relation: str) -> None:
    mission = get_mission(slug)
    asked = {"region": region, "region_is": relation}
    query = parse(mission, list(asked.items()))
    wanted = engine.count(query, cap=None).value
    assert statistics(query, within_s=PATIENCE_S).rows == wanted
    for one in facets(query, facet_columns(mission), within_s=PATIENCE_S):
        assert one.counted
        assert one.cut or sum(value.count or 0 for value in one.values) == wanted, one.column.name
    client = Client()
    csv = client.get(f"/search/{slug}/results.csv?{urlencode([*asked.items(), ('comments', 'no')])}").getvalue()
    assert len(csv.splitlines()) - 1 == wanted
    body = {"conditions": [], "count_only": True, **asked}
    answer = client.post(f"/search/{slug}/api/v0.1/search", json.dumps(body), content_type="application/json")
    assert answer.status_code == 200, answer.content
    assert answer.json()["totalResults"] == wanted
