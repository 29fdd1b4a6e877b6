"""Many places searched around by one statement: a mission's rows joined to a list of places and their ranges of cells.

The join stands where the ORM's FROM has the mission's table, and all else stays the ORM's: conditions, sort keys,
cursors, counts and streams. The database goes through the ranges, place by place, and reads the rows whose cells they
hold; then the chord decides, as it does for one place. Measurements: docs/decisions/0011-target-lists.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import count
from typing import Any
from weakref import WeakValueDictionary

import numpy as np
import orjson
from django.db.models import Expression, F, FloatField, IntegerField, QuerySet
from django.db.models.sql.datastructures import BaseTable
from numpy.typing import NDArray

from mastsite.search import sky
from mastsite.search.fields import VECTOR
from mastsite.search.limits import look_at_the_clock
from mastsite.search.tables import CELL, cell_index

Columns = tuple[NDArray[Any], ...]

_NEAR = "near"
"""What the list is called in a statement."""
_COLUMNS = {
    **dict.fromkeys(("place", "first_cell", "last_cell"), "int8"),
    **dict.fromkeys(("x", "y", "z", "reach"), "float8"),
}
"""A range of cells, the place it belongs to, and that place's direction and greatest squared chord."""
_TEMPORARY = '"temp"."near_places"'
"""SQLite's table for the lists of one connection; the key keeps each in the order of its places."""
_MAKE = f"CREATE TABLE IF NOT EXISTS {_TEMPORARY} (list, {', '.join(_COLUMNS)}, PRIMARY KEY (list, place, first_cell)) WITHOUT ROWID"
_FILL = f"INSERT INTO {_TEMPORARY} VALUES (?, {', '.join('?' * len(_COLUMNS))})"
_PLACES_AT_ONCE = 2_048
"""Places whose ranges are worked out between two looks at the clock."""
_MOST_KEPT = 10_000

_numbers = count(1)
_alive: WeakValueDictionary[int, TargetList] = WeakValueDictionary()
"""The lists that some query set can still ask for, in any thread."""


class TargetList:
    """Places to search around, each with its own radius.

    Parameters
    ----------
    positions : right ascension and declination each, degrees, ICRS.
    radius_arcmin : shape (n,) or one for all, arcminutes.
    """

    def __init__(self, positions: Sequence[tuple[float, float]], radius_arcmin: float | Sequence[float]) -> None:
        self.ra_deg, self.dec_deg = np.array(positions, dtype=np.float64).reshape(-1, 2).T
        self.radius_arcmin = np.broadcast_to(np.asarray(radius_arcmin, dtype=np.float64), self.ra_deg.shape)
        radii, which = np.unique(self.radius_arcmin, return_inverse=True)
        reach = np.array([sky.chord_squared(float(radius)) for radius in radii])[which]
        # One by one, as for one place: the last digits decide whether both give the same separation.
        self._of_place: Columns = (*np.array([sky.unit_vector(*position) for position in positions]).T, reach)
        self._blocks: dict[int, Columns] = {}
        self.number = next(_numbers)
        _alive[self.number] = self

    @property
    def scans(self) -> bool:
        """Whether every cone is so wide that reading all rows in order is cheaper than jumping through an index."""
        return bool((self.radius_arcmin > sky.MAX_INDEXED_RADIUS_ARCMIN).all())

    def blocks(self) -> Iterator[Columns]:
        """The columns of `_COLUMNS`, in the order of the places, a few thousand of these at a time.

        Raises
        ------
        TimeLimit : the time of the statement they are for is up already.
        """
        for start in range(0, self.ra_deg.size, _PLACES_AT_ONCE):
            look_at_the_clock()
            ranges = self._blocks.get(start)
            if ranges is None:
                part = slice(start, start + _PLACES_AT_ONCE)
                cone, *cells = sky.covers(self.ra_deg[part], self.dec_deg[part], self.radius_arcmin[part])
                ranges = self._blocks[start] = (cone + start, *cells)
            yield (*ranges, *(values[ranges[0]] for values in self._of_place))

    def arrays(self) -> list[str]:
        """The columns as PostgreSQL writes arrays."""
        whole = (np.concatenate(parts) for parts in zip(*self.blocks(), strict=True))
        return [f"{{{orjson.dumps(values, option=orjson.OPT_SERIALIZE_NUMPY)[1:-1].decode()}}}" for values in whole]

    def put_into(self, connection: Any) -> None:
        """See that SQLite's temporary table has this list; lists that nobody can ask for any more go."""
        connection.ensure_connection()
        raw = connection.connection
        with connection.wrap_database_errors:
            raw.execute(_MAKE)
            if raw.execute(f"SELECT 1 FROM {_TEMPORARY} WHERE list = ? LIMIT 1", [self.number]).fetchone():
                return
            raw.execute("SAVEPOINT near_places")  # begins no transaction on the file of the holdings, as BEGIN would
            try:
                for number in _listed(raw):
                    if number not in _alive:
                        raw.execute(f"DELETE FROM {_TEMPORARY} WHERE list = ?", [number])
                for block in self.blocks():
                    rows = zip(*(column.tolist() for column in block), strict=True)
                    raw.executemany(_FILL, ((self.number, *row) for row in rows))
            except BaseException:
                if raw.in_transaction:  # a row that the time limit stopped has undone all by itself
                    raw.execute("ROLLBACK TO near_places")
                    raw.execute("RELEASE near_places")
                raise
            raw.execute("RELEASE near_places")


def target_list(positions: Sequence[tuple[float, float]], radius_arcmin: float) -> TargetList:
    """The list of a search: one and the same for its page, its count and its next pages, where it is not too long to keep."""
    if len(positions) > _MOST_KEPT:
        return TargetList(positions, radius_arcmin)
    return _kept(tuple(positions), radius_arcmin)


@lru_cache(maxsize=16)
def _kept(positions: tuple[tuple[float, float], ...], radius_arcmin: float) -> TargetList:
    return TargetList(positions, radius_arcmin)


def _listed(raw: Any) -> Iterator[int]:
    """The numbers of the lists in the temporary table."""
    number = 0
    while True:
        (number,) = raw.execute(f"SELECT min(list) FROM {_TEMPORARY} WHERE list > ?", [number]).fetchone()
        if number is None:
            return
        yield number


class _Join(BaseTable):
    """A mission's table together with a list of places, where a statement's FROM has the table alone."""

    def __init__(self, table_name: str, alias: str, targets: TargetList) -> None:
        super().__init__(table_name, alias)
        self.targets = targets

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        """For PostgreSQL: arrays in the order of their places, and a fence around the rows of one range.

        Without the fence (OFFSET 0) the planner guesses how many rows a range holds, and reads the whole table. It knows
        the order of the places, so that a page in that order ends when it is full.
        """
        quote = connection.ops.quote_name
        near, cell, table = quote(_NEAR), quote(CELL), quote(self.table_name)
        rows = compiler.quote_name_unless_alias(self.table_alias)
        arrays = ", ".join(f"%s::{kind}[]" for kind in _COLUMNS.values())
        names = ", ".join(map(quote, _COLUMNS))
        listed = f"(SELECT * FROM unnest({arrays}) AS {near} ({names}) ORDER BY {near}.{quote('place')}) AS {near}"
        if self.targets.scans:
            return f"{listed} CROSS JOIN {table} AS {rows}", self.targets.arrays()
        inside = f"{rows}.{cell} BETWEEN {near}.{quote('first_cell')} AND {near}.{quote('last_cell')}"
        fenced = f"(SELECT * FROM {table} AS {rows} WHERE {inside} OFFSET 0)"
        return f"{listed} CROSS JOIN LATERAL {fenced} AS {rows}", self.targets.arrays()

    def as_sqlite(self, compiler: Any, connection: Any) -> Any:
        """For SQLite: a temporary table first, then the index of cells, whatever else the conditions offer."""
        self.targets.put_into(connection)
        quote = connection.ops.quote_name
        near, cell, table = quote(_NEAR), quote(CELL), quote(self.table_name)
        rows = compiler.quote_name_unless_alias(self.table_alias)
        source = f"{_TEMPORARY} AS {near} CROSS JOIN {table} AS {rows}"
        chosen = f"{near}.{quote('list')} = %s"
        if self.targets.scans:
            return f"{source} NOT INDEXED ON {chosen}", [self.targets.number]
        inside = f"{rows}.{cell} BETWEEN {near}.{quote('first_cell')} AND {near}.{quote('last_cell')}"
        index = quote(cell_index(self.table_name))
        return f"{source} INDEXED BY {index} ON {chosen} AND {inside}", [self.targets.number]

    def relabeled_clone(self, change_map: Any) -> _Join:
        return _Join(self.table_name, change_map.get(self.table_alias, self.table_alias), self.targets)

    @property
    def identity(self) -> Any:
        return (*super().identity, self.targets.number)


class _OfPlace(Expression):
    """A column of the list."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(output_field=IntegerField() if _COLUMNS[name] == "int8" else FloatField())

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        quote = connection.ops.quote_name
        return f"{quote(_NEAR)}.{quote(self.name)}", []


def near(objects: QuerySet[Any], targets: TargetList, *, place: str, chord: str) -> QuerySet[Any]:
    """The rows near each place, once for each place they are near.

    Parameters
    ----------
    objects : rows of one mission, with conditions on them or without.
    place, chord : names of the annotations with the place's number in the list, and the squared chord to it.
    """
    found: QuerySet[Any] = objects.all()
    query: Any = found.query
    alias = query.get_initial_alias()
    query.alias_map[alias] = _Join(query.alias_map[alias].table_name, alias, targets)
    x, y, z = ((F(name) - _OfPlace(of)) * (F(name) - _OfPlace(of)) for name, of in zip(VECTOR, "xyz", strict=True))
    found = found.annotate(**{place: _OfPlace("place"), chord: x + y + z})
    found = found.filter(**{f"{chord}__lte": _OfPlace("reach")})
    return found
