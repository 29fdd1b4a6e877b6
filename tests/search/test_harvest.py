"""Harvesting, from this very site."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from mastsite.search import engine, harvest
from mastsite.search.harvest import HarvestError, Remote
from mastsite.search.loading import load
from mastsite.search.params import parse
from mastsite.search.registry import get_mission
from tests.search.toy import registered


def copy_of(slug: str):
    """A mission with the columns of another, and a slug of its own."""
    original = get_mission(slug)
    return replace(original, slug="toy", columns=tuple(column for column in original.columns))


@pytest.mark.parametrize("slug", ["fuse", "kepler"])
def test_a_mission_harvested_from_here_has_the_same_rows(
    live_address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, slug: str
) -> None:
    monkeypatch.setattr(harvest, "PAGE_ROWS", 50)
    original = get_mission(slug)
    with registered(copy_of(slug)) as mission:
        spool = tmp_path / "spool.jsonl"
        found = harvest.fetch(mission, Remote(live_address, slug), spool)
        load(mission, harvest.rows(spool), source="harvest")
        columns = ("columns", ",".join(column.name for column in original.stored_columns))
        here = list(engine.stream(parse(original, [columns])).rows)
        there = list(engine.stream(parse(mission, [columns])).rows)
    assert found == len(here) > 100
    assert there == here


def test_an_interrupted_harvest_goes_on_after_its_last_whole_page(
    live_address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(harvest, "PAGE_ROWS", 50)
    remote = Remote(live_address, "fuse")
    mission = get_mission("fuse")
    spool = tmp_path / "spool.jsonl"

    def stop(rows: int) -> None:
        if rows >= 100:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        harvest.fetch(mission, remote, spool, stop)
    with spool.open("ab") as lines:
        lines.write(b'[{"half": "a pa')
    seen: list[int] = []
    total = harvest.fetch(mission, remote, spool, seen.append)
    assert seen[0] == 150, "it went on after 100"
    identifiers = [row[mission.id_column] for _number, row in harvest.rows(spool)]
    assert len(identifiers) == len(set(identifiers)) == total == engine.count(parse(mission, [])).value


def test_a_server_that_is_not_there_is_told_and_the_spool_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(harvest.time, "sleep", lambda seconds: None)
    spool = tmp_path / "spool.jsonl"
    spool.write_text("[1]\n")
    with pytest.raises(HarvestError, match="again to go on"):
        harvest.fetch(get_mission("fuse"), Remote("http://127.0.0.1:9", "fuse"), spool)
    assert spool.read_text() == "[1]\n"


@pytest.mark.parametrize(("slug", "server", "said"), [("nope", "http://x", "nope"), ("fuse", "ftp://x", "http://")])
def test_a_command_that_makes_no_sense_is_refused(slug: str, server: str, said: str) -> None:
    with pytest.raises(CommandError, match=said):
        call_command("harvest", slug, server=server)
