"""What is asked beside the list itself: the mission, the search around each target, and how the list is read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from mastsite.lists import READ_AS, Choice, ChoiceError, Listing, choose, read
from mastsite.lists.delimited import DELIMITERS
from mastsite.resolver import CHOICES, known_choice
from mastsite.search.declare import SEARCH_POSITION, Mission
from mastsite.search.params import Fault, QueryError, parse
from mastsite.search.query import Query
from mastsite.search.registry import get_mission

Pairs = Sequence[tuple[str, str]]

OWN = ("read_as", "target_column", "ra_column", "dec_column", "header", "delimiter", "each")
"""Parameters of lists alone; all others are of the search."""
CONTENT = ("list", "file")
EACH, MOST_EACH = 1_000, 10_000
"""Rows kept of one target where nothing is said, and at most; all are counted."""
NOT_OF_LISTS = ("target", "ra", "dec", "page", "offset", "after", "before", "limit", "max_records", "sort")
_HEADER = {"": None, "auto": None, "yes": True, "no": False}
_WORDS = {"tab": "\t", "comma": ",", "semicolon": ";", "bar": "|", "none": ""}
_ANYWHERE = ("target", "0 +0")


@dataclass(frozen=True, slots=True)
class Wishes:
    """
    Parameters
    ----------
    pairs : parameters of the search, as given.
    own : parameters of `OWN`, as given.
    query : the search, without places.
    """

    mission: Mission = field(repr=False)
    pairs: tuple[tuple[str, str], ...] = ()
    own: tuple[tuple[str, str], ...] = ()
    query: Query = field(default=None, compare=False, repr=False)  # type: ignore[assignment]  # made by `wishes_of`

    def said(self, name: str) -> str:
        return dict(self.own).get(name, "")

    @property
    def each(self) -> int:
        return int(self.said("each") or EACH)

    @property
    def read_as(self) -> str:
        return self.said("read_as") or "auto"

    @property
    def columns(self) -> tuple[str, ...]:
        """The archive's columns in the table."""
        return tuple(name for name in self.query.column_names if name != SEARCH_POSITION)

    def listing(self, data: bytes) -> Listing:
        """The list, as it is wished to be read.

        Raises
        ------
        mastsite.lists.ListError
        """
        word = self.said("delimiter")
        return read(data, header=_HEADER[self.said("header")], delimiter=_WORDS.get(word, word) if word else None)

    def choice(self, listing: Listing) -> Choice:
        """Its columns that say where.

        Raises
        ------
        QueryError
        """
        try:
            return choose(listing, *(self.said(name) for name in OWN[1:4]))
        except ChoiceError as error:
            raise QueryError([Fault("target_column", self.said("target_column"), str(error))]) from error

    def plain(self) -> dict[str, Any]:
        """Plain values, for a job; `again` makes the wishes of them."""
        return {"mission": self.mission.slug, "search": [list(pair) for pair in self.pairs], "own": dict(self.own)}


def again(values: dict[str, Any]) -> Wishes:
    """The wishes of `plain`.

    Raises
    ------
    QueryError, UnknownMission : a column or mission is gone meanwhile.
    """
    pairs = [*((name, value) for name, value in values["search"]), *values["own"].items()]
    return wishes_of(get_mission(values["mission"]), pairs)


def wishes_of(mission: Mission, pairs: Iterable[tuple[str, str]]) -> Wishes:
    """Read the parameters.

    Raises
    ------
    QueryError : with a fault for each that cannot be read.
    """
    faults: list[Fault] = []
    own: dict[str, str] = {}
    search: list[tuple[str, str]] = []
    for name, value in pairs:
        if name in OWN:
            text = value if name == "delimiter" and value in DELIMITERS else value.strip()
            if name in own and text and own[name] != text:
                faults.append(Fault(name, text[:60], f"{name} was given twice, and differently. Give it once."))
            elif text:
                own[name] = text
        elif name in NOT_OF_LISTS and value.strip():
            said = f"{name} is no parameter of a list: its lines say where, and rows stand in their order, nearest first. Leave it out."
            faults.append(Fault(name, value[:60], said))
        elif name not in CONTENT and value.strip():
            search.append((name, value))
    faults += _wrong(own)
    try:
        query = _query(mission, search)
    except QueryError as error:
        raise QueryError([*faults, *error.faults]) from error
    resolver = query.resolver
    if known_choice(resolver) is None:
        words = ", ".join(label for _value, label in CHOICES)
        faults.append(Fault("resolver", resolver, f"There is no resolver “{resolver[:40]}”. Choose one of {words}."))
    if faults:
        raise QueryError(faults)
    return Wishes(mission, tuple(search), tuple(own.items()), query)


def _query(mission: Mission, search: Pairs) -> Query:
    """The search around each target: read with a place, without which radius and equinox would mean nothing."""
    if not mission.has_position:
        return parse(mission, search)
    found = parse(mission, [*search, _ANYWHERE])
    # The columns that are usual around a place, said by name.
    return replace(found, places=(), columns=found.columns or found.column_names)


def _wrong(own: dict[str, str]) -> list[Fault]:
    faults = []
    menus = {"read_as": tuple(READ_AS), "header": tuple(filter(None, _HEADER)), "delimiter": (*_WORDS, *DELIMITERS)}
    for name, words in menus.items():
        if own.get(name, words[0]) not in words:
            shown = ", ".join(word for word in words if word.isalpha())
            faults.append(Fault(name, own[name][:60], f"{name} was read as “{own[name][:40]}”. Choose {shown}."))
    each = own.get("each", str(EACH))
    if not (each.isascii() and each.isdigit() and 1 <= int(each[:9]) <= MOST_EACH):
        said = f"each was read as “{each[:40]}”, which is no whole number from 1 to {MOST_EACH:,}. Type one, such as {EACH}."
        faults.append(Fault("each", each[:60], said))
    return faults
