"""The rows just outside each partition, without which a cross-match would lose pairs across its edge.

A row is in the margin of every other partition that has one of the eight neighbours of its fine cell, where no fine cell is
narrower than the margin. That is all rows within the margin of the edge, and some beyond it.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from healpix_geo import nested
from numpy.typing import NDArray

if TYPE_CHECKING:
    from mastsite.scans.collection import Partition

HELD_ROWS = 200_000
"""Rows held for all partitions together before they are written."""
NARROWEST = 0.5
"""Of the width of a cell whose area is a square's: no cell is narrower."""


class Margins:
    """The margin catalogue that is being written: `add` the rows of a partition as they come.

    Parameters
    ----------
    partitions : in sky order, none inside another; all the sky.
    """

    def __init__(self, catalog: Path, schema: pa.Schema, partitions: list[Partition], margin_arcsec: float) -> None:
        self.catalog, self.schema, self.partitions = catalog, schema, partitions
        self.rows = 0
        self.order = _fine_order(margin_arcsec, max(item.order for item in partitions))
        self._starts = np.array([item.first_cell for item in partitions], dtype=np.int64)
        self._held: dict[int, list[pa.Table]] = defaultdict(list)
        self._held_rows = 0
        self._files: dict[int, pq.ParquetWriter] = {}

    def __enter__(self) -> Margins:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if error is None:
                self._write()
        finally:
            for file in self._files.values():
                file.close()

    @property
    def written(self) -> list[Partition]:
        """The partitions that have rows in their margin."""
        return [self.partitions[number] for number in sorted(self._files)]

    def add(self, table: pa.Table, own: int) -> None:
        """Take up those rows of partition number `own` that are in the margin of others."""
        fine = table.column(0).to_numpy() >> 2 * (29 - self.order)
        unique, back = np.unique(fine, return_inverse=True)
        around = self._partitions_of(nested.neighbours(unique.astype(np.uint64), self.order))
        for other in np.unique(around[(around >= 0) & (around != own)]):
            near = (around == other).any(axis=1)[back]
            self._held[int(other)].append(table.filter(pa.array(near)))
            self._held_rows += int(near.sum())
        if self._held_rows > HELD_ROWS:
            self._write()

    def _partitions_of(self, fine: NDArray[Any]) -> NDArray[np.int64]:
        """The number of the partition that each fine cell is in; -1 for none."""
        cells = np.maximum(fine.astype(np.int64), 0) << 2 * (29 - self.order)
        return np.where(fine < 0, -1, np.searchsorted(self._starts, cells, side="right") - 1)

    def _write(self) -> None:
        from mastsite.scans.collection import file_of

        for number, tables in self._held.items():
            if number not in self._files:
                path = file_of(self.catalog, self.partitions[number])
                self._files[number] = pq.ParquetWriter(path, self.schema, compression="zstd")
            table = pa.concat_tables(tables)
            self._files[number].write_table(table)
            self.rows += len(table)
        self._held.clear()
        self._held_rows = 0


def _fine_order(margin_arcsec: float, at_least: int) -> int:
    """The order of the finest cells that are nowhere narrower than the margin."""
    order = 29
    while order and NARROWEST * np.degrees(np.sqrt(np.pi / 3)) * 3600 / 2**order < margin_arcsec:
        order -= 1
    if order < at_least:
        said = f"The margin of {margin_arcsec:g} arcsec is wider than the smallest partition. Type a narrower one, or --rows more."
        raise ValueError(said)
    return order
