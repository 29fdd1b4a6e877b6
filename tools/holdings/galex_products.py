"""Build missions/galex/products.csv: the lists of files that vasca 1.0.16 keeps as MAST answered them.

Run it from the project's folder: ``python -m tools.holdings.galex_products``. The same package gives the same bytes.
"""

from __future__ import annotations

import csv
import re
from pathlib import PurePosixPath

from tools.holdings.galex import PACKAGE
from tools.holdings.vendored import MISSIONS, table

BASE = "mast:GALEX/url/data/GR6/pipe/02-vsn/"
"""What all URIs begin with; the table has what follows, without the file's name."""
FIELDS = ("obs_id", "tile", "folder", "filename", "size", "type", "description")
EXPECTED = 621
SAME_IN_EVERY_ROW = {
    "obs_collection": "GALEX", "dataproduct_type": "image", "project": "AIS", "dataRights": "PUBLIC", "calib_level": 2,
}  # fmt: skip
"""Columns without information; the script stops when one has some."""


def rows() -> list[tuple[object, ...]]:
    """Files of tiles and of their visits, each once; `tile` is the coadded observation that a list was asked of."""
    found: dict[str, tuple[object, ...]] = {}
    for path, item in table(PACKAGE, "vasca/test/resources/*/MAST_*_data.fits", "fits"):
        constant = {name: item[name] for name in SAME_IN_EVERY_ROW}
        uri, name = str(item["dataURI"]), str(item["productFilename"])
        if constant != SAME_IN_EVERY_ROW or not uri.startswith(BASE) or PurePosixPath(uri).name != name:
            raise SystemExit(f"{uri}: not as the others are: {constant}")
        tile = re.search(r"MAST_(\d+)_", path)[1]  # type: ignore[index]
        folder = str(PurePosixPath(uri.removeprefix(BASE)).parent)
        row = (item["obs_id"], tile, folder, name, item["size"], item["productType"], item["description"])
        if found.setdefault(uri, row) != row:
            raise SystemExit(f"{uri} is listed twice and differently")
    return sorted(found.values(), key=lambda row: (str(row[1]), str(row[0]), str(row[3])))


if __name__ == "__main__":
    made = rows()
    if len(made) != EXPECTED:
        raise SystemExit(f"galex: {len(made)} files for {EXPECTED}")
    target = MISSIONS / "galex" / "products.csv"
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(FIELDS)
        writer.writerows(made)
    print(f"{target.relative_to(MISSIONS.parent)}: {len(made):,} rows, {target.stat().st_size:,} bytes")
