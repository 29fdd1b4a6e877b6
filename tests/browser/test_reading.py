"""Reading and taking along: what is copied is what is seen, and the way back leads to the row one came from."""

from __future__ import annotations

from typing import Any

import pytest

SEARCH = "/search/hst/results?target=m+31&radius=10&sci_instrume=STIS&sci_start_time=%3C+2010"
SELECT = """place => {
  const item = document.querySelector(place), range = document.createRange();
  range.selectNodeContents(item);
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}"""


def copied(page: Any, place: str) -> str:
    """What the clipboard has after Ctrl+C, pasted into a box."""
    page.evaluate(SELECT, place)
    page.keyboard.press("Control+c")
    page.goto("/search/hst/")
    page.locator("#f-target").focus()
    page.keyboard.press("Control+v")
    return str(page.input_value("#f-target"))


def spoken(page: Any, live_address: str, wish: str) -> None:
    page.context.add_cookies([{"name": "spoken", "value": wish, "url": live_address}])


wishes = pytest.mark.parametrize("wish", ["words", "written", "decimal"])


@wishes
def test_a_copied_row_is_what_is_seen(page: Any, live_address: str, wish: str) -> None:
    spoken(page, live_address, wish)
    page.goto(SEARCH)
    got = copied(page, "#results tbody tr:nth-child(2)")
    assert "O58501040" in got and "00 42 44.320" in got and "+41 16 08.85" in got
    assert not any(word in got for word in ("hours", "arcminutes", "degrees", "10.68", "no value"))


@wishes
def test_copied_facts_are_what_is_seen(page: Any, live_address: str, wish: str) -> None:
    spoken(page, live_address, wish)
    for address in (SEARCH, "/search/hst/dataset/O58501040"):
        page.goto(address)
        got = copied(page, "dl.facts")
        assert "00 42 44.3" in got and not any(word in got for word in ("hours", "arcminutes", "degrees"))


@pytest.mark.parametrize(
    ("wish", "row", "target"),
    [
        ("words", "0 hours 42 minutes 44.320 seconds", "0 hours 42 minutes 44.350 seconds"),
        ("decimal", "10.68467 degrees", "10.684792 degrees"),
        ("written", "00 42 44.320", "00 42 44.350"),
    ],
)
def test_positions_are_heard_as_one_wishes(page: Any, live_address: str, wish: str, row: str, target: str) -> None:
    spoken(page, live_address, wish)
    page.goto(SEARCH)
    assert row in page.locator("#results tbody tr:nth-child(2)").aria_snapshot()
    assert target in page.locator("dl.facts").aria_snapshot()
    page.goto("/search/hst/dataset/O58501040")
    assert row in page.locator("dl.facts").first.aria_snapshot()


def test_back_from_a_record_to_its_row(page: Any) -> None:
    page.goto(SEARCH)
    page.locator("#results tbody tr:nth-child(7) th a").click()
    name = page.locator("h1").inner_text()
    page.get_by_role("link", name="Back to the results").click()
    page.wait_for_url("**/results?*")
    assert page.locator("h1").inner_text() == "83 Hubble observations found"
    page.wait_for_function("name => document.activeElement.innerText === name", arg=name)
    assert page.locator(":focus").count() == 1
    assert page.evaluate("document.activeElement.getBoundingClientRect().top >= 0")
