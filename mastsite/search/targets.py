"""The parameters that say where: names and positions in one box, coordinates in two, ranges for a box on the sky."""

from __future__ import annotations

import re
from collections.abc import Iterable

from mastsite.search.position import EQUINOXES, PositionError, looks_like_position, parse_position, parse_radius
from mastsite.search.query import MAX_PLACES, Place
from mastsite.search.reading import Reading

MAX_NAME = 300
MAX_TARGET_TEXT = 200_000


def read_places(reading: Reading) -> None:
    """Read target, ra, dec, equinox and radius."""
    mission = reading.mission
    equinox = reading.one("equinox") or "J2000"
    known = {word.lower(): word for word in EQUINOXES}
    if equinox.lower() not in known:
        reading.fault(
            "equinox",
            equinox,
            f"The equinox was read as “{equinox[:40]}”, which is not known. Choose {', '.join(EQUINOXES)}.",
        )
        equinox = "J2000"
    equinox = known[equinox.lower()]
    places = [place for text in reading.given.get("target", []) for place in _targets(reading, text, equinox)]
    places += _boxes(reading, equinox)
    if places and not mission.has_position:
        reading.fault(
            "target",
            places[0].text,
            f"{mission.short_name} has no positions here, so it cannot be searched around one. Use the other boxes.",
        )
    if len(places) > MAX_PLACES:
        reading.fault(
            "target", "", f"{len(places):,} targets were read; one search takes {MAX_PLACES}. Send them in parts."
        )
        places = places[:MAX_PLACES]
    if places and equinox != "J2000":
        reading.parts["equinox"] = equinox
    reading.parts["places"] = tuple(places)
    radius = reading.one("radius")
    if radius:
        try:
            reading.parts["radius_arcmin"] = parse_radius(radius)
        except PositionError as error:
            reading.fault("radius", radius, str(error))
    if (
        not places
        and reading.parts.pop("radius_arcmin", mission.default_radius_arcmin) != mission.default_radius_arcmin
    ):
        reading.notes.append(f"The radius {radius} was not used: there is no target or position to search around.")


def split_targets(text: str) -> list[str]:
    """Several targets in one box: apart by semicolons or lines, or by commas where a piece alone is no position."""
    pieces = [piece.strip() for piece in re.split(r"[;\n\r]+", text) if piece.strip()]
    found: list[str] = []
    for piece in pieces:
        parts = [part.strip() for part in piece.split(",") if part.strip()]
        found += [piece] if len(parts) == 1 or (looks_like_position(piece) and _is_one(piece)) else parts
    return found


def _is_one(text: str) -> bool:
    """Whether text with commas is one position, and not several that are wrong together."""
    try:
        parse_position(text)
    except PositionError:
        return not all(looks_like_position(part) and len(part.split()) > 1 for part in text.split(","))
    return True


def _targets(reading: Reading, text: str, equinox: str) -> Iterable[Place]:
    if len(text) > MAX_TARGET_TEXT:
        reading.fault(
            "target",
            text[:60],
            f"{len(text):,} characters were read as targets; the box takes {MAX_TARGET_TEXT:,}. Send them in parts.",
        )
        return
    for piece in split_targets(text):
        if not looks_like_position(piece):
            if len(piece) > MAX_NAME or not piece.isprintable():
                reading.fault(
                    "target",
                    piece[:60],
                    f"“{piece[:60]}” is no name of an object: names have up to {MAX_NAME} printable characters. Type one such as M 31.",
                )
                continue
            yield Place(piece)
            continue
        yield from _position(reading, "target", piece, equinox)


def _position(reading: Reading, name: str, text: str, equinox: str) -> Iterable[Place]:
    try:
        position = parse_position(text, equinox)
    except PositionError as error:
        reading.fault(name, text, str(error))
        return
    yield Place(text, position.ra_deg, position.dec_deg, position.reading)


_BOX = re.compile(r"\.\.|^\s*[<>!=≤≥]|\b(between|from|to|above|below|not|null)\b", re.IGNORECASE)


def _boxes(reading: Reading, equinox: str) -> Iterable[Place]:
    """The RA and Dec boxes: two coordinates are a place, ranges are a box on the sky."""
    mission = reading.mission
    ra, dec = reading.one("ra", "RA"), reading.one("dec", "DEC", "Dec")
    if not ra and not dec:
        return
    if not mission.has_position:
        reading.fault(
            "ra" if ra else "dec", ra or dec, f"{mission.short_name} has no positions here. Use the other boxes."
        )
        return
    if _BOX.search(ra) or _BOX.search(dec):
        if equinox != "J2000":
            reading.fault(
                "equinox",
                equinox,
                f"Ranges of RA and Dec are read in J2000 only, and the equinox is {equinox}. Choose J2000, or type one position.",
            )
        for name, text, column in (("ra", ra, mission.ra_column), ("dec", dec, mission.dec_column)):
            reading.criterion(name, column, text)
        return
    if not ra or not dec:
        have, lack = ("RA", "Dec") if ra else ("Dec", "RA")
        reading.fault(
            "dec" if ra else "ra", ra or dec,
            f"{have} was read as “{(ra or dec)[:60]}” and {lack} is empty. Type both, or a range such as 10..20 for a box on the sky.",
        )  # fmt: skip
        return
    ras, decs = ([part.strip() for part in text.split(",") if part.strip()] for text in (ra, dec))
    if len(ras) != len(decs):
        reading.fault(
            "dec",
            dec,
            f"{len(ras)} values were read in RA and {len(decs)} in Dec. Type as many in one box as in the other.",
        )
        return
    for one_ra, one_dec in zip(ras, decs, strict=True):
        sign = "" if one_dec[:1] in "+-−" else "+"
        yield from _position(reading, "ra", f"{one_ra} {sign}{one_dec}", equinox)
