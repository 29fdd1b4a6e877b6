"""Make ``exoplanets.csv.gz`` of mastsite/resolver/data from the pinned EXOSIMS package.

    python tools/resolver/exoplanets.py [FOLDER WITH DOWNLOADS]

The table inside is the NASA Exoplanet Archive's composite list of confirmed planets as of 31 May 2019.
"""

from __future__ import annotations

import csv
import io
import sys
import warnings
from pathlib import Path

from astropy import units as u
from astropy.coordinates import Angle
from astropy.io.votable import parse_single_table
from packages import EXOSIMS, fetch, member, write_gzip

DATA = Path(__file__).resolve().parents[2] / "mastsite" / "resolver" / "data"
TABLE = "EXOSIMS/PlanetPopulation/planets_2019.05.31_11.18.02.votable"


def main() -> None:
    downloads = Path(sys.argv[1] if len(sys.argv) > 1 else "var/downloads")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the file's units and dates are not in VOTable's words
        table = parse_single_table(io.BytesIO(member(fetch(EXOSIMS, downloads), TABLE))).to_table()
    hosts: dict[str, dict[str, str]] = {}
    letters: dict[str, list[str]] = {}
    for row in table:
        host = str(row["pl_hostname"]).strip()
        others = (str(row[column]).strip() for column in ("hd_name", "hip_name", "swasp_id"))
        hosts[host] = {
            "host": host,
            "names": "|".join(name for name in others if name and name != host),
            # The numbers of the file are single precision; its sexagesimal text has more figures.
            "ra_deg": f"{Angle(str(row['ra_str'])).to_value(u.deg):.5f}",
            "dec_deg": f"{Angle(str(row['dec_str'])).to_value(u.deg):.5f}",
        }
        letters.setdefault(host, []).append(str(row["pl_letter"]).strip())
    text = io.StringIO()
    rows = csv.DictWriter(text, ["host", "planets", "names", "ra_deg", "dec_deg"], lineterminator="\n")
    rows.writeheader()
    for host in sorted(hosts):
        rows.writerow({**hosts[host], "planets": " ".join(sorted(letters[host]))})
    write_gzip(DATA / "exoplanets.csv.gz", text.getvalue().encode())
    print(f"{len(hosts):,} hosts, {len(table):,} planets")


if __name__ == "__main__":
    main()
