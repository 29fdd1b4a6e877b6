"""Names that are made of coordinates: J0042+4116, 2MASS J05352184-0546085, IRAS 05358-0704, G121.17-21.57.

To add one more catalogue that writes no J or B: add it to `_WITHOUT_LETTER`, to `_OLD_CATALOGUES` if it counts in
B1950, and an example to ``docs/positions.md``, whose tables are tests.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from mastsite.search.angles import Kind, Piece, read_angle, refuse
from mastsite.search.frames import in_frame, to_icrs

_DESIGNATION = re.compile(
    r"(?P<prefix>(?:[A-Z0-9\[][A-Z0-9 _.*/\[\]-]*?[ -]?)??)(?P<letter>[JB])\s?"
    r"(?P<ra>[0-9]{4,9}(?:\.[0-9]+)?)(?P<sign>[+-])(?P<dec>[0-9]{2,8}(?:\.[0-9]+)?)",
    re.ASCII | re.IGNORECASE,
)
_GALACTIC_DESIGNATION = re.compile(
    r"(?P<prefix>(?:[A-Z0-9\[][A-Z0-9 _.*/\[\]-]*?[ -]?)??)(?P<letter>G)\s?"
    r"(?P<ra>[0-9]{1,3}\.[0-9]+)(?P<sign>[+-])(?P<dec>[0-9]{1,2}\.[0-9]+)",
    re.ASCII | re.IGNORECASE,
)
_WITHOUT_LETTER = re.compile(
    r"(?P<prefix>IRAS|PKS|1E|2MASS|2MASX|SDSS|WISE)(?P<letter>)\s?"
    r"(?P<ra>[0-9]{4,9}(?:\.[0-9]+)?)(?P<sign>[+-])(?P<dec>[0-9]{2,8}(?:\.[0-9]+)?)",
    re.ASCII | re.IGNORECASE,
)
_OLD_CATALOGUES = ("IRAS", "PKS", "1E")
"""Those of `_WITHOUT_LETTER` that count in B1950; the others count in J2000."""


@dataclass(frozen=True, slots=True)
class Designation:
    """A name, cut up: what stands before the coordinates, their system, and their figures."""

    prefix: str
    frame: str
    longitude: str
    sign: str
    latitude: str

    @property
    def is_fine(self) -> bool:
        """Fine enough to be searched by; behind a catalogue's letters more is asked, as resolvers know these."""
        alone = self.prefix in ("", "IAU")
        if self.frame == "galactic":
            decimals = min(len(self.longitude.partition(".")[2]), len(self.latitude.partition(".")[2]))
            return decimals >= (2 if alone else 3)
        figures = min(len(self.longitude.partition(".")[0]), len(self.latitude.partition(".")[0]))
        return figures >= (4 if alone else 6)


def designation(plain: str) -> Designation | None:
    """The name, cut up, when the whole (cleaned) text is one that is made of coordinates."""
    for pattern in (_DESIGNATION, _GALACTIC_DESIGNATION, _WITHOUT_LETTER):
        if found := pattern.fullmatch(plain):
            prefix = found["prefix"].strip(" -").upper()
            if prefix and not any(c.isalpha() for c in prefix):
                return None  # 10.5 J2000+41.2 is a position with its equinox in the middle
            letter = found["letter"].upper() or ("B" if prefix in _OLD_CATALOGUES else "J")
            frame = {"J": "J2000", "B": "B1950", "G": "galactic"}[letter]
            return Designation(prefix, frame, found["ra"], found["sign"], found["dec"])
    return None


def named_place(name: Designation, text: str) -> tuple[float, float, str]:
    """The position that a name's figures give.

    Names cut figures off rather than round them; the position is that of the figures as they stand.

    Parameters
    ----------
    name : from `designation`.
    text : what to quote in an error.

    Returns
    -------
    right ascension and declination, degrees, ICRS; how they were read, with how fine the figures are.

    Raises
    ------
    PositionError : the figures are outside the sky.
    """
    if name.frame == "galactic":
        longitude, longitude_unit = [name.longitude], 10.0 ** -len(name.longitude.partition(".")[2])
        latitude, latitude_unit = [name.latitude], 10.0 ** -len(name.latitude.partition(".")[2])
        kinds: tuple[Kind, Kind] = ("longitude", "latitude")
    else:
        longitude, longitude_unit = _figures_apart(name.longitude, text)
        latitude, latitude_unit = _figures_apart(name.latitude, text)
        longitude_unit *= 15
        kinds = ("ra", "dec")
    hours = "h" if kinds[0] == "ra" else ""
    first = [Piece("", "", digits, hours if i == 0 else "") for i, digits in enumerate(longitude)]
    second = [Piece("", name.sign if i == 0 else "", digits, "") for i, digits in enumerate(latitude)]
    lon, lat = read_angle(first, kinds[0], text).degrees, read_angle(second, kinds[1], text).degrees
    unit = max(longitude_unit * math.cos(math.radians(lat)), latitude_unit)
    ra, dec = to_icrs(lon, lat, name.frame)
    return ra, dec, f"figures of the name, {in_frame(name.frame)}, good to about {_angle_in_words(unit)}"


def _figures_apart(digits: str, text: str) -> tuple[list[str], float]:
    """The parts of HHMM, HHMMSS, DD, DDMM, DDMMSS with further figures, and the last figure's worth of the first part.

    An odd figure is a tenth of the part before it: 05358 is 05h 35.8m (IRAS), -567 is -56.7 degrees (PKS).
    """
    whole, _, fraction = digits.partition(".")
    parts = [whole[i : i + 2] for i in range(0, min(len(whole), 6), 2)]
    if len(whole) > 6:
        parts, fraction, odd = parts[:3], whole[6:], True
    elif odd := len(whole) % 2 == 1:
        fraction = parts.pop()
    if odd and "." in digits:
        raise refuse(text, f"has the figures {digits}, an odd number before the point", "type two for each part")
    unit = 60.0 ** -(len(parts) - 1) * 10.0 ** -len(fraction)
    return [*parts[:-1], f"{parts[-1]}.{fraction}" if fraction else parts[-1]], unit


def _angle_in_words(degrees: float) -> str:
    for unit, size in (("degree", 1.0), ("arcminute", 1 / 60), ("arcsecond", 1 / 3600)):
        if degrees >= size * 0.999 or unit == "arcsecond":
            number = f"{float(f'{degrees / size:.2g}'):g}"
            return f"{number} {unit}" if number == "1" else f"{number} {unit}s"
    raise AssertionError("arcseconds take the rest")
