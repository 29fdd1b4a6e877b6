"""Every row of a search as it comes from the database: one by one, in chunks, or as lines that PostgreSQL writes.

Rows are tuples of the driver from one server-side cursor, never model instances; on PostgreSQL they come in its binary
form, of which reading costs a third less. What ends them before their time is told in `Result.truncated`.
Measurements: docs/decisions/0012-files.md.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import nullcontext
from functools import partial
from itertools import islice
from typing import Any, TypeVar

from django.conf import settings
from django.core.exceptions import EmptyResultSet
from django.db import Error, models, transaction
from django.db.models.functions import Cast
from django.db.models.sql.compiler import SQLCompiler

from mastsite.search import paging, prepared
from mastsite.search.crowding import expected_rows
from mastsite.search.database import lost, reading
from mastsite.search.declare import Column
from mastsite.search.limits import TimeLimit, time_limit
from mastsite.search.plan import Plan, plan_of
from mastsite.search.result import Result, Row

__all__ = ["CHUNK", "Rows", "fetched", "snapshot"]

CHUNK = 1_000
"""Rows fetched from the database at a time."""
ODD = b"e+15"
"""How a float ends that PostgreSQL writes with an exponent, and Python without."""

Item = TypeVar("Item", Row, bytes)
Identifiers = Sequence[object]
"""The values of the mission's identifying column in some rows; none of lines, in which they stand."""
Read = Callable[[Plan, slice], Iterator[tuple[Sequence[Item], Identifiers]]]
"""What reads some of the rows of a plan from its database, a chunk at a time, and their identifiers."""


class Rows:
    """The rows of a search, read once and in one of three ways; nothing is asked before the first of them.

    Iterating gives them one by one. `close` ends the reading and frees the database's cursor at once. `identifiers` are
    those of the rows in the chunk that was given last, whether or not their column is among those asked for.
    """

    def __init__(self, plan: Plan, result: Result) -> None:
        self._plan, self._result = plan, result
        self.identifiers: Identifiers = ()
        self._open: Generator[Any, None, None] = self._told(self._usual())
        self._iterator: Iterator[Row] | None = None

    def __iter__(self) -> Iterator[Row]:
        if self._iterator is None:
            self._iterator = self._one_by_one()
        return self._iterator

    def __next__(self) -> Row:
        return next(iter(self))

    def _one_by_one(self) -> Iterator[Row]:
        try:
            for rows in self._open:
                yield from rows
        finally:
            self._open.close()

    def _usual(self) -> Generator[tuple[Sequence[Row], Identifiers], None, None]:
        """The rows; how they are read is chosen with the first of them, as the count may be told after this was made."""
        read = at_once if _is_few(self._plan, self._result) else fetched
        yield from _within_limits(self._plan, self._result, read)

    def _told(
        self, pairs: Generator[tuple[Sequence[Item], Identifiers], None, None]
    ) -> Generator[Sequence[Item], None, None]:
        try:
            for rows, self.identifiers in pairs:
                yield rows
        finally:
            pairs.close()

    def chunks(self) -> Generator[Sequence[Row], None, None]:
        """The rows, up to `CHUNK` of them at a time; their cells are of their columns' kinds, as the tables are."""
        return self._open

    def lines(self, delimiter: str) -> Generator[Sequence[bytes], None, None] | None:
        r"""The rows as PostgreSQL's COPY writes them, up to `CHUNK` lines at a time; None where it cannot.

        Each line ends in ``\n``, nothing is an empty field, an empty text is ``""``, truths are words, and floats are spelt as
        Python spells them, but for those of `ODD`. Fields are in quotation marks where they hold the delimiter, a quotation
        mark or a line end.
        """
        told = _is_told(self._plan) and len(self._result.columns) > 1
        if reading(self._plan.alias).vendor != "postgresql" or not told or _is_few(self._plan, self._result):
            return None  # in a lone column, a line with nothing on it would be no row to most readers
        if self._plan.query.mission.id_column not in self._plan.query.column_names:
            return None  # the lines would not say which rows they are
        self._open.close()
        self._open = self._told(_within_limits(self._plan, self._result, partial(copied, delimiter=delimiter)))
        return self._open

    def close(self) -> None:
        self._open.close()


def _within_limits(
    plan: Plan, result: Result, read: Read[Item]
) -> Generator[tuple[Sequence[Item], Identifiers], None, None]:
    """What is read of a plan, up to the limits of rows and time; `result` learns which one cut it."""
    asked = plan.query.limit
    allowed = settings.EXPORT_ROW_LIMIT
    limit = allowed if asked is None else min(asked, allowed)
    start = 0 if plan.query.after else plan.query.offset
    given = 0
    try:
        few = read is at_once
        held = nullcontext() if few else snapshot(plan.alias)
        with time_limit(settings.EXPORT_TIME_LIMIT_S, plan.alias, any_cursor=not few), held:
            for rows, identifiers in read(plan, slice(start, start + limit + 1)):
                kept = rows[: limit - given]
                given += len(kept)
                if len(kept) < len(rows):
                    why = "the limit that was asked for" if asked == limit else "this site's limit for one file"
                    result.truncated = f"cut at {limit:,} rows, {why}; more rows match"
                if kept:
                    yield kept, identifiers[: len(kept)]
    except TimeLimit as error:
        result.truncated = str(error)
    except Error as error:
        if given or not lost(error, plan.alias):
            raise
        again = plan_of(plan.query)  # before the first row nothing has been told, unless of another loading
        if again.holding.table != plan.holding.table:
            raise
        yield from _within_limits(again, result, read)


def snapshot(using: str) -> Any:
    """On PostgreSQL a server-side cursor lives in a transaction; SQLite's reads need none."""
    return transaction.atomic(using) if reading(using).vendor == "postgresql" else nullcontext()


def _found(plan: Plan) -> models.QuerySet[Any]:
    """The rows of a plan, in order, behind its cursor where it has one."""
    if not plan.query.after:
        return plan.rows()
    return plan.rows(paging.beyond(plan.keys, paging.decode(plan.keys, plan.query.after), backwards=False))


def _nothing(plan: Plan) -> dict[str, models.Expression]:
    """What computed columns hold where there is no place to compute them from."""
    if plan.query.places:
        return {}
    computed = [column.name for column in plan.query.output if not column.stored]
    return {name: models.Value(None, output_field=models.TextField()) for name in computed}


def _is_told(plan: Plan) -> bool:
    """Whether the database tells every cell that was asked for, and none is computed here."""
    return not plan.query.places or all(column.stored for column in plan.query.output)


def fetched(plan: Plan, wanted: slice) -> Iterator[tuple[Sequence[Row], Identifiers]]:
    """Rows of a plan by the driver's cursor."""
    output, name, nothing = plan.query.output, plan.query.mission.id_column, _nothing(plan)
    width, read = len(output), None if _is_told(plan) else plan.reader()
    names = plan.selected if read else tuple(column.name for column in output)  # what it is sorted by may stay there
    if name not in names:
        names = (*names, name)
    at = names.index(name)
    found = (_found(plan) if read else _found(plan).annotate(**nothing)).values_list(*names)
    chunks = _chunks(found[wanted].query.get_compiler(plan.alias))
    try:
        for chunk in chunks:
            identifiers = [row[at] for row in chunk]
            if read is not None:
                yield [read(row) for row in chunk], identifiers
            else:
                yield ([row[:width] for row in chunk] if len(names) > width else chunk), identifiers
    finally:
        chunks.close()


def _is_few(plan: Plan, result: Result) -> bool:
    """Whether no more rows than one chunk holds are there or wanted, with their identifiers among what is fetched."""
    limit, count = plan.query.limit, result.count
    if plan.query.mission.id_column not in plan.selected:
        return False
    if limit is not None and limit <= CHUNK:
        return True
    if count is not None:
        return count.exact and count.value <= CHUNK
    try:
        in_cells = expected_rows(plan.holding, plan.cone) if plan.cone else None
    except Error:
        return False  # whoever reads the rows will say what is wrong, or ask elsewhere
    return in_cells is not None and in_cells <= CHUNK


def at_once(plan: Plan, wanted: slice) -> Iterator[tuple[Sequence[Row], Identifiers]]:
    """The few rows of a plan by one kept statement, as a page's are: no cursor of the server, and no transaction for it."""
    after = plan.query.after
    beyond = paging.beyond(plan.keys, paging.decode(plan.keys, after), backwards=False) if after else None
    rows = prepared.rows(plan, wanted.start, wanted.stop, beyond)
    read, at = plan.reader(), plan.selected.index(plan.query.mission.id_column)
    if rows:
        yield [read(row) for row in rows], [row[at] for row in rows]


def _chunks(compiler: SQLCompiler) -> Generator[Sequence[Row], None, None]:
    """Fetched tuples as the ORM's own iterator gives them, without its work on every row."""
    connection = compiler.connection
    try:
        statement, bound = compiler.as_sql()
    except EmptyResultSet:
        return
    expressions = [selected[0] for selected in compiler.select[: compiler.col_count]]
    converters = compiler.get_converters(expressions)
    with connection.chunked_cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.cursor.execute = partial(cursor.cursor.execute, binary=True)
        cursor.execute(statement, bound)
        while rows := cursor.fetchmany(CHUNK):
            if converters:
                columns = list(zip(*rows, strict=True))
                for place, (converts, expression) in converters.items():
                    for convert in converts:
                        columns[place] = tuple(convert(value, expression, connection) for value in columns[place])
                rows = list(zip(*columns, strict=True))
            yield rows


class _AsPython(models.Func):
    """A float as Python spells it: PostgreSQL writes ``1800.0`` as ``1800``, of which readers would make whole numbers.

    What it writes with an exponent, and Python without, is left to who reads the lines: `ODD`.
    """

    output_field = models.TextField()
    template = (
        "CASE WHEN %(expressions)s <> trunc(%(expressions)s) THEN %(expressions)s::text"
        " WHEN abs(%(expressions)s) < 1e15 THEN %(expressions)s::text || '.0'"
        " WHEN %(expressions)s = 'NaN' THEN 'nan' WHEN %(expressions)s = 'Infinity' THEN 'inf'"
        " WHEN %(expressions)s = '-Infinity' THEN '-inf' ELSE %(expressions)s::text END"
    )


def _float(column: Column) -> models.Expression:
    return _AsPython(column.name)


def _truth(column: Column) -> models.Expression:
    return Cast(column.name, models.TextField())  # true and false, which COPY would shorten


_SPELT: dict[str, Callable[[Column], models.Expression]] = {
    "float": _float, "ra": _float, "dec": _float, "boolean": _truth,
}  # fmt: skip
"""Kinds of column whose values COPY would spell otherwise than Python."""


def copied(plan: Plan, wanted: slice, delimiter: str) -> Iterator[tuple[Sequence[bytes], Identifiers]]:
    """Rows of a plan as lines of PostgreSQL's COPY."""
    from psycopg import ClientCursor, sql

    columns = plan.query.output
    changed = {
        column.name: f"spelt_{at}" for at, column in enumerate(columns) if column.stored and column.kind in _SPELT
    }
    spelt = {changed[column.name]: _SPELT[column.kind](column) for column in columns if column.name in changed}
    names = [changed.get(column.name, column.name) for column in columns]
    found = _found(plan).annotate(**spelt, **_nothing(plan)).values_list(*names)
    connection = reading(plan.alias)
    try:
        statement, bound = found[wanted].query.get_compiler(plan.alias).as_sql()
    except EmptyResultSet:
        return
    options = sql.SQL("FORMAT csv, DELIMITER {}").format(sql.Literal(delimiter)).as_string(connection.connection)
    # COPY takes no parameters of the protocol, so that they are bound here, by the driver.
    asked = f"COPY ({statement}) TO STDOUT ({options})"
    with connection.wrap_database_errors, ClientCursor(connection.connection) as cursor:
        cursor.execute("SET LOCAL extra_float_digits = 1")  # every digit, whatever the server is set to
        with cursor.copy(asked, bound) as copy:
            lines = map(bytes, copy)  # views would keep the driver's buffers, each of its own
            while some := list(islice(lines, CHUNK)):
                yield some, ()  # their identifiers stand in them
