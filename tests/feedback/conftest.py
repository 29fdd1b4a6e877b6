"""A form that was shown a while ago, and a database that forgets."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from mastsite.feedback import stamps
from mastsite.feedback.models import Message

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
AtMoment = Callable[[datetime], None]
Send = Callable[..., object]


@pytest.fixture
def kept(archive: None) -> Iterator[None]:
    """Whatever a test writes into the database is taken back."""
    from django.db import transaction

    with transaction.atomic():
        Message.objects.all().delete()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> AtMoment:
    """Set the clock; it stands at noon of a day."""

    def set_clock(moment: datetime) -> None:
        monkeypatch.setattr(stamps, "now", lambda: moment)

    set_clock(NOON)
    return set_clock


@pytest.fixture
def browser(kept: None, at: AtMoment) -> Client:
    return Client(headers={"Accept": "text/html", "User-Agent": "Mozilla/5.0"})


@pytest.fixture
def stamp(at: AtMoment) -> Callable[..., str]:
    """A function that gives the mark of a form which was shown some seconds ago."""

    def shown(ago_s: float = 60) -> str:
        now = stamps.now()
        at(now - timedelta(seconds=ago_s))
        mark = stamps.new_stamp()
        at(now)
        return mark

    return shown


@pytest.fixture
def send(browser: Client, stamp: Callable[..., str]) -> Send:
    """A function that sends the form as a person does, with some parts otherwise."""

    def sent(**parts: str) -> object:
        form = {
            "message": "The radius is read as degrees.",
            "kind": "",
            "page": "/search/hst/",
            "contact": "",
            "website": "",
        }
        return browser.post("/feedback", {**form, "stamp": stamp(), **parts})

    return sent
