"""Walkers for the journeys: the keyboard in a headless Chromium, and a screen reader on a display of its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.a11y.orca import lacking
from tests.a11y.record import FILE, Record
from tests.a11y.walker import Keyboard, Reader
from tests.a11y.walks import Walk, Walks
from tests.conftest import missing


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--record", action="store_true", help="write docs/accessibility-run.json")
    parser.addoption("--goldens", choices=["check", "write"], default="check", help="transcripts of Orca's journeys")


@pytest.fixture(scope="session")
def run_record(request: pytest.FixtureRequest) -> Iterator[Record]:
    """What this session tries; written at its end when ``--record`` was given."""
    record = Record()
    yield record
    if not request.config.getoption("--record", default=False):
        return
    if request.config.getoption("keyword"):
        terminal = request.config.pluginmanager.get_plugin("terminalreporter")
        terminal.write_line(f"\n{FILE.name} is left as it was: only some of the tests were run")
    else:
        record.write()


@pytest.fixture
def keyboard(page: object) -> Keyboard:
    return Keyboard(page)


@pytest.fixture
def goldens(request: pytest.FixtureRequest) -> str:
    """Whether transcripts are compared ("check") or written ("write")."""
    return str(request.config.getoption("--goldens", default="check"))


@pytest.fixture(scope="session")
def walks(request: pytest.FixtureRequest, live_address: str) -> Iterator[Walks]:
    """The walks with a screen reader that this run asks for, begun together."""
    asked = [walk for item in request.session.items if (walk := _walk(item)) and not lacking(walk.browser)]
    if request.config.getoption("--goldens", default="check") == "write":
        asked = [one for walk in asked for one in (walk, *(walk.again_twice() if walk.javascript else ()))]
    walks = Walks(live_address, asked)
    yield walks
    walks.close()


def _walk(item: pytest.Item) -> Walk | None:
    callspec = getattr(item, "callspec", None)
    walk = callspec.params.get("walk") if callspec else None
    return walk if isinstance(walk, Walk) else None


@pytest.fixture
def reader(live_address: str) -> Iterator[Reader]:
    _tools("chromium")
    walker = Reader(live_address)
    yield walker
    walker.close()


@pytest.fixture(autouse=True)
def _tools_of_a_walk(request: pytest.FixtureRequest) -> None:
    if walk := _walk(request.node):
        _tools(walk.browser)


def _tools(browser: str) -> None:
    if tools := lacking(browser):
        missing(f"journeys with a screen reader in {browser.capitalize()}; install {', '.join(tools)} and run again")
