"""With a keyboard the first box of every form is four keys away, and nothing is in the way."""

from __future__ import annotations

import pytest

from mastsite.search.declare import Mission
from mastsite.search.registry import missions

KEYS = ("Tab", "Tab", "Enter", "Tab")
MOST_LINKS = 5
"""In the header; every one of them costs a key on every page."""


@pytest.mark.parametrize("javascript", [False], ids=["no JavaScript"])
@pytest.mark.parametrize("mission", missions().values(), ids=lambda mission: mission.slug)
def test_the_first_box_is_four_keys_away(page, mission: Mission) -> None:
    page.goto(f"/search/{mission.slug}/")
    for key in KEYS:
        page.keyboard.press(key)
    first = page.locator("#search :is(input, select, textarea):not([type=hidden])").first
    assert page.evaluate("document.activeElement.id") == first.get_attribute("id")
    assert first.is_visible()


def test_the_first_stops_of_every_page(page) -> None:
    """Ways past the header, then the header: the site's name and at most five links."""
    page.goto("/")
    stops = []
    for _press in range(MOST_LINKS + 2):
        page.keyboard.press("Tab")
        stops.append(page.evaluate("document.activeElement.closest('.skip, header')?.className"))
    assert stops[0] == "skip" and set(stops[1:]) == {"site"}
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('header')") is None
