"""What the builders of vendored rows share: members of a pinned package in, one gzipped CSV out.

To add one more mission's rows: a module beside this one with ``rows()``, ending in ``write(...)``;
it is run from the project's folder as ``python -m tools.holdings.<slug>``.
"""

from __future__ import annotations

import csv
import gzip
import io
import math
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from mastsite.search.declare import Package, package_members, read_columns, read_table

MISSIONS = Path(__file__).parents[2] / "missions"


def table(package: Package, pattern: str, form: str) -> Iterator[tuple[str, dict[str, object]]]:
    """Rows of every table in a package whose path matches, each with that path."""
    for path, opened in package_members(package, pattern):
        for row in read_table(opened, form):
            yield path, row


def write(slug: str, rows: Iterable[Mapping[str, object]], expected: int) -> None:
    """Write ``missions/<slug>/holdings.csv.gz``: the stored columns in their order, the same bytes for the same rows.

    Columns that no row has are left out; a value without a declared column, or another number of rows, stops it.
    """
    declared = [column.name for column in read_columns(str(MISSIONS / slug / "mission.py")) if column.stored]
    kept = list(rows)
    given = {name for row in kept for name in row}
    if len(kept) != expected or not given <= set(declared):
        raise SystemExit(f"{slug}: {len(kept)} rows for {expected}, undeclared columns {sorted(given - set(declared))}")
    text = io.StringIO()
    writer = csv.DictWriter(text, [name for name in declared if name in given], lineterminator="\n")
    writer.writeheader()
    writer.writerows(kept)
    target = MISSIONS / slug / "holdings.csv.gz"
    with target.open("wb") as file, gzip.GzipFile("", "wb", 9, file, mtime=0) as packed:
        packed.write(text.getvalue().encode())
    print(f"{target.relative_to(MISSIONS.parent)}: {len(kept):,} rows, {target.stat().st_size:,} bytes")


def figures(value: object, digits: int) -> float:
    """A number to so many figures after the point."""
    return round(float(str(value)), digits)


def footprint(wcs: Any, pixels: tuple[int, int, int, int], digits: int) -> dict[str, str]:
    """Centre and outline on the sky of a rectangle of pixels, distortion included.

    Parameters
    ----------
    wcs : an `astropy.wcs.WCS` in ICRS.
    pixels : first and last column, first and last row, counted from 1; the outline runs along their outer edges.
    digits : figures after the point, of degrees.

    Returns
    -------
    s_ra, s_dec and s_region. The corners of all outlines go round the same way, anticlockwise on a map with RA to the
    right, which is how the archive's own JWST outlines go.
    """
    left, right, bottom, top = pixels
    corners = [
        (left - 0.5, bottom - 0.5),
        (right + 0.5, bottom - 0.5),
        (right + 0.5, top + 0.5),
        (left - 0.5, top + 0.5),
    ]
    centre = ((left + right) / 2, (bottom + top) / 2)
    (ra, dec), *outline = wcs.all_pix2world([centre, *corners], 1).tolist()
    if not _anticlockwise(outline):
        outline.reverse()
    words = [f"{corner_ra % 360:.{digits}f} {corner_dec:.{digits}f}" for corner_ra, corner_dec in outline]
    return {
        "s_ra": f"{ra % 360:.{digits}f}",
        "s_dec": f"{dec:.{digits}f}",
        "s_region": f"POLYGON ICRS {' '.join(words)}",
    }


def _anticlockwise(outline: list[list[float]]) -> bool:
    """Whether the first three corners turn so, seen from outside the sphere."""
    first, second, third = (_direction(*corner) for corner in outline[:3])
    (ax, ay, az), (bx, by, bz) = (
        tuple(to - since for to, since in zip(end, start, strict=True))
        for start, end in ((first, second), (second, third))
    )
    normal = (ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx)
    return sum(one * other for one, other in zip(normal, first, strict=True)) > 0


def _direction(ra_deg: float, dec_deg: float) -> tuple[float, float, float]:
    """A direction as x, y and z."""
    ra, dec = math.radians(ra_deg), math.radians(dec_deg)
    return math.cos(dec) * math.cos(ra), math.cos(dec) * math.sin(ra), math.sin(dec)
