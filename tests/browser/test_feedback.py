"""A message sent from a page by the keyboard alone, with and without scripts, to a real server."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from mastsite.feedback.models import Message

RESULTS = "/search/hst/results?target=m+31&radius=5&sci_instrume=STIS&max_rpp=10"
TRIES = 500
"""A form that is sent within three seconds is refused; it is sent again until it is not."""


def focused(page: Any) -> str:
    return str(page.evaluate("document.activeElement.id || document.activeElement.innerText"))


def test_a_message_from_a_page_and_back(page: Any) -> None:
    words = f"The radius was read as expected. {uuid4()}"
    page.goto(RESULTS)
    page.get_by_role("link", name="Feedback on this page").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/feedback"))
    for key in ("Tab", "Enter", "Tab"):  # the link past the head of the page, and the first box
        page.keyboard.press(key)
    assert focused(page) == "f-message"
    page.keyboard.type(words)
    stops = []
    for _key in range(4):
        page.keyboard.press("Tab")
        stops.append(focused(page))
    assert stops == ["f-kind", "f-page", "f-contact", "Send feedback"]
    assert page.input_value("#f-page") == RESULTS
    page.keyboard.press("Enter")
    for _try in range(TRIES):
        page.wait_for_load_state()
        if page.locator("h1").inner_text() == "Thank you":
            break
        assert "within 3 seconds" in page.inner_text(".summary:focus")
        assert page.input_value("#f-message") == words
        page.press("#f-contact", "Enter")
    reference = page.locator("main strong").inner_text()
    [kept] = Message.chosen(reference=reference)
    try:
        assert (kept.message, kept.page, kept.mission) == (words, RESULTS, "hst")
        page.get_by_role("link", name="Back to the page you wrote about").press("Enter")
        page.wait_for_url(re.compile("/search/hst/results"))
        assert page.url.endswith(RESULTS)
    finally:
        kept.delete()


def test_what_is_wrong_takes_the_focus_and_leads_to_its_box(page: Any) -> None:
    page.goto("/feedback?about=/search/hst/")
    page.fill("#f-contact", "a@example.org")
    page.press("#f-contact", "Enter")
    expect(page).to_have_title(re.compile("^Error: Feedback"))
    assert page.locator(".summary:focus").count() == 1
    page.get_by_role("link", name=re.compile("The message is empty")).press("Enter")
    page.wait_for_url(re.compile("#f-message"))
    assert page.input_value("#f-contact") == "a@example.org" and page.input_value("#f-page") == "/search/hst/"


@pytest.mark.parametrize("javascript", [True], ids=["JavaScript"])
def test_a_table_sorted_in_place_is_the_page_that_is_meant(page: Any, javascript: bool) -> None:
    page.goto(RESULTS)
    page.click("#sort-sci_targname")
    page.wait_for_selector('th[aria-sort="ascending"] #sort-sci_targname')
    page.get_by_role("link", name="Feedback on this page").click()
    page.wait_for_url(re.compile("/feedback"))
    assert "sort=sci_targname" in page.input_value("#f-page")
