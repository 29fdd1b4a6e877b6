"""``/siap/search.php`` and ``/siap/search2.php``: images by Simple Image Access 1.0 (IVOA REC-SIA-1.0).

An image is taken by its position and not by its outline, as all missions have the one and few the other. So a box that
only has to overlap takes in rows whose position is within the mission's usual radius of the box, and the answer says so.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from django.http import HttpRequest

from mastsite.legacy.protocol import (
    PAGE_FORMAT,
    Account,
    Seen,
    access,
    chosen,
    degrees,
    document,
    position,
    protocol,
    seen,
    spelt,
)
from mastsite.legacy.shapes.document import Field, Param
from mastsite.legacy.tool import Given, bad
from mastsite.search.declare import Mission

INTERSECTS = ("OVERLAPS", "COVERS", "ENCLOSED", "CENTER")
_BY_POSITION = ("ENCLOSED", "CENTER")
FITS = "image/fits"
_READ = ("id", "POS", "SIZE", "FORMAT", "VERB", "INTERSECT")

FIELDS = (
    Field("Title", ucd="VOX:Image_Title", description="Target and name of the observation."),
    Field("Instrument", ucd="INST_ID", description="Instrument or mission that took the image."),
    Field("RA", "double", ucd="POS_EQ_RA_MAIN", unit="deg", description="Right ascension of the row, ICRS."),
    Field("Dec", "double", ucd="POS_EQ_DEC_MAIN", unit="deg", description="Declination of the row, ICRS."),
    Field("Naxes", "int", ucd="VOX:Image_Naxes", description="Number of axes, which an image has two of."),
    Field(
        "Naxis", "int", ucd="VOX:Image_Naxis", arraysize="*", description="Pixels of each axis; empty, for not known here."
    ),
    Field(
        "Scale", "double", ucd="VOX:Image_Scale", arraysize="*", unit="deg/pix",
        description="Scale of each axis; empty, for it is not known here.",
    ),
    Field("Format", ucd="VOX:Image_Format", description="Type of what the access reference leads to."),
    Field("AcRef", ucd="VOX:Image_AccessReference", description="The file, or the page of the row where none is known."),
    Field("DateObs", "double", ucd="VOX:Image_MJDateObs", unit="d", description="Start of the exposure, MJD, UTC."),
    Field("BandPass", ucd="VOX:BandPass_ID", description="Filters."),
    Field("DataID", ucd="ID_MAIN", description="Name of the observation."),
    Field("Mission", ucd="TEL_ID", description="Mission."),
)  # fmt: skip
BRIEF = 9
"""Fields of the lowest verbosity: those that the standard requires."""


@protocol
def siap(request: HttpRequest, asked: Given) -> str:
    """The images near a position, or with ``FORMAT=METADATA`` what the service takes and gives."""
    account = Account()
    for note in asked.notes:
        account.say("note", note)
    for name, value in asked.unread(_READ):
        account.say("not_translated", f"{name}={value}")
    verb = asked.number(0, 3, 2, "VERB")
    fields = FIELDS if verb > 1 else FIELDS[:BRIEF]
    formats = [word.strip().upper() for word in (asked.one("FORMAT") or "ALL").split(",") if word.strip()]
    if "METADATA" in formats:
        return document("images", "Simple Image Access", fields, (), account, _inputs())
    intersect = (asked.one("INTERSECT") or "OVERLAPS").upper()
    if intersect not in INTERSECTS:
        raise bad(f"INTERSECT was read as “{intersect[:40]}”. Choose {', '.join(INTERSECTS)}.")
    words = chosen("images", asked, account)
    ra_deg, dec_deg = position(asked)
    width, height = degrees(asked, None)
    account.say("INTERSECT", _said(intersect))

    def margin(mission: Mission) -> float:
        return 0.0 if intersect in _BY_POSITION else mission.default_radius_arcmin / 60

    def radius(mission: Mission) -> float:
        return 60 * (math.hypot(width, height) / 2 + 1.5 * margin(mission))

    def inside(one: Seen) -> bool:
        across = abs((one.ra_deg - ra_deg + 180) % 360 - 180) * math.cos(math.radians(one.dec_deg))
        reach = margin(one.mission)
        return across <= width / 2 + reach and abs(one.dec_deg - dec_deg) <= height / 2 + reach

    found = [one for one in seen(words, ra_deg, dec_deg, radius, account) if inside(one)]
    kept = [one for one in found if _is_wanted(access(request, one, FITS)[1], formats)]
    if len(kept) < len(found):
        account.say(
            "message",
            f"{len(found) - len(kept)} images are known without a file of the format {', '.join(formats)}; "
            "FORMAT=ALL gives the pages of their rows.",
        )
    return document("images", "Images held here", fields, _rows(request, kept, len(fields)), account)


def _is_wanted(kind: str, formats: list[str]) -> bool:
    if "ALL" in formats or kind.upper() in formats:
        return True
    graphic = [word.partition("-")[0] for word in formats]
    return "GRAPHIC" in graphic and kind in ("image/jpeg", "image/png", "image/gif")


def _said(intersect: str) -> str:
    where = "in the box" if intersect in _BY_POSITION else "within the mission's usual radius of the box"
    return f"{intersect}: rows whose position is {where}; outlines are searched by region= of /search/MISSION/results"


def _rows(request: HttpRequest, found: list[Seen], width: int) -> Iterator[tuple[str, ...]]:
    for one in found:
        address, kind = access(request, one, FITS)
        target = str(one.facts.get("title") or "")
        yield (
            f"{target} ({one.identifier})" if target else one.identifier,
            str(one.facts.get("instrument") or one.mission.short_name),
            repr(one.ra_deg),
            repr(one.dec_deg),
            "2",
            "",
            "",
            kind,
            address,
            spelt(one.mjd("start")),
            str(one.facts.get("filter") or ""),
            one.identifier,
            one.mission.short_name,
        )[:width]


def _inputs() -> list[Param]:
    """What the service takes, as its metadata say it."""
    return [
        Param("INPUT:POS", "", unit="deg", description="Right ascension and declination, ICRS: 10.68,41.27."),
        Param("INPUT:SIZE", "", unit="deg", description="Width and height of the box, or one number for both."),
        Param(
            "INPUT:FORMAT",
            "ALL",
            description=f"ALL, METADATA, GRAPHIC or a type; rows without a file are {PAGE_FORMAT}.",
        ),
        Param("INPUT:INTERSECT", "OVERLAPS", description=f"One of {', '.join(INTERSECTS)}."),
        Param("INPUT:VERB", "2", "int", description="0 to 3; below 2 gives the required fields only."),
        Param("INPUT:id", "", description="Mission or instrument; several apart by commas; empty for all."),
    ]
