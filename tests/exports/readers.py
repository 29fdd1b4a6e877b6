"""Each format read by a program that is not ours, into rows of plain Python values."""

from __future__ import annotations

import csv
import io
import json
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import openpyxl
import pandas as pd
import pyarrow.parquet as pq
from astropy.io import fits, votable
from astropy.table import Table

from mastsite.exports.cells import FAMILIES
from mastsite.search.declare import Column


@dataclass
class Read:
    names: list[str]
    rows: list[tuple[Any, ...]]
    said: str
    """Everything the file says beside its rows."""
    extra: dict[str, Any] = field(default_factory=dict)


Reader = Callable[[bytes, Sequence[Column]], Read]


def _value(text: str, column: Column) -> Any:
    """A field of a delimited file; it has no types, so nothing and empty text are alike to its readers."""
    if text == "":
        return None
    if column.kind == "boolean":
        return {"true": True, "false": False}[text]
    return {"integer": int, "float": float, "text": str}[FAMILIES[column.kind]](text)


def delimited(delimiter: str) -> Reader:
    def read(data: bytes, columns: Sequence[Column]) -> Read:
        frame = pd.read_csv(io.BytesIO(data), sep=delimiter, comment="#", dtype=str, na_filter=False, encoding="utf-8")
        assert list(frame.columns) == [column.name for column in columns]
        rows = [tuple(map(_value, cells, columns)) for cells in frame.itertuples(index=False, name=None)]
        said = [line for line in data.decode().splitlines() if line.startswith("# ")]
        return Read(list(frame.columns), rows, "\n".join(said), {"last": said[-1] if said else ""})

    return read


def plain_csv(data: bytes, columns: Sequence[Column]) -> list[tuple[Any, ...]]:
    names, *rows = csv.reader(io.StringIO(data.decode(), newline=""), strict=True)
    assert names == [column.name for column in columns]
    return [tuple(map(_value, cells, columns)) for cells in rows]


def json_(data: bytes, columns: Sequence[Column]) -> Read:
    document = json.loads(data)
    names = [column["name"] for column in document["columns"]]
    said = json.dumps({**document, "rows": None}, ensure_ascii=False)
    return Read(names, list(map(tuple, document["rows"])), said, document)


def ndjson(data: bytes, columns: Sequence[Column]) -> Read:
    first, *objects, last = map(json.loads, data.decode().strip().split("\n"))
    said = json.dumps([first["_provenance"], last["_end"]], ensure_ascii=False)
    names = list(objects[0]) if objects else [column.name for column in columns]
    return Read(names, [tuple(item.values()) for item in objects], said, {**first, **last})


def _plain(value: Any) -> Any:
    if value is np.ma.masked or value is None:
        return None
    if isinstance(value, np.generic):
        value = value.item()
    return None if value == "" or value != value else value


def votable_(data: bytes, columns: Sequence[Column]) -> Read:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # non-ASCII char; votlint is the judge of validity
        document = votable.parse(io.BytesIO(data), verify="exception")
    table = document.get_first_table()
    cells = [[_plain(value) for value in table.array[item.ID]] for item in table.fields]
    resource = document.resources[0]
    infos = [(info.name, info.value) for info in [*resource.infos, *table.infos]]
    said = "\n".join([*(f"{name}: {value}" for name, value in infos), table.description])
    return Read([item.name for item in table.fields], list(zip(*cells)), said, {"infos": infos, "table": table})


def ecsv(data: bytes, columns: Sequence[Column]) -> Read:
    table = Table.read(data.decode(), format="ascii.ecsv")
    cells = [list(map(_plain, table[name])) for name in table.colnames]
    return Read(table.colnames, list(zip(*cells)), str(table.meta), {"table": table, "meta": table.meta})


def fits_(data: bytes, columns: Sequence[Column]) -> Read:
    with fits.open(io.BytesIO(data), logical_as_bytes=True, character_as_bytes=True) as units:
        units.verify("exception")
        header, values = units[1].header, units[1].data
        cells = [_fits_column(values, header, number, column) for number, column in enumerate(columns, 1)]
        names = list(units[1].columns.names)
        facts = [f"{key}: {value}" for key, value in header.items() if key != "HISTORY"]
        said = "\n".join([*facts, " ".join(map(str, header["HISTORY"]))])
        return Read(names, list(zip(*cells)), said, {"header": header})


def _fits_column(values: Any, header: Any, number: int, column: Column) -> list[Any]:
    cells = values.field(number - 1)
    kind = FAMILIES[column.kind]
    if kind == "text":
        return [_unescaped(bytes(cell).decode()) or None for cell in cells]
    if kind == "boolean":
        return [{b"T": True, b"F": False}.get(bytes(cell)) for cell in cells]
    if kind == "integer":
        return [None if int(cell) == header[f"TNULL{number}"] else int(cell) for cell in cells]
    return [_plain(cell) for cell in cells]


def _unescaped(text: str) -> str:
    escaped = any(mark in text for mark in ("\\x", "\\u", "\\U", "\\n", "\\t", "\\r"))
    return text.encode().decode("unicode_escape") if escaped else text


def parquet(data: bytes, columns: Sequence[Column]) -> Read:
    table = pq.read_table(io.BytesIO(data))
    cells = []
    for name in table.column_names:
        values = table[name].to_pylist()
        dated = str(table.schema.field(name).type).startswith("timestamp")
        cells.append([value.isoformat() if dated and value is not None else value for value in values])
    said = b"\n".join(table.schema.metadata.values()).decode()
    return Read(table.column_names, list(zip(*cells)), said, {"table": table, "schema": table.schema})


def xlsx(data: bytes, columns: Sequence[Column]) -> Read:
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True)
    sheet, about = book.worksheets
    lines = sheet.iter_rows()
    names = [cell.value for cell in next(lines)]
    rows, types = [], set()
    for line in lines:
        cells = [None] * len(names)
        for place, cell in enumerate(line):
            cells[place] = cell.value
            types.add(cell.data_type)
        rows.append(tuple(_excel(value, column) for value, column in zip(cells, columns)))
    said = "\n".join("\t".join(str(cell) for cell in line if cell) for line in about.iter_rows(values_only=True))
    return Read(names, rows, said, {"types": types})


def _excel(value: Any, column: Column) -> Any:
    kind = FAMILIES[column.kind]
    if value is None or kind in ("text", "boolean"):
        return value
    return int(value) if kind == "integer" else float(value)


READERS: dict[str, Reader] = {
    "csv": delimited(","),
    "tsv": delimited("\t"),
    "psv": delimited("|"),
    "ssv": delimited(";"),
    "json": json_,
    "ndjson": ndjson,
    "votable": votable_,
    "votable-b2": votable_,
    "ecsv": ecsv,
    "fits": fits_,
    "parquet": parquet,
    "xlsx": xlsx,
}
"""A reader for each writer; a new writer needs one here before its contract tests can run."""

STRIPS = {"votable": str.strip, "ecsv": str.strip, "fits": str.rstrip}
"""Blanks around a text that astropy drops when it reads; they stand in the file."""

KEEPS_EMPTY_TEXT = ("json", "ndjson", "parquet")
"""Formats whose readers tell nothing from an empty text; to the others both are nothing."""
