"""Build missions/kepler/holdings.csv.gz: the Kepler planets among the confirmed planets that EXOSIMS 3.6.6 carries.

Run it from the project's folder: ``python -m tools.holdings.kepler``. The same package gives the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

import numpy

from mastsite.search.declare import Package
from tools.holdings.vendored import table, write

PACKAGE = Package("exosims", "3.6.6", "BSD-3-Clause")
RENAMED = {
    "pl_name": "kepler_name", "pl_orbper": "koi_period", "pl_orbpererr1": "koi_period_err1", "pl_rade": "koi_prad",
    "pl_imppar": "koi_impact", "pl_orbincl": "koi_incl", "pl_ratdor": "koi_dor", "pl_ratror": "koi_ror",
    "pl_ratrorerr1": "koi_ror_err1", "pl_orbsmax": "koi_sma", "pl_eqt": "koi_teq", "st_age": "koi_sage",
    "st_metfe": "koi_smet", "st_mass": "koi_smass", "st_rad": "koi_srad", "st_teff": "koi_steff",
    "st_logg": "koi_slogg", "st_j": "koi_jmag", "st_h": "koi_hmag", "st_k": "koi_kmag",
}  # fmt: skip
"""The source's columns under the classic form's names, where both mean the same."""
KEPT = [
    "pl_hostname",
    "pl_letter",
    "pl_discmethod",
    "pl_disc",
    "pl_publ_date",
    "pl_facility",
    "pl_pnum",
    "pl_orbperlim",
    "pl_impparlim",
    "pl_orbincllim",
    "pl_orbeccen",
    "pl_orbeccenlim",
    "pl_bmasse",
    "pl_bmasselim",
    "pl_bmassprov",
    "pl_tranmid",
    "pl_tsystemref",
    "pl_controvflag",
    "pl_ttvflag",
    "pl_cbflag",
    "st_metratio",
    "st_dist",
    "gaia_gmag",
    "st_spstr",
    "rowupdate",
]
SCALED = {"pl_trandur": ("koi_duration", 24), "pl_trandep": ("koi_depth", 10_000)}
"""Days to hours, per cent to parts in a million."""
SINGLE_PRECISION = {"ra": "degree_ra", "dec": "degree_dec"}
WHOLE = {"koi_teq", "koi_steff"}


def rows() -> Iterator[dict[str, object]]:
    """Planets that the source marks as in the Kepler field."""
    for _path, planet in table(PACKAGE, "EXOSIMS/PlanetPopulation/planets_2019*.votable", "votable"):
        if planet["pl_kepflag"] != 1:
            continue
        row = {name: planet[name] for name in KEPT}
        row |= {ours: planet[theirs] for theirs, ours in RENAMED.items()}
        row |= {ours: scaled(planet[theirs], factor) for theirs, (ours, factor) in SCALED.items()}
        row |= {ours: single(planet[theirs]) for theirs, ours in SINGLE_PRECISION.items()}
        row |= {name: whole(row[name]) for name in WHOLE}
        if planet["st_optband"] == "Kepler-band":
            row["koi_kepmag"] = planet["st_optmag"]
        reference = re.fullmatch(r"<a [^>]*>(.*)</a>", str(planet["pl_def_reflink"]))
        if reference is None:
            raise SystemExit(f"{planet['pl_name']}: its reference is {planet['pl_def_reflink']!r}, not one link")
        yield row | {"pl_def_reflink": reference[1].strip()}


def scaled(value: object, factor: int) -> object:
    """The product in decimal, so that no figures appear that the source does not have."""
    return None if value is None else f"{(Decimal(repr(value)) * factor).normalize():f}"


def single(value: object) -> str:
    """The shortest text of a number of single precision, which is what the source has for positions."""
    return str(numpy.float32(str(value)))


def whole(value: object) -> object:
    """A temperature as the whole number of kelvins that the classic form had; no temperature has a fraction."""
    if value is None:
        return None
    number = float(str(value))
    if not number.is_integer():
        raise SystemExit(f"a temperature of {value} K is not whole")
    return int(number)


if __name__ == "__main__":
    write("kepler", rows(), expected=2_350)
