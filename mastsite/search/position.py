"""Positions as people type them: any usual separators, hours or degrees, older equinoxes, galactic, ecliptic, names
that are made of coordinates.

To add one more system see `frames`; a unit, `angles`; a catalogue, `designations`. Add an example to
``docs/positions.md`` too, whose tables are tests.

Nothing is guessed silently: `Position.reading` says in English how the text was understood, and what can be
understood in two ways is an error that asks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from mastsite.search.angles import (
    LONGEST,
    Kind,
    Piece,
    PositionError,
    clean,
    fault_in_shape,
    format_dec,
    format_ra,
    parse_angle,
    parse_radius,
    read_angle,
    read_pieces,
    refuse,
    spoken_dec,
    spoken_ra,
)
from mastsite.search.designations import designation, named_place
from mastsite.search.frames import EQUINOXES, ON_OTHER_AXES, given_frame, in_frame, one_frame, take_frames, to_icrs

__all__ = [
    "EQUINOXES",
    "Position",
    "PositionError",
    "format_dec",
    "format_ra",
    "looks_like_position",
    "parse_angle",
    "parse_position",
    "parse_radius",
    "spoken_dec",
    "spoken_ra",
]

_BARE_NAME = re.compile(r"[0-9]{4,5}[+-][0-9]{2,4}")
"""0957+561: the tail of an old name. B1950 or J2000? Nobody can tell."""
_HARD_X_RAY_NAME = re.compile(r"[0-9]H ?[0-9]{4}[+-][0-9]{2,4}", re.ASCII | re.IGNORECASE)
"""1H 0707-495 is a name of the HEAO catalogue, not one hour."""
_DECIMAL_COMMAS = re.compile(r"[+-]?[0-9]+,[0-9]+(?:\s*[;,/|]\s*|\s+)[+-]?[0-9]+,[0-9]+")
_HELP = "type RA and Dec such as 10.6847 41.2690 or 00 42 44.35 +41 16 08.6"


@dataclass(frozen=True, slots=True)
class Position:
    """A place on the sky.

    Parameters
    ----------
    ra_deg, dec_deg : degrees, ICRS; 0 up to but not including 360, -90 to 90.
    reading : how the text was understood, in English: ``right ascension in hours, minutes and seconds, ...``.
    """

    ra_deg: float
    dec_deg: float
    reading: str


def parse_position(text: str, equinox: str = "J2000") -> Position:
    """Read a position in any of the forms of ``docs/positions.md``.

    Parameters
    ----------
    text : right ascension and declination, galactic or ecliptic coordinates, or a name made of coordinates.
    equinox : the system where the text names none: one of `EQUINOXES`, any ``J`` or ``B`` year, ``galactic`` or
        ``ecliptic``. What the text says comes first.

    Returns
    -------
    Position, degrees, ICRS.

    Raises
    ------
    PositionError : it is no position, outside the sky, or can be read in two ways.
    """
    if len(text) > LONGEST:
        raise refuse(text, f"has {len(text):,} characters, and no position is so long", _HELP)
    plain = clean(text)
    if not plain:
        raise refuse(text, "is empty", _HELP)
    if name := designation(plain):
        return Position(*named_place(name, text))
    rest, frames = take_frames(plain)
    frame = one_frame(frames, text) or given_frame(equinox)
    halves = _by_labels(rest)
    if halves.system:
        frame = one_frame([*frames, halves.system], text)
    elif halves.both and frame in ON_OTHER_AXES:
        raise refuse(text, f"is labelled RA and Dec, and the system is {frame}", "name one system")
    kinds: tuple[Kind, Kind] = ("ra", "dec") if frame not in ON_OTHER_AXES else ("longitude", "latitude")
    first, second = _halves_in_pieces(halves, rest, text)
    longitude = read_angle(first, kinds[0], text)
    latitude = read_angle(second, kinds[1], text)
    ra, dec = to_icrs(longitude.degrees, latitude.degrees, frame)
    return Position(ra, dec, f"{_form(longitude.form, latitude.form, kinds)}, {in_frame(frame)}")


def looks_like_position(text: str) -> bool:
    """Whether a text is meant as a position (True, though reading it may fail) or is a name for a resolver (False).

    Names made of coordinates are positions when they say them well enough to search by: to the second of time
    behind a catalogue's letters (``2MASS J05352184-0546085``), to the minute alone (``J0042+4116``). Rougher ones
    (``PSR B0531+21``) are names; `parse_position` reads them all the same, where no resolver knows them.
    """
    plain = clean(text) if len(text) <= LONGEST else ""
    if not plain:
        return False
    if name := designation(plain):
        return name.is_fine
    rest, _ = take_frames(plain)
    halves = _by_labels(rest)
    if halves.both:
        return not halves.system or (_is_made_of_numbers(halves.longitude) and _is_made_of_numbers(halves.latitude))
    pieces, unread = read_pieces(halves.lone or rest)
    if unread or not pieces or _BARE_NAME.fullmatch(plain) or _HARD_X_RAY_NAME.fullmatch(plain):
        return False
    if halves.lone:
        return True
    if len(pieces) == 1:
        return "." in pieces[0].digits
    if pieces[0].mark in ("m", "s") or sum(bool(piece.sign) for piece in pieces[1:]) > 1:
        return False  # 5'30" is a radius, 2012-05-01 a date
    if all(piece.runs_together and piece.digits.isdigit() and not piece.sign for piece in pieces):
        return False  # 8462852, 11446443 are numbers of a catalogue
    return not _is_list_of_positions(rest, pieces)


def _label(words: str) -> str:
    return rf"(?<![a-z])(?:{words})(?![a-z])\.?(?:_?deg)?\s*[=:]?\s*"


def _labelled(one: str, other: str) -> re.Pattern[str]:
    return re.compile(rf"{_label(one)}(.+?)[\s,;|/&]*{_label(other)}(.+)", re.ASCII | re.IGNORECASE)


_RA, _DEC = r"ra|r\.\s?a\.|right ascension|α", r"dec|decl|declination|de|δ"
_LABELLED = (
    (_labelled(_RA, _DEC), ""),
    (_labelled("l|glon", "b|glat"), "galactic"),
    (_labelled("elon|λ", "elat|β"), "ecliptic"),
)
_LABELLED_BACKWARDS = (
    (_labelled(_DEC, _RA), ""),
    (_labelled("b|glat", "l|glon"), "galactic"),
    (_labelled("elat|β", "elon|λ"), "ecliptic"),
)
_ONE_LABEL = re.compile(rf"{_label('ra|right ascension|dec|declination')}(.+)", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Halves:
    """The texts behind two labels (``both``) or one (``lone``), and the system that the labels tell."""

    longitude: str = ""
    latitude: str = ""
    system: str = ""
    lone: str = ""

    @property
    def both(self) -> bool:
        return bool(self.longitude or self.latitude)


def _by_labels(rest: str) -> _Halves:
    for pattern, system in _LABELLED:
        if found := pattern.fullmatch(rest):
            return _Halves(found[1], found[2], system)
    for pattern, system in _LABELLED_BACKWARDS:
        if found := pattern.fullmatch(rest):
            return _Halves(found[2], found[1], system)
    found = _ONE_LABEL.fullmatch(rest)
    return _Halves(lone=found[1]) if found else _Halves()


def _halves_in_pieces(halves: _Halves, rest: str, text: str) -> tuple[Sequence[Piece], Sequence[Piece]]:
    if halves.both:
        return _all_read(halves.longitude, text), _all_read(halves.latitude, text)
    pieces = _all_read(halves.lone or rest, text)
    if _BARE_NAME.fullmatch(rest):
        remedy = f"write J{rest} or B{rest} for the equinox of its figures, or the whole name"
        raise refuse(text, "is part of a name, and says neither J2000 nor B1950", remedy)
    if _DECIMAL_COMMAS.fullmatch(halves.lone or rest):
        raise refuse(text, "has a comma inside each number", "type a point for decimals, such as 10.6847 41.2690")
    return _split(pieces, text)


def _all_read(part: str, text: str) -> list[Piece]:
    pieces, unread = read_pieces(part)
    if unread or not pieces:
        wrong = f"has “{(unread or part)[:20]}”, which is no part of a position" if pieces else "is not a position"
        raise refuse(text, wrong, f"{_HELP}, or a name by itself")
    return pieces


def _is_made_of_numbers(part: str) -> bool:
    pieces, unread = read_pieces(part)
    return bool(pieces) and not unread


def _split(pieces: list[Piece], text: str) -> tuple[list[Piece], list[Piece]]:
    """The two coordinates, told apart by a sign, else by punctuation, else by the only way that makes two of them.

    Without units, two equal halves come first: 00 42 41 16 is 00h 42m, 41d 16m. Any other choice is asked for.
    """
    count = len(pieces)
    signed = [i for i in range(1, count) if pieces[i].sign]
    if len(signed) > 1:
        raise refuse(text, "has more than one sign inside", "put a sign before each coordinate only")
    if count == 1 or (count <= 3 and all(":" in piece.gap for piece in pieces[1:])):
        raise refuse(text, "has one coordinate", f"{_HELP}: both")
    if count > 6:
        raise refuse(text, f"has {count} numbers, and two coordinates have at most six", _HELP)
    for places in (signed, _gaps(pieces, ";|/"), _gaps(pieces, ","), _ends_of_colons(pieces)):
        if len(places) == 1:
            return pieces[: places[0]], pieces[places[0] :]
    faults = [fault_in_shape(pieces[:i]) or fault_in_shape(pieces[i:]) for i in range(1, count)]
    fitting = [i for i, fault in enumerate(faults, start=1) if not fault]
    if len(fitting) > 1 and any(piece.mark for piece in pieces):
        fitting = [i for i in fitting if pieces[i].gap] or fitting  # 0h42m44 41.27: the 44 belongs to what it touches
    elif count % 2 == 0 and count // 2 in fitting:
        fitting = [count // 2]
    if not fitting and not fault_in_shape(pieces):
        raise refuse(text, "has one coordinate", f"{_HELP}: both")
    if not fitting:
        raise refuse(text, faults[(count - 1) // 2], _HELP)
    if len(fitting) > 1:
        raise refuse(text, f"has {count} numbers that can be parted in two ways", "put a comma or a sign before Dec")
    return pieces[: fitting[0]], pieces[fitting[0] :]


def _gaps(pieces: Sequence[Piece], marks: str) -> list[int]:
    return [i for i in range(1, len(pieces)) if set(pieces[i].gap) & set(marks)]


def _ends_of_colons(pieces: Sequence[Piece]) -> list[int]:
    """Where numbers joined by colons end, or begin: 00:42:44 | 41.27, 10.68 | 41:16:09."""
    joined = [":" in piece.gap for piece in pieces]
    loose = [i for i in range(1, len(pieces)) if not joined[i]]
    if not any(joined[1:]) or not loose:
        return []
    return [loose[0]] if joined[1] else [loose[-1]]


def _is_list_of_positions(rest: str, pieces: list[Piece]) -> bool:
    """10.1 20.2, 30.3 40.4: several positions, which are asked about one by one."""
    if len(pieces) < 4 or rest.count(",") == 0:
        return False
    try:
        first, second = _split(pieces, rest)
    except PositionError:
        return all(looks_like_position(part) for part in rest.split(","))
    return bool(fault_in_shape(first) or fault_in_shape(second)) and all(
        looks_like_position(part) for part in rest.split(",")
    )


def _form(longitude: str, latitude: str, kinds: tuple[Kind, Kind]) -> str:
    if longitude == latitude == "decimal degrees":
        return "decimal degrees"
    if longitude == "hours, minutes and seconds" and latitude == "degrees, arcminutes and arcseconds":
        return "sexagesimal, right ascension in hours"
    names = ("right ascension", "declination") if kinds[0] == "ra" else kinds
    return f"{names[0]} in {longitude}, {names[1]} in {latitude}"
