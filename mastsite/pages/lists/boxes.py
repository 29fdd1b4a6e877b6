"""The boxes of the form that takes a list."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from mastsite.lists import MAX_BYTES, MAX_LINES, READ_AS
from mastsite.pages.lists.wishes import EACH, MOST_EACH, OWN, Pairs
from mastsite.resolver import CHOICES
from mastsite.search.declare import Mission
from mastsite.search.params import Fault
from mastsite.search.position import EQUINOXES
from mastsite.search.query import radius_text

Option = tuple[str, str, bool]
"""Value, words, whether it is chosen."""
IN_BOXES = ("list", "file", "radius", "equinox", "resolver", "read_as", "each", "header")
HEADER = {"auto": "Found out", "yes": "Names of columns", "no": "A target"}


def form(mission: Mission | None, pairs: Pairs, faults: Sequence[Fault], pasted: str = "") -> dict[str, Any]:
    """What the template of the form shows."""
    typed = dict(pairs)
    shown = {*IN_BOXES, *(OWN[1:4] if mission else ())}
    return {
        "typed": typed,
        "pasted": pasted,
        "errors": {name: " ".join(fault.sentence for fault in faults if _box(fault) == name) for name in IN_BOXES},
        "summary": [
            {"sentence": fault.sentence, "target": f"f-{_box(fault)}" if _box(fault) else ""} for fault in faults
        ],
        "read_as": _menu(READ_AS.items(), typed.get("read_as", "auto")),
        "headers": _menu(HEADER.items(), typed.get("header", "auto")),
        "resolvers": _menu(CHOICES, typed.get("resolver", "any")),
        "equinoxes": _menu([(name, name) for name in EQUINOXES], typed.get("equinox", "J2000")),
        "others": [(name, value) for name, value in pairs if name not in shown],
        "usual_radius": radius_text(mission.default_radius_arcmin) if mission else "each mission’s own",
        "each_usual": EACH,
        "each_most": f"{MOST_EACH:,}",
        "most_lines": f"{MAX_LINES:,}",
        "most_megabytes": MAX_BYTES // 2**20,
    }


def _box(fault: Fault) -> str:
    """The box that a fault belongs to; the list itself where nothing is named."""
    return fault.name if fault.name in IN_BOXES else "" if fault.name else "list"


def _menu(words: Iterable[tuple[str, str]], chosen: str) -> list[Option]:
    return [(value, text, value == chosen) for value, text in words]
