"""Build missions/tess/holdings.csv.gz: where each TESS detector looked in sectors 1 to 108, from tesswcs 1.9.3.

Run it from the project's folder: ``python -m tools.holdings.tess``. The same package gives the same bytes.
"""

from __future__ import annotations

import bz2
import json
from collections.abc import Iterator
from typing import Any

from astropy.time import Time
from astropy.wcs import WCS, Sip

from mastsite.search.declare import Package, package_members
from tools.holdings.vendored import footprint, table, write

PACKAGE = Package("tesswcs", "1.9.3", "MIT")
SCIENCE_PIXELS = (45, 2092, 1, 2048)
"""First and last column and row of an image that look at the sky, counted from 1; the others are covered or virtual."""
SIP = ("a", "b", "ap", "bp")
USUAL_ORDER = 4


def rows() -> Iterator[dict[str, object]]:
    """Every camera and CCD of every sector whose coordinate systems the source has fitted."""
    fitted, usual = member("TESS_wcs_data"), member("TESS_wcs_sip")
    for sector, pointing in pointings().items():
        for camera in "1234" if sector in fitted else "":
            for ccd in "1234":
                mean = {name: usual[name][camera][ccd] for name in SIP}
                wcs = coordinate_system(fitted[sector][camera][ccd], mean)
                name = f"tess-s{int(sector):04}-{camera}-{ccd}"
                yield {
                    "obs_id": name,
                    "region_id": name,
                    "obs_collection": "TESS",
                    "sequence_number": sector,
                    "camera": camera,
                    "ccd": ccd,
                    "cycle": pointing["Cycle"],
                    "roll": pointing["Roll"],
                    "start": midnight(pointing["Start"]),
                    "stop": midnight(pointing["End"]),
                    "duration": round((float(str(pointing["End"])) - float(str(pointing["Start"]))) * 86_400),
                    **footprint(wcs, SCIENCE_PIXELS, digits=5),
                }


def pointings() -> dict[str, dict[str, object]]:
    """The plan of pointings, by sector."""
    return {str(row["Sector"]): row for _path, row in table(PACKAGE, "tesswcs/data/pointings.csv", "csv")}


def member(name: str) -> Any:
    """A packed JSON file of the package."""
    for _path, opened in package_members(PACKAGE, f"tesswcs/data/{name}.json.bz2"):
        return json.loads(bz2.decompress(opened.read()))


def midnight(julian_date: object) -> str:
    """A Julian date that ends in .5 as the date that begins there."""
    day, _, half = str(Time(float(str(julian_date)), format="jd").isot).partition("T")
    if half != "00:00:00.000":
        raise SystemExit(f"Julian date {julian_date} is not a midnight")
    return day


def coordinate_system(fit: dict[str, Any], usual: dict[str, Any]) -> WCS:
    """A detector's coordinate system in one sector.

    A distortion fitted with more terms than the usual fourth order can run away towards the corners (sector 1,
    camera 2, CCD 1 by half a degree), so the detector's mean distortion stands in for it, as tesswcs itself does.
    """
    wcs = WCS(naxis=2)
    wcs.wcs.ctype = ["RA---TAN-SIP", "DEC--TAN-SIP"]
    wcs.wcs.crval, wcs.wcs.crpix, wcs.wcs.cd = fit["crval0"], fit["crpix0"], fit["cd"]
    terms = {name: fit[f"sip_{name}"] for name in SIP} if fit["sip_a_order"] == USUAL_ORDER else usual
    wcs.sip = Sip(*(terms[name] for name in SIP), fit["crpix0"])
    return wcs


if __name__ == "__main__":
    write("tess", rows(), expected=1_728)
