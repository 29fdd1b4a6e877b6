"""The names and UCDs that columns of targets have in the lists of astronomers.

To add one more name: write it here in lower case, without blanks, points and underscores.
"""

from __future__ import annotations

import re

TARGET = (
    "target", "targetname", "targname", "name", "object", "objectname", "objname", "source", "sourcename", "star", "starname",
    "galaxy", "mainid", "simbadname", "planetname", "plname", "hostname", "host", "designation",
)  # fmt: skip
IDENTIFIER = (
    "id", "dataset", "datasetname", "scidatasetname", "dataid", "obsid", "obsidentifier", "observation", "ticid", "tic", "kepid",
    "keplerid", "kic", "epic", "epicid", "rootname", "filesetname", "productname",
)  # fmt: skip
RA = (
    "ra",
    "raj2000",
    "radeg",
    "raicrs",
    "raepoch2000",
    "rightascension",
    "sra",
    "alpha",
    "raj",
    "ra2000",
    "scira",
    "alphaj2000",
)
DEC = (
    "dec", "de", "dej2000", "decj2000", "decdeg", "dedeg", "decicrs", "deicrs", "declination", "sdec", "delta", "decj", "dec2000",
    "scidec", "deltaj2000", "decl",
)  # fmt: skip
POSITION = ("position", "pos", "coordinates", "coords", "coord", "radec", "skycoord")
_KNOWN = frozenset((*TARGET, *IDENTIFIER, *RA, *DEC, *POSITION))
UCDS = {
    "ra": ("pos.eq.ra;meta.main", "pos_eq_ra_main", "pos.eq.ra"), "dec": ("pos.eq.dec;meta.main", "pos_eq_dec_main", "pos.eq.dec"),
    "target": ("meta.id;meta.main", "id_main", "meta.id;src", "src", "meta.id"),
}  # fmt: skip
_BESIDE = re.compile(r"\(.*?\)|\[.*?\]|[\s._\-\"'’]+")


def plain(name: str) -> str:
    """A heading as it is compared: without its unit, blanks, points and capitals."""
    return _BESIDE.sub("", name.lower())


def is_known(name: str) -> bool:
    """Whether a cell is the name of a column with targets, and not a target."""
    return len(name) <= 60 and plain(name) in _KNOWN
