"""Build missions/galex/holdings.csv.gz: the imaging visits of GALEX that vasca 1.0.16 lists.

Run it from the project's folder: ``python -m tools.holdings.galex``. The same package gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from mastsite.search.declare import Package
from tools.holdings.vendored import figures, table, write

PACKAGE = Package("vasca", "1.0.16", "BSD-3-Clause")
KEPT = ["imgRunID", "ParentImgRunID", "survey", "tileNum", "visitNum", "nPhotoObjects"]
SAME_IN_EVERY_ROW = {
    "specTileNum": -999, "source": "visitI", "nPhotoVisits": 1, "spectra": "False", "nSpectra": "null",
    "nSpectraVisits": "null", "SpecObsDate": "null", "minSpecObsDate": "null", "maxSpecObsDate": "null",
}  # fmt: skip
"""Columns without information; the script stops when one has some."""


def rows() -> Iterator[dict[str, object]]:
    """Visits under the survey database's names; -999 is an empty field and dates are ISO 8601."""
    for _path, visit in table(PACKAGE, "vasca/test/resources/GALEX_visits_list.fits", "fits"):
        constant = {name: visit[name] for name in SAME_IN_EVERY_ROW}
        if constant != SAME_IN_EVERY_ROW or visit["PhotoObsDate"] != visit["minPhotoObsDate"]:
            raise SystemExit(f"visit {visit['imgRunID']}: a column that was left out differs: {constant}")
        yield {
            **{name: visit[name] for name in KEPT},
            "subvis": None if visit["subvis"] == -999 else visit["subvis"],
            "RATileCenter": figures(visit["RATileCenter"], 6),
            "DECTileCenter": figures(visit["DECTileCenter"], 6),
            "nexptime": figures(visit["nexptime"], 3),
            "fexptime": figures(visit["fexptime"], 3),
            "PhotoObsDate": iso(visit["PhotoObsDate"]),
            "maxPhotoObsDate": iso(visit["maxPhotoObsDate"]),
        }


def iso(american: object) -> str:
    """``6/7/2003 5:02:29 AM`` as ISO 8601."""
    return datetime.strptime(str(american), "%m/%d/%Y %I:%M:%S %p").isoformat()


if __name__ == "__main__":
    write("galex", rows(), expected=100_865)
