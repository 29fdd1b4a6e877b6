"""The tour walked with the keyboard alone, and examples of operators that fill their box."""

from __future__ import annotations

from typing import Any

import pytest

from mastsite.guides.tour import STEPS
from mastsite.pages.operators import Live, live
from mastsite.search.declare import Mission
from mastsite.search.registry import missions
from tests.a11y.walker import Keyboard

TOUR = 60
"""Keys from the first page of the site to the tutorials: at each step a skip link, past what there is to try to Next, and Enter."""
TRY = 6
"""Keys from a step to the box that its example has filled."""


def to_main(walker: Keyboard) -> None:
    walker.tab_to("Skip to main content")
    walker.press("Enter")


def test_the_whole_tour(page: Any) -> None:
    walker = Keyboard(page)
    walker.go("/")
    to_main(walker)
    walker.tab_to("Take the tour")
    walker.follow()
    to_main(walker)
    walker.tab_to("Start:")
    walker.follow()
    for number, step in enumerate(STEPS, 1):
        walker.hear(f"Step {number} of {len(STEPS)}: {step.title}")
        to_main(walker)
        walker.tab_to("Next:")
        walker.follow()
    walker.hear("Tutorials")
    print(f"{walker.keys} keys, {walker.stops} stops")
    assert walker.keys <= TOUR, walker.transcript


def test_something_is_tried_and_the_tour_goes_on(page: Any) -> None:
    """A filled form opens at its box; back in the browser is the step again."""
    walker = Keyboard(page)
    walker.go("/tour/operators/")
    to_main(walker)
    walker.tab_to("The form with one condition")
    walker.follow()
    box = page.url.partition("#")[2]
    filled = page.locator(f"#{box}")
    value = filled.input_value()
    assert value
    assert filled.evaluate("box => box === document.activeElement")
    walker.follow("Enter")
    walker.hear("found")
    print(f"{walker.keys} keys")
    assert walker.keys <= TRY, walker.transcript
    for _page in ("the form", "the step"):
        page.go_back()
        page.wait_for_load_state()
    assert page.locator("h1").inner_text().startswith("Step 3 of")


def first() -> tuple[Mission, Live]:
    mission = next(mission for mission in missions().values() if not mission.no_rows_because)
    return mission, next(line for line in live(mission) if line.text)


def test_an_example_fills_its_box(page: Any, javascript: bool) -> None:
    """With scripts what was typed elsewhere stays; without, the form opens anew, and the page says so before."""
    mission, line = first()
    page.goto(f"/search/{mission.slug}/")
    page.locator("#f-target").fill("m 31")
    assert page.locator("#operators p", has_text="where scripts do not run").count() == 1
    link = page.locator(f"#operators a[href={line.address!r}]")
    link.focus()
    page.keyboard.press("Enter")
    if not javascript:
        page.wait_for_url(f"**{line.address}")
    box = page.locator(f"#f-{line.name}")
    assert box.input_value() == line.text
    assert page.locator("#f-target").input_value() == ("m 31" if javascript else "")
    if javascript:
        assert box.evaluate("box => box === document.activeElement")
        assert page.locator("#said").inner_text() == f"Filled in: {line.label}: {line.text}"


@pytest.mark.parametrize("javascript", [True], indirect=True, ids=["JavaScript"])
def test_what_an_example_replaces_is_said(page: Any) -> None:
    mission, line = first()
    page.goto(f"/search/{mission.slug}/")
    page.locator(f"#f-{line.name}").fill("7")
    page.locator(f"#operators a[href={line.address!r}]").press("Enter")
    assert page.locator("#said").inner_text().endswith(", in place of 7")
