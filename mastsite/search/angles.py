"""Angles as people type them and as pages show them: one coordinate, one radius, hours, degrees, words.

To add one more spelling of a unit: add it to `_MARKS` (parts of a coordinate) or `_RADIUS_UNITS`, and an example to
``docs/positions.md``, whose tables are tests. `clean` has made typographic signs plain before either is asked.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

Kind = Literal["ra", "dec", "longitude", "latitude"]
"""Right ascensions of several parts count in hours; longitudes (galactic, ecliptic) count in degrees."""

LONGEST = 200
"""Characters; no spelling of a position comes near."""

_EXAMPLES: dict[Kind, str] = {
    "ra": "10.6847 for degrees, 10.5h or 00 42 44.35 for hours",
    "dec": "41.2690 or +41 16 08.6",
    "longitude": "121.17",
    "latitude": "-21.57",
}
_WORDS: dict[Kind, str] = {
    "ra": "right ascension",
    "dec": "declination",
    "longitude": "longitude",
    "latitude": "latitude",
}

_PLAIN = str.maketrans(
    {
        **dict.fromkeys("−–—‒‐‑﹣－", "-"),
        **dict.fromkeys("＋﹢", "+"),
        **dict.fromkeys("′’‘ʹ´`＇", "'"),
        **dict.fromkeys("″”“ʺ〃＂", '"'),
        **dict.fromkeys("º˚", "°"),
        **dict.fromkeys("，、", ","),
        **dict.fromkeys("：∶", ":"),
        **dict.fromkeys("\u200b\u200c\u200d\u200e\u200f\u2060\ufeff", None),  # marks without width, from copied pages
        "ʰ": "h",
        "ᵐ": "m",
        "ˢ": "s",
        "ᵈ": "d",
    }
)
_MARK_BEFORE_POINT = re.compile(r"([0-9])\s*([hmsd°'\"])\.([0-9]+)", re.ASCII | re.IGNORECASE)

_MARKS = {
    "h": ("h", "hr", "hrs", "hour", "hours"),
    "d": ("d", "deg", "degs", "degree", "degrees", "°"),
    "m": ("m", "min", "mins", "minute", "minutes", "arcmin", "arcmins", "arcminute", "arcminutes", "'"),
    "s": ("s", "sec", "secs", "second", "seconds", "arcsec", "arcsecs", "arcsecond", "arcseconds", '"'),
}
_MARK_OF = {word: mark for mark, words in _MARKS.items() for word in words}
_RANK = {"h": 0, "d": 0, "m": 1, "s": 2}
_NUMBER = r"(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:e[+-]?[0-9]{1,3})?(?![0-9.])"
_WORDS_OF_MARKS = "|".join(sorted(filter(str.isalpha, _MARK_OF), key=len, reverse=True))
_PIECE = re.compile(
    rf"(?P<gap>[\s:,;|/]*)(?P<sign>[+-]?)\s*(?P<digits>{_NUMBER})"
    rf"(?:\s*(?P<mark>(?:{_WORDS_OF_MARKS})(?![a-z])|[°'\"]))?",
    re.ASCII | re.IGNORECASE,
)
_SHORTEST_RUN = 6
"""Figures before the point from which a number is hours or degrees, minutes and seconds run together."""

_RADIUS_UNITS: dict[str, tuple[float, float]] = {
    **dict.fromkeys(("", "amin", *_MARKS["m"]), (1, 1)),
    **dict.fromkeys(("asec", *_MARKS["s"]), (1, 60)),
    **dict.fromkeys(_MARKS["d"], (60, 1)),
    **dict.fromkeys(("mas", "milliarcsec", "milliarcsecond", "milliarcseconds"), (1, 60_000)),
    **dict.fromkeys(("uas", "µas", "μas", "microarcsec", "microarcsecond", "microarcseconds"), (1, 60_000_000)),
    **dict.fromkeys(("rad", "rads", "radian", "radians"), (60 * 180 / math.pi, 1)),
    **dict.fromkeys(("mrad", "milliradian", "milliradians"), (60 * 180 / math.pi, 1000)),
}
"""Arcminutes in a unit, as multiplier and divisor, so that 30 arcsec is exactly 0.5."""
_RADIUS_HELP = "type 3 or 3' for arcminutes, 30\" for arcseconds, 0.5d for degrees, up to 180d"


class PositionError(ValueError):
    """A position, angle or radius cannot be read: one sentence with what was read, what is wrong, what to type."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One number of a coordinate, as typed.

    Parameters
    ----------
    gap : blanks and punctuation before it.
    sign : ``+``, ``-`` or nothing.
    digits : the number without its sign.
    mark : ``h``, ``d``, ``m``, ``s``, or nothing where no unit was typed.
    """

    gap: str
    sign: str
    digits: str
    mark: str

    @property
    def whole_figures(self) -> int:
        """Figures before the point."""
        return len(re.split(r"[.eE]", self.digits)[0])

    @property
    def has_fraction(self) -> bool:
        return not self.digits.isdigit()

    @property
    def runs_together(self) -> bool:
        """004244.35: hours, minutes and seconds without anything between."""
        return not self.mark and self.whole_figures >= _SHORTEST_RUN and "e" not in self.digits.lower()


@dataclass(frozen=True, slots=True)
class Angle:
    """One coordinate: its value in degrees, and in English the form it was typed in."""

    degrees: float
    form: str


def refuse(shown: str, wrong: str, remedy: str) -> PositionError:
    """The error, in its three parts; long text is shown shortened, and � stands for what cannot be printed."""
    text = " ".join(shown[: 2 * LONGEST].split())
    message = f"“{text if len(text) <= 60 else text[:60] + '…'}” {wrong}; {remedy}."
    return PositionError("".join(c if c.isprintable() else "�" for c in message))


def clean(text: str) -> str:
    """The text in plain characters: ASCII signs and primes, single blanks, the point before the unit (44s.35)."""
    plain = " ".join(text.translate(_PLAIN).split()).replace("''", '"')
    return _MARK_BEFORE_POINT.sub(r"\1.\3\2", plain)


def read_pieces(text: str) -> tuple[list[Piece], str]:
    """The numbers of a cleaned text with their signs, units and gaps, and whatever follows the last one."""
    pieces: list[Piece] = []
    at = 0
    while found := _PIECE.match(text, at):
        mark = _MARK_OF[found["mark"].lower()] if found["mark"] else ""
        pieces.append(Piece(found["gap"], found["sign"], found["digits"], mark))
        at = found.end()
    return pieces, text[at:].strip(" ,;|/")


def fault_in_shape(pieces: Sequence[Piece]) -> str:
    """Why these numbers cannot be one coordinate, whatever their values; empty when they can."""
    if not 1 <= len(pieces) <= 3:
        return f"has {len(pieces)} numbers where a coordinate has one to three"
    if any(piece.sign for piece in pieces[1:]):
        return "has a sign inside a coordinate"
    if len(pieces) > 1 and any(piece.has_fraction for piece in pieces[:-1]):
        return f"has {next(p.digits for p in pieces if p.has_fraction)} before another part of the same coordinate"
    if len(pieces) > 1 and any(piece.runs_together for piece in pieces):
        return f"has {next(p.digits for p in pieces if p.runs_together)} beside another part of the same coordinate"
    ranks = _ranks(pieces)
    if ranks[0] != 0:
        return f"begins a coordinate with {pieces[0].digits}{pieces[0].mark}, without hours or degrees before it"
    if any(later != earlier + 1 for earlier, later in pairwise(ranks)):
        return "has units out of their order, which is hours or degrees, minutes, seconds"
    return ""


def _ranks(pieces: Sequence[Piece]) -> list[int]:
    """0 for hours or degrees, 1 for minutes, 2 for seconds; without a unit, one more than the number before."""
    ranks: list[int] = []
    for piece in pieces:
        ranks.append(_RANK[piece.mark] if piece.mark else ranks[-1] + 1 if ranks else 0)
    return ranks


def read_angle(pieces: Sequence[Piece], kind: Kind, shown: str) -> Angle:
    """The value of one coordinate.

    Parameters
    ----------
    pieces : one to three numbers: degrees or hours, minutes, seconds.
    kind : what the coordinate is; it decides between hours and degrees, and on the range.
    shown : the text to quote in an error.

    Returns
    -------
    Angle, degrees; 0 up to but not including 360 for right ascensions and longitudes, -90 to 90 for the others.

    Raises
    ------
    PositionError
    """
    if fault := fault_in_shape(pieces):
        raise refuse(shown, fault, f"type a {_WORDS[kind]} such as {_EXAMPLES[kind]}")
    sign = pieces[0].sign
    in_hours = pieces[0].mark == "h"
    parts = [piece.digits for piece in pieces]
    if pieces[0].runs_together:
        parts = _run_apart(pieces[0].digits)
    if kind == "ra" and not pieces[0].mark and len(parts) > 1:
        in_hours = True
    elif in_hours and kind != "ra":
        raise refuse(shown, f"has a {_WORDS[kind]} in hours", f"type it in degrees, such as {_EXAMPLES[kind]}")
    values = [float(part) for part in parts]
    for name, part, value in zip(("minutes", "seconds"), parts[1:], values[1:], strict=False):
        if value >= 60:
            remedy = "type 0 there and one more of the part before it" if value == 60 else f"type {name} below 60"
            raise refuse(shown, f"has {part} {name} in its {_WORDS[kind]}, and the next full one comes at 60", remedy)
    unit_value = sum(value / scale for value, scale in zip(values, (1, 60, 3600), strict=False))
    degrees = (-1 if sign == "-" else 1) * unit_value * (15 if in_hours else 1)
    _check_range(degrees, kind, shown, in_hours, sign + " ".join(parts), len(parts) > 1 and not pieces[0].mark)
    return Angle(degrees % 360.0 if kind in ("ra", "longitude") else degrees, _form(len(parts), in_hours))


def _run_apart(digits: str) -> list[str]:
    """004244.35 as 00, 42, 44.35; figures beyond the sixth are the fraction of the seconds, as in 2MASS names."""
    whole, _, fraction = digits.partition(".")
    return [whole[:2], whole[2:4], f"{whole[4:6]}.{whole[6:]}{fraction}".rstrip(".")]


def _form(parts: int, in_hours: bool) -> str:
    if parts == 1:
        return "decimal hours" if in_hours else "decimal degrees"
    names = ("hours", "minutes", "seconds") if in_hours else ("degrees", "arcminutes", "arcseconds")
    return f"{names[0]} and {names[1]}" if parts == 2 else f"{names[0]}, {names[1]} and {names[2]}"


def _check_range(degrees: float, kind: Kind, shown: str, in_hours: bool, typed: str, hours_by_rule: bool) -> None:
    word = _WORDS[kind]
    if kind in ("dec", "latitude"):
        if not -90 <= degrees <= 90:
            remedy = f"type a {word} from -90 to +90" + (", after the right ascension" if kind == "dec" else "")
            raise refuse(shown, f"has the {word} {typed}, which is beyond the poles at -90 and +90 degrees", remedy)
    elif degrees < 0:
        wrapped = degrees % 360 / (15 if in_hours else 1)
        remedy = f"type {wrapped:.10g}{'h' if in_hours else ''}" if degrees > -360 else "type 0 to 360 degrees"
        raise refuse(shown, f"has the {word} {typed}, and it is counted from 0 upwards", remedy)
    elif degrees > 360:
        if in_hours:
            remedy = "write d after the first number if it is degrees" if hours_by_rule else "type hours below 24"
            raise refuse(shown, f"has the {word} {typed} in hours, and there are 24", remedy)
        remedy = f"type {degrees % 360:.10g} if more than one turn was meant" if degrees < 3600 else "type 0 to 360"
        raise refuse(shown, f"has the {word} {typed}, which is beyond 360 degrees", remedy)


def parse_angle(text: str, kind: Literal["ra", "dec"]) -> float:
    """Read one coordinate.

    Parameters
    ----------
    text : decimal degrees (``10.6847``, ``10.6847d``), decimal hours (``0.7123h``), or parts with any of blanks,
        colons, h m s, d ' " between them. A right ascension of several parts without a unit is in hours.
    kind : ``ra`` or ``dec``.

    Returns
    -------
    float, degrees: 0 up to but not including 360 for ``ra`` (360 and 24h are 0), -90 to 90 for ``dec``.

    Raises
    ------
    PositionError : it is no angle, or outside the range.
    """
    plain = _checked(text, f"type a {_WORDS[kind]} such as {_EXAMPLES[kind]}")
    pieces, rest = read_pieces(plain)
    if rest or not pieces:
        wrong = f"has “{rest[:20]}”, which is no part of an angle" if pieces else "is not an angle"
        raise refuse(text, wrong, f"type a {_WORDS[kind]} such as {_EXAMPLES[kind]}")
    if any(set(piece.gap) & set(",;|/") for piece in pieces):
        remedy = f"type it with a decimal point and blanks or colons, such as {_EXAMPLES[kind]}"
        raise refuse(text, f"is not one {_WORDS[kind]}", remedy)
    return read_angle(pieces, kind, text).degrees


def parse_radius(text: str) -> float:
    """Read a search radius.

    Parameters
    ----------
    text : a number with or without a unit (arcminutes without), or degrees, minutes and seconds (``1d30m``, ``5'30"``,
        ``0:05:30``). Minutes and seconds are of arc, m and s too.

    Returns
    -------
    float, arcminutes, 0 to 10800.

    Raises
    ------
    PositionError : it is no angle, negative, or beyond 180 degrees.
    """
    plain = _checked(text, _RADIUS_HELP)
    found = re.fullmatch(rf"(?P<sign>[+-]?)\s*(?P<digits>{_NUMBER})\s*(?P<unit>[^0-9]*)", plain, re.ASCII | re.I)
    if found:
        unit = found["unit"].replace(" ", "").lower()
        if unit not in _RADIUS_UNITS:
            raise refuse(text, f"has the unit “{found['unit'][:20]}”, which is not known for a radius", _RADIUS_HELP)
        multiplier, divisor = _RADIUS_UNITS[unit]
        sign, radius = found["sign"], float(found["digits"]) * multiplier / divisor
    else:
        sign, radius = _radius_in_parts(plain, text)
    if sign == "-" and radius:
        raise refuse(text, "is negative, and a radius is 0 or more", _RADIUS_HELP)
    if radius > 180 * 60:
        raise refuse(text, f"is {radius / 60:.6g} degrees, and the whole sky lies within 180", _RADIUS_HELP)
    return radius


def _radius_in_parts(plain: str, text: str) -> tuple[str, float]:
    """Sign and arcminutes of a radius typed as degrees, minutes and seconds."""
    pieces, rest = read_pieces(plain)
    if rest or not pieces:
        raise refuse(text, "is not a radius", _RADIUS_HELP)
    by_colons = len(pieces) == 3 and all(":" in piece.gap for piece in pieces[1:])
    if not by_colons and (any(not piece.mark for piece in pieces) or any(piece.gap.strip() for piece in pieces)):
        raise refuse(text, "has several numbers without units", f"{_RADIUS_HELP}, with a decimal point for fractions")
    ranks = _ranks(pieces)
    if any(p.mark == "h" or p.sign for p in pieces[1:]) or pieces[0].mark == "h" or ranks != sorted(set(ranks)):
        raise refuse(text, "is not degrees, arcminutes and arcseconds in that order", _RADIUS_HELP)
    return pieces[0].sign, sum(float(p.digits) * 60 / 60**rank for p, rank in zip(pieces, ranks, strict=True))


def _checked(text: str, remedy: str) -> str:
    """The cleaned text, when it is one that patterns should look at."""
    if len(text) > LONGEST:
        raise refuse(text, f"has {len(text):,} characters, and no angle is so long", remedy)
    plain = clean(text)
    if not plain:
        raise refuse(text, "is empty", remedy)
    return plain


RA_UNITS = ("hour", "minute", "second")
DEC_UNITS = ("degree", "arcminute", "arcsecond")


def format_ra(ra_deg: float, decimals: int = 3) -> str:
    """Right ascension for a page: ``00 42 44.350``; rounding carries, and 24 hours are 0.

    Parameters
    ----------
    ra_deg : float, degrees; any turn.
    decimals : of the seconds of time.
    """
    hours, minutes, seconds = _parts(ra_deg % 360 * 240, decimals)
    return f"{hours % 24:02d} {minutes:02d} {seconds.zfill(3 + decimals if decimals else 2)}"


def format_dec(dec_deg: float, decimals: int = 2) -> str:
    """Declination for a page: ``+41 16 08.60``; the sign stays with -0 degrees, unless all figures shown are 0.

    Parameters
    ----------
    dec_deg : float, degrees.
    decimals : of the arcseconds.
    """
    degrees, minutes, seconds = _parts(abs(dec_deg) * 3600, decimals)
    sign = "-" if dec_deg < 0 and (degrees or minutes or float(seconds)) else "+"
    return f"{sign}{degrees:02d} {minutes:02d} {seconds.zfill(3 + decimals if decimals else 2)}"


def spoken_ra(ra_deg: float, decimals: int = 3) -> str:
    """Right ascension for a screen reader: ``0 hours 42 minutes 44.350 seconds``; parameters as `format_ra`."""
    return aloud(format_ra(ra_deg, decimals), RA_UNITS)


def spoken_dec(dec_deg: float, decimals: int = 2) -> str:
    """Declination for a screen reader: ``plus 41 degrees 16 arcminutes 8.60 arcseconds``; see `format_dec`."""
    return aloud(format_dec(dec_deg, decimals), DEC_UNITS)


def aloud(written: str, units: tuple[str, str, str]) -> str:
    """What `format_ra` or `format_dec` has written, in words."""
    sign = {"+": "plus ", "-": "minus "}.get(written[0], "")
    first, second, third = written.lstrip("+-").split()
    numbers = (str(int(first)), str(int(second)), third[1:] if third[0] == "0" else third)
    return sign + " ".join(map(_counted, numbers, units))


def _parts(seconds: float, decimals: int) -> tuple[int, int, str]:
    """Sixties of sixties, sixties, and the rest with its decimals: rounded once, as a whole, so that it carries."""
    if not math.isfinite(seconds) or decimals < 0:
        raise ValueError(f"Read {seconds} seconds to {decimals} decimals: it is no angle; give a finite one.")
    per_second = 10**decimals
    ticks = round(seconds * per_second)
    sixties, ticks = divmod(ticks, 60 * per_second)
    whole, fraction = divmod(ticks, per_second)
    return sixties // 60, sixties % 60, f"{whole}.{fraction:0{decimals}d}" if decimals else str(whole)


def _counted(number: str, unit: str) -> str:
    return f"{number} {unit}" if number == "1" else f"{number} {unit}s"
