"""Named stars, and every Hipparcos star by its HIP or HD number, from this package's own data files."""

from __future__ import annotations

import re
import sys
from array import array
from dataclasses import dataclass

from mastsite.resolver.answer import Finding
from mastsite.resolver.data_files import once, read_bytes, read_rows
from mastsite.resolver.index import Entry, Index
from mastsite.resolver.names import GREEK, key
from mastsite.resolver.registry import register

SOURCE = "the bundled star catalogue (Hipparcos)"
UNITS_PER_DEGREE = 360_000
"""`hipparcos.bin.gz` counts in hundredths of an arcsecond."""

_NUMBER = re.compile(r"(hip|hd)(\d{1,6})")
_NUMBERED_LETTER = re.compile(rf"({'|'.join(GREEK)}|[a-z])\d+([a-z]{{3}})")
_VARIABLE_LETTER = re.compile(r"[r-z][a-z]{3}")


@once
def index() -> Index:
    """The stars with a name of their own, brightest first."""
    rows = [
        (row["names"].split("|"), row["hip"], row["hd"], row["ra_deg"], row["dec_deg"])
        for row in read_rows("stars.csv.gz")
    ]

    def make(place: int) -> Entry:
        names, hip, hd, ra_deg, dec_deg = rows[place]
        return Entry(names[0], float(ra_deg), float(dec_deg), "Star", (*names, *_numbers(hip, hd)))

    made = Index(make)
    for place, (names, hip, hd, _, _) in enumerate(rows):
        made.enter(place, names)
        made.enter(place, _numbers(hip, hd))
        # "alf Cen" is asked for as often as "alf1 Cen": it means all of them, and the brightest answers.
        for name in names:
            if name[1:2].isdigit() and (numbered := _NUMBERED_LETTER.fullmatch(key(name))):
                made.enter(place, (f"{numbered[1]} {name.split()[-1]}",))
    return made


def _numbers(hip: str, hd: str) -> tuple[str, ...]:
    return (f"HIP {hip}", f"HD {hd}") if hd else (f"HIP {hip}",)


@dataclass(frozen=True, slots=True)
class _Hipparcos:
    """Every star of the Hipparcos catalogue: columns indexed by HIP number, and HIP numbers by HD number."""

    ra: array[int]
    dec: array[int]
    hd: array[int]
    by_hd: dict[int, tuple[int, ...]]

    def entry(self, hip: int) -> Entry:
        numbers = _numbers(str(hip), str(self.hd[hip] or ""))
        ra_deg, dec_deg = (column[hip] / UNITS_PER_DEGREE for column in (self.ra, self.dec))
        return Entry(numbers[0], ra_deg, dec_deg, "Star", numbers)


@once
def hipparcos() -> _Hipparcos:
    """The packed table; `tools/resolver/stars.py` says how it is laid out."""
    values = array("i", read_bytes("hipparcos.bin.gz"))
    if sys.byteorder == "big":
        values.byteswap()
    size = len(values) // 3
    ra, dec, hd = (values[start : start + size] for start in (0, size, 2 * size))
    by_hd: dict[int, tuple[int, ...]] = {}
    for hip, number in enumerate(hd):
        if number:
            by_hd[number] = (*by_hd.get(number, ()), hip)
    return _Hipparcos(ra, dec, hd, by_hd)


def _by_number(name: str) -> tuple[Entry, ...]:
    found = _NUMBER.fullmatch(key(name))
    if not found:
        return ()
    table, number = hipparcos(), int(found[2])
    if found[1] == "hd":
        return tuple(table.entry(hip) for hip in table.by_hd.get(number, ()))
    return (table.entry(number),) if number < len(table.ra) and table.ra[number] >= 0 else ()


def _of_that_letter(name: str, found: tuple[Entry, ...]) -> tuple[tuple[Entry, ...], tuple[str, ...]]:
    """Without the entries that ``U Her``, a variable star, cannot mean; and a note where ``u Her`` may have meant it.

    ``u Her`` is Bayer's letter and another star. Of the letters R to Z alone both are in use, and only here does case
    tell two stars apart.
    """
    word = key(name)
    if not _VARIABLE_LETTER.fullmatch(word):
        return found, ()
    of_bayer = [entry for entry in found if any(key(alias) == word and alias[0].islower() for alias in entry.aliases)]
    if not of_bayer:
        return found, ()
    if name.strip()[0].isupper():
        return tuple(entry for entry in found if entry not in of_bayer), ()
    bayer = next(alias for alias in of_bayer[0].aliases if key(alias) == word)
    note = (
        f"{name!r} was read as {bayer}, {of_bayer[0].aliases[-1]}; the variable star is {bayer[0].upper()}{bayer[1:]}."
    )
    return found, (note,)


@register("stars", title=SOURCE, order=10, index=index)
def ask(name: str) -> Finding:
    found, notes = _of_that_letter(name, index().find(name))
    found = found or _by_number(name)
    if len(found) > 1 and not notes:
        stars = " and ".join(f"{entry.canonical} ({entry.aliases[-1]})" for entry in found[:4])
        notes = (
            f"{name!r} is the name of {len(found)} stars, {stars}; the position of {found[0].canonical} was used.",
        )
    return Finding(tuple(entry.answer(name, "stars", SOURCE) for entry in found[:4]), notes)
