"""What is to be fetched: every file with its name in a folder, its address here, and why some cannot be had."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from mastsite.products.listing import declared
from mastsite.products.places import Place
from mastsite.search.declare import Product

LONGEST_PART = 120
"""Signs of a folder's or file's name; file systems take 255 bytes, and ``.part`` comes behind."""

HERE, UPSTREAM, NOWHERE, UNKNOWN = (
    "here",
    "at the upstream archive alone",
    "not here, and this site leads to no other archive",
    "not known here",
)
"""Where a file is. The first two can be fetched by an address of this site."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """One file that was asked for.

    Parameters
    ----------
    uri : as it was asked for; name : its path in the folder, plain signs alone; empty when nothing can be fetched.
    address : of this site, which sends the file or leads to it; empty when nothing can be fetched.
    status : one of `HERE`, `UPSTREAM`, `NOWHERE`, `UNKNOWN`.
    cloud : ``s3://...`` by a published rule; empty where it is not known.
    """

    uri: str
    status: str
    name: str = ""
    address: str = ""
    place: Place | None = None
    cloud: str = ""

    @property
    def product(self) -> Product | None:
        return self.place.product if self.place else None

    @property
    def size(self) -> int | None:
        return self.place.product.size if self.place else None

    @property
    def sha256(self) -> str:
        return self.place.product.sha256 if self.place else ""


@dataclass(frozen=True, slots=True)
class Absent:
    """A row that was asked for and brings no file, and why."""

    mission: str
    dataset: str
    why: str


@dataclass(frozen=True, slots=True)
class Order:
    """Files to be fetched.

    Parameters
    ----------
    base : the site's address, without a slash at its end.
    absent : rows that bring no file.
    said : sentences on what was left out, for the head of scripts.
    """

    base: str
    files: tuple[Wanted, ...]
    places: Mapping[str, Place | None]
    absent: tuple[Absent, ...] = ()
    said: tuple[str, ...] = ()

    @property
    def had(self) -> tuple[Wanted, ...]:
        """The files that can be fetched."""
        return tuple(file for file in self.files if file.address)

    @property
    def lost(self) -> tuple[Wanted, ...]:
        """The files that cannot."""
        return tuple(file for file in self.files if not file.address)

    @property
    def bytes(self) -> int:
        """Bytes of the files whose size is known."""
        return sum(file.size or 0 for file in self.had)

    @property
    def unsized(self) -> int:
        """How many of the files have no known size."""
        return sum(file.size is None for file in self.had)

    @property
    def volume(self) -> str:
        """Number and bytes of what can be fetched, in words."""
        return volume(len(self.had), self.bytes, self.unsized)


def volume(number: int, known_bytes: int, unsized: int) -> str:
    """``3 files, 1,204,480 bytes and 1 of unknown size``."""
    files = f"{number:,} file{'s' * (number != 1)}"
    if not number:
        return files
    if unsized == number:
        return f"{files} of unknown size"
    tail = f" and {unsized:,} of unknown size" if unsized else ""
    return f"{files}, {known_bytes:,} bytes{tail}"


def order(
    places: Mapping[str, Place | None], base: str, absent: tuple[Absent, ...] = (), said: tuple[str, ...] = ()
) -> Order:
    """The order for files at their places, by URI."""
    given = names(places)
    files = tuple(_wanted(uri, place, given.get(uri, ""), base) for uri, place in places.items())
    return Order(base, files, places, absent, said)


def _wanted(uri: str, place: Place | None, name: str, base: str) -> Wanted:
    if place is None:
        return Wanted(uri, UNKNOWN)
    rule = declared(place.mission).cloud
    cloud = rule(place.product) if rule else ""
    if place.path is None and not place.address:
        return Wanted(uri, NOWHERE, place=place, cloud=cloud)
    return Wanted(uri, HERE if place.path else UPSTREAM, name, address(uri, place, base), place, cloud)


def address(uri: str, place: Place, base: str) -> str:
    """This site's own address of a file; its signs are those of an address, whatever the URI's are."""
    if uri.startswith("mast:"):
        return f"{base}/api/v0.1/Download/file?uri={quote(uri, safe='', errors='replace')}"
    return f"{base}/search/{place.mission.slug}/api/v0.1/retrieve_product?product_name={quote(uri, safe='', errors='replace')}"


def names(places: Mapping[str, Place | None], *, flat: bool = False) -> dict[str, str]:
    """A path of its own for every known file: ``mission/data set/file``, or the file's name alone when `flat`.

    Two files of one name keep apart by their folders, or else by a number.
    """
    given: dict[str, str] = {}
    taken: set[str] = set()
    numbers: Counter[str] = Counter()
    for uri, place in places.items():
        if place is None:
            continue
        parts = [place.mission.slug, place.product.dataset or "other", place.product.filename]
        nested = "/".join(plain(part) for part in parts)
        name = nested.rpartition("/")[2] if flat else nested
        if name.lower() in taken:
            name = nested
        while name.lower() in taken:
            numbers[nested.lower()] += 1
            name = f"{nested.rpartition('/')[0]}/{numbers[nested.lower()] + 1}/{nested.rpartition('/')[2]}"
        taken.add(name.lower())
        given[uri] = name
    return given


def plain(name: str) -> str:
    """A name that every file system and shell takes, that no spreadsheet computes, and that leads nowhere."""
    signs = re.sub(r"[^A-Za-z0-9._+=@~-]", "_", name).lstrip(".-+=@~") or "_"
    if len(signs) <= LONGEST_PART:
        return signs
    digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    return f"{signs[: LONGEST_PART - 37]}~{digest}~{signs[-22:]}"


def shown(text: str) -> str:
    """A text of others as it may stand on a terminal, on one line of a script's remarks."""
    return " ".join("".join(sign if sign.isprintable() else "?" for sign in text[:500]).split())
