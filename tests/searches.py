"""Random searches over real rows, for the tests that compare doors, exits and databases.

A search is a list of address parameters. Its values come from the rows that are held, so that most searches find some.
"""

from __future__ import annotations

import random
from functools import cache

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from mastsite.search import engine
from mastsite.search.declare import Column, Mission
from mastsite.search.models import Holding
from mastsite.search.params import parse
from mastsite.search.registry import missions
from mastsite.search.result import Cell

Pairs = list[tuple[str, str]]
SAMPLE_ROWS = 4000


def held() -> list[Mission]:
    """The missions that have rows in the tests' database."""
    loaded = set(Holding.objects.values_list("slug", flat=True))
    return [mission for slug, mission in missions().items() if slug in loaded]


@cache
def sample(mission: Mission) -> list[tuple[Cell, ...]]:
    """Rows of a mission from all over the sky, with every stored column, always the same ones."""
    total = Holding.objects.get(slug=mission.slug).row_count
    columns = ",".join(column.name for column in mission.stored_columns)
    found: list[tuple[Cell, ...]] = []
    for offset in sorted(random.Random(mission.slug).sample(range(max(1, total - 400)), min(10, max(1, total - 400)))):
        pairs = [("columns", columns), ("sort", mission.id_column), ("rows", "400"), ("offset", str(offset))]
        found += engine.page(parse(mission, pairs), counted=False).rows
    return found


@cache
def values_of(mission: Mission, name: str) -> list[Cell]:
    at = [column.name for column in mission.stored_columns].index(name)
    return sorted({row[at] for row in sample(mission)} - {None}, key=str)


def quoted(value: Cell) -> str:
    """A value as a condition that means just it."""
    if isinstance(value, str):
        return '"' + value.replace('"', '""') + '"'
    return ("yes" if value else "no") if isinstance(value, bool) else repr(value)


def condition(mission: Mission, column: Column) -> SearchStrategy[str]:
    """Text for a column's box, of any operator that its kind takes."""
    values = values_of(mission, column.name)
    if not values:
        return st.sampled_from(["null", "!null"])
    one = st.sampled_from(values)
    exact = one.map(str if column.kind == "datetime" else quoted)
    options = [exact, exact.map("!{}".format), st.just("null"), st.just("!null")]
    options.append(st.lists(exact, min_size=2, max_size=4).map(", ".join))
    options.append(st.tuples(exact, exact).map(lambda pair: f"{pair[0]}, !{pair[1]}"))
    if column.kind != "boolean":
        options.append(st.tuples(st.sampled_from(["<", "<=", ">", ">="]), exact).map("".join))
        ordered = st.lists(one, min_size=2, max_size=2).map(lambda pair: sorted(pair, key=_order))
        options.append(ordered.map(lambda pair: "..".join(map(str if column.kind == "datetime" else quoted, pair))))
    if column.kind == "datetime":
        options += [one.map(lambda value: str(value)[:4]), one.map(lambda value: f"< {str(value)[:7]}")]
    if column.is_text:
        words = one.map(str).filter(lambda text: text.isascii() and text.isalnum())
        options += [words.map(lambda text: f"{text[:2]}*"), words.map(lambda text: f"*{text[-2:].lower()}")]
        options.append(words.map(lambda text: f"!*{text[1:3]}*"))
    return st.one_of(options)


def _order(value: Cell) -> tuple[float, str]:
    if isinstance(value, str):
        return (0, value.lower())
    return (float(value or 0), "")


def searches(mission: Mission) -> SearchStrategy[Pairs]:
    """Random searches of a mission."""
    return _searches(mission.slug)


@st.composite
def _searches(draw: st.DrawFn, slug: str) -> Pairs:
    """Parameters of a search: up to three conditions, perhaps a place, columns, sort keys."""
    mission = missions()[slug]
    pairs: Pairs = []
    columns = [column for column in mission.stored_columns if column.queryable]
    for column in draw(st.lists(st.sampled_from(columns), max_size=3, unique=True)):
        pairs.append((column.name, draw(condition(mission, column))))
    if mission.has_position and draw(st.booleans()):
        ra_at, dec_at = (
            [column.name for column in mission.stored_columns].index(name)
            for name in (mission.ra_column, mission.dec_column)
        )
        placed = [row for row in sample(mission) if row[ra_at] is not None and row[dec_at] is not None]
        centres = draw(st.lists(st.sampled_from(placed), min_size=1, max_size=3))
        pairs.append(("target", "; ".join(f"{row[ra_at]!r} {row[dec_at]!r}" for row in centres)))
        pairs.append(("radius", draw(st.sampled_from(["0", "2 arcsec", "1", "10", "1 deg", "20 deg", "100 deg"]))))
    if draw(st.booleans()):
        chosen = draw(
            st.lists(
                st.sampled_from([column.name for column in mission.stored_columns]), min_size=1, max_size=5, unique=True
            )
        )
        pairs.append(("columns", ",".join(dict.fromkeys([mission.id_column, *chosen]))))
    if draw(st.booleans()):
        keys = draw(
            st.lists(
                st.sampled_from([column.name for column in mission.stored_columns]), min_size=1, max_size=3, unique=True
            )
        )
        signs = draw(st.lists(st.sampled_from(["", "-"]), min_size=3, max_size=3))
        pairs.append(("sort", ",".join(sign + key for sign, key in zip(signs, keys, strict=False))))
    return pairs
