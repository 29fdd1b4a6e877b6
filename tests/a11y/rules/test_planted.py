"""Each measure fails a page that is made to fail it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.a11y.rules import layout
from tests.a11y.rules.conftest import Tab
from tests.a11y.rules.focus import walk

HEAD = "<!doctype html><html lang=en><title>Planted</title><meta name=viewport content='width=device-width'><main>"
WRONG: dict[str, tuple[str, Callable[[Any], list[str]]]] = {
    "too wide": ("<div style='width: 500px'>Wide</div>", lambda tab: layout.sideways(tab, 320)),
    "cut text": ("<p style='height: 1em; overflow: hidden'>One<br>two<br>three</p>", layout.cut),
    "small targets side by side": ("<a href=/a>a</a> <a href=/b>b</a>", layout.small_targets),
    "a header that stays and fills the view": (
        "<div style='position: sticky; top: 0; height: 150px'>Here</div>",
        lambda tab: layout.sideways(tab, 320, 256) + layout.in_the_way(tab),
    ),
    "a fade": ("<p style='transition: opacity 1s'>Slow</p>", layout.moving),
    "no ring": ("<style>:focus { outline: 0 }</style><button>Press</button>", lambda tab: walk(tab)[0].faults),  # type: ignore[dict-item]
    "a ring of one colour": (
        "<style>:focus { outline: 3px solid red }</style><button>Press</button>",
        lambda tab: walk(tab)[0].faults,  # type: ignore[dict-item]
    ),
    "focus under something": (
        "<div style='position: fixed; inset: 0; background: white; z-index: 9'></div><a href=/a>Hidden</a>",
        lambda tab: [fault for fault in walk(tab)[0].faults if "covered" in fault],
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_fault_is_found(open_to_tools: Tab, name: str) -> None:
    html, measure = WRONG[name]
    tab = open_to_tools.tab
    tab.goto("about:blank")
    tab.emulate_media(color_scheme="light", forced_colors="none")
    tab.set_viewport_size({"width": 1280, "height": 900})
    tab.set_content(HEAD + html)
    assert measure(tab)


def test_a_sound_page_has_no_fault(open_to_tools: Tab) -> None:
    tab = open_to_tools.tab
    tab.goto("about:blank")
    tab.set_content(HEAD + "<p>See <a href=/a>a</a> and <a href=/b>b</a> in this sentence.</p>")
    assert layout.small_targets(tab) + layout.cut(tab) + layout.moving(tab) + layout.sideways(tab, 320) == []
