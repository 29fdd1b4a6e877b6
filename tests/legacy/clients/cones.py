"""Users of cone searches: parameters added behind a base address, VOTables read by astropy, columns by UCD."""

from __future__ import annotations

import io
import warnings
from urllib.parse import urlencode

import requests
from astropy.io.votable import parse_single_table
from astropy.table import Table

MAIN = {"id": "ID_MAIN", "ra": "POS_EQ_RA_MAIN", "dec": "POS_EQ_DEC_MAIN"}


def table(base: str, ra_deg: float, dec_deg: float, radius_deg: float, **more: object) -> Table:
    """The table of a cone; `base` ends with a question mark or an ampersand, as in registries."""
    asked = urlencode({"RA": ra_deg, "DEC": dec_deg, "SR": radius_deg, **more})
    answer = requests.get(base + asked, timeout=30)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return parse_single_table(io.BytesIO(answer.content)).to_table(use_names_over_ids=True)


def main_columns(base: str, ra_deg: float, dec_deg: float, radius_deg: float) -> dict[str, str]:
    """Names of the columns with the three main UCDs."""
    asked = urlencode({"RA": ra_deg, "DEC": dec_deg, "SR": radius_deg})
    answer = requests.get(base + asked, timeout=30)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        fields = parse_single_table(io.BytesIO(answer.content)).fields
    return {word: next(field.name for field in fields if field.ucd == ucd) for word, ucd in MAIN.items()}
