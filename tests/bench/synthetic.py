"""Synthetic rows, uniform over the sky, made in the order of their cells and put straight into tables of any size.

They are for the growth of cost with the number of rows, and for nothing else. HEALPix cells have one area, so cell
numbers drawn uniformly are positions drawn uniformly; drawn block by block they come in order, in constant memory.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from django.db import transaction
from django.utils import timezone
from healpix_geo import nested

from mastsite.search import bulk, sky
from mastsite.search.fields import VECTOR
from mastsite.search.models import Holding
from mastsite.search.registry import get_mission
from mastsite.search.tables import CELL, ROW_ID, shape
from tests.bench import empty

SLUG = "synthetic"
COLUMNS = (ROW_ID, "synthetic_id", "synthetic_ra", "synthetic_dec", "synthetic_value", CELL, *VECTOR)
BLOCK_ROWS = 200_000
SEED = 6


def blocks(rows: int) -> Iterator[tuple[np.ndarray[Any, Any], ...]]:
    """Columns of the rows in the order of `COLUMNS`, a block of neighbouring cells at a time."""
    dice = np.random.default_rng(SEED)
    number = max(1, rows // BLOCK_ROWS)
    edges = np.linspace(0, 12 * 4**sky.ORDER, number + 1).astype(np.int64)
    sizes = np.diff(np.linspace(0, rows, number + 1).astype(np.int64))
    done = 0
    for low, high, size in zip(edges[:-1], edges[1:], sizes, strict=True):
        drawn = np.sort(dice.integers(low, high, size))
        ra, dec = nested.healpix_to_lonlat(drawn.astype(np.uint64), sky.ORDER, ellipsoid="sphere", num_threads=1)
        ra, dec = np.asarray(ra, dtype=float) % 360, np.asarray(dec, dtype=float)
        numbers = np.arange(done + 1, done + size + 1)
        yield numbers, numbers, ra, dec, dice.random(size), sky.cells(ra, dec), *sky.unit_vectors(ra, dec).T
        done += int(size)


def table_of(rows: int) -> str:
    return f"rows_{SLUG}_{rows}"


def ensure(rows: int) -> None:
    """Make the table with so many rows if it is not there yet, with the indexes that the loader makes."""
    mission, name = get_mission(SLUG), table_of(rows)
    if empty.finished(mission, name, rows):
        return
    empty.create(mission, name, rows)
    with transaction.atomic():
        source = (row for block in blocks(rows) for row in zip(*(column.tolist() for column in block), strict=True))
        bulk.fill(name, COLUMNS, source)
    empty.finish(mission, name, rows)


def read_from(rows: int) -> None:
    """Make the table of so many rows the one that searches read."""
    mission = get_mission(SLUG)
    told: dict[str, object] = {"nulls": {}}
    Holding.objects.update_or_create(
        slug=SLUG,
        defaults={
            "table": table_of(rows), "version": 1, "row_count": rows, "loaded_at": timezone.now(), "report": told,
            "source": "made by the bench", "shape": shape(mission), "fingerprint": "bench",
        },
    )  # fmt: skip
