"""asteriks and other users of lists: several places in one request, a table for each, labels before the first only."""

from __future__ import annotations

import csv
from urllib.request import urlopen


def tables(base: str, path: str, places: list[tuple[float, float]], **words: object) -> list[list[dict[str, str]]]:
    """Rows of each place, in the order of the request; nothing for a place without."""
    ras, decs = (",".join(str(place[at]) for place in places) for at in (0, 1))
    more = "".join(f"&{name}={value}" for name, value in words.items())
    address = f"{base}/{path}/search.php?action=Search&outputformat=CSV&coordformat=dec&RA={ras}&DEC={decs}{more}"
    text = urlopen(address).read().decode()
    blocks = [block for block in text.split("\n\n") if block.strip()]
    labels: list[str] = []
    found = []
    for block in blocks:
        lines = list(csv.reader(block.strip("\n").split("\n")))
        if not labels and len(lines[0]) > 1:
            labels, lines = lines[0], lines[2:]
        found.append([] if "no rows found" in block else [dict(zip(labels, line, strict=True)) for line in lines])
    return found
