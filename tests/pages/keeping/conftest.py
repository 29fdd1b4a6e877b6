"""A small mission of the tests' own, loaded anew as they ask, and a client that wants pages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client

from mastsite.search.declare import Mission
from mastsite.search.models import Loading
from tests.search.toy import GOOD, registered, write_csv


@pytest.fixture
def browser() -> Client:
    return Client(headers={"Accept": "text/html"})


@pytest.fixture
def toy(tmp_path: Path) -> Iterator[Mission]:
    with registered() as mission:
        load(tmp_path, GOOD)
        yield mission
    Loading.objects.filter(slug=mission.slug).delete()


def load(folder: Path, rows: list[str]) -> None:
    call_command("load_mission", "toy", file=write_csv(folder / "toy.csv", rows))
