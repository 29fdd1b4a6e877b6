"""The three kinds of database column that the ORM lacks: text in byte order, a sky cell, a distance.

Everything here compiles to plain SQL that SQLite and PostgreSQL both run; no database extension is used.
Why two shapes of the same cone: docs/decisions/0003-one-sky-index.md.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db import models
from django.db.models.functions import Lower
from django.db.models.lookups import Lookup

from mastsite.search import sky

VECTOR = ("vec_x", "vec_y", "vec_z")
"""Names of the columns with the unit vector of a row's position."""


class ByteText(models.TextField):  # type: ignore[type-arg]
    """Text that sorts and compares by bytes on every backend, so that both give rows in one order.

    Dates are stored in it as ISO 8601, whose byte order is their order in time.
    """

    def db_parameters(self, connection: Any) -> Any:
        parameters = super().db_parameters(connection)
        if connection.vendor == "postgresql":
            parameters["collation"] = "C"
        return parameters


ByteText.register_lookup(Lower)


@ByteText.register_lookup
class Like(Lookup):
    """SQL LIKE with a backslash as escape: ``name__lower__like='ngc%'``."""

    lookup_name = "like"

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        left, left_params = self.process_lhs(compiler, connection)
        right, right_params = self.process_rhs(compiler, connection)
        return f"{left} LIKE {right} ESCAPE '\\'", [*left_params, *right_params]


@dataclass(frozen=True, slots=True)
class Cone:
    """A circle on the sky: centre in degrees (ICRS), radius in arcminutes."""

    ra_deg: float
    dec_deg: float
    radius_arcmin: float

    @property
    def centre(self) -> tuple[float, float, float]:
        """The unit vector of its centre."""
        return sky.unit_vector(self.ra_deg, self.dec_deg)

    @property
    def reach(self) -> float:
        """The largest squared chord from the centre to what is in it."""
        return sky.chord_squared(self.radius_arcmin)

    @property
    def ranges(self) -> list[tuple[int, int]] | None:
        """The cells that it may touch; None for nearly all."""
        return cover(self)

    @property
    def listed(self) -> str:
        """Its ranges as JSON."""
        return json.dumps(self.ranges)


class CellField(models.BigIntegerField):  # type: ignore[type-arg]
    """The order-29 NESTED HEALPix cell of a row's position; beside it stand the columns of `VECTOR`."""


def _chord(connection: Any, alias: str, cone: Cone) -> tuple[str, list[float]]:
    """SQL of the squared chord between a row and the cone's centre, and its parameters.

    The chord keeps all its digits at the smallest angles, where a cosine has lost half of them.
    """
    quote = connection.ops.quote_name
    terms, parameters = [], []
    for name, component in zip(VECTOR, cone.centre, strict=True):
        column = f"{quote(alias)}.{quote(name)}"
        terms.append(f"({column} - %s) * ({column} - %s)")
        parameters += [component, component]
    return f"({' + '.join(terms)})", parameters


@lru_cache(maxsize=1024)
def cover(cone: Cone) -> list[tuple[int, int]] | None:
    """The cone's ranges, worked out once for its page, its count and its next pages."""
    return sky.cover(cone.ra_deg, cone.dec_deg, cone.radius_arcmin)


@CellField.register_lookup
class InCone(Lookup):
    """``hpx29__incone=Cone(...)``: ranges of cells by the index, then an exact test."""

    lookup_name = "incone"
    prepare_rhs = False
    rhs: Cone

    def get_db_prep_lookup(self, value: Any, connection: Any) -> Any:
        return "%s", [value]

    def _exact(self, connection: Any) -> tuple[str, list[float]]:
        chord, parameters = _chord(connection, self.lhs.alias, self.rhs)
        return f"{chord} <= %s", [*parameters, self.rhs.reach]

    def _ranges(self) -> list[tuple[int, int]] | None:
        return self.rhs.ranges

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        """For engines with statistics: OR of ranges, which the planner weighs; `pinning` has the last word."""
        exact, parameters = self._exact(connection)
        ranges = self._ranges()
        if ranges is None:
            return exact, parameters
        column, column_params = self.process_lhs(compiler, connection)
        either = " OR ".join([f"{column} BETWEEN %s AND %s"] * len(ranges))
        bounds = [bound for pair in ranges for bound in (*column_params, *pair)]
        return f"(({either}) AND {exact})", [*bounds, *parameters]

    def as_sqlite(self, compiler: Any, connection: Any) -> Any:
        """For SQLite, which would walk the sort index when shown an OR: a subquery that pins the cell index."""
        exact, parameters = self._exact(connection)
        ranges = self._ranges()
        if ranges is None:
            return exact, parameters
        meta = self.lhs.target.model._meta
        quote = connection.ops.quote_name
        table, key, cell, alias = map(quote, (meta.db_table, meta.pk.column, self.lhs.target.column, self.lhs.alias))
        inside = (
            f"{alias}.{key} IN (SELECT _t.{key} FROM json_each(%s) _r CROSS JOIN {table} _t"
            f" ON _t.{cell} BETWEEN json_extract(_r.value, '$[0]') AND json_extract(_r.value, '$[1]'))"
        )
        return f"({inside} AND {exact})", [self.rhs.listed, *parameters]


@CellField.register_lookup
class OnlyChord(InCone):
    """``hpx29__within=Cone(...)``: the exact test alone, for who walks the rows in another order."""

    lookup_name = "within"

    def _ranges(self) -> None:
        return None


class RowNumber(models.BigIntegerField):  # type: ignore[type-arg]
    """The number of a row. On SQLite it is the table's own row number, so that every index holds it at no cost."""

    def db_type(self, connection: Any) -> str | None:
        return "integer" if connection.vendor == "sqlite" else super().db_type(connection)


class ChordSquared(models.Func):
    """The squared chord to a cone's centre; it sorts like the angle and turns into it with `sky.separation_arcmin`."""

    output_field = models.FloatField()

    def __init__(self, cone: Cone) -> None:
        self.cone = cone
        super().__init__(models.F(VECTOR[0]))

    def as_sql(self, compiler: Any, connection: Any, *_args: Any, **_extra: Any) -> Any:
        alias = self.get_source_expressions()[0].alias
        return _chord(connection, alias, self.cone)

    def get_db_converters(self, connection: Any) -> list[Any]:
        """None: drivers give floats, and the ORM would make each of them one again."""
        return []


class OnlyPlace(models.Value):
    """The number of the place that a row is near, where there is one place."""

    def __init__(self) -> None:
        super().__init__(0, output_field=models.IntegerField())

    def get_db_converters(self, connection: Any) -> list[Any]:
        """None: drivers give whole numbers."""
        return []
