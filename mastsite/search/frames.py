"""Systems of coordinates: which one a text names, how it is said, and the way from it to ICRS.

To add one more system: add its word to `_FRAME` and `_frame_named`, what is said of it to `in_frame`, the astropy
class to `_astropy_frame`, and an example to ``docs/positions.md``, whose tables are tests.

A system is a short text here: ``J2000`` (taken as ICRS), ``FK5``, ``galactic``, ``ecliptic``, or a year such as
``B1950`` (FK4) or ``J1975`` (FK5). Astropy is imported where it is needed: it takes a second, and J2000 needs none.
"""

from __future__ import annotations

import re
from typing import Any

from mastsite.search.angles import LONGEST, clean, refuse

EQUINOXES = ("J2000", "B1950", "B1900")
"""What the equinox box of the classic form offers. J2000 is taken as ICRS throughout."""

ON_OTHER_AXES = ("galactic", "ecliptic")
"""Systems whose coordinates are not right ascension and declination."""

_FRAME = re.compile(
    r"\(?\s*(?<![a-z])(?:(?:equinox|epoch|eq\.)\s*[=:]?\s*)?"
    r"(?:(?P<word>gal(?:actic)?|ecl(?:iptic)?|icrs|fk4|fk5)|(?P<letter>[jb])\s?(?P<year>(?:1[89]|20)[0-9]{2}(?:\.[0-9]+)?))"
    r"(?![a-z0-9+.-])\s*\)?"
    r"|\(\s*(?P<bracketed>(?:19|20)[0-9]{2}(?:\.[0-9]+)?)\s*\)"
    r"|(?:equinox|epoch|eq\.)\s*[=:]?\s*(?P<after>(?:1[89]|20)[0-9]{2}(?:\.[0-9]+)?)(?![0-9.])",
    re.ASCII | re.IGNORECASE,
)
_LABEL_WITH_EQUINOX = re.compile(r"(?<![a-z])(ra|dec|de)_?\(?([jb][0-9]{4}(?:\.[0-9]+)?)\)?", re.ASCII | re.IGNORECASE)


def take_frames(plain: str) -> tuple[str, list[str]]:
    """The text without the words that name systems, without brackets, and the systems, each once."""
    frames: list[str] = []

    def note(found: re.Match[str]) -> str:
        frame = _frame_named(found)
        if frame not in frames:
            frames.append(frame)
        return " "

    rest = _FRAME.sub(note, _LABEL_WITH_EQUINOX.sub(r"\2 \1 ", plain))
    return re.sub(r"[()\[\]{}\s]+", " ", rest).strip(" ,;|/"), frames


def _frame_named(found: re.Match[str]) -> str:
    if word := found["word"]:
        return {"gal": "galactic", "ecl": "ecliptic"}.get(word[:3].lower(), word.upper())
    year = float(found["year"] or found["bracketed"] or found["after"])
    letter = found["letter"].upper() if found["letter"] else "B" if year < 1984 else "J"
    return f"{letter}{year:g}"


def one_frame(frames: list[str], text: str) -> str:
    """The one system that these words name together: FK4 and B1950 agree, galactic and B1950 do not."""
    left = list(dict.fromkeys(frames))
    if len(left) > 1:
        left = [frame for frame in left if frame != "ICRS" or "J2000" not in left]
        left = [f for f in left if f != "J2000" or not {"FK5", *ON_OTHER_AXES} & set(left)]
        left = [f for f in left if f != "FK4" or not any(other[0] == "B" for other in left)]
        left = [f for f in left if f != "FK5" or not any(other[0] == "J" for other in left)]
    if len(left) > 1:
        raise refuse(text, f"names {' and '.join(left)}, which do not go together", "name one system")
    return {"ICRS": "J2000", "FK4": "B1950"}.get(left[0], left[0]) if left else ""


def given_frame(equinox: str) -> str:
    """The system that a box or parameter names; a `PositionError` lists the choices."""
    found = _FRAME.fullmatch(clean(equinox)) if len(equinox) <= LONGEST else None
    if not found:
        choices = ", ".join((*EQUINOXES, *ON_OTHER_AXES))
        raise refuse(equinox, "is not an equinox or system that is known", f"choose {choices}")
    return one_frame([_frame_named(found)], equinox)


def in_frame(frame: str) -> str:
    """What a reader is told about the system, in English."""
    if frame == "ecliptic":
        return "ecliptic of J2000"
    if frame in ("galactic", "J2000"):
        return frame
    if frame[0] == "B":
        return f"{frame} precessed to J2000, epoch {frame[1:]}, no proper motion"
    return "FK5 turned to ICRS" if frame == "FK5" else f"{frame} precessed to J2000"


def to_icrs(longitude_deg: float, latitude_deg: float, frame: str) -> tuple[float, float]:
    """Turn coordinates of a system into ICRS.

    B years are FK4 with its terms of aberration. The turn from FK4 to ICRS also needs the epoch of observation, for
    FK4 itself turns slowly against the distant sky: the epoch is taken to be the equinox. J years are FK5;
    ecliptic coordinates are barycentric, of the mean ecliptic and equinox J2000. J2000 itself is taken as ICRS
    (FK5 J2000 is up to 0.03 arcsec from it; who means that types FK5).

    Parameters
    ----------
    longitude_deg, latitude_deg : float, degrees, in the system.
    frame : the system.

    Returns
    -------
    right ascension and declination, degrees, ICRS; 0 up to but not including 360, -90 to 90.
    """
    if frame == "J2000":
        return longitude_deg, latitude_deg
    from astropy.coordinates import ICRS

    place = _astropy_frame(frame, longitude_deg, latitude_deg).transform_to(ICRS())
    return float(place.ra.deg) % 360.0, float(place.dec.deg)


def _astropy_frame(frame: str, longitude_deg: float, latitude_deg: float) -> Any:
    from astropy import units
    from astropy.coordinates import FK4, FK5, BarycentricMeanEcliptic, Galactic

    place = (longitude_deg * units.deg, latitude_deg * units.deg)
    if frame == "galactic":
        return Galactic(*place)
    if frame == "ecliptic":
        return BarycentricMeanEcliptic(*place)
    if frame[0] == "B":
        return FK4(*place, equinox=frame)
    return FK5(*place, equinox="J2000" if frame == "FK5" else frame)
