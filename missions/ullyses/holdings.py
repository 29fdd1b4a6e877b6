"""The targets of ULLYSES, from the lists in its installed package; SOURCES.md tells the rules."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from importlib.resources import files

from mastsite.search.declare import Rows

PACKAGE = "ullyses_utils"
EXPECTED_ROWS = {"usual": 508}
LISTS = ("highmass_star_db_metadata.csv", "lowmass_star_db_metadata.csv", "lowz_galaxy_db_metadata.csv")
WORDS = (
    "target_name_ullyses", "target_name_simbad", "simbad_link", "target_classification",
    "host_galaxy_name", "host_cluster_name", "spectral_type", "gaia_id", "known_binary",
)  # fmt: skip
NUMBERS = (
    "targ_ra", "targ_dec", "coordinate_epoch", "bmv0_mag", "u_mag", "b_mag", "v_mag",
    "gaia_g_mean_mag", "gaia_bp_mean_mag", "gaia_rp_mean_mag", "gaia_parallax", "gaia_parallax_err",
    "extinction_ebmv", "radial_velocity", "star_teff", "star_luminosity", "star_mass", "star_radius",
    "surface_gravity", "rotation_velocity", "terminal_velocity", "rate_massloss", "rate_accretion",
)  # fmt: skip
"""Columns that the lists have under the same names."""


def rows(full: bool = False) -> Rows:
    """One row for each target of the three lists."""
    aliases = {line["target_name_ullyses"].upper(): line for line in _lines("ullyses_aliases.csv")}
    for table in LISTS:
        for line in _lines(table):
            known = aliases.get(line["target_name_ullyses"].upper(), {})
            names: dict[str, str] = {}
            for name in filter(_word, (line["target_name_ullyses"], *known.values(), line["target_name_simbad"])):
                names.setdefault(name.upper(), name)
            row: dict[str, object] = {column: _word(line.get(column, "")) for column in WORDS}
            row |= {column: float(word) if (word := _word(line.get(column, ""))) else None for column in NUMBERS}
            yield row | {"target_name_hlsp": known.get("target_name_hlsp"), "names_search": ", ".join(names.values())}


def _lines(name: str) -> Iterator[dict[str, str]]:
    """Lines of one of the package's tables, headings and values without stray blanks."""
    with files(PACKAGE).joinpath("data", "target_metadata", name).open(encoding="utf-8-sig") as lines:
        for line in csv.DictReader(lines):
            yield {(heading or "").strip(): value.strip() for heading, value in line.items() if isinstance(value, str)}


def _word(text: str) -> str | None:
    """The lists write None, none or nothing where there is no value."""
    return None if text.lower() in ("", "none") else text
