"""One table of the classic results page: headings that sort, rows with boxes to mark, links to the rows before and after."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from html import escape
from itertools import islice
from urllib.parse import urlencode

from django.utils.safestring import SafeString, mark_safe

from mastsite.exports.cells import printable
from mastsite.legacy.asked import Asked, Pairs
from mastsite.legacy.columns import labels
from mastsite.legacy.shapes.reading import Table, cut_words, is_over, keep
from mastsite.legacy.shapes.registry import SHAPES, Reply
from mastsite.legacy.shapes.text import NO_ROWS, UNRESOLVED, statement
from mastsite.legacy.successor import LONGEST, new_address
from mastsite.legacy.tables import record_address
from mastsite.legacy.values import speller
from mastsite.search import engine
from mastsite.search.criteria import Criterion, Equals, Term, spell
from mastsite.search.declare import SEPARATION, Column, Mission
from mastsite.search.query import Query, SortKey
from mastsite.search.result import Cell, Row

PAGE_NUMBER = "page"
"""Parameter of the page shown; it is ours, because the classic pages kept the place in a session."""
SORTING = frozenset([f"{word}{number}" for word in ("ordercolumn", "descending") for number in (1, 2, 3)])


@dataclass(frozen=True, slots=True)
class Ways:
    """Addresses of the same request, a little changed."""

    path: str
    pairs: Pairs
    linkable: bool

    @classmethod
    def of(cls, reply: Reply) -> Ways:
        """An uploaded file is in no address, and neither is a very long list."""
        pairs = reply.asked.pairs
        short = len(urlencode(pairs)) <= LONGEST
        return cls(reply.request.path, pairs, short and reply.request.content_type != "multipart/form-data")

    def changed(self, drop: frozenset[str], *more: tuple[str, str]) -> str:
        """The address without some parameters (in lower case) and with others; empty where no address can say it."""
        if not self.linkable:
            return ""
        kept = [(name, value) for name, value in self.pairs if name.lower() not in drop]
        return f"{self.path}?{urlencode([*kept, *more])}"

    def as_format(self, name: str) -> str:
        return self.changed(frozenset(["outputformat", PAGE_NUMBER, "max_rpp"]), ("outputformat", name))

    def with_size(self, size: int) -> str:
        return self.changed(frozenset(["max_rpp", PAGE_NUMBER]), ("max_rpp", str(size)))

    def to_page(self, number: int) -> str:
        more = ((PAGE_NUMBER, str(number)),) if number > 1 else ()
        return self.changed(frozenset([PAGE_NUMBER]), *more)

    def sorted_by(self, name: str, *, descending: bool) -> str:
        more = [("ordercolumn1", name)] + [("descending1", "on")] * descending
        return self.changed(SORTING | {PAGE_NUMBER}, *more)


@dataclass(frozen=True, slots=True)
class Heading:
    label: str
    css: str
    sorted: str
    address: str


@dataclass(frozen=True, slots=True)
class View:
    """A table ready to print; `body` is empty when it has no rows, and `said` then tells why."""

    number: int
    title: str
    said: tuple[str, ...]
    cut: str = ""
    caption: str = ""
    headings: tuple[Heading, ...] = ()
    body: SafeString | str = ""
    range: str = ""
    new_address: str = ""
    previous: str = ""
    next: str = ""
    mark: bool = False
    action: str = ""
    keep: Pairs = ()
    formats: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class _Found:
    """The rows of one page of a table, the columns shown, and how many rows there are in all (a bound if not exact)."""

    rows: list[Row]
    columns: tuple[Column, ...]
    identifiers: list[Cell]
    total: int
    exact: bool
    cut: str


def view(asked: Asked, table: Table, ways: Ways, number: int, *, stopped: str = "") -> View:
    """Read one page of a table.

    Parameters
    ----------
    stopped : why it cannot be read; it is then told instead.
    """
    search, query = table.search, table.query
    title = printable(search.heading or f"{asked.mission.short_name} {asked.mission.rows_are}")
    said = tuple(printable(line) for line in (search.said,) if line)
    if stopped:
        return View(number, title, (*said, stopped))
    if query is None:
        lines = [f"{UNRESOLVED}: {search.unresolved}"] if search.unresolved else statement(table).split("\n")
        return View(number, title, (*said, *(printable(line) for line in lines if line)))
    found = _kept(asked, table) if asked.drop_empty or asked.distinct else _page(asked, table, query)
    first = asked.first_row
    if not found.rows:
        past = f"The table ends at row {found.total:,}." if found.total else NO_ROWS
        return View(number, title, (*said, past), previous=ways.to_page(1) if found.total else "")
    last = first + len(found.rows)
    total = f"{'' if found.exact else 'more than '}{found.total:,}"
    page = first // asked.rows_on_page + 1
    mark = bool(found.identifiers)
    more = last < found.total or not found.exact
    return View(
        number=number,
        title=title,
        said=said,
        cut=found.cut,
        caption=f"{title}: rows {first + 1:,} to {last:,} of {total}",
        headings=tuple(_headings(asked, search.query or query, found.columns, ways)),
        body=mark_safe("\n".join(_lines(asked, found))),  # noqa: S308  (every cell is escaped there)
        range=f"Rows {first + 1:,} to {last:,} of {total}.",
        new_address=new_address(search),
        previous=ways.to_page(page - 1) if first else "",
        next=ways.to_page(page + 1) if more else "",
        mark=mark,
        action=ways.path,
        keep=_kept_words(asked),
        formats=tuple((item.name, item.label) for item in SHAPES.values()),
    )


def _page(asked: Asked, table: Table, query: Query) -> _Found:
    """One page from the engine, with the identifier beside it when no column has it."""
    size = asked.rows_on_page
    counted = engine.count(replace(query, limit=None), cap=table.most)
    cut = is_over(counted, table.most)
    names = tuple(column.name for column in table.columns)
    known = asked.mission.id_column
    wanted = names if known in names else (*names, known)
    paged = replace(query, columns=wanted, rows=size, offset=asked.first_row, limit=table.most)
    rows = [] if table.empty else list(engine.page(paged, counted=False).rows)
    place, width = wanted.index(known), len(names)
    return _Found(
        [row[:width] for row in rows],
        table.columns,
        [row[place] for row in rows],
        min(counted.value, table.most),
        counted.exact or cut,
        f"The table is {cut_words(table.most)}." if cut else "",
    )


def _kept(asked: Asked, table: Table) -> _Found:
    """One page of a table that was read whole, because its columns or its rows depend on all of them."""
    kept = keep(table)
    if asked.drop_empty and table.given:
        kept.narrow(kept.filled)
    size = asked.rows_on_page
    rows = list(islice(kept.rows(), asked.first_row, asked.first_row + size))
    names = [column.name for column in kept.columns]
    known = asked.mission.id_column
    identifiers = [row[names.index(known)] for row in rows] if known in names else []
    cut = kept.stopped or (f"The table is {table.cut}." if table.cut else "")
    return _Found(rows, kept.columns, identifiers, table.given, True, cut)


def _kept_words(asked: Asked) -> Pairs:
    """What the form of marked rows sends along: the columns, how angles are written, and that it is a search."""
    names = ",".join(column.name for column in asked.columns if column.stored)
    pairs = [("action", "Search"), ("selectedColumnsCsv", names)]
    return (*pairs, ("coordformat", asked.coordinates)) if asked.coordinates != "sex" else tuple(pairs)


def _headings(asked: Asked, query: Query, columns: Sequence[Column], ways: Ways) -> Iterator[Heading]:
    key = query.sort[0] if query.sort else SortKey(SEPARATION) if len(query.places) == 1 else None
    for column, text in zip(columns, labels(asked.form, columns), strict=True):
        here = key is not None and key.column == column.name
        down = here and key is not None and key.descending
        sortable = column.stored or (column.name == SEPARATION and bool(query.places))
        address = ways.sorted_by(column.name, descending=here and not down) if sortable else ""
        yield Heading(text, _css(column), ("descending" if down else "ascending") if here else "", address)


def _lines(asked: Asked, found: _Found) -> Iterator[str]:
    """Every row as HTML."""
    mission = asked.mission
    cells = [_cell(mission, column, asked) for column in found.columns]
    for number, row in enumerate(found.rows):
        written = "".join(cell(value) for cell, value in zip(cells, row, strict=True))
        mark = _box(mission, found.identifiers[number]) if found.identifiers else ""
        yield f"<tr>{mark}{written}</tr>"


def _box(mission: Mission, identifier: Cell) -> str:
    """A box whose value is the condition that finds the row: an identifier with a comma in it stands in quotes."""
    word = escape(printable(str(identifier)))
    value = word
    if isinstance(identifier, str):
        criterion = Criterion(mission.id_column, (Term(Equals(identifier)),))
        value = escape(spell(mission.column(mission.id_column), criterion))
    return f'<td class="pick"><input type="checkbox" name="{mission.id_column}[]" value="{value}" aria-label="Mark {word}"></td>'


def _cell(mission: Mission, column: Column, asked: Asked) -> Callable[[Cell], str]:
    spell = speller(column, asked.coordinates, raw=asked.raw)
    css = _css(column)
    if column.name == mission.id_column:
        start = f'<th scope="row" class="{css}">' if css else '<th scope="row">'
        return lambda value: f"{start}{_linked(mission, value, spell(value))}</th>"
    start = f'<td class="{css}">' if css else "<td>"
    return lambda value: f"{start}{escape(printable(spell(value)))}</td>"


def _linked(mission: Mission, value: Cell, text: str) -> str:
    address = record_address(mission, value)
    return f'<a href="{address}">{escape(printable(text))}</a>' if text else ""


def _css(column: Column) -> str:
    return "num" if column.is_number else ""
