"""Coverage maps of the sky (MOC, IVOA 2.0) as text: ranges of HEALPix cells, and the cells as polygons.

The sides of a cell are no great circles. They are followed by points so close that the great circles between them stay
within `OFF_ARCSEC` of the cell.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator

import numpy as np
from healpix_geo import nested

from mastsite.search import sky
from mastsite.search.spherical import Vectors

Ranges = tuple[tuple[int, int], ...]
"""Order-29 cells, inclusive, ascending and apart."""

OFF_ARCSEC = 12.0
"""The farthest measured is 10, of cells of orders 2 and 4 at a pole; at order 9 and beyond it is below 4."""
_TEXT = re.compile(r"\d{1,2}/[\d\s,/-]*", re.ASCII)


def is_moc(text: str) -> bool:
    """Whether a text looks like a coverage map."""
    return text.startswith("{") or bool(_TEXT.fullmatch(text))


def read_ranges(text: str) -> Ranges:
    """The cells of a map as ASCII or JSON.

    Raises
    ------
    ValueError : it is none, or has no cells.
    """
    found: list[tuple[int, int]] = []
    for order, first, last in _json(text) if text.startswith("{") else _ascii(text):
        if not (0 <= order <= sky.ORDER and 0 <= first <= last < 12 * 4**order):
            raise ValueError(f"order {order} has no cells {first} to {last}")
        shift = 2 * (sky.ORDER - order)
        found.append((first << shift, ((last + 1) << shift) - 1))
    if not found:
        raise ValueError("no cells")
    return merged(found)


def merged(ranges: Iterable[tuple[int, int]]) -> Ranges:
    """Ranges in order, with those joined that overlap or follow one another."""
    joined: list[tuple[int, int]] = []
    for low, high in sorted(ranges):
        if joined and low <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(high, joined[-1][1]))
        else:
            joined.append((low, high))
    return tuple(joined)


def cells(ranges: Ranges) -> Iterator[tuple[int, int]]:
    """The largest cells that make the ranges: order and number of each."""
    for low, high in ranges:
        while low <= high:
            up = sky.ORDER if low == 0 else min(sky.ORDER, ((low & -low).bit_length() - 1) // 2)
            while low + (1 << 2 * up) - 1 > high:
                up -= 1
            yield sky.ORDER - up, low >> 2 * up
            low += 1 << 2 * up


def outline_of(order: int, number: int) -> Vectors:
    """Points along the sides of a cell, in order, as unit vectors."""
    step = 2 ** max(2, 6 - order // 2)  # parts of a side, each of which may be longer where the cells are wider
    lon, lat = nested.vertices(np.array([number], dtype=np.uint64), order, ellipsoid="sphere", step=step)
    return sky.unit_vectors(lon[0], np.clip(lat[0], -90, 90))


def _ascii(text: str) -> list[tuple[int, int, int]]:
    found, order = [], -1
    for word in text.replace(",", " ").split():
        head, slash, rest = word.rpartition("/")
        if slash:
            order = int(head)
        if rest:
            first, _dash, last = rest.partition("-")
            found.append((order, int(first), int(last or first)))
    return found


def _json(text: str) -> list[tuple[int, int, int]]:
    orders = json.loads(text)
    if any(type(cell) is not int for numbers in orders.values() for cell in numbers):
        raise ValueError("cells are whole numbers")
    return [(int(order), cell, cell) for order, numbers in orders.items() for cell in numbers]
