"""A radius for each mission, and the first rows of each: what the classic cross correlation asked for, on the same engine."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape

from django.utils.safestring import SafeString, mark_safe

from mastsite.components import Box
from mastsite.pages.cells import NOTHING, Manner, record_address, shower
from mastsite.pages.unified.asking import Line
from mastsite.search.angles import PositionError, parse_radius
from mastsite.search.declare import Column, Mission
from mastsite.search.everywhere import Firsts, firsts
from mastsite.search.limits import TimeLimit
from mastsite.search.registry import missions
from mastsite.search.tables import holdings

FIRST = "first"
MOST_FIRST = 100
FIRST_S = 5.0
"""For the first rows of all missions; what it did not reach is a link, and said so."""


@dataclass(frozen=True, slots=True)
class Table:
    """The first rows of one search, ready to print; `problem` where there was no time for them."""

    line: Line
    headings: tuple[tuple[str, str], ...] = ()
    rows: tuple[SafeString, ...] = ()
    problem: str = ""

    @property
    def id(self) -> str:
        return f"first-{self.line.mission.slug}-{self.line.part}"


def positioned() -> dict[str, Mission]:
    """The names of the boxes for a radius, and the mission of each."""
    return {f"radius_{mission.slug}": mission for mission in missions().values() if mission.has_position}


def read(given: Mapping[str, str]) -> tuple[dict[str, float], int, dict[str, str]]:
    """The radius of each mission that has its own, arcminutes; the rows of each mission; what is wrong, by box."""
    radii: dict[str, float] = {}
    wrong: dict[str, str] = {}
    for name, mission in positioned().items():
        if name in given:
            try:
                radii[mission.slug] = parse_radius(given[name])
            except PositionError as error:
                wrong[name] = str(error)
    text = given.get(FIRST, "")
    if text and not (text.isascii() and text.isdigit() and len(text) < 4 and int(text) <= MOST_FIRST):
        wrong[FIRST] = f"The first rows were read as “{text[:40]}”. Write a number from 0 to {MOST_FIRST}."
    return radii, int(text or 0) if FIRST not in wrong else 0, wrong


def boxes(given: Mapping[str, str], wrong: Mapping[str, str]) -> list[Box]:
    """The boxes, in the order of the page."""

    def errors(name: str) -> tuple[str, ...]:
        return (wrong[name],) if name in wrong else ()

    held = holdings()
    rows = Box(FIRST, "First rows of each mission", given.get(FIRST, ""), hint=f"0 to {MOST_FIRST}; empty for counts alone.", example="5", errors=errors(FIRST))  # fmt: skip
    return [
        rows,
        *(
            Box(name, f"Radius for {mission.short_name}", given.get(name, ""), unit="arcmin", example=f"{mission.default_radius_arcmin:g}", errors=errors(name))
            for name, mission in positioned().items()
            if mission.slug in held or name in given
        ),
    ]  # fmt: skip


def tables(lines: list[Line], rows: int, manner: Manner) -> Iterator[Table]:
    """The first rows of every search that has some."""
    end = time.monotonic() + FIRST_S
    for line in lines:
        if not (line.query and line.count and line.count.value):
            continue
        if time.monotonic() > end:
            yield Table(line, problem="There was no time for these rows")
            continue
        try:
            first = firsts(line.query, rows, count=line.count)
        except TimeLimit:
            yield Table(line, problem="These rows took too long")
        else:
            headings = tuple((column.label, column.unit) for column in first.columns)
            yield Table(line, headings, tuple(_printed(line.mission, first, manner)))


def _printed(mission: Mission, first: Firsts, manner: Manner) -> Iterator[SafeString]:
    head = next((n for n, column in enumerate(first.columns) if column.name == mission.id_column), 0)
    shows = [shower(column, manner) for column in first.columns]
    for row in first.rows:
        cells = []
        for number, (column, value, show) in enumerate(zip(first.columns, row, shows, strict=True)):
            inner = NOTHING if value is None else _linked(mission, column, str(value)) or show(value)
            cells.append(f'<th scope="row">{inner}</th>' if number == head else f"<td>{inner}</td>")
        yield mark_safe("".join(cells))  # noqa: S308  (escaped in `cells`)


def _linked(mission: Mission, column: Column, value: str) -> str:
    if column.name != mission.id_column:
        return ""
    return f'<a href="{escape(record_address(mission, value))}">{escape(value)}</a>'
