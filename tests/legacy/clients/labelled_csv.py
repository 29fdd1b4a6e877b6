"""excalibur: CSV split at its commas; columns found by their labels, the line of types left out, bad lines dropped."""

from __future__ import annotations

from urllib.request import urlopen


def observations(base: str, target: str) -> list[tuple[str, str]]:
    """Proposal and target of every observation within three arcminutes, as the program asks and reads."""
    address = (
        f"{base}/hst/search.php?target={target.replace(' ', '+')}&radius=3.0&max_records=100000&resolver=SIMBAD"
        "&sci_aec=S&outputformat=CSV&action=Search"
    )
    lines = urlopen(address).read().decode().split("\n")
    if "no rows" in lines[0] or "not resolved" in lines[0]:
        return []
    header = lines[0].split(",")
    proposal, name = header.index("Proposal ID"), header.index("Target Name")
    cells = [line.split(",") for line in lines[2:]]
    return [(row[proposal], row[name]) for row in cells if len(row) == len(header)]
