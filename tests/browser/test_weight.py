"""What a visit costs on the wire, as a browser counts it: everything once, and then the page alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

FORM, FIRST_VISIT = 20 * 1024, 60 * 1024
"""Bytes as they are sent, heads of answers included."""

VISITS = {"home": "/", "form": "/search/hst/", "results": "/search/hst/results?target=m+31&radius=5"}
ICON = "/icon."
"""Asked for when everything else is done, perhaps not before the second visit."""
Load = dict[str, int]


@pytest.fixture
def visit(chromium: Any, live_address: str) -> Any:
    """A new browser's visits: what came over the network for each, by address."""
    context = chromium.new_context(base_url=live_address, viewport={"width": 1280, "height": 900})

    def visited(path: str) -> Load:
        page = context.new_page()
        session = context.new_cdp_session(page)
        session.send("Network.enable")
        address: dict[str, str] = {}
        kept: set[str] = set()
        load: Load = {}

        def came(event: dict[str, Any]) -> None:
            address[event["requestId"]] = event["response"]["url"]
            if event["response"].get("fromDiskCache") or event["response"].get("fromPrefetchCache"):
                kept.add(event["requestId"])

        def ended(event: dict[str, Any]) -> None:
            if event["requestId"] not in kept and event["requestId"] in address:
                url = address[event["requestId"]].removeprefix(live_address)
                load[url] = load.get(url, 0) + int(event["encodedDataLength"])

        session.on("Network.responseReceived", came)
        session.on("Network.requestServedFromCache", lambda event: kept.add(event["requestId"]))
        session.on("Network.loadingFinished", ended)
        page.goto(path, wait_until="networkidle")
        page.close()
        return load

    yield visited
    context.close()


@pytest.mark.parametrize("path", VISITS.values(), ids=VISITS)
def test_a_first_visit_and_a_second(visit: Callable[[str], Load], path: str) -> None:
    first = visit(path)
    assert path in first and len(first) > 4
    assert sum(first.values()) <= FIRST_VISIT, first
    if path == VISITS["form"]:
        assert first[path] <= FORM
    second = visit(path)
    assert [url for url in second if ICON not in url] == [path], "everything but the page is kept"


def test_a_page_that_is_unchanged_is_not_sent_again(visit: Callable[[str], Load]) -> None:
    for path in (VISITS["form"], VISITS["results"]):
        first, second = visit(path), visit(path)
        assert first[path] > 2_000 > second[path], "the second answer is a head without a body"
