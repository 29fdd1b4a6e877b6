"""Every page in a small window, enlarged, spaced out, without scripts: nothing is refused, cut, covered or too small."""

from __future__ import annotations

import pytest

from tests.a11y.pages import PAGES, Page
from tests.a11y.record import Record
from tests.a11y.rules import layout
from tests.a11y.rules.conftest import TOLD, Tab

every_page = pytest.mark.parametrize("page", PAGES, ids=str)

CHECKS = {
    "policy and console": "The browser refuses nothing by the policy of the site, complains of nothing and asks nobody else.",
    "reflow": "The page does not scroll sideways at 320 px.",
    "400 % zoom": "In 320 by 256 px nothing scrolls sideways, and what stays in view leaves two thirds of it free.",
    "text spacing": "With the text spacing of WCAG 1.4.12 nothing is cut, and nothing scrolls sideways.",
    "target size": "What can be pressed is 24 by 24 px or has as much room, except within sentences.",
    "movement": "Nothing moves by itself, fades or slides.",
    "without JavaScript": "The page has the same text without JavaScript, and all of its links and forms have addresses.",
}


def recorded(record: Record, page: Page, found: dict[str, list[str]]) -> None:
    """Add every check to the record, and fail with what was found."""
    for name, faults in found.items():
        record.check(name, CHECKS[name], pages=[page.name], failures=len(faults))
    assert {name: faults for name, faults in found.items() if faults} == {}


@every_page
def test_nothing_is_refused_cut_covered_or_lost(strict: Tab, scriptless: Tab, run_record: Record, page: Page) -> None:
    tab = strict.show(page)
    tab.wait_for_load_state()
    own = layout.words(tab)
    assert own, "a page has words"
    found = {
        "policy and console": [line for line in strict.complaints if not _meant(line)],
        "movement": layout.moving(tab),
        "target size": layout.small_targets(tab),
        "reflow": layout.sideways(tab, 320) + layout.cut(tab),
    }
    found["target size"] += layout.small_targets(tab)
    found["400 % zoom"] = layout.sideways(tab, 320, 256) + layout.in_the_way(tab)
    layout.space_out(tab)
    found["text spacing"] = [fault for width in (1280, 320) for fault in layout.sideways(tab, width) + layout.cut(tab)]
    without = scriptless.show(page)
    other = layout.words(without)
    found["without JavaScript"] = layout.leading_nowhere(without) + [line for line in own if line not in other]
    recorded(run_record, page, found)


def _meant(line: str) -> bool:
    """Whether a browser only says that a page has a status of its own."""
    return "Failed to load resource" in line and any(f"status of {status}" in line for status in TOLD)
