"""On paper: all that was found and where it came from, and nothing to press."""

from __future__ import annotations

import io
from typing import Any

import pytest

from tests.a11y.pages import PAGES, Page
from tests.a11y.record import Record
from tests.a11y.rules.conftest import Tab

WHAT = "Printed, a page has all of its rows and the address of its search, and no navigation."
BY_NAME = {page.name: page for page in PAGES}


def paper(tab: Any) -> str:
    """The text of the page as printed, on one line."""
    from pypdf import PdfReader

    tab.emulate_media(media="print")
    pages = PdfReader(io.BytesIO(tab.pdf(format="A4"))).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


@pytest.mark.parametrize("page", [BY_NAME["form, filled"], BY_NAME["results"], BY_NAME["record"]], ids=str)
def test_paper_has_what_counts(strict: Tab, run_record: Record, page: Page) -> None:
    tab = strict.show(page)
    names = [line.strip() for line in tab.locator(".data tbody th[scope=row] a").all_inner_texts()]
    navigation = [line.strip() for line in tab.locator("header nav a").all_inner_texts() if line.strip()]
    said = paper(tab)
    together = said.replace(" ", "")
    faults = [f"row {name} is missing" for name in names if name.replace(" ", "") not in together]
    shown = tab.locator("header nav a:visible, .site-foot:visible, .pager:visible, button:visible").count()
    if shown:
        faults.append(f"{shown} things to press or to follow are printed")
    if page.name == "results":
        assert len(names) > 10
        if f"{strict.base}/search/hst/results?".replace(" ", "") not in together:
            faults.append("the address of the search is missing")
    assert navigation
    run_record.check("print", WHAT, pages=[page.name], failures=len(faults))
    assert faults == []
    assert tab.locator("h1").inner_text().replace(" ", "")[:30] in together
