"""A mission's rows as a HATS collection: Parquet files of cells with about as many rows each, and a margin around each.

The layout is that of the IVOA note on HATS (https://www.ivoa.net/documents/Notes/HATS/), the metadata are written by the
``hats`` library. Rows come in the order of their cells, so that every partition is a range of rows and is written as it
is read: memory does not grow with the rows.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from mastsite.exports.provenance import column_record
from mastsite.scans.declared import MARGIN, STAMP
from mastsite.scans.margins import Margins
from mastsite.search.declare import Column, Mission
from mastsite.search.whole import Whole

CELL_COLUMN = "_healpix_29"
ROWS_IN_ONE = 1_000_000
MARGIN_ARCSEC = 10.0
DEEPEST = 18
"""No partition is a smaller cell, however many rows are in it."""
TYPES: dict[str, pa.DataType] = {
    "text": pa.large_string(),
    "substring": pa.large_string(),
    "datetime": pa.large_string(),
    "integer": pa.int64(),
    "float": pa.float64(),
    "ra": pa.float64(),
    "dec": pa.float64(),
    "boolean": pa.bool_(),
}
"""What each kind of column is in a file: dates stay ISO 8601 text, which sorts and compares as the database has it."""


class ExportRefused(ValueError):
    """The collection cannot be written; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Partition:
    """A cell, and its rows: those after `start`, up to `end`."""

    order: int
    pixel: int
    start: int
    end: int

    @property
    def first_cell(self) -> int:
        return int(self.pixel << 2 * (29 - self.order))


@dataclass(frozen=True, slots=True)
class Written:
    """What was written, and how many rows were not, as they have no position."""

    path: Path
    rows: int
    margin_rows: int
    partitions: int
    left_out: int


def partitions_of(rows: Whole, rows_in_one: int) -> Iterator[Partition]:
    """The largest cells with up to `rows_in_one` rows each, in sky order: the whole sky, with the cells that have no rows."""

    def divided(order: int, pixel: int, start: int, end: int) -> Iterator[Partition]:
        if end - start <= rows_in_one or order == DEEPEST:
            yield Partition(order, pixel, start, end)
            return
        children = range(4 * pixel, 4 * pixel + 4)
        ends = [rows.rows_before((child + 1) << 2 * (28 - order)) for child in children[:3]] + [end]
        for child, first, last in zip(children, [start, *ends], ends, strict=False):
            yield from divided(order + 1, child, first, last)

    edges = [rows.rows_before(base << 58) for base in range(12)] + [rows.placed]
    for base in range(12):
        yield from divided(0, base, edges[base], edges[base + 1])


def schema_of(mission: Mission) -> pa.Schema:
    """The cell and every stored column, each with label, unit, UCD and description."""
    cell = pa.field(
        CELL_COLUMN, pa.int64(), metadata={"ucd": "pos.healpix", "description": "HEALPix cell, order 29, nested"}
    )
    return pa.schema([cell, *(_field(column) for column in mission.stored_columns)])


def _field(column: Column) -> pa.Field:
    metadata = {key: value for key, value in column_record(column).items() if value}
    return pa.field(column.name, TYPES[column.kind], metadata=metadata)


def write(
    rows: Whole,
    folder: Path,
    *,
    rows_in_one: int = ROWS_IN_ONE,
    margin_arcsec: float = MARGIN_ARCSEC,
    tell: Callable[[int, int], None] = lambda done, of: None,
) -> Written:
    """Write the collection ``folder/<slug>``, beside whatever stands there until it is whole.

    Raises
    ------
    ExportRefused : there are no rows with positions, or the folder holds something else.
    """
    mission = rows.mission
    target = folder / mission.slug
    if target.exists() and not (target / "collection.properties").exists():
        raise ExportRefused(f"{target} exists and is no HATS collection. Name another folder, or take it away.")
    if not rows.placed:
        raise ExportRefused(f"No row of {mission.short_name} has a position, so that there is nothing to write.")
    made = folder / f".{mission.slug}.new"
    shutil.rmtree(made, ignore_errors=True)
    partitions = list(partitions_of(rows, rows_in_one))
    schema = schema_of(mission)
    with Margins(made / f"{mission.slug}_margin", schema, partitions, margin_arcsec) as margins:
        done = 0
        for number, partition in enumerate(partitions):
            if partition.start == partition.end:
                continue
            path = file_of(made / mission.slug, partition)
            with pq.ParquetWriter(path, schema, compression="zstd") as parquet:
                for table in _tables(rows, partition, schema):
                    parquet.write_table(table)
                    margins.add(table, number)
                    done += len(table)
                    tell(done, rows.placed)
    # A cell without rows counts where others have rows at its edge: a cross-match looks for them from inside it.
    for partition in margins.written:
        if partition.start == partition.end:
            pq.write_table(schema.empty_table(), file_of(made / mission.slug, partition))
    there = [item for item in partitions if item.end > item.start or item in margins.written]
    _describe(rows, made, there, margins, margin_arcsec)
    if target.exists():
        shutil.rmtree(target)
    made.rename(target)
    left_out = rows.holding.row_count - rows.placed
    return Written(target, done, margins.rows, len(there), left_out)


def file_of(catalog: Path, partition: Any) -> Path:
    from hats.io import paths
    from hats.pixel_math import HealpixPixel

    path = Path(str(paths.pixel_catalog_file(catalog, HealpixPixel(partition.order, partition.pixel))))
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def _tables(rows: Whole, partition: Partition, schema: pa.Schema) -> Iterator[pa.Table]:
    names = schema.names[1:]
    for batch in rows.rows(names, partition.start, partition.end):
        *values, cells = zip(*batch, strict=True)
        arrays = [pa.array(cells, pa.int64())]
        arrays += [pa.array(cells, field.type) for field, cells in zip(list(schema)[1:], values, strict=True)]
        yield pa.Table.from_arrays(arrays, schema=schema)


def _describe(rows: Whole, made: Path, partitions: list[Partition], margins: Margins, margin_arcsec: float) -> None:
    """The files that say what a collection is."""
    from hats.catalog import PartitionInfo, TableProperties
    from hats.catalog.dataset.collection_properties import CollectionProperties
    from hats.io.parquet_metadata import write_parquet_metadata
    from hats.pixel_math import HealpixPixel

    mission = rows.mission
    more = {STAMP: rows.holding.stamp, MARGIN: f"{margin_arcsec:g}", "obs_title": mission.name}

    def said(path: Path, **parts: Any) -> dict[str, Any]:
        return parts | TableProperties.new_provenance_dict(path, builder="mastsite") | more

    pixels = [HealpixPixel(item.order, item.pixel) for item in partitions]
    alike = {
        "ra_column": mission.ra_column,
        "dec_column": mission.dec_column,
        "healpix_column": CELL_COLUMN,
        "healpix_order": 29,
    }
    main = made / mission.slug
    info = PartitionInfo(pixels)
    info.write_to_file(main / "partition_info.csv")
    write_parquet_metadata(main)
    properties = said(
        main, catalog_name=mission.slug, catalog_type="object", total_rows=rows.placed, **alike,
        hats_max_rows=max(item.end - item.start for item in partitions), hats_order=info.get_highest_order(),
        moc_sky_fraction=float(np.round(info.calculate_fractional_coverage(), 8)),
    )  # fmt: skip
    TableProperties(**properties).to_properties_file(main)
    collection = {"name": mission.slug, "hats_primary_table_url": mission.slug}
    if margins.rows:
        name = f"{mission.slug}_margin"
        collection |= {"all_margins": name, "default_margin": name}  # type: ignore[dict-item]
        PartitionInfo([HealpixPixel(item.order, item.pixel) for item in margins.written]).write_to_file(
            made / name / "partition_info.csv"
        )
        write_parquet_metadata(made / name)
        properties = said(
            made / name, catalog_name=name, catalog_type="margin", total_rows=margins.rows, **alike,
            primary_catalog=mission.slug, margin_threshold=margin_arcsec,
        )  # fmt: skip
        TableProperties(**properties).to_properties_file(made / name)
    CollectionProperties(**said(made, **collection)).to_properties_file(made)
