"""A column's unit in the spelling that a format's standard prescribes."""

from __future__ import annotations

import warnings
from functools import cache
from typing import Literal

from astropy.units import Unit


@cache
def unit_for(unit: str, standard: Literal["vounit", "fits"]) -> str:
    """`unit` respelt for VOTable (VOUnits) or FITS; as it is where that standard cannot say it without a factor."""
    if not unit:
        return ""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            respelt = str(Unit(unit).to_string(standard))
    except (ValueError, TypeError):
        return unit
    return unit if respelt[:1].isdigit() else respelt
