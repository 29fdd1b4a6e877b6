"""A mission's form as plain data: groups of labelled boxes, filled with what was typed, faults beside them.

To add one more box of the site's own: a line in `_position` or `_format`, and its name in `typed.OF_THE_SITE`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from mastsite.components import Box, Option, Wrong
from mastsite.exports import WRITERS
from mastsite.pages import typed as boxes
from mastsite.pages.typed import MOST_EXTRAS, Pairs, Typed, sort_into_boxes
from mastsite.pages.words import aloud, first_sentence, unit_beside_box
from mastsite.resolver import CHOICES
from mastsite.search.declare import SEPARATION, Column, Mission
from mastsite.search.params import Fault
from mastsite.search.position import EQUINOXES
from mastsite.search.query import COORDINATES, DEFAULT_ROWS, plain

ROWS_ON_PAGE = (10, 25, 50, 100, 250, 500, 1000)
LABELS_OF_THE_SITE = ("Target", "Radius", "RA", "Dec", "Equinox", "Resolver")
"""What the boxes of a position are called; a column of that name is told from them."""
LONGEST_LIST = 60
"""Choices are written out in the hint up to this many characters; longer lists are only offered while typing."""


@dataclass(frozen=True, slots=True)
class Group:
    key: str
    title: str
    boxes: tuple[Box, ...]

    @property
    def id(self) -> str:
        return f"g-{self.key}"


@dataclass(frozen=True, slots=True)
class Tick:
    """A column that can be ticked for output."""

    name: str
    label: str
    on: bool


@dataclass(frozen=True, slots=True)
class SortBox:
    box: Box
    number: int
    descending: bool


@dataclass(frozen=True, slots=True)
class Form:
    mission: Mission
    groups: tuple[Group, ...]
    extras: tuple[tuple[Box, Box], ...]
    ticks: tuple[tuple[str, tuple[Tick, ...]], ...]
    sort: tuple[SortBox, ...]
    format: tuple[Box, ...]
    summary: tuple[Wrong, ...] = ()
    columns_errors: tuple[str, ...] = field(default=())

    @property
    def parts(self) -> list[tuple[str, str]]:
        """Ids and titles of the form's parts, for the list of them at its side."""
        own = [("g-own", "Fields of your own")] if self.extras else []
        return [(group.id, group.title) for group in self.groups] + own + [
            ("g-columns", "Output columns"), ("g-sort", "Sort and format"), ("operators", "Operators"),
        ]  # fmt: skip


def build(mission: Mission, pairs: Pairs, faults: Sequence[Fault] = ()) -> Form:
    """The form of a mission, filled from address parameters."""
    typed = sort_into_boxes(mission, pairs)
    wrong = _errors_by_box(mission, typed, faults)
    groups = []
    for key, title in mission.groups.items():
        members = [
            column for column in mission.stored_columns if column.group == key and column.name not in boxes.OF_THE_SITE
        ]
        if members:
            groups.append(Group(key, title, tuple(_column_box(column, typed, wrong) for column in members)))
    if mission.has_position:
        target, coordinates = _position(typed, wrong, plain(mission.default_radius_arcmin))
        groups = [target, *groups[:1], coordinates, *groups[1:]]
        if region := tuple(_region(mission, typed, wrong)):
            groups.append(Group("region", "Region of the sky", region))
    form = Form(
        mission=mission,
        groups=tuple(groups),
        extras=tuple(_extras(mission, typed, wrong)),
        ticks=tuple(_ticks(mission, typed)),
        sort=tuple(_sort(mission, typed, wrong)),
        format=tuple(_format(typed, wrong)),
        columns_errors=wrong.get("columns", ()),
    )
    return _with_summary(form, mission, typed, faults)


def _errors_by_box(mission: Mission, typed: Typed, faults: Iterable[Fault]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for fault in faults:
        box = _box(mission, typed, fault)
        found[box] = (*found.get(box, ()), fault.sentence)
    return found


def _box(mission: Mission, typed: Typed, fault: Fault) -> str:
    """The name of the box on this form; a column's condition may stand in a user-specified field."""
    name = boxes.box_of_fault(mission, fault.name)
    column = mission.by_name.get(name)
    if column is None or name in boxes.OF_THE_SITE:
        return name
    for number, (extra, text) in enumerate(typed.extras, start=1):
        if extra == name and (text == fault.value or not column.group):
            return f"extra_column_value_{number}"
    return name


def _with_summary(form: Form, mission: Mission, typed: Typed, faults: Iterable[Fault]) -> Form:
    known = {box.name: box.id for group in form.groups for box in group.boxes}
    known |= {box.name: box.id for pair in form.extras for box in pair}
    known |= {box.name: box.id for box in form.format} | {key.box.name: key.box.id for key in form.sort}
    known["columns"] = "g-columns"
    lines = dict.fromkeys(Wrong(fault.sentence, known.get(_box(mission, typed, fault), "")) for fault in faults)
    return Form(
        form.mission, form.groups, form.extras, form.ticks, form.sort, form.format, tuple(lines), form.columns_errors
    )  # fmt: skip


def _position(typed: Typed, wrong: dict[str, tuple[str, ...]], radius: str) -> tuple[Group, Group]:
    """The box that takes names and positions, with its radius; and the boxes that can say the same in parts.

    They are two groups, so that the way to the boxes that most searches use is short with a keyboard.
    """

    def text(name: str, label: str, hint: str, example: str = "", unit: str = "", usual: str = "") -> Box:
        value = typed.boxes.get(name, usual)
        return Box(name, label, value, unit, hint, example, errors=wrong.get(name, ()))

    target = Group("position", "Target and position", (
        text("target", "Target", "Names or positions, several with semicolons.", "m 31; NGC 205"),
        text("radius", "Radius", f"Units may be typed; empty is {radius}.", "30 arcsec", "arcmin", radius),
    ))  # fmt: skip
    coordinates = Group("radec", "RA, Dec and resolver", (
        text("ra", "RA", "Degrees or hours, or a range with Dec for a box.", "00 42 44.3"),
        text("dec", "Dec", "Degrees.", "+41 16 09"),
        _menu("equinox", "Equinox", typed, wrong, [(word, word) for word in EQUINOXES], "Of the coordinates as typed."),
        _menu("resolver", "Resolver", typed, wrong, CHOICES, "Who turns a name into a position."),
    ))  # fmt: skip
    return target, coordinates


def _region(mission: Mission, typed: Typed, wrong: dict[str, tuple[str, ...]]) -> Iterable[Box]:
    """The boxes of a region of the sky: where rows have outlines, or where an address asked for one."""
    if mission.outline is None and not typed.boxes.get("region"):
        return
    yield Box(
        "region", "Region of the sky", typed.boxes.get("region", ""), errors=wrong.get("region", ()),
        hint="A circle, box or polygon in degrees, a MOC, or outline: and an identifier.", example="CIRCLE 98 -66 1",
    )  # fmt: skip
    words = [("touches", "Footprint touches it"), ("covers", "Footprint covers it"), ("centre", "Centre is in it")]
    yield _menu("region_is", "Region is met when", typed, wrong, words)


def _menu(
    name: str,
    label: str,
    typed: Typed,
    wrong: dict[str, tuple[str, ...]],
    choices: Iterable[tuple[str, str]],
    hint: str = "",
) -> Box:
    """A menu whose first choice is the usual one; what was asked for and is no choice stays in sight."""
    choices = list(choices)
    value = typed.boxes.get(name, "")
    chosen = next((word for word, _text in choices if word.casefold() == value.casefold()), "")
    if value and not chosen:
        chosen = value
        choices.append((value, value[:40]))
    options = tuple(Option(word, text, word == chosen) for word, text in choices)
    return Box(name, label, chosen, hint=hint, options=(("", options),), errors=wrong.get(name, ()))


def _column_box(column: Column, typed: Typed, wrong: dict[str, tuple[str, ...]]) -> Box:
    words = tuple(choice.value for choice in column.choices)
    hint = first_sentence(column.description)
    if words and len(", ".join(words)) <= LONGEST_LIST:
        hint = f"{hint.removesuffix('.')}: {', '.join(words)}."
    label = f"{column.label}, as listed" if column.label in LABELS_OF_THE_SITE else column.label
    return Box(
        column.name, label, typed.boxes.get(column.name, ""), unit_beside_box(column), hint, column.example,
        suggestions=words, errors=wrong.get(column.name, ()), example_aloud=aloud(column, column.example),
    )  # fmt: skip


def _extras(mission: Mission, typed: Typed, wrong: dict[str, tuple[str, ...]]) -> Iterable[tuple[Box, Box]]:
    """Two user-specified fields, or as many as are filled."""
    columns = [column for column in mission.stored_columns if column.queryable]
    without = [column for column in columns if not column.group]
    others = [column for column in columns if column.group]
    filled = typed.extras[:MOST_EXTRAS]
    for number in range(1, max(2, len(filled)) + 1):
        name, text = filled[number - 1] if number <= len(filled) else ("", "")
        found = mission.find(name)
        chosen = found.name if found else ""
        menu = tuple(
            (title, tuple(Option(column.name, column.label, column.name == chosen) for column in some))
            for title, some in (("Columns without a box", without), ("Columns with a box above", others))
            if some
        )
        yield (
            Box(
                f"extra_column_name_{number}", f"User-specified field {number}", chosen,
                options=(("", (Option("", "None", not chosen),)), *menu), errors=wrong.get(f"extra_column_name_{number}", ()),
            ),
            Box(
                f"extra_column_value_{number}", f"Condition on field {number}", text,
                errors=wrong.get(f"extra_column_value_{number}", ()),
            ),
        )  # fmt: skip


def _ticks(mission: Mission, typed: Typed) -> Iterable[tuple[str, tuple[Tick, ...]]]:
    chosen = set(mission.default_columns if typed.columns is None else typed.columns)
    return ticks(mission, chosen)


def ticks(mission: Mission, chosen: set[str]) -> Iterable[tuple[str, tuple[Tick, ...]]]:
    """Every column to tick: those shown at first, then those of each group of the form, then the rest."""
    usual = set(mission.default_columns)
    rest = [column for column in mission.columns if column.name not in usual]
    parts = [("Shown at first", [column for column in mission.columns if column.name in usual])]
    parts += [(title, [column for column in rest if column.group == key]) for key, title in mission.groups.items()]
    parts.append(("Other columns", [column for column in rest if column.group not in mission.groups]))
    for title, columns in parts:
        if columns:
            yield title, tuple(Tick(column.name, column.label, column.name in chosen) for column in columns)


def sort_boxes(mission: Mission, pairs: Pairs) -> Iterable[SortBox]:
    """The three sort keys alone, for the results page."""
    return _sort(mission, sort_into_boxes(mission, pairs), {})


def _sort(mission: Mission, typed: Typed, wrong: dict[str, tuple[str, ...]]) -> Iterable[SortBox]:
    usual = ["nearest first"] if mission.has_position else []
    usual += [mission.column(name.lstrip("-")).label for name in mission.default_sort]
    columns = [column for column in mission.columns if column.stored or column.name == SEPARATION]
    for number, place in ((1, "first"), (2, "second"), (3, "third")):
        name, descending = typed.sort[number - 1] if number <= len(typed.sort) else ("", False)
        found = mission.find(name)
        chosen = found.name if found else ""
        none = f"Usual order: {', '.join(usual)}" if number == 1 else "None"
        options = (
            Option("", none, not chosen),
            *(Option(column.name, column.label, column.name == chosen) for column in columns),
        )
        box = Box(
            f"ordercolumn{number}", f"Sort by, {place} key", chosen, options=(("", options),),
            errors=wrong.get(f"ordercolumn{number}", ()),
        )  # fmt: skip
        yield SortBox(box, number, descending)


def _format(typed: Typed, wrong: dict[str, tuple[str, ...]]) -> Iterable[Box]:
    formats = [("", "Page"), *((writer.name, writer.label) for writer in WRITERS.values())]
    asked = typed.boxes.get("outputformat", "")
    if asked.lower() in ("html", "html_table"):
        typed.boxes["outputformat"] = ""
    rows = typed.boxes.get("max_rpp") or str(DEFAULT_ROWS)
    typed.boxes["max_rpp"] = rows
    yield _menu("outputformat", "Output format", typed, wrong, formats)
    yield _menu("max_rpp", "Rows on a page", typed, wrong, [(str(number), f"{number:,}") for number in ROWS_ON_PAGE])
    yield Box(
        "max_records", "Rows in all", typed.boxes.get("max_records", ""), hint="Empty for every row.", example="5000",
        errors=wrong.get("max_records", ()),
    )  # fmt: skip
    yield _menu("coordformat", "Coordinates", typed, wrong, COORDINATES.items(), "On pages; files have degrees.")
