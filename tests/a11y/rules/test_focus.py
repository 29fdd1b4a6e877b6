"""Every stop of Tab on the main types of page is in view, uncovered, and ringed in two colours."""

from __future__ import annotations

import pytest

from tests.a11y.pages import PAGES, Page
from tests.a11y.record import Record
from tests.a11y.rules.axe import LOOKS, put_on
from tests.a11y.rules.conftest import Tab
from tests.a11y.rules.focus import contrast, walk

MAIN = [page for page in PAGES if page.main]
WHAT = "Whatever has the focus is in view, uncovered, and ringed in two colours that contrast."
RINGS = [look for look in LOOKS if look.name != "compact"]
SMALL = (320, 400)


@pytest.mark.parametrize("look", RINGS, ids=lambda look: look.name)
@pytest.mark.parametrize("page", MAIN, ids=str)
def test_every_stop_is_seen(strict: Tab, run_record: Record, page: Page, look: object) -> None:
    tab = strict.show(page)
    put_on(tab, look)  # type: ignore[arg-type]
    stops = walk(tab)
    wrong = [stop for stop in stops if stop.faults]
    run_record.check("focus", WHAT, pages=[page.name], modes=[look.name], failures=len(wrong))  # type: ignore[attr-defined]
    assert len(stops) > 5
    assert wrong == []


@pytest.mark.parametrize("page", MAIN, ids=str)
def test_every_stop_is_seen_in_a_small_window(strict: Tab, run_record: Record, page: Page) -> None:
    tab = strict.show(page)
    tab.set_viewport_size({"width": SMALL[0], "height": SMALL[1]})
    wrong = [stop for stop in walk(tab) if stop.faults]
    run_record.check("focus", WHAT, pages=[page.name], modes=["320 by 400 px"], failures=len(wrong))
    assert wrong == []


def test_contrast_is_as_the_standard_counts_it() -> None:
    assert contrast("rgb(0, 0, 0)", "rgb(255, 255, 255)") == pytest.approx(21)
    assert contrast("rgb(119, 119, 119)", "rgb(255, 255, 255)") == pytest.approx(4.48, abs=0.01)
