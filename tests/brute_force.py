"""A second opinion on what a search finds: plain Python over every row, sharing no code with the engine.

Text is compared in lower case, dates by their stored text, angles by great circles of astropy.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from mastsite.search.declare import Column
from mastsite.search.query import Query
from mastsite.search.result import Cell
from mastsite.search.terms import Between, Compare, Criterion, Equals, IsNull, Like, Test


def _plain(value: object) -> object:
    inner = getattr(value, "value", value)
    return inner.lower() if isinstance(inner, str) else inner


def _passes(test: Test, cell: Cell, column: Column) -> bool:
    if isinstance(test, IsNull):
        return cell is None
    if cell is None:
        return False
    mine = cell.lower() if isinstance(cell, str) and column.kind != "datetime" else cell
    match test:
        case Equals(value=value):
            return value.start <= cell < value.end if column.kind == "datetime" else mine == _plain(value)
        case Like(pieces=pieces):
            pattern = ".*".join(re.escape(piece.lower()) for piece in pieces)
            return re.fullmatch(pattern, str(mine), re.DOTALL) is not None
        case Compare(op=op, value=value) if column.kind == "datetime":
            return {"<": cell < value.start, "<=": cell < value.end, ">": cell >= value.end, ">=": cell >= value.start}[
                op
            ]
        case Compare(op=op, value=value):
            other = _plain(value)
            return {"<": mine < other, "<=": mine <= other, ">": mine > other, ">=": mine >= other}[op]
        case Between(low=low, high=high) if column.kind == "datetime":
            return low.start <= cell < high.end
        case Between(low=low, high=high):
            least, most = _plain(low), _plain(high)
            if column.kind == "ra" and least > most:
                return mine >= least or mine <= most
            return least <= mine <= most
    raise AssertionError(test)


def meets(criterion: Criterion, cell: Cell, column: Column) -> bool:
    """Any of the positive terms, if there are such, and none of the negated ones."""
    positive = [term for term in criterion.terms if not term.negated]
    negative = [term for term in criterion.terms if term.negated]
    return (not positive or any(_passes(term.test, cell, column) for term in positive)) and not any(
        _passes(term.test, cell, column) for term in negative
    )


def identifiers(query: Query, rows: Sequence[tuple[Cell, ...]]) -> list[Cell]:
    """Identifiers of the rows that a search finds, once for each place they are near, in the rows' order."""
    mission = query.mission
    at = {column.name: index for index, column in enumerate(mission.stored_columns)}
    found = [
        row
        for row in rows
        if all(meets(item, row[at[item.column]], mission.column(item.column)) for item in query.criteria)
    ]
    if not query.places:
        return [row[at[mission.id_column]] for row in found]
    return [identifier for place in query.places for identifier in _near(found, at, query, place.ra_deg, place.dec_deg)]


def _near(
    rows: list[tuple[Cell, ...]], at: dict[str, int], query: Query, ra_deg: float | None, dec_deg: float | None
) -> list[Cell]:
    from astropy.coordinates import angular_separation

    mission = query.mission
    placed = [row for row in rows if row[at[mission.ra_column]] is not None and row[at[mission.dec_column]] is not None]
    if not placed:
        return []
    ra, dec = (np.radians([row[at[name]] for row in placed]) for name in (mission.ra_column, mission.dec_column))
    apart = np.degrees(angular_separation(ra, dec, np.radians(ra_deg), np.radians(dec_deg))) * 60
    # A tenth of a milliarcsecond of slack stands for "the very position".
    near = apart <= max(query.radius, 1e-4 / 60) * (1 + 1e-12)
    return [row[at[mission.id_column]] for row, inside in zip(placed, near, strict=True) if inside]
