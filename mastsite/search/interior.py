"""The cells of a cone in two lists: wholly inside it, and on its rim. The geometry is that of `sky.cover`."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from mastsite.search import sky

Ranges = list[tuple[int, int]]


def inside_and_border(ra_deg: float, dec_deg: float, radius_arcmin: float, finer: int) -> tuple[Ranges, Ranges]:
    """Order-29 cell ranges of a cone in two lists: those wholly inside it, and those that its rim may cross.

    *Why a cell is inside.* No point of it is farther from its centre than R (`sky._cell_radius`), so when the centre is
    within r - R of the cone's, every point is within r (triangle inequality). *Why no cell is left out*: see `sky.cover`.
    The 1 % in R is more than the rounding of any position, so that every row of an inner cell passes the chord test.

    Parameters
    ----------
    ra_deg, dec_deg : float, degrees, ICRS.
    radius_arcmin : float, arcminutes, 0 to 10800; cones above 60 degrees are taken here too.
    finer : orders from the last cell at least one radius wide down to the cells of the border; each more halves
        the area of the border and doubles the ranges.

    Returns
    -------
    two lists of (first, last), both inclusive, ascending and apart from one another and from the other list.

    Raises
    ------
    ValueError : a coordinate or the radius is not a finite number in its range.
    """
    ra, dec = sky._checked([ra_deg], [dec_deg])
    radius = sky._radius(radius_arcmin)
    order = sky._order_of_cells_wider_than(sky._BLOCK_CELL_IN_RADII * radius)
    last = min(sky.ORDER, sky._order_of_cells_wider_than(radius) + finer)
    numbers = np.unique(sky._block(ra, dec, order))
    whole: Ranges = []
    while True:
        apart = sky._centres(numbers, order) - sky.unit_vector(ra_deg, dec_deg)
        squared, cell = (apart * apart).sum(axis=1), sky._cell_radius(order)
        touched = squared <= 4 * math.sin(min(math.pi, radius + cell) / 2) ** 2
        inside = (squared <= 4 * math.sin((radius - cell) / 2) ** 2) & (radius > cell)
        whole += _ranges(numbers[inside], order)
        numbers = numbers[touched & ~inside]
        if order == last or not numbers.size:
            return _joined(whole), _ranges(numbers, order)
        numbers = (numbers[:, None] * 4 + np.arange(4)).ravel()
        order += 1


def _ranges(numbers: NDArray[np.int64], order: int) -> Ranges:
    return sky._ranges(numbers, order) if numbers.size else []


def _joined(ranges: Ranges) -> Ranges:
    """Ranges in any order, apart from one another, as ascending ones with neighbours made one."""
    joined: Ranges = []
    for first, last in sorted(ranges):
        if joined and joined[-1][1] + 1 == first:
            joined[-1] = (joined[-1][0], last)
        else:
            joined.append((first, last))
    return joined
