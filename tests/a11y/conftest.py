"""Walkers for the journeys: the keyboard in a headless Chromium, and a screen reader on a display of its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.a11y.orca import lacking
from tests.a11y.walker import Keyboard, Reader
from tests.conftest import missing


@pytest.fixture
def keyboard(page: object) -> Keyboard:
    return Keyboard(page)


@pytest.fixture
def reader(live_address: str) -> Iterator[Reader]:
    if tools := lacking():
        missing(f"journeys with a screen reader; install {', '.join(tools)} and run again")
    walker = Reader(live_address)
    yield walker
    walker.close()
