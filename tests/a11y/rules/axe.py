"""axe-core on an open page, look by look."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
COLOURS = ("color-contrast", "link-in-text-block")
SIZES = ("target-size", "scrollable-region-focusable")


@dataclass(frozen=True, slots=True)
class Look:
    """How a page is looked at, and the rules that can answer otherwise there than in the first look.

    `only` : these rules; empty for all.
    """

    name: str
    media: dict[str, str]
    marks: dict[str, str]
    only: tuple[str, ...] = ()


LOOKS = (
    Look("light", {"color_scheme": "light"}, {}),
    Look("dark", {"color_scheme": "dark"}, {}, only=COLOURS),
    Look("red", {"color_scheme": "light"}, {"theme": "red"}, only=COLOURS),
    Look("compact", {"color_scheme": "light"}, {"density": "compact"}, only=SIZES),
    # Emulated forced colours leave the declared ones in the computed style, which the contrast rule reads; what else
    # can answer otherwise here is sizes.
    Look("forced colours", {"color_scheme": "light", "forced_colors": "active"}, {}, only=SIZES),
)

RUN = """async ([tags, only]) => {
    const runOnly = only.length ? {type: "rule", values: only} : {type: "tag", values: tags};
    const told = await axe.run(document, {runOnly, resultTypes: ["violations", "incomplete"]});
    const brief = (found) => found.flatMap((rule) => rule.nodes.map((node) =>
        [rule.id, node.html.slice(0, 160), (node.any[0] || node.all[0] || node.none[0] || {message: rule.help}).message]));
    return [brief(told.violations), brief(told.incomplete)];
}"""


def put_on(tab: Any, look: Look) -> None:
    """Show the open page in `look`. The marks are those that the server writes for a reader's preferences."""
    tab.emulate_media(**{"forced_colors": "none", **look.media})
    tab.evaluate(
        """(marks) => { for (const name of ["theme", "density"])
            marks[name] ? document.documentElement.dataset[name] = marks[name] : delete document.documentElement.dataset[name]; }""",
        look.marks,
    )


def run(tab: Any, look: Look) -> tuple[list[list[str]], list[list[str]]]:
    """What axe-core finds wrong, and what it cannot decide: rule, element, message."""
    put_on(tab, look)
    violations, undecided = tab.evaluate(RUN, [TAGS, look.only])
    return violations, undecided
