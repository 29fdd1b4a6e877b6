"""One search, every door: the form's address, its permalink, the JSON API and the files give the same rows in one order."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import random
import re
from html import unescape
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mastsite.search import engine
from mastsite.search.declare import Mission
from mastsite.search.params import parse
from mastsite.search.query import Query
from mastsite.search.registry import get_mission, missions
from mastsite.search.tables import holding_of
from tests.environment import TEST_DATA, VENDOR
from tests.searches import Pairs, held, searches

pytestmark = pytest.mark.usefixtures("archive")
ROWS = 50


def body(answer: Any) -> str:
    assert answer.status_code == 200, (answer.status_code, answer.content[:600])
    return (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode()


def by_page(mission: Mission, pairs: Pairs) -> list[str]:
    """Identifiers in the row headings of a results page, as a browser shows them."""
    html = body(Client().get(f"/search/{mission.slug}/results?{urlencode([*pairs, ('max_rpp', str(ROWS))])}"))
    table = re.search(r'<table[^>]* id="results".*?</table>', html, re.DOTALL)
    if "<tbody" not in html or not table:
        return []
    return [
        unescape(re.sub(r"<[^>]+>", "", cell)).strip()
        for cell in re.findall(r'<th scope="row".*?</th>', table[0], re.DOTALL)
    ]


def by_csv(mission: Mission, pairs: Pairs) -> list[str]:
    text = body(Client().get(f"/search/{mission.slug}/results.csv?{urlencode([*pairs, ('limit', str(ROWS))])}"))
    rows = csv.DictReader(io.StringIO("".join(line for line in text.splitlines(True) if not line.startswith("#"))))
    return [row[mission.id_column] for row in rows]


def by_api(query: Query) -> list[str]:
    request: dict[str, Any] = {"limit": ROWS, "select_cols": [query.mission.id_column]}
    request["conditions"] = [{name: text} for name, text in query.params() if name in query.mission.by_name]
    if query.places:
        request |= {
            "target": [place.search_pos for place in query.places],
            "radius": query.radius,
            "radius_units": "arcminutes",
        }
    if query.sort:
        request |= {"sort_by": [key.column for key in query.sort], "sort_desc": [key.descending for key in query.sort]}
    answer = Client().post(f"/search/{query.mission.slug}/api/v0.1/search", request, content_type="application/json")
    return [str(row[query.mission.id_column]) for row in json.loads(body(answer))["results"]]


@pytest.mark.parametrize("slug", sorted(missions()))
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_every_door_gives_the_same_rows(slug: str, data: st.DataObject) -> None:
    mission = get_mission(slug)
    if mission not in held():
        return
    pairs = [(name, text) for name, text in data.draw(searches(mission)) if name != "columns"]
    query = parse(mission, pairs)
    at = query.column_names.index(mission.id_column)
    rows = [str(row[at]) for row in engine.page(query, counted=False).rows][:ROWS]
    assert by_csv(mission, pairs) == rows
    assert by_csv(mission, query.params()) == rows
    assert by_api(query) == rows
    if rows:
        assert by_page(mission, pairs) == rows
        assert by_page(mission, query.params()) == rows


def _some_searches(mission: Mission) -> list[Pairs]:
    found: list[Pairs] = []

    @settings(max_examples=25, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(pairs=searches(mission))
    def gather(pairs: Pairs) -> None:
        found.append(pairs)

    gather()
    return found


def fixed_searches() -> list[tuple[Mission, Pairs]]:
    """The same searches in every run and on every database."""
    found = [(mission, pairs) for mission in held() for pairs in _some_searches(mission)]
    random.Random(0).shuffle(found)
    return found


def test_both_databases_give_the_same_rows_in_the_same_order() -> None:
    """Each run writes down what it found; the second of the two compares."""
    mine = {}
    for mission, pairs in fixed_searches():
        stamp = f"{mission.slug} {holding_of(mission).fingerprint} {pairs}"
        rows = list(engine.stream(parse(mission, pairs), counted=False).rows)
        mine[stamp] = f"{len(rows)} {hashlib.sha256(repr(rows).encode()).hexdigest()}"
    assert len(mine) > 100
    (TEST_DATA / f"rows-{VENDOR}.json").write_text(json.dumps(mine))
    other = TEST_DATA / f"rows-{'sqlite' if VENDOR == 'postgresql' else 'postgresql'}.json"
    theirs = json.loads(other.read_text()) if other.exists() else {}
    differing = [stamp for stamp in mine.keys() & theirs.keys() if mine[stamp] != theirs[stamp]]
    assert differing == []
    if VENDOR == "postgresql" and theirs:
        assert mine.keys() & theirs.keys()
