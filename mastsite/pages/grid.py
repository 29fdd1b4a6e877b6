"""The table of a results page: caption, headings that sort, rows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from html import escape

from django.utils.safestring import SafeString, mark_safe

from mastsite.pages.asking import results_address
from mastsite.pages.cells import Manner, rows_of_cells
from mastsite.pages.words import heading, unit_above_column
from mastsite.search.declare import SEPARATION, SEPARATIONS, Column
from mastsite.search.query import Query, SortKey
from mastsite.search.result import Count, Result, Row


@dataclass(frozen=True, slots=True)
class Heading:
    """A column's head; `sorted` is the value of aria-sort, `address` sorts by the column."""

    name: str
    label: str
    unit: str
    css: str
    sorted: str
    address: str


@dataclass(frozen=True, slots=True)
class Grid:
    """Everything that the table component needs.

    Parameters
    ----------
    body : its rows ready to print.
    picks : whether every row begins with a box to tick.
    left_out : labels of columns that no row of this page has a value in.
    """

    caption: str
    headings: tuple[Heading, ...]
    body: SafeString
    first: int
    last: int
    order: str
    picks: bool = False
    left_out: tuple[str, ...] = ()

    @property
    def range(self) -> str:
        return f"{self.first:,} to {self.last:,}"


def build(query: Query, result: Result, rows: list[Row], manner: Manner, back: str, *, full: bool = False) -> Grid:
    """The table of one page.

    Parameters
    ----------
    query : as typed; its links carry it.
    full : whether columns that nobody chose are shown where no row of the page has a value in them.
    """
    mission = result.mission
    columns, left_out = result.columns, tuple[Column, ...]()
    if not (full or query.columns):
        keys = {mission.id_column, *(key.column for key in query.sort)}
        bare = {n for n, column in enumerate(columns) if column.name not in keys and not_one(rows, n)}
        left_out = tuple(column for n, column in enumerate(columns) if n in bare)
        columns = tuple(column for n, column in enumerate(columns) if n not in bare)
        rows = [tuple(value for n, value in enumerate(row) if n not in bare) for row in rows] if bare else rows
    first = query.offset + 1
    order = order_in_words(query)
    last = query.offset + len(rows)
    caption = f"{mission.short_name} {mission.rows_are} {first:,} to {last:,}{of(result.count)}, {order}"
    names = [column.name for column in columns]
    cells = rows_of_cells(mission, columns, rows, manner, back)
    if picks := mission.id_column in names:
        place = names.index(mission.id_column)
        cells = [f"{_pick(n, str(row[place]))}{line}" for n, (row, line) in enumerate(zip(rows, cells, strict=True), 1)]
    body = "\n".join(f"<tr>{line}</tr>" for line in cells)
    return Grid(
        caption,
        tuple(_heading(query, column, mission.id_column, manner) for column in columns),
        mark_safe(body),  # noqa: S308  (escaped in `cells`)
        first,
        last,
        order,
        picks,
        tuple(heading(column) for column in left_out),
    )


def _pick(number: int, name: str) -> str:
    """The box that ticks a row; it belongs to the form of the action bar, and not to one around the table."""
    shown = escape(name)
    return (
        f'<td class="pick"><label><input type="checkbox" id="tick-{number}" name="pick" form="picked" '
        f'value="{shown}" aria-label="Select {shown}"></label></td>'
    )


def not_one(rows: list[Row], number: int) -> bool:
    """Whether no row has a value in a column."""
    return all(row[number] is None for row in rows)


def of(count: Count | None) -> str:
    return f" of {count}" if count else ""


def first_key(query: Query) -> SortKey | None:
    """The key that the rows are sorted by before all others; None when that is the place they are near to."""
    if query.sort:
        return query.sort[0]
    if query.places:
        return SortKey(SEPARATION) if len(query.places) == 1 else None
    words = query.mission.default_sort
    return SortKey(words[0].lstrip("-"), words[0].startswith("-")) if words else None


def order_in_words(query: Query) -> str:
    """``sorted by Exp Time, descending, then Dataset``, or what the usual order is."""
    keys = list(query.sort)
    if not keys:
        if query.places:
            return "nearest first" if len(query.places) == 1 else "by target, nearest first"
        keys = [SortKey(word.lstrip("-"), word.startswith("-")) for word in query.mission.default_sort]
    said = [f"{heading(query.mission.column(key.column))}{', descending' * key.descending}" for key in keys]
    return f"sorted by {', then '.join(said)}" if said else "in no particular order"


def _heading(query: Query, column: Column, id_column: str, manner: Manner) -> Heading:
    key = first_key(query)
    here = key is not None and key.column == column.name
    descending = here and key is not None and key.descending
    sortable = column.stored or column.name == SEPARATION
    downwards = not descending if here else _largest_first(column)
    turned = replace(query.without_paging(), sort=(SortKey(column.name, downwards),))
    number = column.is_number or column.name in SEPARATIONS
    css = " ".join(filter(None, ("num" if number else "", "lead-col" if column.name == id_column else "")))
    return Heading(
        column.name,
        heading(column),
        unit_above_column(column, manner.coordinates),
        css,
        ("descending" if descending else "ascending") if here else "",
        results_address(turned) if sortable else "",
    )


def _largest_first(column: Column) -> bool:
    """Whether the first press on a heading sorts downwards: amounts from the largest, but angles from 0 and the brightest first."""
    return (
        column.is_number
        and not column.is_angle
        and column.unit not in ("deg", "mag")
        and column.name not in SEPARATIONS
    )
