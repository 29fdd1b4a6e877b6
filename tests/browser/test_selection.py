"""Ticked rows in a browser: what is said, what is kept while the page is renewed, what is copied and printed."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import expect

RESULTS = "/search/hst/results?target=m+31&radius=5&rows=25"
with_scripts = pytest.mark.parametrize("javascript", [True], indirect=True)


def named(page: Any) -> list[str]:
    return [str(name) for name in page.locator("#results tbody th[scope=row]").all_inner_texts()]


def test_enter_on_a_box_shows_the_ticked_rows_alone(page: Any) -> None:
    page.goto(RESULTS)
    wanted = named(page)[:3]
    for name in wanted:
        page.get_by_label(f"Select {name}").check()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("sci_data_set_name="))
    assert page.locator("h1").inner_text() == "3 Hubble observations found"
    assert sorted(named(page)) == sorted(wanted)


def test_ticked_rows_are_downloaded(page: Any) -> None:
    page.goto(RESULTS)
    name = named(page)[1]
    page.get_by_label(f"Select {name}").check()
    with page.expect_download() as coming:
        page.get_by_role("button", name="CSV of these rows").click()
    lines = [line for line in coming.value.path().read_text().splitlines() if not line.startswith("#")]
    assert len(lines) == 2 and lines[1].startswith(name)


def test_a_button_without_ticks_says_so(page: Any) -> None:
    page.goto(RESULTS)
    page.get_by_role("button", name="Show only these").click()
    page.wait_for_url(re.compile("/rows"))
    assert page.locator("h1").inner_text() == "No row is ticked"
    page.get_by_role("link", name="Back to the results").click()
    page.wait_for_url(re.compile("/results"))
    assert len(named(page)) == 25


@with_scripts
def test_ticks_are_counted_and_outlive_other_pages(page: Any) -> None:
    page.goto(RESULTS)
    first = named(page)[0]
    page.get_by_label(f"Select {first}").check()
    expect(page.locator("#said")).to_have_text("1 selected")
    page.locator("#page-a-2").click()
    expect(page).to_have_title(re.compile("page 2"))
    page.get_by_role("button", name="Select all on this page").click()
    expect(page.locator("#said")).to_have_text("26 selected")
    page.locator("#page-a-1").click()
    expect(page).to_have_title(re.compile("page 1"))
    expect(page.get_by_label(f"Select {first}")).to_be_checked()
    expect(page.locator("#picked-number")).to_have_text("26 selected")
    page.get_by_role("button", name="Show only these").click()
    page.wait_for_url(re.compile("sci_data_set_name="))
    assert page.locator("h1").inner_text() == "26 Hubble observations found"


@with_scripts
def test_a_ticked_page_is_unticked_again(page: Any) -> None:
    page.goto(RESULTS)
    every = page.get_by_role("button", name="Select all on this page")
    every.click()
    expect(page.locator("#said")).to_have_text("25 selected")
    every.click()
    expect(page.locator("#said")).to_have_text("0 selected")
    expect(page.locator("#picked-number")).to_have_text("0 selected")


@pytest.mark.parametrize("javascript", [False], indirect=True)
def test_nothing_that_needs_scripts_is_shown_without(page: Any) -> None:
    page.goto(RESULTS)
    assert page.get_by_role("button", name="Select all on this page").count() == 0


COPIED = """() => {
  getSelection().selectAllChildren(document.getElementById("results"));
  return getSelection().toString();
}"""


@with_scripts
def test_copied_rows_are_what_is_seen(page: Any) -> None:
    """No hidden words, no box: a line for each row, a tab between its values."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(RESULTS)
    page.evaluate(COPIED)
    page.keyboard.press("Control+c")
    text = page.evaluate("navigator.clipboard.readText()").replace("\r\n", "\n")
    copied = [line.strip("\t ").split("\t") for line in text.splitlines() if line.strip()]
    seen = page.evaluate("""() => [...document.querySelectorAll("#results tbody tr")].map((row) =>
        [...row.cells].filter((cell) => !cell.matches(".pick")).map((cell) =>
          [...cell.querySelectorAll("*")].filter((part) => !part.children.length && !part.matches(".vh"))
            .map((part) => part.textContent).join("") || cell.textContent))""")
    assert [[value.strip() for value in line] for line in copied[-len(seen) :]] == seen
    assert not any(word in text for word in ("arcminutes", "no value", "Select", "HST observations"))


def test_boxes_and_bar_are_not_printed(page: Any) -> None:
    page.goto(RESULTS)
    page.emulate_media(media="print")
    for part in ("td.pick", "th.pick", ".actions", ".tools"):
        assert not page.locator(part).first.is_visible()
    assert page.locator("#results tbody th[scope=row]").first.is_visible()


@with_scripts
def test_a_sorted_table_keeps_the_focus_and_says_its_caption(page: Any) -> None:
    page.goto(RESULTS)
    page.locator("#sort-sci_pep_id").press("Enter")
    page.wait_for_selector('th[aria-sort="descending"] #sort-sci_pep_id')
    assert page.evaluate("document.activeElement.id") == "sort-sci_pep_id"
    assert "sorted by Proposal ID, descending" in page.locator("#said").inner_text()


@with_scripts
def test_a_turned_page_gives_the_focus_to_the_table(page: Any) -> None:
    page.goto(RESULTS)
    page.locator("#page-a-3").press("Enter")
    expect(page.locator("#said")).to_have_text(re.compile("^Page 3. HST observations 51 to 75 of 948"))
    expect(page.locator("#results")).to_be_focused()


def test_skip_links_lead_to_what_they_name(page: Any) -> None:
    page.goto(RESULTS)
    page.locator(".skip[href='#tick-1']").press("Enter")
    assert page.evaluate("document.activeElement.id") == "tick-1"
    page.locator(".skip[href='#formats']").press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.innerText").startswith("CSV")
