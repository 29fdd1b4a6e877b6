"""A region of the sky as typed: circles, boxes and polygons, a coverage map (MOC), or the outline of one row.

To add one more shape: a function under `_SHAPES`, which reads the words after its name.
Edges of polygons are great circles. What each word means to a search: docs/footprints.md.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Literal, get_args

import numpy as np

from mastsite.search import coverage, sky, spherical
from mastsite.search.position import PositionError, parse_angle, parse_position
from mastsite.search.spherical import Vectors

Relation = Literal["touches", "covers", "centre"]
Kind = Literal["circle", "polygon", "union", "moc", "outline"]
RELATIONS: tuple[str, ...] = get_args(Relation)

MAX_TEXT = 100_000
MAX_VERTICES = 1_000
MAX_RANGES = 5_000
MAX_PARTS = 1_000
"""Shapes of one region, or cells of a MOC that outlines are held against."""
MAX_REACH_DEG = 85.0
"""A polygon's corners lie at most so far from its middle: beyond 90 degrees nobody can tell inside from outside."""
SAME_DEG = 1e-9
"""Two corners closer than this are one point, written twice."""
OUTLINE = "outline:"
_FRAMES = frozenset(["ICRS", "J2000", "FK5"])
_OTHER_FRAMES = frozenset(
    ["GALACTIC", "GAL", "GALACTIC_II", "ECLIPTIC", "ECL", "FK4", "B1950", "SUPERGALACTIC", "CARTESIAN"]
)
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.IGNORECASE | re.ASCII)
_IN_PARTS = re.compile(r"[+-]?\d[\d.]*[:hd°]\S*", re.IGNORECASE | re.ASCII)
"""A coordinate in one word: 10:41:12, 10h41m12s, +41d16m09s."""
_NEXT_SHAPE = re.compile(r"(?<=[\s,;)])(?=(?:POLYGON|CIRCLE|POSITION|BOX)\b)", re.IGNORECASE)
_TRY = "Type one such as POLYGON 10 41, 11 41, 11 42, or CIRCLE 10.68 41.27 0.5, in degrees."


class RegionError(ValueError):
    """Text that is no region; the message says what was read, what is wrong and what to type."""


@dataclass(frozen=True, slots=True)
class Region:
    """A region, and what a row's outline has to do with it. Two are equal when the same was typed.

    Parameters
    ----------
    text : as typed, blanks trimmed.
    relation : the outline ``touches`` the region, ``covers`` the whole of it, or the row's ``centre`` is in it.
    corners : unit vectors of a polygon's corners; the centre alone of a circle.
    radius_deg : of a circle, degrees.
    ranges : of a MOC: order-29 cells, inclusive, ascending and apart.
    identifier : of the row whose outline it is.
    parts : circles and polygons that together are the region, where it has several; for a MOC its cells.
    """

    text: str
    relation: Relation = "touches"
    kind: Kind = field(default="circle", compare=False)
    corners: tuple[tuple[float, float, float], ...] = field(default=(), compare=False, repr=False)
    radius_deg: float = field(default=0.0, compare=False)
    ranges: tuple[tuple[int, int], ...] = field(default=(), compare=False, repr=False)
    identifier: str = field(default="", compare=False)
    parts: tuple[Region, ...] = field(default=(), compare=False, repr=False)

    @property
    def vectors(self) -> Vectors:
        return np.array(self.corners, dtype=np.float64).reshape(-1, 3)

    def cap(self) -> tuple[float, float, float]:
        """A circle around a circle or polygon: right ascension, declination and radius, degrees."""
        vectors = self.vectors
        middle = vectors[0] if self.kind == "circle" else spherical.middle(vectors)
        reach = self.radius_deg if self.kind == "circle" else math.degrees(spherical.angles(vectors, middle).max())
        x, y, z = map(float, middle)
        return math.degrees(math.atan2(y, x)) % 360, math.degrees(math.atan2(z, math.hypot(x, y))), reach

    def describe(self) -> str:
        """The condition in English, to stand after "where" or "and"."""
        what: str = "coverage map (MOC)" if self.kind == "moc" else self.kind
        if self.kind == "outline":
            what = f"outline of {self.identifier}"
        elif self.kind == "union":
            what = f"region of {len(self.parts)} shapes"
        elif self.kind == "circle":
            ra, dec, radius = self.cap()
            what = f"circle of {radius:.6g} deg around {ra:.6g} {dec:+.6g}"
        elif len(self.text) <= 80:
            what = f"{what} {self.text}"
        elif self.kind == "polygon":
            what = f"polygon of {len(self.corners)} corners"
        said = {"touches": "footprint touches", "covers": "footprint covers", "centre": "centre is in"}
        return f"{said[self.relation]} the {what}"


def read_region(text: str, relation: str = "") -> Region:
    """Read a region.

    Raises
    ------
    RegionError
    """
    text = " ".join(text.split()) if len(text) <= MAX_TEXT else text
    relation = relation.strip().lower().replace("center", "centre") or "touches"
    if relation not in RELATIONS:
        raise RegionError(f"region_is was read as “{relation[:40]}”. Choose {', '.join(RELATIONS)}.")
    if len(text) > MAX_TEXT:
        raise RegionError(f"{len(text):,} characters were read as a region; it may have {MAX_TEXT:,}. Simplify it.")
    found = _read(text)
    if found.kind == "moc" and relation != "centre":
        found = replace(found, parts=_cells(found))
    return replace(found, text=text, relation=relation, parts=tuple(replace(one, relation=relation) for one in found.parts))  # type: ignore[arg-type]  # fmt: skip


def _read(text: str) -> Region:
    if text.lower().startswith(OUTLINE):
        identifier = text[len(OUTLINE) :].strip()
        if not identifier or len(identifier) > 300 or not identifier.isprintable():
            raise RegionError(f"“{text[:60]}” names no row. Write the row's identifier after {OUTLINE}")
        return Region(text, kind="outline", identifier=identifier)
    if coverage.is_moc(text):
        return _moc(text)
    pieces = [piece for piece in _NEXT_SHAPE.split(text) if piece.strip(" ,;")]
    if len(pieces) > MAX_PARTS:
        raise RegionError(f"{len(pieces):,} shapes were read as a region; it may have {MAX_PARTS:,}. Ask in parts.")
    if len(pieces) > 1:
        return Region(text, kind="union", parts=tuple(map(_shape, pieces)))
    return _shape(text)


def _shape(text: str) -> Region:
    parts = [part.split() for part in re.split("[,;]", text.replace("(", " ").replace(")", " "))]
    parts = [part for part in parts if part]
    if not parts:
        raise RegionError(f"The region is empty. {_TRY}")
    name = parts[0][0].upper()
    if name in _SHAPES:
        parts[0] = parts[0][1:]
        if parts[0] and parts[0][0].upper() in _OTHER_FRAMES:
            raise RegionError(f"{parts[0][0].upper()} was read as the frame of the {name}. Give ICRS coordinates.")
        if parts[0] and parts[0][0].upper() in _FRAMES:
            parts[0] = parts[0][1:]
        parts = [part for part in parts if part]
    elif _NUMBER.fullmatch(name) or _IN_PARTS.fullmatch(name):
        name = "POLYGON"
    else:
        raise RegionError(
            f"“{text[:60]}” was read as a region, which begins with {', '.join(_SHAPES)}, {OUTLINE} or a number. {_TRY}"
        )
    words = [word for part in parts for word in part]
    if any(word.upper() in (*_SHAPES, "UNION", "INTERSECTION", "NOT", "DIFFERENCE") for word in words):
        raise RegionError(
            f"“{text[:60]}” has a word for sets of shapes; shapes are read one after the other, and holes are not. {_TRY}"
        )
    try:
        return _SHAPES[name](text, _numbers(name, parts))
    except PositionError as error:
        raise RegionError(f"A corner or centre of the {name}: {error}") from error


def _numbers(name: str, parts: list[list[str]]) -> list[float]:
    """All numbers of a shape, degrees. Coordinates may be in parts: each in one word, or a whole position between commas."""
    least, paired, words_in_two_numbers = (3, len(parts), 2) if name == "POLYGON" else (2, 1, 3)
    if len(parts) >= least and any(len(part) > words_in_two_numbers for part in parts[:paired]):
        if sum(map(len, parts)) > 6 * MAX_VERTICES + 6:
            raise RegionError(
                f"{len(parts):,} corners were read in a polygon; it may have {MAX_VERTICES:,}. Simplify it."
            )
        read = [parse_position(" ".join(part)) for part in parts[:paired]]
        numbers = [number for position in read for number in (position.ra_deg, position.dec_deg)]
        return numbers + [_number(name, word) for part in parts[paired:] for word in part]
    words = [word for part in parts for word in part]
    angles = len(words) if name == "POLYGON" else 2
    return [
        parse_angle(word, "dec" if at % 2 else "ra")
        if at < angles and _IN_PARTS.fullmatch(word)
        else _number(name, word)
        for at, word in enumerate(words)
    ]


def _number(name: str, word: str) -> float:
    if not _NUMBER.fullmatch(word) or not math.isfinite(float(word)):
        raise RegionError(f"“{word[:40]}” was read where the {name} needs a number of degrees. {_TRY}")
    return float(word)


def _position(ra_deg: float, dec_deg: float) -> tuple[float, float, float]:
    if not (-360 <= ra_deg <= 360 and -90 <= dec_deg <= 90):
        raise RegionError(
            f"{ra_deg:g} {dec_deg:g} was read as a right ascension and a declination, and is not on the sky. "
            "Give degrees, first the right ascension, 0 to 360, then the declination, -90 to 90."
        )
    return sky.unit_vector(ra_deg, dec_deg)


def _circle(text: str, numbers: Sequence[float]) -> Region:
    if len(numbers) not in (2, 3):
        raise RegionError(
            f"{len(numbers)} numbers were read in a circle. It has a right ascension, a declination and a radius, in degrees."
        )
    radius = numbers[2] if len(numbers) == 3 else 0.0
    if not 0 <= radius <= 180:
        raise RegionError(f"The radius was read as {radius:g} degrees. Give 0 to 180.")
    return Region(text, kind="circle", corners=(_position(*numbers[:2]),), radius_deg=radius)


def _box(text: str, numbers: Sequence[float]) -> Region:
    """A box stands upright on the plane that touches the sky in its centre, so that its sides are great circles."""
    if len(numbers) != 4:
        raise RegionError(
            f"{len(numbers)} numbers were read in a box. It has the right ascension and declination of its centre, "
            "a width and a height, in degrees."
        )
    width, height = numbers[2:]
    if not (0 < width <= 120 and 0 < height <= 120):
        raise RegionError(f"The box was read as {width:g} by {height:g} degrees. Give sides above 0, up to 120.")
    centre = np.array(_position(*numbers[:2]))
    ra, dec = map(math.radians, numbers[:2])
    east = np.array([-math.sin(ra), math.cos(ra), 0.0])
    north = np.array([-math.sin(dec) * math.cos(ra), -math.sin(dec) * math.sin(ra), math.cos(dec)])
    x, y = math.tan(math.radians(width / 2)), math.tan(math.radians(height / 2))
    corners = [centre + i * x * east + j * y * north for i, j in ((-1, -1), (1, -1), (1, 1), (-1, 1))]
    return Region(text, kind="polygon", corners=_plain([v / np.linalg.norm(v) for v in corners]))


def _polygon(text: str, numbers: Sequence[float]) -> Region:
    if len(numbers) % 2:
        raise RegionError(f"{len(numbers)} numbers were read in a polygon, an odd number. Give pairs of degrees.")
    if len(numbers) > 2 * MAX_VERTICES + 2:
        raise RegionError(
            f"{len(numbers) // 2:,} corners were read in a polygon; it may have {MAX_VERTICES:,}. Simplify it."
        )
    pairs = list(zip(numbers[::2], numbers[1::2], strict=True))
    corners = np.array([_position(*pair) for pair in pairs]).reshape(-1, 3)
    corners = spherical.distinct(corners, math.radians(SAME_DEG))
    if len(corners) < 3:
        raise RegionError(f"{len(corners)} different corners were read in a polygon; it needs three. {_TRY}")
    if spherical.reach(corners) > math.radians(MAX_REACH_DEG):
        raise RegionError(
            "The polygon was read as one of about half the sky or more, where inside and outside cannot be told. "
            f"Keep its corners within {MAX_REACH_DEG:g} degrees of its middle, or ask in parts."
        )
    if spherical.crosses_itself(corners):
        raise RegionError(
            "The sides of the polygon cross or touch each other. Give its corners in order, along its edge."
        )
    if spherical.flat(corners):
        raise RegionError("All corners of the polygon lie on one line, so that it holds nothing. Move one of them.")
    return Region(text, kind="polygon", corners=_plain(corners))


def _plain(vectors: Sequence[Vectors] | Vectors) -> tuple[tuple[float, float, float], ...]:
    return tuple((float(x), float(y), float(z)) for x, y, z in vectors)


def _moc(text: str) -> Region:
    try:
        ranges = coverage.read_ranges(text)
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        raise RegionError(
            f"“{text[:60]}” was read as a coverage map (MOC). Write it as 5/8,10-12 6/60 or as JSON."
        ) from error
    if len(ranges) > MAX_RANGES:
        raise RegionError(
            f"{len(ranges):,} ranges of cells were read in a MOC; {MAX_RANGES:,} are taken. Degrade its order."
        )
    return Region(text, kind="moc", ranges=ranges)


def _cells(moc: Region) -> tuple[Region, ...]:
    """The cells of a MOC as polygons."""
    numbers = list(islice(coverage.cells(moc.ranges), MAX_PARTS + 1))
    if len(numbers) > MAX_PARTS:
        raise RegionError(
            f"More than {MAX_PARTS:,} cells were read in a MOC; outlines are held against {MAX_PARTS:,} at most. "
            "Degrade its order, or choose “centre”."
        )
    return tuple(Region("", kind="polygon", corners=_plain(coverage.outline_of(*one))) for one in numbers)


_SHAPES: dict[str, Callable[[str, Sequence[float]], Region]] = {
    "POLYGON": _polygon, "CIRCLE": _circle, "POSITION": _circle, "BOX": _box,
}  # fmt: skip
