"""Whatever the help says can be typed can be typed."""

from __future__ import annotations

import pytest

from mastsite.pages.operators import OPERATORS, POSITIONS, RADII
from mastsite.search import criteria
from mastsite.search.declare import Column
from mastsite.search.position import looks_like_position, parse_position, parse_radius

UNITS = {"float": "s"}


@pytest.mark.parametrize(
    ("spelling", "kind"),
    [(spelling, operator.kind) for operator in OPERATORS for spelling in (*operator.signs, *operator.words)],
)
def test_conditions(spelling: str, kind: str) -> None:
    unit = "Angstrom" if "nm" in spelling else UNITS.get(kind, "")
    assert criteria.parse(Column("box", "Box", kind, unit=unit), spelling)  # type: ignore[arg-type]


@pytest.mark.parametrize("spelling", [spelling for spellings, _what in POSITIONS for spelling in spellings])
def test_positions(spelling: str) -> None:
    assert looks_like_position(spelling)
    position = parse_position(spelling)
    assert -90 <= position.dec_deg <= 90


@pytest.mark.parametrize("spelling", [spelling for spellings, _what in RADII for spelling in spellings])
def test_radii(spelling: str) -> None:
    assert parse_radius(spelling) > 0
