"""A folder of files for tests: real FITS files, which astropy brings, put under data sets that are held."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import astropy.io.fits

REAL = Path(astropy.io.fits.__file__).parent / "tests" / "data" / "o4sp040b0_raw.fits"
"""A raw exposure of STIS. Which data set it lies under matters to no test."""
HST = "IB7796010"
K2 = "211117077-c04"
LIGHT_CURVE = "ktwo211117077-c04_llc.fits"
LIGHT_CURVE_URI = f"mast:K2/url/missions/k2/lightcurves/c4/211100000/17000/{LIGHT_CURVE}"


def put(folder: Path, slug: str, dataset: str, name: str) -> Path:
    path = folder / slug / dataset / name
    path.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(REAL, path)
    return path


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
