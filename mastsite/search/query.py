"""A search as plain data: what every door makes, the engine answers and every exit spells.

`parse` reads address parameters, `Query.params` writes them, and the one undoes the other.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Literal

from mastsite.search.criteria import Criterion, describe, spell
from mastsite.search.declare import SEPARATIONS, Column, Mission
from mastsite.search.region import Region

Coordinates = Literal["sex", "dec", "dechr"]
COORDINATES: dict[str, str] = {
    "sex": "Sexagesimal",
    "dec": "Decimal degrees",
    "dechr": "Decimal hours and degrees",
}
DEFAULT_ROWS = 100
MAX_ROWS_ON_PAGE = 1000
MAX_PLACES = 100


@dataclass(frozen=True, slots=True)
class Place:
    """One position to search around: as typed, and as read.

    Two places are equal when the same was typed; what a resolver made of a name does not count.
    """

    text: str
    ra_deg: float | None = field(default=None, compare=False)
    dec_deg: float | None = field(default=None, compare=False)
    reading: str = field(default="", compare=False)
    """How the text was understood, in English."""
    canonical: str = field(default="", compare=False)
    """The object's usual name, when a resolver gave one."""

    @property
    def known(self) -> bool:
        return self.ra_deg is not None and self.dec_deg is not None

    @property
    def position(self) -> tuple[float, float]:
        """Right ascension and declination, degrees, ICRS; only a `known` place has them."""
        if self.ra_deg is None or self.dec_deg is None:
            raise ValueError(f"{self.text!r} has no position yet; resolve it first")
        return self.ra_deg, self.dec_deg

    @property
    def search_pos(self) -> str:
        """The archive's spelling of a searched position: right ascension and declination in degrees."""
        return f"{self.ra_deg} {self.dec_deg}"

    @property
    def title(self) -> str:
        return self.canonical or self.text


@dataclass(frozen=True, slots=True)
class SortKey:
    """A column to sort by."""

    column: str
    descending: bool = False

    def __str__(self) -> str:
        return f"-{self.column}" if self.descending else self.column


@dataclass(frozen=True, slots=True)
class Query:
    """A search of one mission.

    Parameters
    ----------
    places : positions to search around; a row near any of them is found, once for each.
    radius_arcmin : around each place; None for the mission's own default.
    equinox : of coordinates typed without one.
    resolver : who turns names into positions.
    region : on the sky, which rows' outlines touch or cover, or their centres are in.
    criteria : joined by "and".
    columns : names to give back; empty for the mission's usual ones.
    sort : keys in turn; empty for the usual order (nearest first, then the mission's).
    rows : rows on a page; offset : rows before the page; after, before : cursors that replace the offset.
    limit : rows to give back in all; None for every one.
    format : word of an output format; empty for a page.
    coordinates : how pages write positions.
    notes : what the reader of the parameters wants said.
    """

    mission: Mission = field(repr=False)
    places: tuple[Place, ...] = ()
    radius_arcmin: float | None = None
    equinox: str = "J2000"
    resolver: str = "any"
    region: Region | None = None
    criteria: tuple[Criterion, ...] = ()
    columns: tuple[str, ...] = ()
    sort: tuple[SortKey, ...] = ()
    rows: int = DEFAULT_ROWS
    offset: int = 0
    after: str = ""
    before: str = ""
    limit: int | None = None
    format: str = ""
    coordinates: str = "sex"
    notes: tuple[str, ...] = field(default=(), compare=False)

    @property
    def radius(self) -> float:
        """Radius that is searched, arcminutes."""
        return self.mission.default_radius_arcmin if self.radius_arcmin is None else self.radius_arcmin

    @property
    def column_names(self) -> tuple[str, ...]:
        """Names of the columns given back, in order.

        The usual ones leave out what only a search around a position has, when there is no position.
        """
        names = self.columns or self.mission.default_columns
        return tuple(name for name in names if self.places or self.columns or name not in SEPARATIONS)

    @property
    def output(self) -> tuple[Column, ...]:
        return tuple(self.mission.column(name) for name in self.column_names)

    @property
    def page(self) -> int:
        return self.offset // self.rows + 1

    def with_page(self, page: int) -> Query:
        return replace(self, offset=(page - 1) * self.rows, after="", before="")

    def without_paging(self) -> Query:
        return replace(self, offset=0, after="", before="")

    def params(self) -> list[tuple[str, str]]:
        """The canonical address parameters; `parse` of them gives this query again."""
        pairs: list[tuple[str, str]] = []
        if self.places:
            pairs.append(("target", "; ".join(place.text for place in self.places)))
        if self.radius_arcmin is not None:
            pairs.append(("radius", plain(self.radius_arcmin)))
        if self.equinox != "J2000":
            pairs.append(("equinox", self.equinox))
        if self.resolver != "any":
            pairs.append(("resolver", self.resolver))
        if self.region is not None:
            pairs += [("region", self.region.text), ("region_is", self.region.relation)]
        for criterion in self.criteria:
            pairs.append((criterion.column, spell(self.mission.column(criterion.column), criterion)))
        if self.columns:
            pairs.append(("columns", ",".join(self.columns)))
        if self.sort:
            pairs.append(("sort", ",".join(map(str, self.sort))))
        if self.limit is not None:
            pairs.append(("limit", str(self.limit)))
        if self.rows != DEFAULT_ROWS:
            pairs.append(("rows", str(self.rows)))
        if self.offset:
            on_page = self.offset % self.rows == 0
            pairs.append(("page", str(self.page)) if on_page else ("offset", str(self.offset)))
        pairs += [(name, value) for name, value in (("after", self.after), ("before", self.before)) if value]
        if self.coordinates != "sex":
            pairs.append(("coordformat", self.coordinates))
        if self.format:
            pairs.append(("format", self.format))
        return pairs

    def clauses(self) -> list[str]:
        """Each condition in English: the places first, then the region, then every criterion."""
        said = [self.around()] if self.places else []
        said += [self.region.describe()] if self.region else []
        return said + [describe(self.mission.column(c.column), c) for c in self.criteria]

    def around(self) -> str:
        """The places in English: ``within 5 arcmin of M 31``."""
        names = [place.title for place in self.places]
        listed = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"
        if len(names) > 6:
            listed = f"{', '.join(names[:5])} or {len(names) - 5} more places"
        return f"within {radius_text(self.radius)} of {listed}"

    def describe(self) -> str:
        """The whole search in one English sentence."""
        sentence = f"{self.mission.adjective} {self.mission.rows_are}"
        if not self.places and not self.criteria and not self.region:
            sentence = f"All {sentence}"
        if self.places:
            sentence += f" {self.around()}"
        if clauses := self.clauses()[bool(self.places) :]:
            sentence += f" where {' and '.join(clauses)}"
        if self.sort:
            keys = [f"{self.mission.column(key.column).label}{', descending' * key.descending}" for key in self.sort]
            sentence += f", sorted by {', then '.join(keys)}"
        if self.limit is not None:
            sentence += f", at most {self.limit:,} rows"
        return f"{sentence}."

    def without(self, clause: int) -> Query:
        """The query without one of its `clauses`, counted as they are."""
        if self.places:
            if clause == 0:
                return replace(self.without_paging(), places=(), radius_arcmin=None)
            clause -= 1
        if self.region:
            if clause == 0:
                return replace(self.without_paging(), region=None)
            clause -= 1
        kept = self.criteria[:clause] + self.criteria[clause + 1 :]
        return replace(self.without_paging(), criteria=kept)

    def only(self, clauses: int) -> Query:
        """The query with its first `clauses` conditions."""
        query = self.without_paging()
        if self.places:
            if clauses == 0:
                return replace(query, places=(), radius_arcmin=None, region=None, criteria=())
            clauses -= 1
        if self.region:
            if clauses == 0:
                return replace(query, region=None, criteria=())
            clauses -= 1
        return replace(query, criteria=self.criteria[:clauses])


def plain(number: float) -> str:
    """A number as a person writes it, with every digit it needs: 5 and not 5.0."""
    return str(int(number)) if float(number).is_integer() and abs(number) < 1e15 else repr(float(number))


def radius_text(radius_arcmin: float) -> str:
    """A radius in the unit that people say it in, where that is short: 30 arcsec, 5 arcmin, 500 arcmin, 2 deg."""
    if radius_arcmin >= 120:
        value, unit = radius_arcmin / 60, "deg"
    else:
        value, unit = (radius_arcmin * 60, "arcsec") if 0 < radius_arcmin < 1 else (radius_arcmin, "arcmin")
    shown = plain(round(value, 9))
    return f"{shown} {unit}" if len(shown) <= 6 else f"{plain(radius_arcmin)} arcmin"


def unplaced(places: Iterable[Place]) -> list[Place]:
    """The places that still need a resolver."""
    return [place for place in places if not place.known]
