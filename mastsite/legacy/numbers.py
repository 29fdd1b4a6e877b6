"""Names that are a catalogue's word and a number (``EPIC 201367065``), looked up in the rows that hold the number.

No name resolver lists them all. A form says which words and which column in its declaration.
"""

from __future__ import annotations

import re
from dataclasses import replace

from mastsite.legacy.tokens import classics
from mastsite.search import engine
from mastsite.search.declare import Mission
from mastsite.search.params import parse
from mastsite.search.query import Place

LEAST_FIGURES = 5
"""Shorter numbers are planets' hosts: K2-3 is no number of the catalogue."""


def place_of(name: str, mission: Mission) -> Place | None:
    """Where the target of that number is; None for any other name, and for numbers that are not held or have no position."""
    classic = classics().get(mission.slug)
    form = next((form for form in classic.forms if form.number_words), None) if classic else None
    if form is None:
        return None
    words = "|".join(map(re.escape, form.number_words))
    found = re.fullmatch(rf"(?:{words})[\s_-]*0*([1-9]\d{{{LEAST_FIGURES - 1},17}})", name.strip(), re.IGNORECASE)
    if not found:
        return None
    column = mission.column(form.numbers)
    query = parse(mission, [(column.name, found[1]), (mission.ra_column, "!null")])
    query = replace(query, columns=(mission.ra_column, mission.dec_column), rows=1)
    for ra_deg, dec_deg in engine.page(query, counted=False).rows:
        said = f"{column.label} {found[1]}"
        reading = f"{said}, from the {mission.rows_are} of {mission.short_name} held here"
        # The text is the position, so that the new address finds it too.
        return Place(f"{ra_deg} {dec_deg}", float(ra_deg), float(dec_deg), reading, said)  # type: ignore[arg-type]
    return None
