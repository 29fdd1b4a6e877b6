"""What has the focus: whether it is in view, uncovered, and ringed in two colours that differ from each other."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

LEAST_CONTRAST = 3.0
"""Between the two colours of the ring (WCAG 2.2, 2.4.13): one of them then stands out from whatever is behind."""
MOST_STOPS = 400

LOOK = """() => {
    const item = document.activeElement;
    if (!item || item === document.body) return null;
    const boxes = [...item.getClientRects()], style = getComputedStyle(item);
    const label = item.closest("label");
    const seen = boxes.flatMap((box) => [[.5, .5], [.15, .5], [.85, .5], [.5, .15], [.5, .85]].map(([x, y]) => [box.x + box.width * x, box.y + box.height * y]))
        .map(([x, y]) => x >= 0 && y >= 0 && x < innerWidth && y < innerHeight ? document.elementFromPoint(x, y) : null)
        .filter((top) => top && (item.contains(top) || label?.contains(top))).length;
    item.dataset.stop ??= String(document.querySelectorAll("[data-stop]").length);
    return {stop: item.dataset.stop, html: item.outerHTML.replace(/ data-stop="\\d+"/, "").slice(0, 110), seen, style: style.outlineStyle, width: parseFloat(style.outlineWidth),
        outline: style.outlineColor, shadow: style.boxShadow, forced: matchMedia("(forced-colors: active)").matches};
}"""


@dataclass(frozen=True, slots=True)
class Stop:
    """One stop of Tab: its element, and what is wrong with how it is seen."""

    html: str
    faults: tuple[str, ...]


def walk(tab: Any) -> list[Stop]:
    """Every stop of Tab from the top of the page to its end."""
    tab.evaluate("() => { document.activeElement?.blur(); scrollTo(0, 0); }")
    stops: list[Stop] = []
    seen: set[str] = set()
    for _press in range(MOST_STOPS):
        tab.keyboard.press("Tab")
        told = tab.evaluate(LOOK)
        if told is None or told["stop"] in seen:
            return stops
        seen.add(told["stop"])
        stops.append(Stop(told["html"], tuple(_faults(told))))
    raise AssertionError(f"more than {MOST_STOPS} stops")


def _faults(told: dict[str, Any]) -> list[str]:
    faults = []
    if not told["seen"]:
        faults.append("covered, or out of view")
    if told["style"] == "none" or told["width"] < 2:
        faults.append("without an outline")
    if told["forced"]:
        return faults  # shadows are not drawn then, and the outline is in a colour of the system
    colours = re.findall(r"rgba?\([^)]*\)|color\([^)]*\)", told["shadow"])
    if not colours:
        faults.append("without a second colour")
    elif contrast(told["outline"], colours[0]) < LEAST_CONTRAST:
        faults.append(f"in two colours that are alike: {told['outline']}, {colours[0]}")
    return faults


def contrast(one: str, other: str) -> float:
    """The ratio of two colours as a browser computes them, 1 to 21 (WCAG 2.2, relative luminance)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = [float(number) / 255 for number in re.findall(r"[\d.]+", colour)[:3]]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
