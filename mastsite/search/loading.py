"""A mission's rows put into a table of their own, checked on the way, and made current all at once.

The steps: stage the rows in file order, refuse or set aside the bad ones, copy the good ones in sky order,
index, and only then say in `Holding` that this table is the one to read. Killed at any moment before that,
the old rows stay; what was left half-made is dropped by the next loading.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connection, transaction
from django.utils import timezone

from mastsite.search import arrivals, bulk, sky
from mastsite.search.convert import Unparsable, converter
from mastsite.search.declare import Column, Mission
from mastsite.search.fields import VECTOR
from mastsite.search.models import Holding
from mastsite.search.tables import CELL, ROW_ID, indexes, model_for, shape

SHOWN = 20
"""Bad rows that a report shows; all are counted."""
SKY_BATCH = 4096
PARTITION_ORDER = 1
"""A partition is a cell of this order; 48 of them are few enough for searches that no place narrows."""

Raw = Iterable[tuple[int, Mapping[str, Any]]]
Watch = Callable[[str, int], None]
"""Told the step and how many rows (or indexes) of it are done."""


@dataclass(frozen=True, slots=True)
class Reject:
    """One bad row: its line, the column and value to blame, and why."""

    line: int
    column: str
    value: str
    why: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.column} “{self.value}” {self.why}"


@dataclass(slots=True)
class Report:
    """What a loading found."""

    source: str
    rows_read: int = 0
    rows_loaded: int = 0
    nulls: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    """How many rows were bad in which way: unparsable, out of range, duplicate, without identifier."""
    rejects: list[Reject] = field(default_factory=list)
    undeclared: tuple[str, ...] = ()
    """Columns of the file that the mission does not declare; they are not loaded."""

    @property
    def rejected(self) -> int:
        return sum(self.kinds.values())

    def lines(self) -> Iterator[str]:
        """The report as text."""
        yield f"{self.source}: {self.rows_read:,} rows read, {self.rows_loaded:,} loaded, {self.rejected:,} rejected"
        if self.undeclared:
            yield f"  columns not declared, so not loaded: {', '.join(self.undeclared)}"
        for kind, number in self.kinds.items():
            yield f"  {kind}: {number:,}"
        yield from (f"  {reject}" for reject in self.rejects[:SHOWN])
        if self.rejected > SHOWN:
            yield f"  … and {self.rejected - SHOWN:,} more"
        empty = [name for name, nulls in self.nulls.items() if nulls == self.rows_read]
        some = {name: nulls for name, nulls in self.nulls.items() if 0 < nulls < self.rows_read}
        if empty:
            yield f"  no value in any row: {', '.join(empty)}"
        if some:
            yield f"  nulls: {', '.join(f'{name} {nulls:,}' for name, nulls in some.items())}"


class LoadRefused(ValueError):
    """The rows were not loaded; the old ones are still served. `report` says why."""

    def __init__(self, report: Report, sentence: str) -> None:
        self.report = report
        super().__init__(sentence)


class _Rejects:
    """Counts the bad rows and writes them aside when a file was given for them."""

    def __init__(self, report: Report, path: Path | None) -> None:
        self.report = report
        self._file = path.open("w", encoding="utf-8", newline="") if path else None
        self._writer = csv.writer(self._file) if self._file else None
        if self._writer:
            self._writer.writerow(["line", "column", "value", "why", "row"])

    def add(self, kind: str, reject: Reject, row: object = "") -> None:
        self.report.kinds[kind] += 1
        if len(self.report.rejects) < SHOWN:
            self.report.rejects.append(reject)
        if self._writer:
            self._writer.writerow([reject.line, reject.column, reject.value, reject.why, row])

    def close(self) -> None:
        if self._file:
            self._file.close()


def load(
    mission: Mission,
    raw: Raw,
    *,
    source: str,
    fingerprint: str = "",
    rejects_file: Path | None = None,
    watch: Watch = lambda step, done: None,
) -> Report:
    """Load rows and make them the mission's holdings.

    Parameters
    ----------
    raw : (line number, {column name or label: raw value}) each.
    source : where they come from, for reports and pages.
    fingerprint : digest of the shipped files, empty for an operator's own.
    rejects_file : bad rows are written there and the others loaded; without it any bad row refuses the load.

    Raises
    ------
    LoadRefused : with the report; nothing has changed.
    """
    report = Report(source)
    rejects = _Rejects(report, rejects_file)
    version, table = _next_table(mission)
    staged = f"{table}_in"
    try:
        _stage(mission, staged, raw, rejects, watch)
        bad = _find_duplicates(mission, staged, rejects)
    finally:
        rejects.close()
    if report.rejected and rejects_file is None:
        bulk.drop(staged)
        raise LoadRefused(report, f"{report.rejected:,} of {report.rows_read:,} rows are bad, so none was loaded.")
    if report.rows_read == report.rejected:
        bulk.drop(staged)
        raise LoadRefused(report, "There is no good row to load." if report.rows_read else "The source has no rows.")
    watch("sort", 0)
    parted = _is_parted(mission, report.rows_read - report.rejected)
    report.rows_loaded = _settle(mission, staged, table, bad, parted=parted)
    model = model_for(mission.slug, table)
    for done, _name in enumerate(bulk.add_indexes(model, indexes(mission, table, parted=parted))):
        watch("index", done)
    bulk.gather_statistics(table)
    _make_current(mission, table, version, report, fingerprint)
    return report


def _next_table(mission: Mission) -> tuple[int, str]:
    """The next version and its table; leftovers of interrupted loadings and all but the current table are dropped."""
    stem = f"rows_{mission.slug.replace('-', '_')}"
    current = Holding.objects.using(DEFAULT_DB_ALIAS).filter(slug=mission.slug).first()
    versions = [current.version if current else 0]
    for name in connection.introspection.table_names():
        if match := re.fullmatch(rf"{stem}_(\d{{4,}})(_in)?", name):
            versions.append(int(match[1]))
            if current is None or name != current.table:
                bulk.drop(name)
    version = max(versions) + 1
    return version, f"{stem}_{version:04d}"


def _names(mission: Mission) -> list[str]:
    sky_names = [CELL, *VECTOR] if mission.has_position else []
    return [column.name for column in mission.stored_columns] + sky_names


def _stage(mission: Mission, table: str, raw: Raw, rejects: _Rejects, watch: Watch) -> None:
    bulk.create(model_for(mission.slug, table))
    rows = _with_sky(mission, _converted(mission, raw, rejects, watch))
    with transaction.atomic():
        bulk.fill(table, [ROW_ID, *_names(mission)], rows)


def _converted(mission: Mission, raw: Raw, rejects: _Rejects, watch: Watch) -> Iterator[list[Any]]:
    """Rows of stored values, each headed by its line number."""
    report = rejects.report
    readers: list[tuple[Column, str | None, Callable[[Any], Any]]] = []
    headings: tuple[str, ...] = ()
    for line, row in raw:
        report.rows_read += 1
        if tuple(row) != headings:
            headings = tuple(row)
            readers = _match(mission, headings, report)
        values: list[Any] = [line]
        blame = None
        for column, heading, convert in readers:
            value = None if heading is None else row[heading]
            if value is not None:
                try:
                    value = convert(value)
                except Unparsable as error:
                    blame = blame or (column, value, str(error))
                    value = None
            if value is None:
                report.nulls[column.name] += 1
            values.append(value)
        if blame:
            column, value, why = blame
            kind = "out of range" if "outside" in why else "unparsable"
            rejects.add(kind, Reject(line, column.name, str(value)[:80], why), dict(row))
        else:
            yield values
        if report.rows_read % 1000 == 0:
            watch("read", report.rows_read)
    watch("read", report.rows_read)


def _match(
    mission: Mission, headings: tuple[str, ...], report: Report
) -> list[tuple[Column, str | None, Callable[[Any], Any]]]:
    """For every stored column the heading it is read from, if any."""
    by_column: dict[str, str] = {}
    undeclared = []
    for heading in headings:
        column = mission.find(heading)
        if column is not None and column.stored:
            by_column.setdefault(column.name, heading)
        elif column is None:
            undeclared.append(heading)
    report.undeclared = tuple(dict.fromkeys([*report.undeclared, *undeclared]))
    if mission.id_column not in by_column:
        raise LoadRefused(
            report,
            f"The columns read are {', '.join(headings)[:300]}; none of them is {mission.id_column}, which names a row. "
            "Name the columns as docs/loading.md says.",
        )
    return [(column, by_column.get(column.name), converter(column)) for column in mission.stored_columns]


def _with_sky(mission: Mission, rows: Iterator[list[Any]]) -> Iterator[list[Any]]:
    """Rows with their sky cell and unit vector added, worked out in batches."""
    if not mission.has_position:
        yield from rows
        return
    names = [ROW_ID, *(column.name for column in mission.stored_columns)]
    ra_at, dec_at = names.index(mission.ra_column), names.index(mission.dec_column)
    batch: list[list[Any]] = []
    for row in rows:
        batch.append(row)
        if len(batch) == SKY_BATCH:
            yield from _placed(batch, ra_at, dec_at)
            batch = []
    yield from _placed(batch, ra_at, dec_at)


def _placed(batch: list[list[Any]], ra_at: int, dec_at: int) -> list[list[Any]]:
    there = [row for row in batch if row[ra_at] is not None and row[dec_at] is not None]
    ra, dec = [row[ra_at] for row in there], [row[dec_at] for row in there]
    found = zip(sky.cells(ra, dec).tolist(), sky.unit_vectors(ra, dec).tolist(), strict=True) if there else iter(())
    places = {id(row): (cell, *vector) for row, (cell, vector) in zip(there, found, strict=True)}
    nowhere = (None,) * (1 + len(VECTOR))
    return [[*row, *places.get(id(row), nowhere)] for row in batch]


def _find_duplicates(mission: Mission, table: str, rejects: _Rejects) -> str:
    """Report rows without an identifier and later rows of one that occurs twice; the SQL condition that finds them."""
    quote = connection.ops.quote_name
    key, line, name = quote(mission.id_column), quote(ROW_ID), quote(table)
    bad = f"{key} IS NULL OR {line} NOT IN (SELECT min({line}) FROM {name} WHERE {key} IS NOT NULL GROUP BY {key})"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*), count(DISTINCT {key}) FROM {name}")
        rows, distinct = cursor.fetchone()
        if rows == distinct:
            return "1 = 0"
        cursor.execute(f"SELECT {line}, {key} FROM {name} WHERE {bad} ORDER BY {line}")
        for number, value in cursor:
            if value is None:
                rejects.add(
                    "without identifier", Reject(number, mission.id_column, "", "is empty, and it names the row")
                )
            else:
                rejects.add("duplicate", Reject(number, mission.id_column, str(value), "occurs in an earlier row"))
    return bad


def _settle(mission: Mission, staged: str, table: str, bad: str, *, parted: bool) -> int:
    """Copy the good rows in sky order; see docs/decisions/0003-one-sky-index.md for what that gains."""
    if parted:
        bulk.create_parted(table, staged, CELL, sky.cell_edges(PARTITION_ORDER))
    else:
        bulk.create(model_for(mission.slug, table))
    order = [CELL, mission.id_column] if mission.has_position else [mission.id_column]
    with transaction.atomic():
        copied = bulk.copy_sorted(staged, table, _names(mission), ROW_ID, order, bad)
        bulk.drop(staged)
    return copied


def _is_parted(mission: Mission, rows: int) -> bool:
    """Whether so many rows go into partitions by sky: docs/decisions/0010-rows-are-the-density-map.md."""
    most = settings.PARTITION_ROWS
    return connection.vendor == "postgresql" and mission.has_position and 0 < most < rows


def _make_current(mission: Mission, table: str, version: int, report: Report, fingerprint: str) -> None:
    told = {"rows_read": report.rows_read, "nulls": dict(report.nulls), "rejected": dict(report.kinds)}
    told["undeclared"] = list(report.undeclared)
    told["examples"] = [asdict(reject) for reject in report.rejects]
    before = Holding.objects.using(DEFAULT_DB_ALIAS).filter(slug=mission.slug).first()
    brought = arrivals.compare(mission, before, table)
    with transaction.atomic():
        now, _ = Holding.objects.update_or_create(
            slug=mission.slug,
            defaults={
                "table": table,
                "version": version,
                "row_count": report.rows_loaded,
                "loaded_at": timezone.now(),
                "source": report.source,
                "shape": shape(mission),
                "fingerprint": fingerprint,
                "report": told,
            },
        )
        arrivals.note(now, before, brought)
