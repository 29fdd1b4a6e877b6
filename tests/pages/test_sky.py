"""The figure of a search around a place: its words are the separations of the rows."""

from __future__ import annotations

import pytest

from mastsite.pages import sky
from mastsite.search import engine
from mastsite.search.params import parse
from mastsite.search.registry import get_mission


@pytest.mark.usefixtures("archive")
@pytest.mark.parametrize(("target", "radius"), [("98 -66", "10 deg"), ("0 89.9", "10 deg"), ("359.99 0.01", "10 deg")])
def test_the_words_are_the_separations(target: str, radius: str) -> None:
    pairs = [("target", target), ("radius", radius), ("columns", "obs_id,s_ra,s_dec,ang_sep")]
    query = parse(get_mission("tess"), pairs)
    result = engine.page(query)
    rows = list(result.rows)
    plot = sky.plot(query, result, rows)
    assert plot is not None and len(rows) > 2
    apart = [float(row[3] or 0) for row in rows]
    assert f" {min(apart):.2f} to {max(apart):.2f} arcmin" in plot.figure.words
