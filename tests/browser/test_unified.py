"""The box over every mission in a browser, with scripts and without: typed, understood, counted, followed to a mission's own form."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

with_scripts = pytest.mark.parametrize("javascript", [True], indirect=True)


def counted(page: Any) -> Any:
    """The table, once no count is missing."""
    table = page.locator("#results")
    expect(table).to_be_visible(timeout=30_000)
    expect(table.get_by_text(re.compile("counting|not counted"))).to_have_count(0, timeout=60_000)
    return table


def test_from_the_box_to_the_form_of_a_mission_with_the_same_count(page: Any) -> None:
    page.goto("/search/")
    page.fill("#f-q", "M 31")
    page.fill("#f-radius", "5")
    page.keyboard.press("Enter")
    expect(page.get_by_text("was read as the name of an object")).to_be_visible(timeout=30_000)
    assert parse_qs(urlsplit(page.url).query, keep_blank_values=True) == {"q": ["M 31"], "radius": ["5"]}, (
        "the address is the search, without empty boxes"
    )
    row = counted(page).locator("tbody tr").filter(has=page.get_by_text("none").or_(page.locator("td.num a"))).first
    number = row.locator("td.num a")
    shown = re.sub(r"\D", "", number.evaluate("item => item.firstChild.textContent"))
    row.locator("th a").click()
    page.wait_for_url(re.compile(r"/search/[^/]+/\?"))
    assert page.locator("#f-radius").input_value() == "5"
    page.locator("#search button[type=submit]").first.click()
    page.wait_for_url(re.compile("/results"))
    assert re.sub(r"\D", "", page.locator("h1").inner_text()) == shown


@with_scripts
def test_each_count_comes_by_itself_and_a_slow_one_holds_up_none(page: Any) -> None:
    held: list[Any] = []
    page.route(re.compile("/search/hst/found/"), lambda route: held.append(route))
    page.goto("/search/")
    page.fill("#f-q", "M 31")
    page.keyboard.press("Enter")
    table = page.locator("#results")
    expect(table.get_by_text("counting")).to_have_count(1, timeout=60_000)
    assert len(held) == 1 and table.locator("td.num a").count() > 1
    expect(page.locator("#said")).to_contain_text("counts follow in the table")
    assert page.evaluate("document.activeElement.id") == "u-t"
    held[0].continue_()
    counted(page)


LISTEN = """() => {
    window.heard = [];
    const said = document.getElementById("said");
    new MutationObserver(() => window.heard.push(said.textContent.trim())).observe(said, {childList: true, characterData: true, subtree: true});
}"""
"""Collects what the status line, which is there from the start, says."""


@with_scripts
def test_counts_arrive_in_silence_and_their_sum_is_read_out_once(page: Any) -> None:
    held: list[Any] = []
    page.route(re.compile("/search/hst/found/"), lambda route: held.append(route))
    page.goto("/search/")
    page.evaluate(LISTEN)
    page.fill("#f-q", "M 31")
    with page.expect_response(re.compile("/search/total"), timeout=60_000):  # the boxes that are there, one short
        page.keyboard.press("Enter")
    table, total = page.locator("#results"), page.locator("#total")
    expect(table.get_by_text("counting")).to_have_count(1, timeout=60_000)
    expect(total).to_have_text(re.compile(r"^Counting in \d+ missions\.$"))
    assert page.locator("#main [aria-live], #main [role=status]").count() == 0
    assert len(page.evaluate("heard.filter(Boolean)")) == 1, "how it was read, and no count"
    expect(page.locator("#said")).to_contain_text("counts follow in the table")
    held[0].continue_()
    expect(total).to_have_text(
        re.compile(r"^All \d+ missions answered: [0-9,]+ rows in \d+ missions\.$"), timeout=60_000
    )
    heard = page.evaluate("heard.filter(Boolean)")
    assert len(heard) == 2 and heard[1] == total.inner_text() == page.locator("#said").inner_text().strip()
    assert page.evaluate("document.activeElement.id") == "u-t", "the focus stays"
    assert f" {table.locator('td.num a').count()} missions." in heard[1]


@pytest.mark.parametrize("javascript", [False], indirect=True)
def test_without_scripts_the_sum_is_text(page: Any) -> None:
    page.goto("/search/?q=M+31&radius=5")
    expect(page.locator("#total")).to_have_text(re.compile(r"^(All|\d+ of) \d+ missions answered: "))


@with_scripts
def test_what_is_wrong_has_the_focus(page: Any) -> None:
    page.goto("/search/")
    page.fill("#f-q", "99.9 +99")
    page.keyboard.press("Enter")
    page.wait_for_selector(".summary")
    assert page.evaluate("document.activeElement.className") == "summary"
    assert page.locator("#f-q").input_value() == "99.9 +99"


def test_the_first_rows_of_each_mission_within_its_own_radius(page: Any) -> None:
    page.goto("/search/")
    page.fill("#f-q", "M 31")
    page.get_by_text("A radius for each mission").click()
    page.fill("#f-first", "2")
    page.fill("#f-radius_hst", "0.2")
    page.keyboard.press("Enter")
    heading = page.locator("#first-hst-0")
    expect(heading).to_be_visible(timeout=30_000)
    first = page.locator("[aria-labelledby=first-hst-0]")
    assert first.locator("tbody tr").count() == 2
    first.locator("caption a").click()
    page.wait_for_url(re.compile("/search/hst/results"))
    assert "radius=0.2" in page.url
