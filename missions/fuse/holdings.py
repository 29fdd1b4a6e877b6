"""FUSE's rows: the observations that the ULLYSES library uses, from its installed package; see SOURCES.md."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from datetime import datetime
from importlib.resources import files

from mastsite.search.declare import Rows

Place = tuple[float, float]
"""Right ascension and declination in degrees, ICRS."""

PACKAGE = "ullyses_utils"
EXPECTED_ROWS = {"usual": 163}


def rows(full: bool = False) -> Rows:
    """Every observation once: those of the calibration table, then those that only the list of names has."""
    places = _places()
    listed = {line["dataset_name"].upper(): line for line in _package("target_metadata", r"FUSE_exposures\.csv")}
    used = (
        line
        for line in _package("calibration_metadata", r"ullyses_calibration_db\.csv")
        if line["observatory"] == "FUSE"
    )
    for name, line in (listed | {line["dataset_name"].upper(): line for line in used}).items():
        ra_deg, dec_deg = _place(places, line)
        yield {
            "fes_data_set_name": name,
            "fes_targname": line["target_name"].upper(),
            "fes_ra_targ": ra_deg,
            "fes_dec_targ": dec_deg,
            "fes_start_time": _iso(line["obs_date_isot"]) if "obs_date_isot" in line else None,
            "fes_aperture": line.get("aperture"),
        }


def _package(folder: str, pattern: str) -> Iterator[dict[str, str]]:
    """Lines of the package's tables whose names match, headings and values without stray blanks."""
    for path in sorted(files(PACKAGE).joinpath("data", folder).iterdir(), key=lambda path: path.name):
        if re.fullmatch(pattern, path.name):
            with path.open(encoding="utf-8-sig") as lines:
                for line in csv.DictReader(lines):
                    yield {
                        (name or "").strip(): value.strip() for name, value in line.items() if isinstance(value, str)
                    }


def _places() -> dict[str, Place]:
    """Positions of the library's targets by all their names; a product's own name comes before another's alias."""
    targets = _package("target_metadata", r"\w+_db_metadata\.csv")
    listed = {
        _letters(line["target_name_ullyses"]): (float(line["targ_ra"]), float(line["targ_dec"])) for line in targets
    }
    aliases = list(_package("target_metadata", r"ullyses_aliases\.csv"))
    products = {_letters(line["target_name_hlsp"]): _letters(line["target_name_ullyses"]) for line in aliases}
    named = listed | {product: listed[target] for product, target in products.items() if target in listed}
    for line in aliases:
        if position := named.get(_letters(line["target_name_hlsp"])):
            for alias in filter(None, line.values()):
                named.setdefault(_letters(alias), position)
    return named


def _place(places: dict[str, Place], line: dict[str, str]) -> Place:
    for name in (line["target_name_hlsp"], line["target_name"]):
        for word in (_letters(name), f"V{_letters(name)}"):
            if word in places:
                return places[word]
    raise LookupError(f"{PACKAGE} has no position for {line['target_name']}; install the version in requirements.txt")


def _letters(name: str) -> str:
    """A target's name as it is compared: capitals and figures only."""
    return re.sub("[^A-Z0-9]", "", name.upper())


def _iso(text: str) -> str:
    """ISO 8601, whole seconds without a fraction."""
    return datetime.fromisoformat(text).isoformat(timespec="milliseconds").removesuffix(".000")
