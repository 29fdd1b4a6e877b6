"""Which columns of a table say where: guessed from names, UCDs and values, or as the reader chose."""

from __future__ import annotations

from dataclasses import dataclass

from mastsite.lists import names
from mastsite.lists.listing import Listing

_SAMPLE = 100


class ChoiceError(ValueError):
    """The columns that were chosen are not there; the message says which are."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The columns that say where, counted from 0: the target, or right ascension and declination; none for a plain list.

    Parameters
    ----------
    why : for people, how it was chosen.
    sure : whether nothing else was near.
    """

    target: int | None = None
    ra: int | None = None
    dec: int | None = None
    why: str = ""
    sure: bool = True

    @property
    def places(self) -> bool:
        return self.ra is not None and self.dec is not None


def guess(listing: Listing) -> Choice:
    """The likely columns: by UCD, by name, then by what stands in them."""
    if not listing.is_table:
        return Choice()
    for way, found in (("UCD", _by_ucd(listing)), ("name", _by_name(listing))):
        if {"ra", "dec"} <= found.keys():
            return Choice(ra=found["ra"], dec=found["dec"], why=f"by {way}")
        if "target" in found:
            return Choice(target=found["target"], why=f"by {way}")
    return _by_value(listing)


def _by_ucd(listing: Listing) -> dict[str, int]:
    found: dict[str, int] = {}
    ucds = [heading.ucd.lower().replace(" ", "") for heading in listing.headings]
    for role, words in names.UCDS.items():
        for word in words:
            if word in ucds:
                found.setdefault(role, ucds.index(word))
    return found


def _by_name(listing: Listing) -> dict[str, int]:
    found: dict[str, int] = {}
    plain = [names.plain(heading.name) for heading in listing.headings]
    roles = {"ra": names.RA, "dec": names.DEC, "target": (*names.TARGET, *names.POSITION, *names.IDENTIFIER)}
    for role, words in roles.items():
        for word in words:
            if word in plain:
                found.setdefault(role, plain.index(word))
    return found


def _by_value(listing: Listing) -> Choice:
    """Two columns of numbers beside each other that can be degrees; otherwise the first column."""
    sample = [line.cells for line in listing.lines[:_SAMPLE] if not line.problem]
    width = len(listing.headings)
    if width == 2 and sample and all(_degrees(row[0], 0, 360) and _degrees(row[1], -90, 90) for row in sample):
        return Choice(ra=0, dec=1, why="as the two columns are numbers that can be degrees", sure=False)
    return Choice(target=0, why="as no column has a name or UCD that says so", sure=width == 1)


def _degrees(text: str, least: float, most: float) -> bool:
    try:
        return least <= float(text) <= most
    except ValueError:
        return False


def choose(listing: Listing, target: str = "", ra: str = "", dec: str = "") -> Choice:
    """The columns that the reader named, by name or by number counted from 1; guessed where none is named.

    Raises
    ------
    ChoiceError
    """
    if not (target or ra or dec):
        return guess(listing)
    if not listing.is_table:
        raise ChoiceError("The list was read as plain lines, so it has no columns to choose. Leave the columns out.")
    if target and (ra or dec):
        raise ChoiceError("A column of targets was chosen, and columns of RA and Dec too. Choose one or the other.")
    if target:
        return Choice(target=_column(listing, target), why="by you")
    if not ra or not dec:
        raise ChoiceError("A column of one coordinate was chosen. Choose columns of both RA and Dec.")
    return Choice(ra=_column(listing, ra), dec=_column(listing, dec), why="by you")


def _column(listing: Listing, word: str) -> int:
    spelled = [heading.name.lower() for heading in listing.headings]
    if word.strip().lower() in spelled:
        return spelled.index(word.strip().lower())
    if word.isascii() and word.strip().isdigit() and 1 <= int(word.strip()[:6]) <= len(spelled):
        return int(word.strip()) - 1
    shown = ", ".join(heading.name[:40] for heading in listing.headings[:20])
    raise ChoiceError(
        f"“{word[:60]}” was read as a column, and the list has none of that name. Its columns are {shown}."
    )
