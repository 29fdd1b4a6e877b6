"""Old pages, a clock to be set, and a database that forgets."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime

import pytest
from django.test import Client, override_settings

from mastsite.retirement import clock, counters, registry
from mastsite.retirement.models import Change, Count, Feedback, Kind, OldPage

AtDay = Callable[[date], None]


@pytest.fixture
def site() -> Iterator[None]:
    """The test's own old pages in place of the site's."""
    chosen = {"sources": ("tests.retirement.records.all_records",), "count_every_s": 0, "site_name": "Test archive"}
    with override_settings(ROOT_URLCONF="tests.retirement.oldsite", RETIREMENT=chosen):
        registry.forget(declarations=True)
        yield
    registry.forget(declarations=True)


@pytest.fixture
def kept(archive: None) -> Iterator[None]:
    """Whatever a test writes into the database is taken back."""
    from django.db import transaction

    _forget_waiting()  # of other tests
    with transaction.atomic():
        for model in (Count, Kind, Change, OldPage, Feedback):
            model.objects.all().delete()
        registry.forget()
        yield
        transaction.set_rollback(True)
    _forget_waiting()
    registry.forget()


def _forget_waiting() -> None:
    counters._Waiting.counts.clear()
    counters._Waiting.kinds.clear()


@pytest.fixture
def on_day(monkeypatch: pytest.MonkeyPatch) -> AtDay:
    """Set the clock to noon of a day, UTC."""

    def set_clock(day: date, hour: int = 12) -> None:
        monkeypatch.setattr(clock, "now", lambda: datetime(day.year, day.month, day.day, hour, tzinfo=UTC))

    return set_clock


@pytest.fixture
def browser(site: None, kept: None) -> Client:
    return Client(headers={"Accept": "text/html", "User-Agent": "Mozilla/5.0"})
