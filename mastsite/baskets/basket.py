"""A basket: rows of several missions, by their identifiers, in the order in which they were put in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

MAX_ROWS = 5_000
LONGEST_ID = 200
"""Characters of an identifier; the same as a product list takes."""
LONGEST_SLUG = 40


class TooMany(ValueError):
    """More rows than a basket holds."""

    def __init__(self, rows: int) -> None:
        super().__init__(
            f"A basket holds {MAX_ROWS:,} rows, and with these it would have {rows:,}. Nothing was put in. "
            "Download what is in it and empty it, or put fewer in."
        )


@dataclass(frozen=True, slots=True)
class Row:
    """One row of one mission. Whether there is such a row is not known here."""

    mission: str
    identifier: str


@dataclass(frozen=True, slots=True)
class Basket:
    """Rows, each once, mission by mission."""

    rows: tuple[Row, ...] = ()

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    @property
    def by_mission(self) -> dict[str, tuple[str, ...]]:
        """Slug to the identifiers of its rows."""
        found: dict[str, list[str]] = {}
        for row in self.rows:
            found.setdefault(row.mission, []).append(row.identifier)
        return {slug: tuple(names) for slug, names in found.items()}

    def with_rows(self, slug: str, identifiers: Iterable[str]) -> Basket:
        """The basket with some rows of a mission more; those it has stay where they are.

        Raises
        ------
        TooMany
        """
        return of([*self.rows, *(Row(slug, name) for name in identifiers)])

    def with_all_of(self, other: Basket) -> Basket:
        """The basket with the rows of another.

        Raises
        ------
        TooMany
        """
        return of([*self.rows, *other.rows])

    def without(self, rows: Iterable[Row]) -> Basket:
        """The basket with some rows less."""
        gone = set(rows)
        return Basket(tuple(row for row in self.rows if row not in gone))


EMPTY = Basket()


def of(rows: Iterable[Row]) -> Basket:
    """A basket of rows: each once, one mission after another.

    Raises
    ------
    TooMany
    """
    once = dict.fromkeys(rows)
    if len(once) > MAX_ROWS:
        raise TooMany(len(once))
    order = {slug: number for number, slug in enumerate(dict.fromkeys(row.mission for row in once))}
    return Basket(tuple(sorted(once, key=lambda row: order[row.mission])))


def plain(basket: Basket) -> dict[str, list[str]]:
    """A basket as plain values."""
    return {slug: list(names) for slug, names in basket.by_mission.items()}


def from_plain(values: object) -> Basket:
    """The basket of `plain`.

    Raises
    ------
    ValueError : the values are no basket.
    """
    if not isinstance(values, Mapping):
        raise ValueError("no mapping")
    rows = []
    for slug, names in values.items():
        if not isinstance(slug, str) or len(slug) > LONGEST_SLUG or not isinstance(names, list):
            raise ValueError("no rows of a mission")
        for name in names:
            if not isinstance(name, str) or not 0 < len(name) <= LONGEST_ID:
                raise ValueError("no identifier")
            rows.append(Row(slug, name))
    return of(rows)
