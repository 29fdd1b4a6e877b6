"""ECSV 1.0 (astropy APE 6): CSV with a YAML head of types, units, descriptions and provenance.

The rows wait in a temporary file, so that the head can say how the table ended: astropy's quick readers stumble over a
comment after the rows. A null is ``""``, and so is an empty text; astropy reads both as masked.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from astropy.table import Column as TableColumn
from astropy.table import meta

from mastsite.exports.cells import FAMILIES
from mastsite.exports.delimited import lines_of
from mastsite.exports.provenance import column_record, end_record, record
from mastsite.exports.registry import writer
from mastsite.exports.stream import Tally, read_back, tables, temporary_file

if TYPE_CHECKING:
    from mastsite.search.declare import Column
    from mastsite.search.result import Result

_DTYPES = {"text": "str", "integer": "int64", "float": "float64", "boolean": "bool"}


@writer(
    "ecsv",
    label="ECSV",
    media_type="text/x-ecsv; charset=utf-8",
    extension="ecsv",
    accept=("text/ecsv", "application/x-ecsv"),
    streams=False,
    description="CSV that keeps types, units and descriptions, for astropy: Table.read gives a table ready to use.",
)
def write_ecsv(result: Result, *, address: str = "", comments: bool = True) -> Iterator[bytes]:
    tally = Tally()
    encode = lines_of(result.columns, delimiter=",", nothing='""', truths=("False", "True"))
    with temporary_file() as file:
        for table in tables(result, tally):
            file.write(encode(table))
        tally.check()
        yield _head(result, address, tally)
        yield from read_back(file)


def _head(result: Result, address: str, tally: Tally) -> bytes:
    """The YAML lines, made by astropy, and the line of column names."""
    facts = {"provenance": record(result, address), "end": end_record(result, tally)}
    header = {"cols": list(map(_column, result.columns)), "schema": "astropy-2.0", "delimiter": ",", "meta": facts}
    yaml = ["%ECSV 1.0", "---", *meta.get_yaml_from_header(header)]
    names = ",".join(column.name for column in result.columns)
    return ("".join(f"# {line}\n" for line in yaml) + names + "\n").encode()


def _column(column: Column) -> TableColumn:
    more = {key: value for key, value in column_record(column).items() if value and key in ("label", "kind", "ucd")}
    return TableColumn(
        name=column.name,
        dtype=_DTYPES[FAMILIES[column.kind]],
        unit=column.unit or None,
        description=column.description or column.label,
        meta=more,
    )
