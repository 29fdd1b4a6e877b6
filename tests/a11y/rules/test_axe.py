"""axe-core: WCAG 2.2 AA and its best practice, on every page, in every look, with all panels open."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.a11y.pages import PAGES, Page
from tests.a11y.record import Record
from tests.a11y.rules.axe import LOOKS, run
from tests.a11y.rules.conftest import Tab
from tests.a11y.rules.installed import tool, version
from tests.conftest import missing

WHAT = "No rule of WCAG 2.0, 2.1 and 2.2, levels A and AA, nor of axe-core's best practice is broken."
OPEN = "document.querySelectorAll('details').forEach((panel) => { panel.removeAttribute('name'); panel.open = true; })"
UNDECIDABLE = {
    "color-contrast": "text over a gradient, or in a box that another covers in part; looked at by eye",
    "th-has-data-cells": "a table whose cells are empty: nothing is held, and that is what it says",
}
"""Rules that axe-core may leave to a person, and what for."""


@pytest.fixture(scope="session")
def script() -> str:
    found = tool("axe-core", "axe.min.js")
    if not found:
        missing("rules of accessibility; run `python -m tests.a11y.rules.installed` and run again")
    assert isinstance(found, Path)
    return found.read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_no_rule_is_broken(open_to_tools: Tab, script: str, run_record: Record, page: Page) -> None:
    tab = open_to_tools.show(page)
    tab.evaluate(OPEN)
    tab.evaluate(script)
    broken, undecided = [], []
    for look in LOOKS:
        found, left = run(tab, look)
        broken += [(look.name, *one) for one in found]
        undecided += [(look.name, *one) for one in left]
    run_record.tool("axe-core", version("axe-core"))
    names = [look.name for look in LOOKS]
    run_record.check("axe-core", WHAT, pages=[page.name], modes=names, failures=len(broken))
    assert broken == []
    assert [one for one in undecided if one[1] not in UNDECIDABLE] == []
