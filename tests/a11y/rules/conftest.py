"""Tabs of a browser that are kept for the whole session, and what they are opened with."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import RequestFactory

from tests.a11y.pages import Page

Visit = Callable[[Page], Any]
"""From a page to a tab that shows it."""

MADE_AT = {"QUERY_STRING": "target=m+31"}
TOLD = ("400", "403", "404", "410", "500", "503")
"""Statuses that are meant; a browser complains of each."""


class Tab:
    """One tab in which page after page is opened; `complaints` are those of the page that it shows."""

    def __init__(self, context: Any, address: str) -> None:
        self.context, self.base, self.complaints = context, address, list[str]()
        self.tab = context.new_page()
        self.tab.set_default_timeout(30_000)
        self.tab.on(
            "console", lambda line: self.complaints.append(line.text) if line.type in ("error", "warning") else None
        )
        self.tab.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.tab.on("request", lambda request: self._local(request.url))

    def _local(self, url: str) -> None:
        if not url.startswith((self.base, "data:", "about:")):
            self.complaints.append(f"asks for {url}")

    def show(self, page: Page) -> Any:
        """Open `page` anew, at the usual size and in the usual look."""
        address, status = page.found()
        self.tab.set_viewport_size({"width": 1280, "height": 900})
        self.tab.emulate_media(
            media="screen", color_scheme="light", forced_colors="none", reduced_motion="no-preference"
        )
        self.tab.goto("about:blank")
        self.complaints.clear()
        if page.made:
            self._answer_with(page)
        answer = self.tab.goto(self.base + address)
        if page.made:
            self.tab.unroute("**/*")
        assert answer.status == status, f"{address} answers {answer.status}"
        assert answer.headers["content-type"].startswith("text/html"), address
        return self.tab

    def _answer_with(self, page: Page) -> None:
        assert page.made
        made = page.made(RequestFactory(**MADE_AT).get(page.address))
        body, wanted = made.content.decode(), self.base + page.address
        self.tab.route(
            "**/*",
            lambda route: (
                route.fulfill(status=made.status_code, content_type="text/html; charset=utf-8", body=body)
                if route.request.url == wanted
                else route.continue_()
            ),
        )


def _tab(chromium: Any, address: str, **how: Any) -> Iterator[Tab]:
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, **how)
    yield Tab(context, address)
    context.close()


@pytest.fixture(scope="session")
def strict(chromium: Any, live_address: str) -> Iterator[Tab]:
    """As a visitor's: the policy of the site is in force."""
    yield from _tab(chromium, live_address)


@pytest.fixture(scope="session")
def open_to_tools(chromium: Any, live_address: str) -> Iterator[Tab]:
    """Without the policy, so that a tool's script and a reader's style sheet can be put in."""
    yield from _tab(chromium, live_address, bypass_csp=True)


@pytest.fixture(scope="session")
def scriptless(chromium: Any, live_address: str) -> Iterator[Tab]:
    """With JavaScript turned off."""
    yield from _tab(chromium, live_address, java_script_enabled=False)
