"""Planet hosts and their planets, from this package's own data file.

The table is the NASA Exoplanet Archive's of May 2019, as EXOSIMS ships it; later planets are for remote resolvers.
"""

from __future__ import annotations

from mastsite.resolver.answer import Finding
from mastsite.resolver.data_files import once, read_rows
from mastsite.resolver.index import Entry, Index
from mastsite.resolver.registry import register

SOURCE = "the bundled exoplanet catalogue (2019)"


@once
def index() -> Index:
    """Hosts, and each planet at the place of its host."""
    rows: list[tuple[str, str, list[str], dict[str, str]]] = []

    def make(place: int) -> Entry:
        host, letter, names, row = rows[place]
        ra_deg, dec_deg = float(row["ra_deg"]), float(row["dec_deg"])
        if letter:
            return Entry(f"{host} {letter}", ra_deg, dec_deg, "Exoplanet", (host, *names))
        planets = (f"{host} {planet}" for planet in row["planets"].split())
        return Entry(host, ra_deg, dec_deg, "Planet host star", (*names, *planets))

    made = Index(make)
    for row in read_rows("exoplanets.csv.gz"):
        host, names = row["host"], row["names"].split("|") if row["names"] else []
        for letter in ("", *row["planets"].split()):
            made.enter(len(rows), [f"{name} {letter}".rstrip() for name in (host, *names)])
            rows.append((host, letter, names, row))
    return made


@register("exoplanets", title=SOURCE, order=30, index=index)
def ask(name: str) -> Finding:
    return Finding(tuple(entry.answer(name, "exoplanets", SOURCE) for entry in index().find(name)[:1]))
