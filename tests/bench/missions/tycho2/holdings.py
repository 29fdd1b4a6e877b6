"""Tycho-2 stars out of Debian's package astrometry-data-tycho2-07-littleendian, an index of astrometry.net.

The positions are whole numbers of little-endian bytes with their scale in a table before them; the magnitudes are big-endian.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

PACKAGE = "astrometry-data-tycho2-07-littleendian"
FILE = Path("/usr/share/astrometry/index-tycho2-07.littleendian.fits")
EXPECTED_ROWS = {"usual": 1_871_011}
_RANGE, _PLACES, _MAGNITUDES = 10, 11, 13
"""The tables of the file, counted from its head."""


def rows(full: bool = False) -> Iterator[dict[str, object]]:
    """Every star: number, position in degrees, magnitude VT."""
    import numpy as np
    from astropy.io import fits

    with fits.open(FILE) as tables:
        seven = np.frombuffer(tables[_RANGE].data.tobytes(), dtype="<f8")
        least, scale = seven[0:3], seven[6]
        placed = np.frombuffer(tables[_PLACES].data.tobytes(), dtype="<u4").reshape(-1, 3)
        bright = np.frombuffer(tables[_MAGNITUDES].data.tobytes(), dtype=">f4").astype(float)
    vector = least + placed / scale
    vector /= np.sqrt((vector**2).sum(axis=1, keepdims=True))
    ra = np.round(np.degrees(np.arctan2(vector[:, 1], vector[:, 0])) % 360, 8)
    dec = np.round(np.degrees(np.arcsin(vector[:, 2])), 8)
    for number, star in enumerate(zip(ra.tolist(), dec.tolist(), np.round(bright, 3).tolist(), strict=True), start=1):
        yield {"star": number, "star_ra": star[0], "star_dec": star[1], "vt": star[2]}
