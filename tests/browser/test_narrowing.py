"""The panel below the results that narrows them, with scripts and without."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import expect

RESULTS = "/search/hst/results?target=m+31&radius=5&rows=10"
with_scripts = pytest.mark.parametrize("javascript", [True], indirect=True)


def opened(page: Any) -> Any:
    page.goto(RESULTS)
    page.get_by_text("Narrow these results").click()
    return page.locator("#narrowing")


@with_scripts
def test_nothing_is_counted_before_the_panel_is_opened_and_once_after(page: Any) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/facets" in request.url else None)
    page.goto(RESULTS)
    panel = page.get_by_text("Narrow these results")
    expect(panel).to_be_visible()
    assert asked == []
    panel.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#narrowing h3").first).to_be_visible(timeout=30_000)
    expect(page.locator("#said")).to_contain_text("of values")
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY", "the focus stays"
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page.locator("#narrowing h3").first).to_be_visible()
    assert len(asked) == 1


@with_scripts
def test_a_value_narrows_the_same_search_in_the_address(page: Any) -> None:
    value = opened(page).get_by_role("link", name=re.compile(r"^STIS "))
    expect(value).to_be_visible(timeout=30_000)
    rows = re.sub(r"\D", "", value.inner_text().rpartition(", ")[2])
    value.click()
    page.wait_for_url(re.compile("sci_instrume=STIS"))
    assert "target=m+31" in page.url
    assert page.locator("h1").inner_text().startswith(f"{int(rows):,} ")


@pytest.mark.parametrize("javascript", [False], indirect=True)
def test_without_scripts_the_panel_leads_to_the_page_of_counts(page: Any) -> None:
    opened(page).get_by_role("link", name="Counts by value").click()
    expect(page.locator("h1")).to_have_text("Narrow this search")
