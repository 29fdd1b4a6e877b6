"""What came new with a loading: noted while the old rows are there, kept across loadings, within bounds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from django.core.management import call_command

from mastsite.search import arrivals
from mastsite.search.arrivals import new_rows
from mastsite.search.declare import Mission
from mastsite.search.models import Arrival, Holding, Loading
from mastsite.search.params import parse
from tests.search.toy import GOOD, registered, write_csv

pytestmark = pytest.mark.usefixtures("archive")
D, E = "d,M 31,10.69,41.28,2014-01-01,4,yes,1", "e,M 33,23.5,30.7,2015-01-01,5,no,2"


@pytest.fixture
def toy() -> Iterator[Mission]:
    with registered() as mission:
        yield mission
    Loading.objects.filter(slug=mission.slug).delete()


def load(folder: Path, rows: list[str]) -> None:
    call_command("load_mission", "toy", file=write_csv(folder / "toy.csv", rows))


def new(mission: Mission, **more: str) -> list[tuple[str, int]]:
    return [(row.identifier, row.version) for row in new_rows(parse(mission, list(more.items()))).rows]


def test_nothing_of_a_first_loading_is_new(toy: Mission, tmp_path: Path) -> None:
    load(tmp_path, GOOD)
    news = new_rows(parse(toy, []))
    assert (news.rows, news.more, news.unlisted) == ((), False, 0)
    assert news.latest is not None and news.latest.added is None and news.latest.row_count == 3


def test_what_came_is_told_after_many_loadings(toy: Mission, tmp_path: Path) -> None:
    load(tmp_path, GOOD)
    load(tmp_path, [*GOOD, D])
    assert new(toy) == [("d", 2)]
    load(tmp_path, [*GOOD[1:], D, E])
    assert new(toy) == [("e", 3), ("d", 2)]
    latest = new_rows(parse(toy, [])).latest
    assert latest is not None and (latest.added, latest.gone) == (1, 1)
    load(tmp_path, [*GOOD[1:], D, E])
    load(tmp_path, [*GOOD[1:], D, E])
    assert new(toy) == [("e", 3), ("d", 2)]


def test_a_row_that_went_is_not_told_and_is_new_when_it_comes_back(toy: Mission, tmp_path: Path) -> None:
    load(tmp_path, GOOD)
    load(tmp_path, [*GOOD, D])
    load(tmp_path, GOOD)
    assert new(toy) == []
    load(tmp_path, [*GOOD, D])
    assert new(toy) == [("d", 4)]


def test_only_rows_of_the_search(toy: Mission, tmp_path: Path) -> None:
    load(tmp_path, GOOD)
    load(tmp_path, [*GOOD, D, E])
    assert new(toy, toy_name="M 33") == [("e", 2)]
    assert new(toy, target="10.68 41.27", radius="2") == [("d", 2)]
    assert new(toy, target="10.68 41.27; 10.69 41.28", radius="2") == [("d", 2)]  # near both, and told once
    assert new(toy, toy_name="M 99") == []


def test_pages_of_news(toy: Mission, tmp_path: Path) -> None:
    load(tmp_path, GOOD)
    load(tmp_path, [*GOOD, *(f"n{number:03},N,1,1,,1,," for number in range(7))])
    told, skip = [], 0
    while True:
        news = new_rows(parse(toy, []), skip=skip, most=3)
        told += [row.identifier for row in news.rows]
        skip += 3
        if not news.more:
            break
    assert sorted(told) == [f"n{number:03}" for number in range(7)]


def test_only_the_latest_identifiers_are_kept_and_the_rest_is_counted(
    toy: Mission, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(arrivals, "KEPT", 5)
    load(tmp_path, GOOD)
    load(tmp_path, [*GOOD, D, E])
    load(tmp_path, [*GOOD, D, E, *(f"n{number:03},N,1,1,,1,," for number in range(7))])
    assert Arrival.objects.filter(loading__slug="toy").count() == 5
    news = new_rows(parse(toy, []))
    assert len(news.rows) == 5 and {row.version for row in news.rows} == {3}
    assert news.unlisted == 4


def test_old_loadings_are_forgotten(toy: Mission, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arrivals, "KEPT_LOADINGS", 2)
    for rows in (GOOD, [*GOOD, D], [*GOOD, D, E], GOOD):
        load(tmp_path, rows)
    assert list(Loading.objects.filter(slug="toy").order_by("version").values_list("version", flat=True)) == [3, 4]


def test_holdings_from_before_such_notes(toy: Mission, tmp_path: Path) -> None:
    load(tmp_path, GOOD)
    Loading.objects.filter(slug="toy").delete()
    assert new_rows(parse(toy, [])).latest is None
    load(tmp_path, [*GOOD, D])
    assert new(toy) == [("d", 2)]


def test_rows_that_are_called_otherwise_are_not_compared(toy: Mission, tmp_path: Path) -> None:
    load(tmp_path, GOOD)
    holding = Holding.objects.get(slug="toy")
    assert arrivals.compare(replace_id(toy), holding, holding.table) is None
    assert arrivals.compare(toy, None, holding.table) is None
    holding.table = "rows_toy_9999"
    assert arrivals.compare(toy, holding, "rows_toy_0001") is None


def replace_id(mission: Mission) -> Mission:
    return replace(mission, id_column="toy_other")


def test_a_load_that_is_refused_notes_nothing(toy: Mission, tmp_path: Path) -> None:
    from django.core.management import CommandError

    load(tmp_path, GOOD)
    with pytest.raises(CommandError):
        load(tmp_path, [*GOOD, "a,x,1,1,,1,,"])
    assert Loading.objects.filter(slug="toy").count() == 1
