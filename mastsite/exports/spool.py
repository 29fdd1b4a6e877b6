"""All rows of a result in a temporary file of Arrow batches, for formats that must know the end before they begin.

FITS wants the number of rows and the width of every text column in its header, Parquet wants to know whether every date
can be a timestamp. The file may be read as often as needed; memory holds one batch.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from mastsite.exports.cells import FAMILIES, Values
from mastsite.exports.registry import ExportError
from mastsite.exports.stream import Tally, tables, temporary_file

if TYPE_CHECKING:
    from mastsite.search.declare import Column
    from mastsite.search.result import Result

BATCH_ROWS = 1024
_TYPES = {"text": pa.string(), "integer": pa.int64(), "float": pa.float64(), "boolean": pa.bool_()}
TIMESTAMP = pa.timestamp("us")


@dataclass(slots=True)
class Spool:
    """Rows set aside. A context manager: leaving it deletes the file."""

    columns: tuple[Column, ...]
    tally: Tally = field(default_factory=Tally)
    file: IO[bytes] = field(default_factory=temporary_file)
    not_timestamps: set[str] = field(default_factory=set)
    """Names of datetime columns with a value that is no timestamp to the microsecond without a zone."""

    def __enter__(self) -> Spool:
        return self

    def __exit__(self, *_: object) -> None:
        self.file.close()

    def fill(self, result: Result) -> None:
        """Read every row.

        Raises
        ------
        ExportError : when the rows fail, or hold what no column of theirs can.
        """
        schema = pa.schema([(column.name, self.type_of(column)) for column in self.columns])
        with pa.ipc.new_stream(self.file, schema) as sink:
            for table in tables(result, self.tally, batch_rows=BATCH_ROWS):
                arrays = [_array(column, values) for column, values in zip(self.columns, table, strict=True)]
                sink.write_batch(pa.RecordBatch.from_arrays(arrays, schema=schema))
                self._judge_dates(arrays)
        self.tally.check()

    def batches(self) -> Iterator[pa.RecordBatch]:
        """The rows, from the first."""
        self.file.seek(0)
        with pa.ipc.open_stream(self.file) as source:
            yield from source

    @staticmethod
    def type_of(column: Column) -> pa.DataType:
        return _TYPES[FAMILIES[column.kind]]

    def _judge_dates(self, arrays: list[pa.Array]) -> None:
        for column, array in zip(self.columns, arrays, strict=True):
            if column.kind == "datetime" and column.name not in self.not_timestamps:
                try:
                    pc.cast(array, TIMESTAMP)
                except pa.ArrowInvalid:
                    self.not_timestamps.add(column.name)


def _array(column: Column, values: Values) -> pa.Array:
    try:
        return pa.array(values, _TYPES[FAMILIES[column.kind]])
    except (pa.ArrowInvalid, OverflowError, UnicodeEncodeError) as error:
        raise ExportError(f"Column {column.name} holds what no {column.kind} can be here: {error}") from error
