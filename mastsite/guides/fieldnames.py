"""The names of a mission's boxes: what to type into each, and what it was called on the old form."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from django.urls import reverse

from mastsite.guides.examples import boxes
from mastsite.retirement import registry
from mastsite.retirement.registry import Entry
from mastsite.search.declare import Column, Kind, Mission

TO_TYPE: dict[Kind, str] = {
    "text": "A word, several with commas, or a part with *",
    "substring": "Any part of the text",
    "integer": "A whole number, a range a..b, or < and >",
    "float": "A number, a range a..b, or < and >",
    "datetime": "A date or a part of one, a range a..b, or < and >",
    "boolean": "yes or no",
    "ra": "Degrees, a range a..b, or < and >",
    "dec": "Degrees, a range a..b, or < and >",
}
"""By kind of column."""
PLACES = (
    ("Target", "target", "A name or a position; several with semicolons", "m 31"),
    ("Radius", "radius", "A number, in arcminutes unless a unit is typed", "5 arcmin"),
)
MOST_CHOICES = 6


@dataclass(frozen=True, slots=True)
class Box:
    """A box of the form: its label, its name in addresses, what to type, an example and the form filled with it."""

    label: str
    name: str
    to_type: str
    example: str
    address: str


@dataclass(frozen=True, slots=True)
class Renamed:
    """A field of the old form, what it is now, and the form's box where it is one."""

    old: str
    new: str
    note: str
    address: str = ""


def filled(mission: Mission, name: str, text: str) -> str:
    """The form with one box filled, and the reader taken to it."""
    form = reverse("form", kwargs={"slug": mission.slug})
    return f"{form}?{urlencode({name: text}, quote_via=quote)}#f-{name}"


def all_boxes(mission: Mission) -> Iterator[Box]:
    """Every box of the form that asks for rows, in its order."""
    for label, name, to_type, example in PLACES if mission.has_position else ():
        yield Box(label, name, to_type, example, filled(mission, name, example))
    for column in boxes(mission):
        address = filled(mission, column.name, column.example) if column.example else ""
        yield Box(column.label, column.name, _to_type(column), column.example, address)


def _to_type(column: Column) -> str:
    if not column.choices:
        unit = f"; in {column.unit}" if column.unit and not column.is_angle else ""
        return f"{TO_TYPE[column.kind]}{unit}"
    values = [choice.value for choice in column.choices]
    more = f" and {len(values) - MOST_CHOICES} more" if len(values) > MOST_CHOICES else ""
    return f"{', '.join(values[:MOST_CHOICES])}{more}"


def old_forms(mission: Mission) -> tuple[Entry, ...]:
    """The retirements of the mission's old forms."""
    return registry.of_group(mission.slug)


def renamed(mission: Mission, entries: tuple[Entry, ...]) -> tuple[list[Renamed], int]:
    """Old fields with a new place, columns first, each once; and how many have none."""
    found = {old.lower(): Renamed(old, column.name, "") for column in mission.columns for old in column.legacy}
    others: dict[str, Renamed] = {}
    nowhere: set[str] = set()
    for entry in entries:
        for change in entry.record.fields():
            if not change.new:
                nowhere.add(change.old.lower())
            elif change.new in mission.by_name and not change.note:
                found.setdefault(change.old.lower(), Renamed(change.old, change.new, ""))
            else:
                others.setdefault(change.old.lower(), Renamed(change.old, change.new, change.note))
    columns = [_column(mission, item) for item in found.values()]
    return [*columns, *others.values()], len(nowhere - found.keys() - others.keys())


def _column(mission: Mission, item: Renamed) -> Renamed:
    column = mission.column(item.new)
    address = f"{reverse('columns', kwargs={'slug': mission.slug})}#col-{column.name}"
    return Renamed(item.old, item.new, f"The column {column.label}.", address)
