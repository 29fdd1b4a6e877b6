"""What a mission declares of its rows' outlines on the sky."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Outline:
    """Where the outline of a row is: in a column, or a circle around the row's position.

    Parameters
    ----------
    column : with a polygon or circle in the archive's spelling (``POLYGON ICRS 10 41 11 41 11 42``), degrees.
    radius_arcmin : of the circle that every row is, where there is no column.
    reach_arcmin : no point of an outline is farther from its row's position than this; searches read that far.
    source : who says so.
    """

    column: str = ""
    radius_arcmin: float = 0.0
    reach_arcmin: float = 0.0
    source: str = ""
