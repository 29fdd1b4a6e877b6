"""A table of an old tool as a page shows it: headings, and cells of which some are links."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from mastsite.exports.cells import printable
from mastsite.legacy.columns import labels
from mastsite.legacy.values import spell_rows
from mastsite.search.declare import ClassicForm, Column, Mission

Link = Callable[[str, Sequence[object]], str]
"""From the name of a column and its row to an address, or to nothing."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One cell: its text, where it leads, and how it is set."""

    text: str
    address: str = ""
    css: str = ""
    head: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table ready to print."""

    caption: str
    headings: tuple[tuple[str, str], ...]
    lines: tuple[tuple[Entry, ...], ...]


def record_address(mission: Mission, identifier: object) -> str:
    """The page of one row."""
    return f"/search/{mission.slug}/dataset/{quote(str(identifier), safe='')}"


def grid(
    caption: str,
    form: ClassicForm,
    mission: Mission,
    columns: Sequence[Column],
    rows: Iterable[Sequence[object]],
    coordinates: str = "sex",
    link: Link | None = None,
) -> Grid:
    """The rows of a mission, with the identifier leading to the record."""
    known = mission.id_column
    head = next((number for number, column in enumerate(columns) if column.name == known), 0)
    css = ["num" if column.is_number else "" for column in columns]
    spell = spell_rows(columns, coordinates)
    lines = []
    for row in rows:
        values: tuple[object, ...] = tuple(row)
        lines.append(
            tuple(
                Entry(
                    printable(text),
                    _address(column, mission, values, values[number], link),
                    css[number],
                    head=number == head,
                )
                for number, (column, text) in enumerate(zip(columns, spell(values), strict=True))  # type: ignore[arg-type]
            )
        )
    return Grid(caption, tuple(zip(labels(form, columns), css, strict=True)), tuple(lines))


def _address(column: Column, mission: Mission, values: Sequence[object], value: object, link: Link | None) -> str:
    if link is not None:
        return link(column.name, values)
    return record_address(mission, value) if column.name == mission.id_column and value is not None else ""
