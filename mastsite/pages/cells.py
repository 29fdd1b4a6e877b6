"""A value as a table cell. Here and not in a template, because a page can have tens of thousands of them.

To add one more way of showing values: a function from a value to safe inner HTML, and a line in `shower`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from urllib.parse import quote

from mastsite.search.angles import DEC_UNITS, RA_UNITS, aloud, format_dec, format_ra
from mastsite.search.declare import SEARCH_POSITION, SEPARATION, Column, Mission
from mastsite.search.query import Place
from mastsite.search.result import Cell, Row

Show = Callable[[Cell], str]
"""From a value that is not null to inner HTML, escaped."""

NOTHING = '<span class="none" aria-hidden="true">–</span><span class="vh">no value</span>'
LONG_TEXT = 44
"""Characters from which a column of text is let wrap."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How values are shown to this reader.

    Parameters
    ----------
    coordinates : "sex", "dec" or "dechr", for angles.
    spoken : what a screen reader hears of sexagesimal angles: "words", "written" or "decimal".
    places : the searched ones, by whose names found rows are told apart.
    """

    coordinates: str = "sex"
    spoken: str = "words"
    places: tuple[Place, ...] = ()


def shower(column: Column, manner: Manner) -> Show:
    """The function that shows this column's values."""
    if column.name == SEARCH_POSITION:
        names = {place.search_pos: place.title for place in manner.places}
        return lambda value: escape(names.get(str(value), str(value)))
    if column.is_angle:
        return _angle(column, manner)
    if column.kind == "float":
        return _float(column.decimals)
    if column.kind == "datetime":
        return moment
    if column.kind == "boolean":
        return lambda value: "yes" if value else "no"
    return lambda value: escape(str(value))


def _angle(column: Column, manner: Manner) -> Show:
    written, units = (format_ra, RA_UNITS) if column.kind == "ra" else (format_dec, DEC_UNITS)
    decimals = 6 if column.decimals is None else column.decimals
    signed = "" if column.kind == "ra" else "+"
    if manner.coordinates == "dechr" and column.kind == "ra":
        return lambda value: f"{float(value or 0) / 15:.{decimals + 1}f}"
    if manner.coordinates != "sex":
        return lambda value: f"{float(value or 0):{signed}.{decimals}f}"
    if manner.spoken == "written":
        return lambda value: written(float(value or 0))
    if manner.spoken == "decimal":
        return lambda value: _heard(written(float(value or 0)), f"{float(value or 0):{signed}.{decimals}f} degrees")

    def in_words(value: Cell) -> str:
        seen = written(float(value or 0))
        return _heard(seen, aloud(seen, units))

    return in_words


def _heard(seen: str, said: str) -> str:
    """Figures for the eye and words for the ear; only the figures are copied."""
    return f'<span aria-hidden="true">{seen}</span><span class="vh">{said}</span>'


def _float(decimals: int | None) -> Show:
    if decimals is None:
        return lambda value: repr(value)
    return lambda value: f"{value:.{decimals}f}"


def moment(value: Cell) -> str:
    """A date in UTC; the eye needs no fractions of a second."""
    text = escape(str(value))
    if len(text) <= 10:
        return f'<time datetime="{text}">{text}</time>'
    return f'<time datetime="{text}Z">{text[:10]} {text[11:19]}</time>'


def record_address(mission: Mission, identifier: Cell) -> str:
    return f"/search/{mission.slug}/dataset/{quote(str(identifier), safe='')}"


def row_id(identifier: Cell) -> str:
    """The id of a row's link, so that the way back from its record leads to it."""
    return f"row-{quote(str(identifier), safe='')}"


def rows_of_cells(
    mission: Mission, columns: tuple[Column, ...], rows: list[Row], manner: Manner, back: str = ""
) -> list[str]:
    """The cells of every row as one piece of HTML.

    Parameters
    ----------
    back : the search as a query string, for the record pages' way back.
    """
    head = next((number for number, column in enumerate(columns) if column.name == mission.id_column), 0)
    made = []
    for number, (column, values) in enumerate(zip(columns, zip(*rows, strict=True), strict=True)):
        if column.name == mission.id_column:
            once = len(set(values)) == len(values)  # a row found near two places stands there twice
            show = _linked(mission, back, with_id=once)
        else:
            show = shower(column, manner)
        made.append(_cells(column, values, show, is_head=number == head))
    return list(map("".join, zip(*made, strict=True)))


def _cells(column: Column, values: Sequence[Cell], show: Show, *, is_head: bool) -> Iterator[str]:
    """One column's cells; a value that comes again is not written again."""
    css = "lead-col" if is_head else _css(column, values)
    tag = "th" if is_head else "td"
    start = f'<th scope="row" class="{css}">' if is_head else f'<td class="{css}">' if css else "<td>"
    nothing = f"{start}{NOTHING}</{tag}>"

    @cache
    def cell(value: Cell) -> str:
        return nothing if value is None else f"{start}{show(value)}</{tag}>"

    return map(cell, values)


def _linked(mission: Mission, back: str, *, with_id: bool) -> Show:
    query = f"?from={quote(back)}" if back else ""

    def show(value: Cell) -> str:
        mark = f' id="{row_id(value)}"' if with_id else ""
        return f'<a{mark} href="{record_address(mission, value)}{query}">{escape(str(value))}</a>'

    return show


def _css(column: Column, values: Sequence[Cell]) -> str:
    if column.is_number or column.name == SEPARATION:
        return "num"
    if column.is_text and any(len(str(value)) > LONG_TEXT for value in values):
        return "long"
    return ""
