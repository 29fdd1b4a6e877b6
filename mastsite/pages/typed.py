"""What was typed, sorted into the boxes of a form: from any spelling of an address, right or wrong."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from mastsite.search.declare import Mission

Pairs = list[tuple[str, str]]

BOX_OF = {
    "rows": "max_rpp", "limit": "max_records", "format": "outputformat", "sort": "ordercolumn1", "selectedColumnsCsv": "columns",
    "RA": "ra", "DEC": "dec", "Dec": "dec",
}  # fmt: skip
"""Other spellings of parameters, and the form's box that holds them."""

OF_THE_SITE = (
    "target", "resolver", "radius", "ra", "dec", "equinox", "region", "region_is", "outputformat", "max_rpp", "max_records", "coordformat",
)  # fmt: skip
_SORT = re.compile(r"(ordercolumn|descending)([123])")
_EXTRA = re.compile(r"extra_column_(name|value)_([1-9])")
MOST_EXTRAS = 9
"""Pairs of user-specified fields that an address may number."""


@dataclass(slots=True)
class Typed:
    """The text of every box.

    Parameters
    ----------
    boxes : by the box's name.
    extras : column and condition of each user-specified field.
    columns : names that are ticked; None for the usual ones.
    sort : column and whether downwards, in turn.
    """

    boxes: dict[str, str] = field(default_factory=dict)
    extras: list[tuple[str, str]] = field(default_factory=list)
    columns: list[str] | None = None
    sort: list[tuple[str, bool]] = field(default_factory=list)


def sort_into_boxes(mission: Mission, pairs: Iterable[tuple[str, str]]) -> Typed:
    """Every pair in its box; a column without a box, or with two conditions, goes to the user-specified fields."""
    typed = Typed()
    sort_boxes: dict[str, dict[str, str]] = defaultdict(dict)
    extra_boxes: dict[str, dict[str, str]] = defaultdict(dict)
    ticked: list[str] = []
    for name, value in pairs:
        box = BOX_OF.get(name, name)
        if name == "sort":
            words = (word.strip() for word in value.split(","))
            typed.sort += [(word.lstrip("-"), word.startswith("-")) for word in words if word]
        elif found := _SORT.fullmatch(name):
            sort_boxes[found[2]][found[1]] = value
        elif found := _EXTRA.fullmatch(name):
            extra_boxes[found[2]][found[1]] = value
        elif box == "columns":
            ticked += [word.strip() for word in value.split(",") if word.strip()]
        elif box in OF_THE_SITE:
            before = typed.boxes.get(box, "")
            typed.boxes[box] = f"{before}; {value}" if before and value and box == "target" else (value or before)
        else:
            _condition(mission, typed, name, value)
    typed.sort += [
        (keys["ordercolumn"], bool(keys.get("descending")))
        for _n, keys in sorted(sort_boxes.items())
        if keys.get("ordercolumn")
    ]
    typed.extras += [
        (keys.get("name", ""), keys.get("value", "")) for _n, keys in sorted(extra_boxes.items()) if any(keys.values())
    ]
    typed.columns = _columns(mission, ticked)
    return typed


def _condition(mission: Mission, typed: Typed, name: str, value: str) -> None:
    column = mission.find(name)
    if column is None or not value.strip():
        return
    if column.group and column.name not in typed.boxes:
        typed.boxes[column.name] = value
    else:
        typed.extras.append((column.name, value))


def _columns(mission: Mission, ticked: list[str]) -> list[str] | None:
    if not ticked:
        return None
    if any(word.lower() in ("all", "*") for word in ticked):
        return [column.name for column in mission.columns]
    return [column.name for column in map(mission.find, ticked) if column is not None]


def box_of_fault(mission: Mission, name: str) -> str:
    """The box that a fault of parameter `name` belongs to."""
    name = BOX_OF.get(name, name)
    if name in OF_THE_SITE or name == "columns" or _SORT.fullmatch(name) or _EXTRA.fullmatch(name):
        return name
    column = mission.find(name)
    return column.name if column else name
