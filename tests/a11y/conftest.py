"""Walkers for the journeys: the keyboard in a headless Chromium, and a screen reader on a display of its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.a11y.orca import lacking
from tests.a11y.walker import Keyboard, Reader
from tests.browser.conftest import chromium, javascript, page  # noqa: F401  (fixtures)
from tests.conftest import missing


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/a11y" in str(item.path):
            item.add_marker(pytest.mark.browser)


@pytest.fixture
def keyboard(page: object) -> Keyboard:  # noqa: F811
    return Keyboard(page)


@pytest.fixture
def reader(live_address: str) -> Iterator[Reader]:
    if tools := lacking():
        missing(f"journeys with a screen reader; install {', '.join(tools)} and run again")
    walker = Reader(live_address)
    yield walker
    walker.close()
