"""Results to write: every kind of column, and cells that break careless writers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from mastsite.search.declare import Column, Mission
from mastsite.search.result import Count, Message, Result, Row

COLUMNS = (
    Column("obs_id", "Dataset", "text", ucd="meta.id;meta.main", description="Name of the dataset."),
    Column("title", "Title", "text", description="Title of the proposal, with all its <signs> & accents é."),
    Column("filters", "Filters", "substring", ucd="meta.id;instr.filter"),
    Column("proposal_id", "Proposal ID", "integer", ucd="meta.id"),
    Column("source_id", "Source", "integer", description="A number beyond what a double can hold."),
    Column("exposure", "Exp Time", "float", unit="s", ucd="time.duration;obs.exposure", description="Exposure time."),
    Column(
        "flux", "Flux", "float", unit="erg / (s cm2 Angstrom)", ucd="phot.flux.density", description="Flux density."
    ),
    Column("ra", "RA (J2000)", "ra", unit="deg", ucd="pos.eq.ra;meta.main", description="Right ascension."),
    Column("dec", "Dec (J2000)", "dec", unit="deg", ucd="pos.eq.dec;meta.main", description="Declination."),
    Column("start_time", "Start Time", "datetime", ucd="time.start", description="When it began, UTC."),
    Column("is_public", "Public", "boolean", description="Whether anyone may have it."),
    Column("note", "Note", "text"),
)

MISSION = Mission(
    slug="demo", name="Demonstration Space Telescope", short_name="Demo", columns=COLUMNS, id_column="obs_id",
    folder=Path(), ra_column="ra", dec_column="dec", acknowledgement="Based on observations that nobody made.",
)  # fmt: skip

SENTENCE = "Demo observations within 3 arcmin of 10.68, 41.27 whose title has “α & <β>”, newest first"
ADDRESS = "https://archive.example/search/demo/results?target=m+31&radius=3&title=%CE%B1"

TEXTS = (
    "plain", "", None, "comma, inside", 'double "quote"', "line\nbreak", "tab\tinside", "a|b;c", "# not a comment",
    "HD 1#2", "=1+1", "+1", "-1", "@SUM(A1)", "#N/A", "<b>&amp;</b>]]>", "α Centauri", "González 🔭", "'single'",
    "back\\slash", "NULL", "nan", "  two blanks before",
)  # fmt: skip

NUMBERS = (0, 1, -1, None, 2**53 + 1, 2**63 - 1, -(2**63), -(2**63) + 1, 9007199254740993)

FLOATS = (0.1, 1 / 3, None, 5e-324, 1.7976931348623157e308, -2.2250738585072014e-308, 1e16, 123456789.12345679, 100.0)

DATES = ("2012-03-04T05:06:07", "1990-04-24T12:33:51.123456", None, "2031-12-31T23:59:59.900000", "0999-01-01T00:00:00")


def row(number: int) -> Row:
    """A row that differs from its neighbours in every column; the longest texts come late."""

    def pick(values: tuple[Any, ...], step: int) -> Any:
        return values[(number + step) % len(values)]

    return (
        f"o{number:08d}",
        pick(TEXTS, 0),
        pick(TEXTS, 7),
        number % 17_000 if number % 5 else None,
        pick(NUMBERS, 0),
        pick(FLOATS, 0),
        pick(FLOATS, 4),
        (number * 0.0137) % 360,
        (number * 0.0071) % 180 - 90,
        pick(DATES, 0),
        (True, False, None)[number % 3],
        "late and wide " * 40 if number == 24_321 else pick(TEXTS, 11),
    )


def rows(number: int) -> list[Row]:
    return list(map(row, range(number)))


def result(given: Iterable[Row], **changes: Any) -> Result:
    """A result of `given` rows over `COLUMNS`, with provenance of every sort."""
    base = Result(
        mission=MISSION,
        query=SimpleNamespace(describe=lambda: SENTENCE),  # type: ignore[arg-type]
        columns=COLUMNS,
        rows=given,
        asked_at=datetime(2026, 11, 22, 16, 30, 5, 999, tzinfo=UTC),
        count=Count(10_000, exact=False),
        messages=[Message("The radius was read in arcmin."), Message("SIMBAD did not answer.", "warning")],
        holdings_version="demo-2026-11-01",
    )
    return replace(base, **changes)


class Rows:
    """An iterator that knows whether it was closed, and can fail on the way or set things at its end."""

    def __init__(self, number: int, *, fail_at: int | None = None, make: Any = row) -> None:
        self.closed = False
        self.given = 0
        self._number, self._fail_at, self._make = number, fail_at, make

    def __iter__(self) -> Iterator[Row]:
        return self

    def __next__(self) -> Row:
        if self.given == self._fail_at:
            raise RuntimeError("secret words of the database")
        if self.given >= self._number:
            raise StopIteration
        self.given += 1
        return self._make(self.given - 1)

    def close(self) -> None:
        self.closed = True
