"""The NGC, IC, Messier and Caldwell objects of OpenNGC.

They are read from the installed package `pyongc`, whose data are CC-BY-SA-4.0 and are never copied into this project.
"""

from __future__ import annotations

import math
import re
import sqlite3
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from mastsite.network.fetch import Unavailable
from mastsite.resolver.answer import Finding, upper_first
from mastsite.resolver.data_files import once
from mastsite.resolver.index import Entry, Index
from mastsite.resolver.names import is_star_designation, key
from mastsite.resolver.registry import register

SOURCE = "the bundled NGC/IC catalogue (OpenNGC)"
NICKNAMES = {
    "ESO056-115": ("LMC",), "IC0418": ("Spirograph Nebula",), "IC1396": ("Elephant's Trunk Nebula",),
    "IC1805": ("Heart Nebula",), "IC1848": ("Soul Nebula",), "IC4553": ("Arp 220",), "NGC0104": ("47 Tuc",),
    "NGC0253": ("Sculptor Galaxy", "Silver Dollar Galaxy"), "NGC0292": ("SMC",), "NGC0628": ("Phantom Galaxy",),
    "NGC0869": ("h Per",), "NGC0884": ("chi Per",), "NGC1068": ("Cetus A", "Cet A"), "NGC1275": ("Per A",),
    "NGC1316": ("For A",), "NGC1952": ("Tau A", "Taurus A"), "NGC2070": ("30 Dor",),
    "NGC2261": ("Hubble's Variable Nebula",), "NGC2264": ("Cone Nebula",), "NGC2632": ("Beehive Cluster", "Praesepe"),
    "NGC3132": ("Southern Ring Nebula",), "NGC3242": ("Ghost of Jupiter",), "NGC3556": ("Surfboard Galaxy",),
    "NGC4038": ("Antennae",), "NGC4486": ("Vir A", "Virgo A"), "NGC4755": ("Jewel Box",),
    "NGC5128": ("Cen A",), "NGC5139": ("omega Cen",), "NGC5457": ("Pinwheel Galaxy",), "NGC6205": ("Hercules Cluster",),
    "NGC6334": ("Cat's Paw Nebula",), "PGC000143": ("WLM",),
}  # fmt: skip
"""Names in daily use that OpenNGC does not spell."""

_QUERY = """
    SELECT o.name, o.type, t.typedesc, o.ra, o.dec, o.messier, o.ngc, o.ic, o.cstarnames, o.identifiers, o.commonnames
    FROM objects AS o JOIN objTypes AS t ON t.type = o.type
    WHERE o.ra IS NOT NULL AND o.dec IS NOT NULL
    ORDER BY coalesce(o.messier, '') = '', o.id
"""
"""Seven lost or nonexistent objects have no position. Messier's come first, for names that two objects share."""

_CODE = re.compile(r"([A-Z][A-Za-z]*)0*(\d.*)")


class _Row(NamedTuple):
    code: str
    kind: str
    description: str
    ra_rad: float
    dec_rad: float
    messier: str
    ngc: str
    ic: str
    stars: str
    identifiers: str
    common: str

    def common_names(self) -> list[str]:
        """Without those like "gam Cyg" of a nebula: that is the star it is named for."""
        if not self.common:
            return []
        names = (part.strip() for part in self.common.split(","))
        return [name for name in names if name and not is_star_designation(key(name))]

    def other_codes(self) -> list[str]:
        """The same object in the other lists, as OpenNGC codes."""
        lists = (("M", self.messier), ("NGC", self.ngc), ("IC", self.ic))
        return [f"{prefix}{part.strip()}" for prefix, text in lists if text for part in text.split(",")]

    def names(self) -> list[str]:
        nicknames = NICKNAMES.get(self.code, ())
        return [
            _spaced(self.code),
            *self.common_names(),
            *nicknames,
            *(() if self.kind == "Dup" else self.other_codes()),
        ]


def _rows() -> list[_Row]:
    package = find_spec("pyongc")
    if package is None or package.origin is None:
        raise Unavailable("is not installed (pip install pyongc brings it)")
    path = Path(package.origin).with_name("ongc.db")
    try:
        connection = sqlite3.connect(f"file:{path.as_posix()}?mode=ro&immutable=1", uri=True)
        try:
            return list(map(_Row._make, connection.execute(_QUERY)))
        finally:
            connection.close()
    except sqlite3.Error as error:
        raise Unavailable(f"could not be read ({error})") from error


@once
def index() -> Index:
    """The catalogue's names.

    Raises
    ------
    Unavailable : when the package is not installed, or not the one that requirements.txt pins.
    """
    rows = _rows()
    places = {row.code: place for place, row in enumerate(rows)}

    def make(place: int) -> Entry:
        row = rows[place]
        if row.kind != "Dup":
            return _entry(row)
        original = next((places[code] for code in row.other_codes() if code in places), place)
        if original == place and row.messier:  # M 102: OpenNGC keys Messier's by their NGC numbers
            original = next(at for at, other in enumerate(rows) if other.messier == row.messier and other.kind != "Dup")
        entry = _entry(rows[original])
        return replace(entry, note=f"The catalogue has {_spaced(row.code)} as a duplicate of {entry.canonical}.")

    made = Index(make)
    for place, row in enumerate(rows):
        made.enter(place, row.names())
        if row.kind != "Dup" and (row.identifiers or row.stars):
            made.enter_later(place, f"{row.identifiers},{row.stars}")
    return made


def _entry(row: _Row) -> Entry:
    own = _spaced(row.code)
    canonical = _spaced(f"M{row.messier}") if row.messier else own
    codes = [own, *map(_spaced, row.other_codes())]
    others = [part.strip() for part in f"{row.identifiers},{row.stars}".split(",") if part.strip()]
    note = ""
    if row.kind == "NonEx":
        note = f"The catalogue has {own} as a nonexistent object: there may be nothing at the place recorded for it."
    aliases = (*codes, *row.common_names(), *NICKNAMES.get(row.code, ()), *others)
    return Entry(canonical, math.degrees(row.ra_rad), math.degrees(row.dec_rad), row.description, aliases, note)


def _spaced(code: str) -> str:
    """``NGC0224`` as people write it: ``NGC 224``."""
    found = _CODE.fullmatch(code)
    return f"{found[1]} {found[2]}" if found else code


@register("ngc", title=SOURCE, order=20, index=index)
def ask(name: str) -> Finding:
    found = index().find(name)
    notes = tuple(entry.note for entry in found[:1] if entry.note)
    if len(found) > 1:
        objects = " and ".join(entry.canonical for entry in found[:4])
        notes += (f"{upper_first(SOURCE)} has {name!r} for {objects}; the position of {found[0].canonical} was used.",)
    return Finding(tuple(entry.answer(name, "ngc", SOURCE) for entry in found[:4]), notes)
