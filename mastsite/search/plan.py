"""A query made ready for the ORM: its conditions, its sort keys down to a unique one, and how fetched rows are read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from operator import itemgetter
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Q, QuerySet

from mastsite.search import sky
from mastsite.search.conditions import all_of, to_q
from mastsite.search.declare import EDGE_SEPARATION, SEARCH_POSITION, SEPARATION, Column, Outline
from mastsite.search.edges import edge_separation
from mastsite.search.fields import ChordSquared, Cone, OnlyPlace
from mastsite.search.footprints import within
from mastsite.search.models import Holding
from mastsite.search.paging import Key
from mastsite.search.pinning import is_pinned, unserved, unserved_order
from mastsite.search.query import Place, Query, unplaced
from mastsite.search.result import Cell, Row
from mastsite.search.tables import CELL, ROW_ID, holding_of, model_for
from mastsite.search.target_list import near, target_list

PLACE, CHORD = "place_number", "chord_squared"
"""What a search around places adds to a row: which place it is near, and how near."""


class Unresolved(LookupError):
    """A query still has names in it that no resolver has turned into positions."""


@dataclass(frozen=True)  # without slots, so that what is asked for again is worked out once
class Plan:
    """A query made ready: its rows in no order, the sort keys, and how a fetched row is read.

    Around places, a row is among `objects` once for each place it is near, with the number of the place and its distance.
    """

    query: Query
    holding: Holding
    keys: tuple[Key, ...]
    notes: tuple[str, ...] = ()
    """What the reader must know of how the rows were found."""
    pinned: bool = False
    """Whether nothing but the cells of the one place is to be used: see `pinning`."""
    chosen: QuerySet[Any] | None = None
    """The rows, where more than conditions on columns and one cone choose them."""

    @property
    def alias(self) -> str:
        """The database that the holding was read from, and its rows are."""
        return self.holding._state.db or DEFAULT_DB_ALIAS

    @property
    def objects(self) -> QuerySet[Any]:
        """The rows, in no order."""
        if self.chosen is not None:
            return self.chosen
        everything = table_rows(self.query.mission.slug, self.holding.table, self.alias)
        return found(everything, self.asked, self.cone, pinned=self.pinned)

    @cached_property
    def asked(self) -> Q | None:
        """The query's conditions on columns; None where it has none."""
        column = self.query.mission.column
        criteria = [to_q(column(item.column), item) for item in self.query.criteria]
        return all_of(criteria) if criteria else None

    @cached_property
    def cone(self) -> Cone | None:
        """Around the one place that the query has; None where it has none or several."""
        places = self.query.places
        return Cone(*places[0].position, self.query.radius) if len(places) == 1 else None

    @cached_property
    def selected(self) -> tuple[str, ...]:
        """Names fetched: stored output columns first, then sort keys and what computed columns need."""
        stored = [column.name for column in self.query.output if column.stored]
        needed = [PLACE, CHORD] if self.query.places else []
        outline = self.query.mission.outline
        if needed and outline and outline.column and EDGE_SEPARATION in self.query.column_names:
            needed.append(outline.column)
        return tuple(dict.fromkeys([*stored, *(key.name for key in self.keys), *needed]))

    def rows(self, beyond: Q | None = None, *, backwards: bool = False) -> QuerySet[Any]:
        """The fetchable rows, in order; `beyond` limits them to one side of a cursor."""
        return in_order(self.objects, self.keys, beyond, backwards=backwards, pinned=self.pinned).values_list(
            *self.selected
        )

    def reader(self) -> Callable[[Sequence[Any]], Row]:
        """A function from a fetched tuple to a row of output cells."""
        at = {name: index for index, name in enumerate(self.selected)}
        output, places = self.query.output, self.query.places
        outline = self.query.mission.outline
        computed = [
            (index, _cell(column, at, places, outline)) for index, column in enumerate(output) if not column.stored
        ]
        stored = len(output) - len(computed)
        if len(set(output)) < len(output):  # what is asked for twice is fetched once
            cells = [_cell(column, at, places, outline) for column in output]
            return lambda row: tuple(cell(row) for cell in cells)
        if not computed:
            return tuple if stored == len(self.selected) else itemgetter(slice(stored))
        if len(computed) == 1:
            ((index, cell),) = computed
            return lambda row: (*row[:index], cell(row), *row[index:stored])

        def read(row: Sequence[Any]) -> Row:
            cells = list(row[:stored])
            for index, cell in computed:
                cells.insert(index, cell(row))
            return tuple(cells)

        return read

    def key_values(self, row: Sequence[Any]) -> tuple[Any, ...]:
        at = {name: index for index, name in enumerate(self.selected)}
        return tuple(row[at[key.name]] for key in self.keys)


def _cell(
    column: Column, at: dict[str, int], places: tuple[Place, ...], outline: Outline | None
) -> Callable[[Sequence[Any]], Cell]:
    """A function that reads one output cell off a fetched tuple, or works it out."""
    if column.stored:
        return itemgetter(at[column.name])
    if column.name == SEPARATION and places:
        return lambda row: round(sky.separation_arcmin(row[at[CHORD]]), 6)
    if column.name == EDGE_SEPARATION and places and outline:
        edge = edge_separation(outline, [place.position for place in places])
        place, drawn = at[PLACE], at[outline.column] if outline.column else at[CHORD]
        return lambda row: edge(row[place], row[drawn])
    if column.name == SEARCH_POSITION and places:
        return lambda row: places[row[at[PLACE]]].search_pos
    return lambda row: None


def plan_of(query: Query) -> Plan:
    """Make a query ready for the database.

    Raises
    ------
    NotLoaded, Unresolved
    """
    if names := unplaced(query.places):
        raise Unresolved(f"{names[0].text!r} has no position yet")
    holding = holding_of(query.mission)
    plan = Plan(query, holding, _keys(query, holding), pinned=is_pinned(query, holding))
    if not query.region and len(query.places) < 2:
        return plan
    notes: tuple[str, ...] = ()
    objects = table_rows(query.mission.slug, holding.table, plan.alias)
    if query.region:
        objects, chosen = within(objects, query.mission, holding, query.region)
        notes = chosen.notes
    objects = found(objects, plan.asked, plan.cone, pinned=False)
    if len(query.places) > 1:
        targets = target_list([place.position for place in query.places], query.radius)
        objects = near(objects, targets, place=PLACE, chord=CHORD)
    return replace(plan, notes=notes, chosen=objects)


def table_rows(slug: str, table: str, using: str | None) -> QuerySet[Any]:
    """All rows of a mission's table."""
    return model_for(slug, table)._default_manager.using(using)


def found(objects: QuerySet[Any], asked: Q | None, cone: Cone | None, *, pinned: bool) -> QuerySet[Any]:
    """The rows that meet conditions and are in a cone, with the number of its place and the distance beside them."""
    if asked is not None:
        objects = objects.filter(unserved(asked) if pinned else asked)
    if cone is None:
        return objects
    inside = objects.filter((f"{CELL}__incone", cone))
    placed: QuerySet[Any] = inside.annotate(**{PLACE: OnlyPlace(), CHORD: ChordSquared(cone)})
    return placed


def in_order(
    objects: QuerySet[Any], keys: Sequence[Key], beyond: Q | None, *, backwards: bool, pinned: bool
) -> QuerySet[Any]:
    """Rows in the order of the keys, or those on one side of a cursor."""
    order = [key.order(backwards=backwards) for key in keys]
    if pinned and keys and (first := keys[0].name) != CHORD:
        order[0] = unserved_order(order[0], first)
    if beyond is not None:
        objects = objects.filter(unserved(beyond) if pinned else beyond)
    return objects.order_by(*order)


_HOLDS: dict[str, type] = {"integer": int, "float": float, "ra": float, "dec": float, "boolean": bool}
"""What the rows hold of each kind of column; the others are text."""


def _key(query: Query, name: str, nulls: Mapping[str, int] | None, *, descending: bool) -> Key:
    holds = _HOLDS.get(query.mission.column(name).kind, str)
    return Key(name, descending, nullable=nulls is None or bool(nulls.get(name)), holds=holds)


def _keys(query: Query, holding: Holding) -> tuple[Key, ...]:
    """Sort keys down to a unique one: the asked ones or the usual ones, the place, the row number."""
    nulls = holding.report.get("nulls")  # of the columns that have any
    keys: list[Key] = []
    several = [Key(PLACE, nullable=False)] if len(query.places) > 1 else []
    nearest = [Key(CHORD, nullable=False, holds=float)] if query.places else []
    if query.sort:
        for key in query.sort:
            if key.column == SEPARATION:
                keys += [replace(nearest[0], descending=key.descending)] if nearest else []
            else:
                keys.append(_key(query, key.column, nulls, descending=key.descending))
        keys += several
    else:
        keys += several + nearest
        for word in query.mission.default_sort:
            name = word.lstrip("-")
            keys.append(_key(query, name, nulls, descending=word.startswith("-")))
    return tuple({key.name: key for key in reversed([*keys, Key(ROW_ID, nullable=False)])}.values())[::-1]
