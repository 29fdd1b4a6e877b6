"""The sky index: where a row is, as a cell number and a unit vector, and which cells a cone may touch.

Every positioned row stores ``hpx29``, the HEALPix NESTED cell of order 29 that holds it (0.4 milliarcseconds
wide), and its unit vector. A cone search is then two plain conditions that every SQL engine can read:

1. ``hpx29`` lies in one of the few ranges that `cover` gives. This only saves reading; it may let too many
   rows through, never too few.
2. The squared chord between the row's vector and the centre's is at most `chord_squared` of the radius.
   This alone decides. A chord keeps all its digits at arcsecond separations, where a cosine loses half of them.

The packaged coverage functions (healpix-geo, cdshealpix, mocpy) leave out cells, and so lose rows, at radii of
3 to 30 degrees and above 130 degrees. healpix-geo is used here for the arithmetic of single cells only.
"""

from __future__ import annotations

import math
from functools import cache

import numpy as np
from healpix_geo import nested
from numpy.typing import ArrayLike, NDArray

ORDER = 29
MIN_RADIUS_ARCSEC = 1e-4
"""Smaller radii are searched as this one: a row at the very position must be found although last bits differ."""
MAX_INDEXED_RADIUS_ARCMIN = 60 * 60.0
"""Beyond 60 degrees a cone holds a quarter of the sky, and one scan is cheaper than jumping through an index."""
WHOLE_SKY = 12 * 4**ORDER
"""How many cells of order 29 there are."""

_STEPS_ARCMIN = (2.0, 15.0)
_FINER_OF_MANY = np.array([-1, 0, 2])
"""The same for many cones, by radius: below each of the steps, and above the last."""
_CELLS_AT_ONCE = 2**19
"""Cells whose centres are worked out together: some 40 megabytes."""
_THREADS = 1
"""healpix-geo starts new threads at every call, which takes longer than the 600 cells of a cone."""
_ARCMIN = math.radians(1 / 60)
_CHORD_SLACK = 2e-15
"""Two unit vectors in doubles may be this much farther apart than the directions they stand for."""
_BASE_CELL_WIDTH = math.sqrt(math.pi / 3)
"""Side, in radians, of a square with the area of one of the twelve base cells; halved at every order."""
_BLOCK_CELL_IN_RADII = 2
"""The block that is searched for touched cells is made of cells at least this wide; see `_block`."""
_FINER = 2
"""Orders from the last cell at least one radius wide down to the cells that make the ranges."""


def unit_vector(ra_deg: float, dec_deg: float) -> tuple[float, float, float]:
    """Direction of a position as a unit vector.

    Parameters
    ----------
    ra_deg, dec_deg : float, degrees, ICRS.

    Returns
    -------
    tuple of three floats, no unit: x towards RA 0, Dec 0; y towards RA 90, Dec 0; z towards the north pole.
    """
    ra, dec = math.radians(ra_deg), math.radians(dec_deg)
    return math.cos(dec) * math.cos(ra), math.cos(dec) * math.sin(ra), math.sin(dec)


def unit_vectors(ra: ArrayLike, dec: ArrayLike) -> NDArray[np.float64]:
    """Directions of many positions as unit vectors.

    Parameters
    ----------
    ra, dec : array_like, shape (n,), degrees, ICRS.

    Returns
    -------
    ndarray, shape (n, 3), float64, no unit: x, y, z as in `unit_vector`.

    Raises
    ------
    ValueError : a coordinate is not a finite number, or a declination is outside -90 to 90.
    """
    ra_deg, dec_deg = _checked(ra, dec)
    lon, lat = np.radians(ra_deg), np.radians(dec_deg)
    return np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=-1)


def cells(ra: ArrayLike, dec: ArrayLike) -> NDArray[np.int64]:
    """Number of the order-29 NESTED cell that holds each position.

    Parameters
    ----------
    ra, dec : array_like, shape (n,), degrees, ICRS; right ascension may be any turn (-10 is 350).

    Returns
    -------
    ndarray, shape (n,), int64, 0 to 12 * 4**29 - 1. It exceeds 2**53: never hand it to JavaScript as a number.

    Raises
    ------
    ValueError : a coordinate is not a finite number, or a declination is outside -90 to 90. (healpix-geo itself
        gives NaN right ascensions a cell, and panics at bad declinations with what ``except Exception`` misses.)
    """
    return _cell_of(*_checked(ra, dec), ORDER)


def cell_edges(order: int) -> list[int]:
    """The order-29 cells with which the second and later cells of an order begin."""
    return [number << 2 * (ORDER - order) for number in range(1, 12 * 4**order)]


def chord_squared(radius_arcmin: float) -> float:
    """Largest squared chord, between unit vectors, that a cone of this radius lets in: 4 sin²(r / 2).

    Parameters
    ----------
    radius_arcmin : float, arcminutes, 0 to 10800; at least `MIN_RADIUS_ARCSEC` is used.

    Returns
    -------
    float, no unit, 0 to just above 4. It is wider than the formula by the rounding of two unit vectors
    (less than a nanoarcsecond), so that 180 degrees takes in every row there is.
    """
    return float((2 * math.sin(_radius(radius_arcmin) / 2) + _CHORD_SLACK) ** 2)


def separation_arcmin(chord_squared: float) -> float:
    """Angle between two directions whose unit vectors are this far apart, squared; undoes `chord_squared`.

    The tangent form is used because the arcsine loses half its digits towards 180 degrees. Even so a squared chord
    in doubles cannot tell angles closer than about 5 milliarcseconds to 180 degrees apart.

    Parameters
    ----------
    chord_squared : float, no unit; rounding beyond 0 or 4 is forgiven.

    Returns
    -------
    float, arcminutes, 0 to 10800.
    """
    squared = min(max(chord_squared, 0.0), 4.0)
    return 2 * math.atan2(math.sqrt(squared), math.sqrt(4.0 - squared)) / _ARCMIN


def cover(ra_deg: float, dec_deg: float, radius_arcmin: float) -> list[tuple[int, int]] | None:
    """Order-29 cell ranges that hold every position of a cone, and some of its surroundings.

    A block of large cells that is sure to hold the cone is cut into some 600 small ones, a quarter to half a
    radius wide. Those that the cone cannot touch are dropped; the rest make about ten ranges, with about twice
    the cone's area.

    *Why a cell may be dropped.* No point of a cell is farther from the cell's centre than R (`_cell_radius`). So
    when that centre is farther than r + R from the cone's, no point of the cell is within r (triangle
    inequality). Nothing else is dropped.

    Parameters
    ----------
    ra_deg, dec_deg : float, degrees, ICRS.
    radius_arcmin : float, arcminutes, 0 to 10800; at least `MIN_RADIUS_ARCSEC` is used.

    Returns
    -------
    list of (first, last), both inclusive, ascending and apart from one another; None when the radius is above
    60 degrees, where the chord test should scan the table.

    Raises
    ------
    ValueError : a coordinate or the radius is not a finite number in its range.
    """
    ra, dec = _checked([ra_deg], [dec_deg])
    radius = _radius(radius_arcmin)
    if radius_arcmin > MAX_INDEXED_RADIUS_ARCMIN:
        return None
    block_order = _order_of_cells_wider_than(_BLOCK_CELL_IN_RADII * radius)
    order = min(ORDER, _order_of_cells_wider_than(radius) + _FINER)
    children = 4 ** (order - block_order)
    numbers = (_block(ra, dec, block_order)[:, None] * children + np.arange(children)).ravel()
    apart = _centres(numbers, order) - unit_vector(ra_deg, dec_deg)
    reach = radius + _cell_radius(order)
    touched = (apart * apart).sum(axis=1) <= 4 * math.sin(reach / 2) ** 2
    return _ranges(np.sort(numbers[touched]), order)


def covers(
    ra: ArrayLike, dec: ArrayLike, radius_arcmin: ArrayLike, *, finer: int | None = None
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Order-29 cell ranges of many cones: what `cover` is to one, by the same proof.

    Parameters
    ----------
    ra, dec : array_like, shape (n,), degrees, ICRS.
    radius_arcmin : array_like, shape (n,) or one for all, arcminutes, 0 to 10800; at least `MIN_RADIUS_ARCSEC` is used.
    finer : orders from the last cell at least one radius wide to the cells that make the ranges, -2 to 3. The ranges of
        `cover` have 2. None takes fewer for small cones, where one more range costs more than the few rows beside the cone
        (docs/decisions/0011-target-lists.md).

    Returns
    -------
    three int64 arrays, shape (m,) each: which cone (0 to n - 1, ascending), the first and the last cell of a range, both
        inclusive. The ranges of one cone ascend and are apart from one another; a cone above 60 degrees has one, the
        whole sky.

    Raises
    ------
    ValueError : a coordinate or a radius is not a finite number in its range.
    """
    ra_deg, dec_deg = _checked(ra, dec)
    radius = np.broadcast_to(np.asarray(radius_arcmin, dtype=np.float64), ra_deg.shape)
    bad = np.flatnonzero(~((radius >= 0) & (radius <= 180 * 60)))
    if bad.size:
        _radius(float(radius[bad[0]]))
    wide = radius > MAX_INDEXED_RADIUS_ARCMIN
    radians = np.maximum(radius, MIN_RADIUS_ARCSEC / 60) * _ARCMIN
    blocks = _orders_of_cells_wider_than(_BLOCK_CELL_IN_RADII * radians)
    more = _FINER_OF_MANY[np.digitize(radius, _STEPS_ARCMIN)] if finer is None else np.full(radius.shape, finer)
    orders = np.clip(_orders_of_cells_wider_than(radians) + more, 0, ORDER)
    blocks = np.minimum(blocks, orders)
    orders[wide] = blocks[wide] = -1
    nothing = np.zeros(0, dtype=np.int64)
    found = [(nothing, nothing, nothing)]
    for block_order, order in sorted(set(zip(blocks.tolist(), orders.tolist(), strict=True))):
        those = np.flatnonzero((blocks == block_order) & (orders == order))
        if order < 0:
            whole = np.zeros(those.size, dtype=np.int64)
            found.append((those, whole, whole + (WHOLE_SKY - 1)))
            continue
        at_once = max(1, _CELLS_AT_ONCE // ((9 if block_order else 12) * 4 ** (order - block_order)))
        for start in range(0, those.size, at_once):
            part = those[start : start + at_once]
            which, first, last = _covers(ra_deg[part], dec_deg[part], radians[part], block_order, order)
            found.append((part[which], first, last))
    cone, first, last = (np.concatenate([part[i] for part in found]) for i in range(3))
    if len(found) > 2:
        by_cone = np.argsort(cone, kind="stable")
        cone, first, last = cone[by_cone], first[by_cone], last[by_cone]
    return cone, first, last


def _covers(
    ra_deg: NDArray[np.float64], dec_deg: NDArray[np.float64], radius: NDArray[np.float64], block_order: int, order: int
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """`covers` for cones (radii in radians) whose blocks and whose cells are of one order each."""
    if block_order == 0:
        block = np.broadcast_to(np.arange(12, dtype=np.int64), (ra_deg.size, 12))
    else:
        centres = _cell_of(ra_deg, dec_deg, block_order).astype(np.uint64)
        block = np.sort(nested.kth_neighbourhood(centres, block_order, 1, num_threads=_THREADS), axis=1)
    children = 4 ** (order - block_order)
    numbers = (block[:, :, None] * children + np.arange(children)).reshape(ra_deg.size, -1)
    there = np.repeat(block >= 0, children, axis=1)  # -1 stands for the eighth neighbour where there are only seven
    apart = _centres(np.where(there, numbers, 0).ravel(), order).reshape(*numbers.shape, 3)
    apart -= unit_vectors(ra_deg, dec_deg)[:, None, :]
    reach = radius + _cell_radius(order)
    touched = there & ((apart * apart).sum(axis=2) <= (4 * np.sin(reach / 2) ** 2)[:, None])
    cone = np.nonzero(touched)[0]
    cells = numbers[touched]
    begins = np.flatnonzero((np.diff(cells) != 1) | (np.diff(cone) != 0)) + 1
    firsts = np.concatenate(([0], begins))
    lasts = np.concatenate((begins - 1, [cells.size - 1]))
    shift = 2 * (ORDER - order)
    return cone[firsts], cells[firsts] << shift, ((cells[lasts] + 1) << shift) - 1


def _radius(radius_arcmin: float) -> float:
    """The radius in radians, at least the smallest one searched."""
    if not 0 <= radius_arcmin <= 180 * 60:
        raise ValueError(f"Read a radius of {radius_arcmin} arcminutes: no cone has it; give 0 to 10800.")
    return max(radius_arcmin, MIN_RADIUS_ARCSEC / 60) * _ARCMIN


def _checked(ra: ArrayLike, dec: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The coordinates as float64 arrays, refused when healpix-geo would panic or invent a cell."""
    ra_deg = np.atleast_1d(np.asarray(ra, dtype=np.float64))
    dec_deg = np.atleast_1d(np.asarray(dec, dtype=np.float64))
    bad = np.flatnonzero(~(np.isfinite(ra_deg) & (np.abs(dec_deg) <= 90)))
    if bad.size:
        row = int(bad[0])
        raise ValueError(
            f"Read RA {ra_deg[row]}, Dec {dec_deg[row]} as number {row + 1} of {ra_deg.size} positions: it is not on "
            "the sky; give finite degrees, Dec from -90 to 90, and leave out rows that have no position."
        )
    return ra_deg, dec_deg


def _cell_of(ra_deg: NDArray[np.float64], dec_deg: NDArray[np.float64], order: int) -> NDArray[np.int64]:
    found: NDArray[np.uint64] = nested.lonlat_to_healpix(
        ra_deg % 360.0, dec_deg, order, ellipsoid="sphere", num_threads=_THREADS
    )
    return found.astype(np.int64)


def _centres(numbers: NDArray[np.int64], order: int) -> NDArray[np.float64]:
    """Unit vectors of cell centres, shape (n, 3)."""
    x, y, z = nested.healpix_to_cartesian(numbers.astype(np.uint64), order, ellipsoid="sphere", num_threads=_THREADS)
    metres: NDArray[np.float64] = np.stack([x, y, z], axis=-1)
    vectors: NDArray[np.float64] = metres / np.sqrt((metres * metres).sum(axis=1, keepdims=True))
    return vectors


@cache
def _cell_radius(order: int) -> float:
    """Radians from the centre of a cell to its farthest point: the largest such of the order, and 1 % more.

    The farthest point of a cell is a corner, and the worst cell is one of those centred on the border of the
    polar caps, z = 2/3, beside the meridian where two base cells meet: there the corner towards the pole. It is the
    bound of ``max_pixrad`` in the HEALPix C++ library, and sharp: the tests measure every cell of the orders 0 to 6.
    The 1 % is for rounding: a row on a cell's border may carry the neighbour's number though it is 1e-15 radians
    outside, and 1 % of the smallest cell is 2e-11.
    """
    cells_per_side = 1 << order
    z_centre = 2 / 3
    z_corner = 1 - (1 - 1 / cells_per_side) ** 2 / 3
    lon = math.pi / (4 * cells_per_side)
    across = math.sqrt(1 - z_centre**2)
    centre = (across * math.cos(lon), across * math.sin(lon), z_centre)
    corner = (math.sqrt(max(0.0, 1 - z_corner**2)), 0.0, z_corner)
    return 1.01 * 2 * math.asin(math.dist(centre, corner) / 2)


def _order_of_cells_wider_than(width: float) -> int:
    """The finest order whose cells are at least this wide (radians); 0 when none is."""
    return min(ORDER, max(0, math.floor(math.log2(_BASE_CELL_WIDTH / width))))


def _orders_of_cells_wider_than(width: NDArray[np.float64]) -> NDArray[np.int64]:
    """The same for many widths."""
    orders: NDArray[np.int64] = np.clip(np.floor(np.log2(_BASE_CELL_WIDTH / width)), 0, ORDER).astype(np.int64)
    return orders


def _block(ra_deg: NDArray[np.float64], dec_deg: NDArray[np.float64], order: int) -> NDArray[np.int64]:
    """Cells of an order that together hold the cone: the centre's cell and all that touch it, or the whole sky.

    Beyond order 0 the cells are at least two radii wide. Every way out of the block leads across a cell that
    touches the centre's, and the narrowest cell, next to a pole and a border of base cells, is 0.67 of its nominal
    width across: side lengths there are (sqrt(2/3), sqrt(2/3 + pi**2/6)) / sqrt(pi/3) of the width, so the height
    is 0.673. The cone reaches no farther than half a width. (The tests measure the ways out of every cell.)
    """
    if order == 0:
        return np.arange(12, dtype=np.int64)
    centre = _cell_of(ra_deg, dec_deg, order).astype(np.uint64)
    around: NDArray[np.int64] = nested.kth_neighbourhood(centre, order, 1, num_threads=_THREADS).ravel()
    return around[around >= 0]  # -1 stands for the eighth neighbour where there are only seven


def _ranges(numbers: NDArray[np.int64], order: int) -> list[tuple[int, int]]:
    """Ascending cell numbers of one order as inclusive order-29 ranges; runs of numbers become one range."""
    gaps = np.flatnonzero(np.diff(numbers) != 1)
    firsts = numbers[np.concatenate(([0], gaps + 1))]
    lasts = numbers[np.concatenate((gaps, [len(numbers) - 1]))]
    shift = 2 * (ORDER - order)
    return list(zip((firsts << shift).tolist(), (((lasts + 1) << shift) - 1).tolist(), strict=True))
