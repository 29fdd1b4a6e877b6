"""Build the rows of missions/k2 (targets, from K2fov 8.0.1) and missions/k2ffi (images, from k2mosaic 3.0.2).

Run it from the project's folder: ``python -m tools.holdings.k2``. The same packages give the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from astropy.wcs import WCS

from mastsite.search.declare import Package
from tools.holdings.vendored import footprint, table, write

TARGETS = Package("K2fov", "8.0.1", "MIT")
IMAGES = Package("k2mosaic", "3.0.2", "MIT")
HEADINGS = ["EPIC ID", "RA (J2000) [deg]", "Dec (J2000) [deg]", "magnitude", "Investigation IDs"]
RENAMED = {
    "campaign": "sci_campaign", "CHANNEL": "sci_channel", "MODULE": "sci_module", "OUTPUT": "sci_output",
    "EQUINOX": "wcs_equinox",
}  # fmt: skip
SCIENCE_PIXELS = (12, 1111, 20, 1043)
"""First and last column and row of a channel that look at the sky, counted from 1; the others are covered."""


def targets() -> Iterator[dict[str, object]]:
    """Targets by campaign and place in the campaign's list; the name of a row is made when it is loaded."""
    found: dict[str, list[dict[str, object]]] = {}
    for path, target in table(TARGETS, "*/K2fov/tests/data/K2Campaign*targets.csv", "csv"):
        campaign = str(_match(r".*/K2Campaign(\d+a?)targets\.csv", path)[1])
        if list(target) != HEADINGS:
            raise SystemExit(f"{path}: the headings are {list(target)}, not {HEADINGS}")
        epic, ra, dec, magnitude, investigations = (str(value).strip() for value in target.values())
        row: dict[str, object] = {
            "id": epic,
            "sci_campaign": campaign.removesuffix("a"),
            "k2_ra": ra,
            "k2_dec": dec,
            "kp": magnitude,
            "ktc_investigation_id": investigations,
        }
        found.setdefault(f"{campaign:0>2}", []).append(row)
    for campaign in sorted(found):
        yield from found[campaign]


def images() -> Iterator[dict[str, object]]:
    """Channels of full-frame images, with the sky that each covers worked out from its header."""
    for _path, header in table(IMAGES, "*/k2mosaic/data/k2-ffi-headers.csv", "csv"):
        name = _match(r"(wcs-)?(ktwo(\d{13})-c\d+)_ffi-cal\.fits", str(header["filename"]))
        yield {
            **{RENAMED.get(keyword, keyword.lower()): value for keyword, value in header.items()},
            "image_channel": f"{name[2]}-{int(str(header['CHANNEL'])):02}",
            "file_time": datetime.strptime(name[3], "%Y%j%H%M%S").isoformat(),
            **footprint(coordinate_system(header), SCIENCE_PIXELS, digits=6),
        }


def coordinate_system(header: dict[str, object]) -> WCS:
    """The header's coordinate system; its other columns belong to the list, not to the header."""
    listed = ("campaign", "filename", "extension")
    return WCS({keyword: _number(value) for keyword, value in header.items() if keyword not in listed})


def _number(value: object) -> object:
    """A header's text as the number that it is, if it is one."""
    text = str(value)
    if re.fullmatch(r"-?\d+", text):
        return int(text)
    try:
        return float(text)
    except ValueError:
        return text


def _match(pattern: str, text: str) -> re.Match[str]:
    found = re.fullmatch(pattern, text)
    if found is None:
        raise SystemExit(f"{text!r} does not look like {pattern}")
    return found


if __name__ == "__main__":
    write("k2", targets(), expected=368_241)
    write("k2ffi", images(), expected=1_596)
