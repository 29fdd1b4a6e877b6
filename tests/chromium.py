"""A headless Chromium, with and without JavaScript; whatever it complains of fails the test.

A plugin of the whole suite, and not of one folder: there can be one Playwright in a process.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest

FOLDERS = ("tests/browser", "tests/a11y")
"""Where every test needs a browser."""


@pytest.hookimpl(tryfirst=True)  # others leave out what is marked
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if any(folder in item.path.as_posix() for folder in FOLDERS):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not path:
        from tests.conftest import missing  # which is loaded after this plugin

        missing("pages in a browser; install Chromium (on Debian: apt install chromium) and run again")
    from playwright.sync_api import sync_playwright

    arguments = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-sync"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=[*arguments, "--disable-component-update"])
        yield browser
        browser.close()


@pytest.fixture(params=[True, False], ids=["JavaScript", "no JavaScript"])
def javascript(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


@pytest.fixture
def page(chromium: Any, live_address: str, javascript: bool) -> Iterator[Any]:
    """A page that fails its test on a console error, a refused resource or a request to anywhere else."""
    context = chromium.new_context(
        java_script_enabled=javascript, base_url=live_address, viewport={"width": 1280, "height": 900}
    )
    page = context.new_page()
    complaints: list[str] = []
    page.on(
        "console", lambda message: complaints.append(message.text) if message.type in ("error", "warning") else None
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "request",
        lambda request: None if request.url.startswith((live_address, "data:")) else complaints.append(request.url),
    )
    page.set_default_timeout(15_000)
    yield page
    context.close()
    told = ("400", "404", "410")  # pages with such a status are meant; a browser complains of each
    assert [text for text in complaints if not any(status in text for status in told)] == []
