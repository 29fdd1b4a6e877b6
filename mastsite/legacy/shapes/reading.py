"""The rows of a classic request: one `Table` for each of its searches, read as they come, or kept until they are known.

A text file can be written while rows arrive. A VOTable says at its top how many rows there are, and ``nonull`` wants
to know which columns have a value, so these keep the rows of a table in a temporary file first; memory holds one batch.
"""

from __future__ import annotations

import hashlib
import marshal
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from tempfile import SpooledTemporaryFile
from typing import IO

from django.conf import settings

from mastsite.legacy.asked import Asked, Search
from mastsite.search import engine
from mastsite.search.declare import Column
from mastsite.search.limits import TimeLimit
from mastsite.search.query import Query
from mastsite.search.result import Count, Row

MEMORY_BYTES = 4 * 1024 * 1024
"""A temporary file this small stays in memory."""
BATCH_ROWS = 500
DISTINCT_ROWS = 200_000
"""Rows told apart for ``makedistinct``; a table of more is cut there, and that is said."""


class Stopped(RuntimeError):
    """The rows ended before they were complete; the words say why."""


@dataclass(slots=True)
class Table:
    """The rows of one search, read once.

    Parameters
    ----------
    search : what was asked.
    columns : in the order of every row's cells.
    most : rows that the table may have.
    given : rows that were read so far.
    cut : why there are fewer rows than match, once they were read; empty when nothing was cut.
    """

    search: Search
    columns: tuple[Column, ...]
    most: int
    distinct: bool = False
    empty: bool = False
    given: int = 0
    cut: str = ""

    @property
    def query(self) -> Query | None:
        """The search with the table's columns, as long as the table may be; None when nothing can be searched."""
        query = self.search.query
        if query is None:
            return None
        names = tuple(column.name for column in self.columns)
        limit = None if self.distinct else self.most
        return replace(query.without_paging(), columns=names, limit=limit)

    def rows(self) -> Iterator[Row]:
        """Every row.

        Raises
        ------
        NotLoaded, Unresolved : at the first row.
        TimeLimit : before the first row; Stopped : after it.
        """
        query = self.query
        if query is None or self.empty:
            return
        result = engine.stream(query, counted=False)
        rows = _distinct(result.rows) if self.distinct else iter(result.rows)
        try:
            for row in islice(rows, self.most):
                self.given += 1
                yield row
            more = next(rows, None) is not None  # which also lets the engine say that there are more
        finally:
            close = getattr(result.rows, "close", None)
            if close is not None:
                close()
        if more or (result.truncated and self.given >= self.most):
            self.cut = cut_words(self.most)
        elif result.truncated:
            if not self.given:
                raise TimeLimit(settings.EXPORT_TIME_LIMIT_S)
            raise Stopped(result.truncated)


def cut_words(most: int, where: str = "") -> str:
    """What a cut table says."""
    return f"cut at {most} row{'' if most == 1 else 's'} by max_records{where}; more match"


def _distinct(rows: Iterable[Row]) -> Iterator[Row]:
    """Rows without those that are like one before; digests of 16 bytes stand for the rows seen."""
    seen: set[bytes] = set()
    for row in rows:
        digest = hashlib.blake2b(marshal.dumps(row), digest_size=16).digest()
        if digest not in seen:
            seen.add(digest)
            yield row


def most_rows(asked: Asked) -> int:
    """Rows that one table of an answer may have."""
    most = min(asked.max_records, settings.EXPORT_ROW_LIMIT)
    return min(most, DISTINCT_ROWS) if asked.distinct else most


def columns_of(asked: Asked) -> tuple[Column, ...]:
    """The columns of every table; a cone search has the identifier and the position in any case."""
    mission, columns = asked.mission, asked.columns
    if asked.cone:
        needed = filter(None, (mission.id_column, mission.ra_column, mission.dec_column))
        present = {column.name for column in columns}
        columns += tuple(mission.column(name) for name in needed if name not in present)
    return columns


def tables(asked: Asked) -> Iterator[Table]:
    """The table of each search in turn; read a table's rows before the next one is asked for."""
    columns, most = columns_of(asked), most_rows(asked)
    for search in asked.searches:
        limit = search.query.limit if search.query else None
        own = most if limit is None else min(most, limit)
        metadata_only = asked.cone and search.query is not None and search.query.radius_arcmin == 0
        yield Table(search, columns, own, asked.distinct, empty=metadata_only)


def is_over(counted: Count, most: int) -> bool:
    """Whether a search that was counted up to `most` has more rows than that."""
    return counted.value > most or (counted.value == most and not counted.exact)


def known_cut(asked: Asked) -> str:
    """Why rows will be missing, found by counting before they are read; empty when none will or it is not known.

    Searches that are resolved as they are read are not counted; what might be missing is said beforehand.
    """
    if not isinstance(asked.searches, list | tuple):
        return f"perhaps; each table has {most_rows(asked)} rows at most"
    if asked.distinct:
        return ""
    cut, unsure = 0, False
    for table in tables(asked):
        if table.query is None:
            continue
        counted = engine.count(replace(table.query, limit=None), cap=table.most)
        cut += is_over(counted, table.most)
        unsure |= counted.value < table.most and not counted.exact
    if cut:
        where = f" in {cut} of {len(asked.searches)} tables" if len(asked.searches) > 1 else ""
        return cut_words(most_rows(asked), where)
    return "perhaps; counting the rows took too long" if unsure else ""


@dataclass(slots=True)
class Kept:
    """A table whose rows were read and set aside.

    Parameters
    ----------
    filled : for each column, whether any row has a value there.
    stopped : why the rows ended early; empty when they are complete.
    """

    table: Table
    filled: list[bool]
    file: IO[bytes]
    start: int
    batches: int = 0
    stopped: str = ""
    shown: list[int] = field(default_factory=list)

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns shown: all, or those named by `narrow`."""
        return tuple(self.table.columns[place] for place in self.shown)

    def narrow(self, filled: list[bool]) -> None:
        """Show only the columns that are marked."""
        self.shown = [place for place, some in enumerate(filled) if some]

    def rows(self) -> Iterator[Row]:
        """The rows again, in the shown columns."""
        self.file.seek(self.start)
        whole = len(self.shown) == len(self.filled)
        for _ in range(self.batches):
            size = int.from_bytes(self.file.read(8))
            for row in marshal.loads(self.file.read(size)):  # noqa: S302  (our own bytes, of a moment ago)
                yield row if whole else tuple(row[place] for place in self.shown)


def keep(table: Table, file: IO[bytes] | None = None) -> Kept:
    """Read a table's rows into a temporary file, of its own or at the end of `file`.

    Raises
    ------
    NotLoaded, TimeLimit : there is nothing to keep.
    """
    file = file or temporary_file()
    width = len(table.columns)
    kept = Kept(table, [False] * width, file, file.tell(), shown=list(range(width)))
    rows = table.rows()
    more = True
    while more:
        batch: list[Row] = []
        try:
            batch.extend(islice(rows, BATCH_ROWS))  # keeps what came before it stopped
        except Stopped as error:
            kept.stopped = str(error)
        more = len(batch) == BATCH_ROWS and not kept.stopped
        if batch:
            _judge(kept.filled, batch)
            written = marshal.dumps(batch)
            file.write(len(written).to_bytes(8) + written)
            kept.batches += 1
    return kept


def keep_all(source: Iterable[Table], *, drop_empty: bool) -> list[Kept]:
    """Keep every table in one file; without columns that are empty in all of them, if asked."""
    file = temporary_file()
    kept: list[Kept] = []
    for table in source:
        file.seek(0, 2)
        kept.append(keep(table, file))
    if drop_empty and any(item.table.given for item in kept):
        filled = [any(marks) for marks in zip(*(item.filled for item in kept), strict=True)]
        for item in kept:
            item.narrow(filled)
    return kept


def temporary_file() -> IO[bytes]:
    return SpooledTemporaryFile(max_size=MEMORY_BYTES)


def _judge(filled: list[bool], rows: list[Row]) -> None:
    for place, some in enumerate(filled):
        if not some:
            filled[place] = any(row[place] is not None for row in rows)
