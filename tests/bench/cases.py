"""The searches that are measured: random instances of each kind, as the site's parameters and as SQL conditions.

To add one more: a `Case` in `CASES`, with a function from dice and a sample of the table's rows to a `Search`.
tests/test_bench.py runs every case on the shipped rows and compares the rows that engine and raw SQL find.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

Sample = Mapping[str, Sequence[Any]]
"""Values by column, each of one row at the same place."""
Kind = Literal["page", "count", "after", "before"]


@dataclass(frozen=True, slots=True)
class Search:
    """One search, twice.

    Parameters
    ----------
    pairs : the site's parameters.
    where : the conditions in SQL, without the cone; cone : RA, Dec in degrees and radius in arcminutes.
    sort : columns in turn, a leading minus for downwards; empty for the usual order.
    mark : of a deep page, the sort column's value and the row number that it begins behind (or ends before).
    """

    pairs: tuple[tuple[str, str], ...]
    where: str = ""
    cone: tuple[float, float, float] | None = None
    sort: tuple[str, ...] = ()
    mark: tuple[Any, int] | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """One kind of search of one mission."""

    slug: str
    name: str
    make: Callable[[random.Random, Sample], Search] = field(repr=False)
    kind: Kind = "page"

    @property
    def ident(self) -> str:
        return f"{self.slug}: {self.name}"


def _cone(
    ra: str, dec: str, radius_arcmin: float, where: str = "", also: tuple[tuple[str, str], ...] = (), same: str = ""
) -> Any:
    """Around a row; `where` says in SQL what `also` asks, and `same` is a column that must be as in that row."""

    def make(dice: random.Random, sample: Sample) -> Search:
        at = dice.randrange(len(sample["row_id"]))
        centre_ra = (sample[ra][at] + dice.uniform(-0.01, 0.01)) % 360
        centre_dec = max(-90.0, min(90.0, sample[dec][at] + dice.uniform(-0.01, 0.01)))
        sort = tuple(word for name, word in also if name == "sort")
        place = (("target", f"{centre_ra!r} {centre_dec:+.15f}"), ("radius", repr(radius_arcmin)))
        alike = ((same, str(sample[same][at])),) if same else ()
        conditions = [where] if where else []
        conditions += [f"{name} = {value}" for name, value in alike]
        return Search((*place, *also, *alike), " AND ".join(conditions), (centre_ra, centre_dec, radius_arcmin), sort)

    return make


def _range(column: str, width: float, *, sort: str = "") -> Any:
    def make(dice: random.Random, sample: Sample) -> Search:
        low = round(dice.choice([value for value in sample[column] if value is not None]), 3)
        high = round(low + width, 3)
        order = (("sort", sort),) if sort else ()
        pairs = ((column, f"{low!r}..{high!r}"), *order)
        return Search(pairs, f"{column} >= {low!r} AND {column} <= {high!r}", sort=(sort,) if sort else ())

    return make


def _prefix(column: str, letters: int) -> Any:
    def make(dice: random.Random, sample: Sample) -> Search:
        word = dice.choice(sample[column])[:letters].lower()
        beyond = word[:-1] + chr(ord(word[-1]) + 1)
        return Search(
            ((column, f"{word}*"),),
            f"lower({column}) >= '{word}' AND lower({column}) < '{beyond}'",
        )

    return make


def _same(*columns: str) -> Any:
    def make(dice: random.Random, sample: Sample) -> Search:
        at = dice.randrange(len(sample["row_id"]))
        values = [(name, sample[name][at]) for name in columns]
        return Search(
            tuple((name, str(value)) for name, value in values),
            " AND ".join(f"{name} = {value}" for name, value in values),
        )

    return make


def _deep(column: str) -> Any:
    def make(dice: random.Random, sample: Sample) -> Search:
        rows = [(value, row) for value, row in zip(sample[column], sample["row_id"], strict=True) if value is not None]
        rows = sorted(rows)[len(rows) // 20 : -len(rows) // 20]  # a whole page to either side
        return Search((("sort", column),), sort=(column,), mark=dice.choice(rows))

    return make


_K2 = ("k2_ra", "k2_dec")
_TESS = ("s_ra", "s_dec")
CASES = (
    Case("k2", "cone 10 arcsec", _cone(*_K2, 1 / 6)),
    Case("k2", "cone 3 arcmin", _cone(*_K2, 3)),
    Case("k2", "cone 1 deg", _cone(*_K2, 60)),
    Case("k2", "number range", _range("kp", 0.02)),
    Case("k2", "number range, sorted by it", _range("kp", 0.5, sort="kp")),
    Case("k2", "cone 1 deg and a number range, sorted by it", _cone(*_K2, 60, "kp >= 10 AND kp <= 13", (("kp", "10..13"), ("sort", "kp")))),
    Case("k2", "text prefix, 5 letters", _prefix("epic_campaign", 5)),
    Case("k2", "count of a cone, 1 deg", _cone(*_K2, 60), "count"),
    Case("k2", "count of a number range", _range("kp", 0.1), "count"),
    Case("k2", "deep page, forwards", _deep("kp"), "after"),
    Case("k2", "deep page, backwards", _deep("kp"), "before"),
    Case("tess", "cone 10 arcsec", _cone(*_TESS, 1 / 6)),
    Case("tess", "cone 3 arcmin", _cone(*_TESS, 3)),
    Case("tess", "cone 1 deg", _cone(*_TESS, 60)),
    Case("tess", "sector, camera and CCD", _same("sequence_number", "camera", "ccd")),
    Case("tess", "cone 1 deg and one camera, sorted by time", _cone(*_TESS, 60, also=(("sort", "start"),), same="camera")),
    Case("tess", "text prefix, 14 letters", _prefix("obs_id", 14)),
    Case("tess", "count of a cone, 1 deg", _cone(*_TESS, 60), "count"),
    Case("tess", "count of a sector and camera", _same("sequence_number", "camera"), "count"),
    Case("tess", "deep page, forwards", _deep("start"), "after"),
    Case("tess", "deep page, backwards", _deep("start"), "before"),
)  # fmt: skip
