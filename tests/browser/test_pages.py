"""Pages in Chromium: nothing refused by the policy, nothing wider than the screen, every journey with and without scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright import sync_api

ADDRESSES = {
    "index": "/",
    "form": "/search/hst/",
    "error": "/search/hst/results?target=m+31&radius=abc",
    "results": "/search/hst/results?target=m+31&radius=5&max_rpp=25",
    "empty": "/search/hst/results?target=m+31&radius=5&sci_start_time=%3E2035",
    "record": "/search/hst/dataset/O58501060",
    "columns": "/search/hst/columns",
    "help": "/help/operators",
    "a mission without rows": "/search/iue/",
    "API": "/search/docs",
    "API of a mission": "/search/hst/api/",
    "status": "/status",
    "no mission": "/search/hts/",
    "migrating": "/migrate/?address=https%3A%2F%2Farchive.stsci.edu%2Fhst%2Fsearch.php%3Ftarget%3Dm31%26radius%3D1%26action%3DSearch",
}
RESULTS = ADDRESSES["results"]


@pytest.fixture
def open_page(chromium: object, live_address: str) -> Iterator[object]:
    """A function from an address to an open page; what the console complains of fails the test at its end."""
    said: list[str] = []
    contexts = []

    def opened(address: str, width: int = 1024, *, scripts: bool = True) -> object:
        context = chromium.new_context(viewport={"width": width, "height": 900}, java_script_enabled=scripts)  # type: ignore[attr-defined]
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("console", lambda line: said.append(line.text) if line.type in ("error", "warning") else None)
        page.goto(live_address + address)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert [line for line in said if "status of 4" not in line] == []


@pytest.mark.parametrize("width", [320, 1024, 1600])
@pytest.mark.parametrize("name", ADDRESSES)
def test_fits_the_screen(open_page, name: str, width: int) -> None:
    page = open_page(ADDRESSES[name], width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("name", ADDRESSES)
def test_everything_to_press_is_large_enough(open_page, name: str) -> None:
    """24 by 24 px, or with as much room around it (WCAG 2.2, 2.5.8); links within a sentence are exempt."""
    page = open_page(ADDRESSES[name])
    small = page.evaluate("""() => [...document.querySelectorAll("a, button, input:not([type=hidden]), select, summary")]
        .filter((item) => item.checkVisibility() && !item.closest("p, li > :not(a), dd, .skip, label"))
        .map((item) => [item.outerHTML.slice(0, 90), item.getBoundingClientRect()])
        .filter(([, box]) => box.height && (box.height < 23.5 || box.width < 23.5)).map(([html]) => html)""")
    assert small == []


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_a_search_from_the_form_to_a_record_and_back(open_page, scripts: bool) -> None:
    page = open_page("/search/hst/", scripts=scripts)
    page.fill("#f-target", "m 31")
    page.fill("#f-radius", "5")
    page.fill("#f-sci_instrume", "STIS")
    page.press("#f-sci_instrume", "Enter")
    page.wait_for_selector("#results")
    title = page.inner_text("h1")
    assert "Hubble observations found" in title
    page.click("#sort-sci_actual_duration")
    page.wait_for_selector('th[aria-sort="descending"] #sort-sci_actual_duration')
    page.click("#results tbody th a >> nth=0")
    page.click("text=Back to the results")
    assert page.inner_text("h1") == title
    page.click("text=Change this search")
    assert page.input_value("#f-sci_instrume") == "STIS"
    assert page.input_value("#f-ordercolumn1") == "sci_actual_duration"


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_the_summary_of_errors_has_the_focus_and_leads_to_the_box(open_page, scripts: bool) -> None:
    page = open_page(ADDRESSES["error"], scripts=scripts)
    assert page.locator(".summary:focus").count() == 1
    page.click(".summary a")
    page.keyboard.press("Tab") if not scripts else None
    if scripts:
        assert page.evaluate("document.activeElement.id") == "f-radius"


def test_turning_pages_keeps_the_place(open_page) -> None:
    page = open_page(RESULTS)
    page.click("#page-b-2")
    sync_api.expect(page).to_have_title(re.compile("page 2"))
    sync_api.expect(page.locator("#results")).to_be_focused()
    assert "26 to 50" in page.inner_text("#said")
    page.go_back()
    sync_api.expect(page).to_have_title(re.compile("page 1"))


def test_sorting_keeps_the_focus(open_page) -> None:
    page = open_page(RESULTS)
    page.click("#sort-sci_targname")
    page.wait_for_selector('th[aria-sort="ascending"] #sort-sci_targname')
    assert page.evaluate("document.activeElement.id") == "sort-sci_targname"
    assert "sorted by Target Name" in page.inner_text("#said")


def test_columns_are_chosen_in_place(open_page) -> None:
    page = open_page(RESULTS)
    page.click("#columns > summary")
    page.uncheck("#columns input[value=sci_targname]")
    page.click("#columns-form button")
    page.wait_for_selector("#sort-sci_targname", state="detached")
    assert "columns=" in page.url and "ordercolumn" not in page.url


def test_the_call_follows_the_boxes(open_page) -> None:
    page = open_page("/search/hst/")
    page.fill("#f-target", "m 31")
    page.wait_for_selector("#live textarea")
    assert "m%2031" in page.input_value("#live textarea >> nth=0")
    page.fill("#f-radius", "abc")
    page.wait_for_selector("#live .error")


def test_copying_is_told(open_page) -> None:
    page = open_page(RESULTS)
    page.click("#api > summary")
    page.click("#api [data-copy] >> nth=0")
    sync_api.expect(page.locator("#said")).not_to_be_empty()


def test_nothing_to_copy_with_is_shown_without_scripts(open_page) -> None:
    page = open_page(RESULTS, scripts=False)
    page.click("#api > summary")
    assert page.locator("#api textarea:visible").count() == 1
    assert page.locator("[data-copy]:visible").count() == 0
