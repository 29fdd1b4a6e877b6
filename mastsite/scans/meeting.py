"""Which rows of a partition meet criteria and lie in a cone: masks over Arrow columns, with the meaning that the SQL has.

It runs in the workers of a Dask cluster, which know no Django and no database. To add one more test of the grammar: a
branch in `_test`; ``tests/scans/test_meeting.py`` compares every one with the engine's rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from mastsite.search import sky
from mastsite.search.declare import Column
from mastsite.search.moments import Moment
from mastsite.search.terms import Between, Compare, Criterion, Equals, IsNull, Like, Test
from mastsite.search.units import Number

Asked = Sequence[tuple[Column, Criterion]]
_ORDER = {"<": pc.less, "<=": pc.less_equal, ">": pc.greater, ">=": pc.greater_equal}


def meets(table: pa.Table, asked: Asked) -> NDArray[np.bool_]:
    """One truth for each row."""
    masks = [_criterion(column, table.column(column.name).combine_chunks(), criterion) for column, criterion in asked]
    return reduce(np.logical_and, masks, np.ones(len(table), dtype=bool))


def within(
    frame: pd.DataFrame, asked: Asked, cone: tuple[float, float, float] | None, ra_column: str, dec_column: str
) -> pd.DataFrame:
    """The rows of a partition that meet the criteria and lie in the cone (right ascension, declination, radius in arcmin)."""
    keep = meets(pa.Table.from_pandas(frame, preserve_index=False), asked)
    if cone is not None:
        ra_deg, dec_deg = (frame[name].to_numpy(dtype=np.float64) for name in (ra_column, dec_column))
        keep &= chords(ra_deg, dec_deg, cone[:2]) <= sky.chord_squared(cone[2])
    return frame[keep]


def _criterion(column: Column, values: Any, criterion: Criterion) -> NDArray[np.bool_]:
    """Positive terms are alternatives, negated ones all hold, and take away only the rows that they name."""
    tests = [(_truth(_test(column, values, term.test)), term.negated) for term in criterion.terms]
    positive = [mask for mask, negated in tests if not negated]
    found = reduce(np.logical_or, positive) if positive else np.ones(len(values), dtype=bool)
    return reduce(np.logical_and, [~mask for mask, negated in tests if negated], found)


def _truth(mask: Any) -> NDArray[np.bool_]:
    found: NDArray[np.bool_] = pc.fill_null(mask, False).to_numpy(zero_copy_only=False)
    return found


def _test(column: Column, values: Any, test: Test) -> Any:
    folded = pc.ascii_lower(values) if column.is_text else values
    match test:
        case IsNull():
            return pc.is_null(values)
        case Equals(value=Moment() as moment):
            return pc.and_(pc.greater_equal(values, moment.start), pc.less(values, moment.end))
        case Equals(value=value):
            return pc.equal(folded, _plain(value))
        case Like(pieces=pieces):
            return pc.match_like(folded, "%".join(_escaped(_folded(piece)) for piece in pieces))
        case Compare(op=op, value=Moment() as moment):
            plain = {"<": "<", "<=": "<", ">": ">=", ">=": ">="}[op]
            return _ORDER[plain](values, moment.start if op in ("<", ">=") else moment.end)
        case Compare(op=op, value=value):
            return _ORDER[op](folded, _plain(value))
        case Between(low=Moment() as low, high=Moment() as high):
            return pc.and_(pc.greater_equal(values, low.start), pc.less(values, high.end))
        case Between(low=low, high=high):
            least, most = _plain(low), _plain(high)
            above, below = pc.greater_equal(folded, least), pc.less_equal(folded, most)
            through_zero = column.kind == "ra" and isinstance(least, float | int) and least > most
            return pc.or_(above, below) if through_zero else pc.and_(above, below)
    raise AssertionError(f"no mask for {test!r}")  # every member of Test is above


def _plain(value: object) -> Any:
    if isinstance(value, Number):
        return value.value
    return _folded(value) if isinstance(value, str) else value


def _folded(text: str) -> str:
    """Lower case of A to Z alone, as the databases have it."""
    return pc.ascii_lower(pa.scalar(text)).as_py()


def _escaped(piece: str) -> str:
    return piece.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def chords(ra_deg: Any, dec_deg: Any, place: tuple[float, float]) -> NDArray[np.float64]:
    """Squared chords from rows to a place, by the steps that the SQL takes."""
    off = sky.unit_vectors(ra_deg, dec_deg) - np.array(sky.unit_vector(*place))
    found: NDArray[np.float64] = off[:, 0] * off[:, 0] + off[:, 1] * off[:, 1] + off[:, 2] * off[:, 2]
    return found
