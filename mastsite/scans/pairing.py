"""All pairs of two partitions within a radius: LSDB's own algorithm gives a set number of neighbours, and would leave some out unsaid."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from lsdb.core.crossmatch.abstract_crossmatch_algorithm import AbstractCrossmatchAlgorithm
from scipy.spatial import cKDTree

from mastsite.search import sky

WIDER = 1 + 1e-9
"""The tree may round; the exact test is the engine's, of squared chords."""


class AllWithin(AbstractCrossmatchAlgorithm):  # type: ignore[misc]  # lsdb has no types
    """Every right row within `radius_arcsec` of each left row, margins included."""

    extra_columns = pd.DataFrame({"_dist_arcsec": pd.Series(dtype=pd.ArrowDtype(pa.float64()))})

    def __init__(self, radius_arcsec: float) -> None:
        super().__init__()
        self.radius_arcsec = radius_arcsec

    def perform_crossmatch(self, crossmatch_args: Any) -> tuple[Any, Any, pd.DataFrame]:
        """Positions of the rows of each pair in both frames, and their distances."""
        left = _vectors(crossmatch_args.left_df, crossmatch_args.left_catalog_info)
        right = _vectors(crossmatch_args.right_df, crossmatch_args.right_catalog_info)
        most = sky.chord_squared(self.radius_arcsec / 60)
        near = cKDTree(right).query_ball_point(left, np.sqrt(most) * WIDER, return_sorted=True)
        lefts = np.repeat(np.arange(len(left)), [len(found) for found in near])
        rights = np.array([number for found in near for number in found], dtype=np.int64)
        off = left[lefts] - right[rights]
        squares = off[:, 0] * off[:, 0] + off[:, 1] * off[:, 1] + off[:, 2] * off[:, 2]
        keep = squares <= most
        arcsec = np.degrees(2 * np.arcsin(np.sqrt(squares[keep]) / 2)) * 3600
        more = pd.DataFrame({"_dist_arcsec": pd.Series(arcsec, dtype=pd.ArrowDtype(pa.float64()))})
        return lefts[keep], rights[keep], more


def _vectors(frame: pd.DataFrame, info: Any) -> Any:
    return sky.unit_vectors(*(frame[name].to_numpy(dtype=np.float64) for name in (info.ra_column, info.dec_column)))
