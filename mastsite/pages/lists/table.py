"""What came of a list, as results that every writer can write: the statuses, and the rows with the list's own columns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from mastsite.jobs.models import Job
from mastsite.pages.lists.store import STATUSES, Found, Status, Store
from mastsite.pages.lists.wishes import Wishes
from mastsite.search.declare import Column
from mastsite.search.query import radius_text
from mastsite.search.result import Message, Result, Row

INPUT_ROW = Column(
    "input_row", "Line", "integer", ucd="meta.record", description="Number of the line in the list that was sent, counted from 1.",
)  # fmt: skip
STATUS_COLUMNS = (
    INPUT_ROW,
    Column("input_text", "Text", description="What was read of that line."),
    Column("status", "Status", description=f"What came of it: {'; '.join(f'{word} - {said}' for word, said in STATUSES.items())}."),
    Column("found", "Found", "integer", ucd="meta.number", description="Rows that match."),
    Column("in_table", "In the table", "integer", ucd="meta.number", description="Rows that match and are in the table of rows."),
    Column("input_ra", "RA", "float", unit="deg", description="Right ascension that was searched around, ICRS."),
    Column("input_dec", "Dec", "float", unit="deg", description="Declination that was searched around, ICRS."),
    Column("message", "Message", description="How the line was read, or what is wrong with it and what to do."),
)  # fmt: skip
_BEGINS_FORMULA = re.compile(r"[=+\-@\t\r\n']")
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)


@dataclass(slots=True)
class ListResult(Result):
    """A result that says in its own sentence what was asked."""

    sentence: str = field(default="")

    @property
    def summary(self) -> str:
        return self.sentence


def own_columns(headings: Sequence[str], taken: Iterable[str]) -> tuple[Column, ...]:
    """The list's columns, called ``input_`` and their names, as far as names of columns may have their letters."""
    used = {name.lower() for name in taken} | {column.name for column in STATUS_COLUMNS}
    made: list[Column] = []
    for number, heading in enumerate(headings, 1):
        word = re.sub(r"[^A-Za-z0-9]+", "_", heading).strip("_")[:40].strip("_") or str(number)
        name, again = f"input_{word}", 1
        while name.lower() in used:
            again += 1
            name = f"input_{word}_{again}"
        used.add(name.lower())
        made.append(
            Column(
                name, heading[:100] or name, description=f"Column {number} of the list that was sent: {heading[:200]}"
            )
        )
    return tuple(made)


def sentence(wishes: Wishes, facts: dict[str, Any]) -> str:
    """What was asked, in English."""
    query = wishes.query
    around = f" within {radius_text(query.radius)} of" if wishes.mission.has_position else " of"
    where = f" where {' and '.join(query.clauses())}" if query.criteria else ""
    lines = facts.get("lines", 0)
    return f"{wishes.mission.adjective} {wishes.mission.rows_are}{around} the {lines:,} line{'' if lines == 1 else 's'} of a list{where}."


def statuses(job: Job, wishes: Wishes, store: Store, *, guarded: bool) -> ListResult:
    """The status of every line."""
    rows = (
        (
            one.row,
            safe(one.text) if guarded else one.text,
            one.status,
            one.found,
            one.kept,
            one.ra_deg,
            one.dec_deg,
            one.message,
        )
        for one in store.statuses()
    )
    return result_of(job, wishes, store, STATUS_COLUMNS, rows, guarded=guarded)


def rows(job: Job, wishes: Wishes, store: Store, *, guarded: bool) -> ListResult:
    """The rows of all lines."""
    return rows_of(job, wishes, store, store.rows(), guarded=guarded)


def rows_of(job: Job, wishes: Wishes, store: Store, found: Iterable[Found], *, guarded: bool) -> ListResult:
    """Some rows of the table."""
    columns = table_columns(wishes, store.facts())
    return result_of(job, wishes, store, columns, _cells(found, guarded), guarded=guarded)


def table_columns(wishes: Wishes, facts: dict[str, Any]) -> tuple[Column, ...]:
    """The line, the list's own columns, the archive's."""
    archive = tuple(wishes.mission.column(name) for name in wishes.columns)
    return (INPUT_ROW, *own_columns(facts.get("headings", ()), wishes.columns), *archive)


def _cells(found: Iterable[Found], guarded: bool) -> Iterator[Row]:
    for row, own, archive in found:
        yield (row, *(map(safe, own) if guarded else own), *archive)


def safe(cell: str) -> str:
    """A cell that no spreadsheet runs: one that begins like a formula, and is no number, gets an apostrophe before it.

    A cell that begins with an apostrophe gets one more, so that taking one away gives every cell as it was.
    """
    return f"'{cell}" if _BEGINS_FORMULA.match(cell) and not _NUMBER.fullmatch(cell) else cell


def result_of(
    job: Job, wishes: Wishes, store: Store, columns: tuple[Column, ...], found: Iterable[Row], *, guarded: bool
) -> ListResult:
    """Rows as a result that says what was asked."""
    messages = [Message(text) for text in (job.message, *wishes.query.notes) if text]
    if guarded:
        said = "Cells of the list that begin like a formula have one apostrophe before them; cells=raw leaves it out."
        messages.append(Message(said))
    return ListResult(
        mission=wishes.mission,
        query=wishes.query,
        columns=columns,
        rows=found,
        asked_at=job.created or datetime.now(UTC),
        messages=messages,
        holdings_version=job.holdings,
        sentence=sentence(wishes, store.facts()),
    )


def piece(found: Iterable[Status], start: int, number: int) -> tuple[list[Status], bool]:
    """Some statuses, and whether there are more."""
    some: list[Status] = []
    for at, one in enumerate(found):
        if at >= start + number:
            return some, True
        if at >= start:
            some.append(one)
    return some, False
