"""The rows of K2, with the name of each made from the target and the campaign."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from mastsite.search.declare import read_table

EXPECTED_ROWS = {"usual": 368_241}


def rows(full: bool = False) -> Iterator[dict[str, object]]:
    """Targets of campaigns 0 to 14; there are no fuller holdings."""
    for row in read_table(Path(__file__).with_name("holdings.csv.gz")):
        yield {"epic_campaign": f"{row['id']}-c{int(str(row['sci_campaign'])):02}", **row}
