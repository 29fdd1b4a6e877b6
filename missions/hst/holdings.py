"""Hubble's rows: data sets around M 31 from a file of ours, and the ULLYSES sample from its installed package.

``SOURCES.md`` has the counts, the rules below with their reasons, and what was left out.
"""

from __future__ import annotations

import csv
import gzip
import math
import re
from collections.abc import Callable, Iterator
from datetime import datetime
from importlib.resources import files
from pathlib import Path

from mastsite.search.declare import Rows

Row = dict[str, object]
Place = tuple[float, float]
"""Right ascension and declination in degrees, ICRS."""

PACKAGE = "ullyses_utils"
EXPECTED_ROWS = {"usual": 8138}
CLASSIC = {
    "Dataset": "sci_data_set_name", "Target Name": "sci_targname",
    "RA (J2000)": "sci_ra", "Dec (J2000)": "sci_dec", "Ref": "sci_refnum",
    "Start Time": "sci_start_time", "Stop Time": "sci_stop_time", "Exp Time": "sci_actual_duration",
    "Instrument": "sci_instrume", "Apertures": "sci_aper_1234", "Filters/Gratings": "sci_spec_1234",
    "Central Wavelength": "sci_central_wavelength", "Proposal ID": "sci_pep_id",
    "Release Date": "sci_release_date", "Preview Name": "sci_preview_name",
}  # fmt: skip
"""Headings of the classic form's tables to its columns."""
TIMES = ("sci_start_time", "sci_stop_time", "sci_release_date")
NUMBERS = {
    **dict.fromkeys(("sci_ra", "sci_dec", "sci_actual_duration", "sci_central_wavelength"), float),
    **dict.fromkeys(("sci_bandwidth", "sci_spectrum_start", "sci_spectrum_end"), float),
    **dict.fromkeys(("sci_refnum", "sci_pep_id"), int),
}
DETECTORS = {
    "COS/FUV": "G130M G140L G160M", "COS/NUV": "G185M G225M G230L G285M MIRRORA MIRRORB",
    "STIS/FUV-MAMA": "G140L G140M E140H E140M", "STIS/NUV-MAMA": "G230L G230M E230H E230M",
    "STIS/CCD": "G230LB G230MB G430L G430M G750L G750M",
}  # fmt: skip
"""Which detector an optical element of the two spectrographs feeds."""
CONFIGS = {
    (config.split("/")[0], element): config for config, elements in DETECTORS.items() for element in elements.split()
}
GALACTIC = (
    (-0.0548755604162154, -0.8734370902348850, -0.4838350155487132),
    (+0.4941094278755837, -0.4448296299600112, +0.7469822444972189),
    (-0.8676661490190047, -0.1980763734312015, +0.4559837761750669),
)
"""ICRS to galactic axes: the Hipparcos Catalogue, volume 1, equation 1.5.11."""
_OBLIQUITY = math.radians(84381.406 / 3600)
ECLIPTIC = (
    (1.0, 0.0, 0.0),
    (0.0, math.cos(_OBLIQUITY), math.sin(_OBLIQUITY)),
    (0.0, -math.sin(_OBLIQUITY), math.cos(_OBLIQUITY)),
)
"""Equatorial to ecliptic axes of J2000, with the obliquity of the IAU 2006 precession."""


def rows(full: bool = False) -> Rows:
    """Every data set once. Where sources share one, the classic form's rows win, then the calibration table."""
    merged: dict[object, Row] = {}
    for source in (_classic(), _calibration(), _m31()):
        for row in source:
            _merge(merged.setdefault(row["sci_data_set_name"], {}), row)
    for row in merged.values():
        yield row | _derived(row)


def _merge(kept: Row, new: Row) -> None:
    """Fill what is null; of two times that agree to the minute, keep the one that tells more."""
    for name, value in new.items():
        old = kept.get(name)
        if old is None or (name in TIMES and value and str(value)[:16] == str(old)[:16] and str(old).endswith(":00")):
            kept[name] = value


def _m31() -> Iterator[Row]:
    with gzip.open(Path(__file__).with_name("holdings_m31.csv.gz"), "rt", encoding="utf-8", newline="") as lines:
        for line in csv.DictReader(lines):
            row: Row = {name: value or None for name, value in line.items()}
            yield row | _numbers(row)


def _numbers(row: Row) -> Row:
    return {name: kind(str(row[name])) for name, kind in NUMBERS.items() if row.get(name)}


def _package(folder: str, pattern: str) -> Iterator[dict[str, str]]:
    """Lines of the package's tables whose names match, headings and values without stray blanks."""
    for path in sorted(files(PACKAGE).joinpath("data", folder).iterdir(), key=lambda path: path.name):
        if re.fullmatch(pattern, path.name):
            with path.open(encoding="utf-8-sig") as lines:
                for line in csv.DictReader(lines):
                    yield {
                        (name or "").strip(): value.strip() for name, value in line.items() if isinstance(value, str)
                    }


def _classic() -> Iterator[Row]:
    """The classic form's own tables in the package; rows that its team marked with # are real too, and come last."""
    lines = _package("target_metadata", r"[\w-]+_ULL_AR_\w+_exposures\.csv|low_mass_stars_archive_\w+\.csv")
    for line in sorted(lines, key=lambda line: line["Dataset"].startswith("#")):
        if line["Preview Name"] == "CCD Flat":
            continue
        row: Row = {column: line.get(heading) or None for heading, column in CLASSIC.items()}
        row |= _numbers(row)
        row |= {name: _iso(str(row[name])) if row[name] else None for name in TIMES}
        row |= {
            "sci_data_set_name": line["Dataset"].lstrip("# ").upper(),
            "sci_central_wavelength": row["sci_central_wavelength"] or None,
        }
        yield row


def _calibration() -> Iterator[Row]:
    """The package's table of exposures, with positions found by the target's name."""
    place = _places()
    for line in _package("calibration_metadata", r"ullyses_calibration_db\.csv"):
        if line["observatory"] != "HST":
            continue
        ra_deg, dec_deg = place(line)
        camera = line["instrument"] == "WFC3"
        yield {
            "sci_data_set_name": line["dataset_name"].upper(),
            "sci_targname": line["target_name"],
            "sci_ra": ra_deg,
            "sci_dec": dec_deg,
            "sci_instrume": line["instrument"],
            "sci_instrument_config": f"{line['instrument']}/{line['detector']}",
            "sci_aper_1234": line["aperture"],
            "sci_spec_1234": line["filter" if camera else "grating"],
            "sci_central_wavelength": None if line["cenwave"] in ("N/A", "") else float(line["cenwave"]) or None,
            "sci_start_time": _iso(line["obs_date_isot"]),
            "sci_pep_id": int(line["proposid"]),
        }


def _places() -> Callable[[dict[str, str]], Place]:
    """A function from a line of the calibration table to its position: SOURCES.md, "Positions"."""
    observed: dict[tuple[str, object], Place] = {}
    for row in _classic():
        observed.setdefault(
            (_letters(str(row["sci_targname"])), row["sci_pep_id"]),
            (float(str(row["sci_ra"])), float(str(row["sci_dec"]))),
        )
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

    def place(line: dict[str, str]) -> Place:
        target, product = _letters(line["target_name"]), _letters(line["target_name_hlsp"])
        if found := observed.get((target, int(line["proposid"]))):
            return found
        for word in (product, f"V{product}", target, f"V{target}"):
            if word in named:
                return named[word]
        raise LookupError(
            f"{PACKAGE} has no position for {line['target_name']}; install the version in requirements.txt"
        )

    return place


def _letters(name: str) -> str:
    """A target's name as it is compared: capitals and figures only."""
    return re.sub("[^A-Z0-9]", "", name.upper())


def _iso(text: str) -> str:
    """ISO 8601 in UTC from what the tables hold: 11/2/12 19:39, or ISO with a blank and up to six decimals."""
    if "/" in text:
        return datetime.strptime(text, "%m/%d/%y %H:%M").isoformat()
    return datetime.fromisoformat(text).isoformat(timespec="milliseconds").removesuffix(".000")


def _derived(row: Row) -> Row:
    """What follows from a row for certain, and only where no source gave it: SOURCES.md, "Derived"."""
    name, instrument, element = str(row["sci_data_set_name"]), str(row["sci_instrume"]), str(row["sci_spec_1234"])
    association = name.endswith("0")
    found: Row = {
        "sci_archive_class": "CAL",
        "sci_program_id": name[1:4],
        "sci_obset_id": name[4:6],
        "sci_obsnum": None if association else name[6:8],
        "sci_asn_id": name if association else None,
        "sci_instrument_config": CONFIGS.get((instrument, element)),
        "sci_status": "PUBLIC" if row.get("sci_release_date") else None,
        "sci_obs_type": "SPECTRUM" if instrument in ("COS", "STIS") and element[0] in "GE" else "IMAGE",
    }
    ra_deg, dec_deg = float(str(row["sci_ra"])), float(str(row["sci_dec"]))
    for system, axes in (("galactic", GALACTIC), ("ecliptic", ECLIPTIC)):
        found[f"sci_{system}_longitude"], found[f"sci_{system}_latitude"] = _turned(ra_deg, dec_deg, axes)
    return {column: value for column, value in found.items() if row.get(column) is None}


def _turned(ra_deg: float, dec_deg: float, axes: tuple[tuple[float, ...], ...]) -> Place:
    """Longitude and latitude in degrees along other axes, to a hundredth of an arcsecond."""
    ra, dec = math.radians(ra_deg), math.radians(dec_deg)
    vector = (math.cos(dec) * math.cos(ra), math.cos(dec) * math.sin(ra), math.sin(dec))
    x, y, z = (sum(a * v for a, v in zip(axis, vector, strict=True)) for axis in axes)
    return round(math.degrees(math.atan2(y, x)) % 360, 6), round(math.degrees(math.atan2(z, math.hypot(x, y))), 6)
