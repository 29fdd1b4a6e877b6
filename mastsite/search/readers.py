"""Rows of table files, whatever their format: a line or row number and a dictionary by column heading.

To add one more format: a generator of (number, {heading: value}) over an open binary file,
under ``@reader("word", ".ending", ...)``; the word is then a `form` and paths with the endings are read by it.
Libraries are imported inside it, so that nobody waits for one that is not used. Gzip is undone before it.
"""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any, BinaryIO, cast

Row = tuple[int, dict[str, object]]
Reader = Callable[[BinaryIO, str], Iterator[Row]]

READERS: dict[str, Reader] = {}
"""Word for a format to its reader."""
ENDINGS: dict[str, str] = {}
"""Ending of a path, without ``.gz``, to the word for its format."""

BLOCK = 10_000
"""Rows turned into Python values at a time."""


class ReadError(ValueError):
    """A table file cannot be read; the message says which, where and what to do."""


def reader(form: str, *endings: str) -> Callable[[Reader], Reader]:
    """Register a reader under its word and the endings of its files."""

    def register(function: Reader) -> Reader:
        READERS[form] = function
        ENDINGS.update(dict.fromkeys(endings, form))
        return function

    return register


def read(source: Path | BinaryIO, form: str = "") -> Iterator[Row]:
    """Rows of a table file.

    Parameters
    ----------
    source : a path, or an open binary file with `form` naming its format. Gzip is recognised by its first bytes.
    form : a key of `READERS`; read off the path's ending when empty.

    Yields
    ------
    (number, {heading: value}) : the line of a text file where the row begins, or the row of a binary one,
        counted from 1. Csv and tsv give text as it stands; the others give Python values, and None for
        what is masked or NaN.

    Raises
    ------
    ReadError : for a form that is not known, and for the first line or row that cannot be read.
    """
    name = str(getattr(source, "name", "") or "the file")
    form = form.lower() or ENDINGS.get(Path(name.removesuffix(".gz")).suffix.lower(), "")
    if form not in READERS:
        known = ", ".join(sorted(ENDINGS))
        raise ReadError(f"{name}: the format is not known from the name or from form={form!r}; use one of {known}.")
    try:
        with source.open("rb") if isinstance(source, Path) else nullcontext(source) as opened:
            yield from READERS[form](_gunzipped(opened), name)
    except ReadError:
        raise
    except Exception as error:  # the formats' libraries raise errors that have no class in common
        reason = str(error) or type(error).__name__
        raise ReadError(
            f"{name}: read as {form}, and it stopped at “{reason}”; get the file again, or name its format."
        ) from error


def _gunzipped(opened: BinaryIO) -> BinaryIO:
    peekable = opened if hasattr(opened, "peek") else io.BufferedReader(cast(io.RawIOBase, opened))
    if peekable.peek(2)[:2] == b"\x1f\x8b":
        return cast(BinaryIO, gzip.GzipFile(fileobj=peekable))
    return peekable


@reader("csv", ".csv")
def read_csv(opened: BinaryIO, name: str) -> Iterator[Row]:
    """Comma-separated text with a line of headings; nothing but text comes out, blanks around headings are dropped."""
    yield from _delimited(opened, name, ",")


@reader("tsv", ".tsv")
def read_tsv(opened: BinaryIO, name: str) -> Iterator[Row]:
    """The same with tabs."""
    yield from _delimited(opened, name, "\t")


def _delimited(opened: BinaryIO, name: str, delimiter: str) -> Iterator[Row]:
    records = _records(opened, name, delimiter)
    _line, first = next(records, (1, []))
    headings = [heading.strip() for heading in first]
    twice = sorted({heading for heading in headings if headings.count(heading) > 1})
    if twice or not headings:
        wrong = f"the heading {twice[0]!r} stands twice" if twice else "there is no line of headings"
        raise ReadError(f"{name}: {wrong}; begin the file with one line of different column names.")
    for line, fields in records:
        if len(fields) != len(headings):
            raise ReadError(
                f"{name} line {line}: {len(fields)} fields were read under {len(headings)} headings; "
                f"put a value with a {delimiter!r} or a quotation mark in it in quotation marks, and close each."
            )
        yield line, dict(zip(headings, fields, strict=True))


def _records(opened: BinaryIO, name: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Records with the line each begins at; empty lines are passed over."""
    records = csv.reader(_text(opened, name), delimiter=delimiter, strict=True)
    line = 1
    try:
        for fields in records:
            if fields:
                yield line, fields
            line = records.line_num + 1
    except csv.Error as error:
        raise ReadError(
            f"{name} line {line}: the csv reader stopped at “{error}”; mend the quotation marks there."
        ) from error


def _text(opened: BinaryIO, name: str) -> Iterator[str]:
    """Lines decoded one by one, so that a bad byte has a line number."""
    for number, line in enumerate(opened, 1):
        try:
            yield line.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError as error:
            byte = error.object[error.start]
            raise ReadError(
                f"{name} line {number}: byte {byte:#04x} at column {error.start + 1} is not UTF-8; "
                "save the file as UTF-8."
            ) from error


@reader("ecsv", ".ecsv")
def read_ecsv(opened: BinaryIO, name: str) -> Iterator[Row]:
    """Astropy's csv with a header of units and types."""
    from astropy.table import Table

    yield from _table(Table.read(list(_text(opened, name)), format="ascii.ecsv"), name)


@reader("votable", ".vot", ".xml", ".votable")
def read_votable(opened: BinaryIO, name: str) -> Iterator[Row]:
    """The first table of an IVOA VOTable, in any of its serialisations."""
    from astropy.io.votable import parse

    table = parse(io.BytesIO(opened.read()), verify="ignore").get_first_table()
    yield from _table(table.to_table(use_names_over_ids=True), name)


@reader("fits", ".fits", ".fit")
def read_fits(opened: BinaryIO, name: str) -> Iterator[Row]:
    """The first table extension of a FITS file; text loses its padding, empty text is None."""
    from astropy.table import Table

    yield from _table(Table.read(io.BytesIO(opened.read()), format="fits"), name)


@reader("parquet", ".parquet", ".parq")
def read_parquet(opened: BinaryIO, name: str) -> Iterator[Row]:
    """Apache Parquet, some thousand rows in memory at a time."""
    import pyarrow.compute as compute
    import pyarrow.parquet as parquet
    import pyarrow.types as types

    number = 0
    for batch in parquet.ParquetFile(opened).iter_batches(batch_size=BLOCK):
        headings = batch.schema.names
        columns = []
        for column in batch.columns:
            floating = types.is_floating(column.type)
            columns.append((compute.if_else(compute.is_nan(column), None, column) if floating else column).to_pylist())
        for values in zip(*columns, strict=True):
            number += 1
            yield number, dict(zip(headings, values, strict=True))


def _table(table: Any, name: str) -> Iterator[Row]:
    """Rows of an astropy table."""
    for start in range(0, len(table), BLOCK):
        block = table[start : start + BLOCK]
        columns = [_plain(block[heading], f"{name} column {heading!r}") for heading in table.colnames]
        for number, values in enumerate(zip(*columns, strict=True), start + 1):
            yield number, dict(zip(table.colnames, values, strict=True))


def _plain(column: Any, place: str) -> Iterable[object]:
    """A column as Python values: None for masked, NaN and empty text; text without the padding of FITS."""
    if not hasattr(column, "dtype"):
        raise ReadError(f"{place}: it is a {type(column).__name__}, not plain values; write it as numbers or text.")
    values: list[object] = column.tolist()
    if column.dtype.kind == "f" and column.ndim == 1:
        return [None if value != value else value for value in values]
    if column.dtype.kind in "SO":
        return [_text_or_none(value) for value in values]
    return values


def _text_or_none(value: object) -> object:
    text = value.decode("utf-8") if isinstance(value, bytes) else value
    return text.rstrip() or None if isinstance(text, str) else text
