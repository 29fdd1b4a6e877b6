"""A list of targets by keyboard alone, with scripts and without: typed or uploaded, columns chosen, statuses read."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any


def tab_to(page: Any, selector: str, most: int = 40) -> None:
    """Press Tab until that element has the focus."""
    for _press in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{selector} is not reached by {most} presses of Tab")


def statuses(page: Any) -> list[str]:
    return [str(text) for text in page.locator("#statuses tbody td:nth-child(3)").all_inner_texts()]


def test_typed(page: Any) -> None:
    page.goto("/search/hst/list")
    tab_to(page, "#f-list")
    page.keyboard.type("M 31\nno such star at all\n10.6847 41.2690")
    tab_to(page, "#f-radius")
    page.keyboard.type("0.2")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/lists/"))
    assert statuses(page) == ["found", "unresolved", "found"]
    assert page.locator("#statuses caption").inner_text() == "Status of lines 1 to 3"


def test_a_file_whose_columns_are_chosen(page: Any, tmp_path: Path) -> None:
    (tmp_path / "mine.csv").write_text("name,also\nM 31,M 33\nM 33,no such star at all\n")
    page.goto("/search/hst/list")
    page.locator("#f-file").set_input_files(tmp_path / "mine.csv")
    tab_to(page, "#f-radius")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/columns"))
    tab_to(page, "#f-target_column")
    page.keyboard.type("also")
    tab_to(page, "button.btn--main")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/lists/[^/]+$"))
    assert statuses(page)[1] == "unresolved"
    tab_to(page, "a[href$='/columns']")


def test_what_is_wrong_has_the_focus(page: Any) -> None:
    page.goto("/search/hst/list")
    tab_to(page, "#f-radius")
    page.keyboard.type("abc")
    page.locator("#f-list").fill("M 31")
    tab_to(page, "#search button[type=submit]")
    page.keyboard.press("Enter")
    page.wait_for_selector(".summary")
    assert page.evaluate("document.activeElement.className") == "summary"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "f-radius"
    assert page.locator("#f-list").input_value().strip() == "M 31"
