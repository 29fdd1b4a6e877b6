"""Worked searches of a mission, made from its declaration: its own first, then one for each thing that can be typed.

To add one more lesson: a function that makes its box and text from the columns, a line in `LESSONS`, and in `shown_by`
how a search is known to show it already.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from urllib.parse import parse_qsl

from mastsite.resolver.lookup import resolve
from mastsite.search.criteria import spell
from mastsite.search.declare import Column, Mission
from mastsite.search.moments import Moment
from mastsite.search.params import parse
from mastsite.search.query import Place, Query
from mastsite.search.terms import Between, Compare, Equals, IsNull, Like, Term
from mastsite.search.units import Number

DECLARED = 3
MOST = 7
"""On a page."""
BEST = 10
"""Rows of the search that sorts."""
LONG = ("s", "min", "h", "d", "yr")

Asked = tuple[str, str, list[tuple[str, str]]]
"""Heading, what to learn from it, address parameters."""


@dataclass(frozen=True, slots=True)
class Example:
    """One worked search."""

    heading: str
    query: Query
    note: str = ""

    @property
    def typed(self) -> list[tuple[str, str]]:
        """What goes into which box: label and text, as the form has them."""
        query, mission = self.query, self.query.mission
        found = [("Target", "; ".join(place.text for place in query.places))] if query.places else []
        found += [("Radius", text) for name, text in query.params() if name == "radius"]
        for criterion in query.criteria:
            column = mission.column(criterion.column)
            found.append((column.label, spell(column, criterion)))
        for key in query.sort:
            found.append(("Sort by", mission.column(key.column).label + ", descending" * key.descending))
        return found + ([("Most rows", f"{query.limit:,}")] if query.limit is not None else [])


@cache
def examples(mission: Mission) -> tuple[Example, ...]:
    """Every search that the mission's columns allow, in the order in which they are worth showing; a page has `MOST`."""
    found = [Example(sentence, _read(mission, parse_qsl(address))) for address, sentence in _declared(mission)]
    taught = {what for example in found for what in shown_by(example.query)}
    for what, make in LESSONS.items():
        asked = None if what in taught else make(mission)
        if asked is not None:
            heading, note, pairs = asked
            found.append(Example(heading, _read(mission, pairs), note))
    return tuple(found)


def _declared(mission: Mission) -> list[tuple[str, str]]:
    """The mission's own first examples, one around a place among them where it has such."""
    first = list(mission.examples[:DECLARED])
    around = [item for item in mission.examples if "target" in dict(parse_qsl(item[0]))]
    if around and around[0] not in first:
        first[-1] = around[0]
    return first


def _read(mission: Mission, pairs: list[tuple[str, str]]) -> Query:
    query = parse(mission, pairs)
    return replace(query, places=tuple(_placed(place) for place in query.places))


def _placed(place: Place) -> Place:
    """With the position from the bundled catalogues, where they know the name: a tutorial asks nobody outside."""
    answer = None if place.known else resolve(place.text, resolver="bundled").answer
    if answer is None:
        return place
    reading = f"{answer.canonical}, from {answer.source}"
    return replace(place, ra_deg=answer.ra_deg, dec_deg=answer.dec_deg, reading=reading, canonical=answer.canonical)


def shown_by(query: Query) -> Iterator[str]:
    """The lessons that a search shows."""
    if query.sort:
        yield "order"
    for criterion in query.criteria:
        if sum(not term.negated for term in criterion.terms) > 1:
            yield "several"
        if query.mission.column(criterion.column).is_angle:
            yield "region"
        yield from filter(None, map(_shown_by_term, criterion.terms))


def _shown_by_term(term: Term) -> str:
    match term.test:
        case IsNull():
            return "empty"
        case Equals(value=Moment()) | Compare(value=Moment()) | Between(low=Moment()):
            return "date"
        case Compare(value=Number()) | Between(low=Number()):
            return "range"
        case Like():
            return "part"
        case _:
            return "not" if term.negated else ""


def boxes(mission: Mission) -> list[Column]:
    """The columns that have a box on the form."""
    return [column for column in mission.stored_columns if column.queryable and column.group]


def _first(columns: list[Column], *wanted: Callable[[Column], bool]) -> Column | None:
    """The first column that any of the wishes fits, the earlier wish first."""
    return next((column for wish in wanted for column in columns if wish(column)), None)


def _several(mission: Mission) -> Asked | None:
    columns = boxes(mission)
    listed = _first(columns, lambda item: item.is_text and "," in item.example and "!" not in item.example)
    column = listed or _first(columns, lambda item: len(item.choices) > 1)
    if column is None:
        return None
    text = column.example if listed else ", ".join(choice.value for choice in column.choices[:2])
    return f"{column.label}: one or another", "A comma means “or”.", [(column.name, text)]


def _range(mission: Mission) -> Asked | None:
    numbers = [item for item in boxes(mission) if item.is_number and not item.is_angle]
    numbers = [item for item in numbers if ".." in item.example or item.example[:1] in ("<", ">")]
    column = _first(
        numbers,
        lambda item: item.kind == "float" and item.default_output,
        lambda item: item.kind == "float",  # whole numbers are often codes, which nobody asks in ranges
        lambda item: True,
    )
    if column is None:
        return None
    dots = ".." in column.example
    note = "Two points make a range, and both ends belong to it." if dots else "<, <=, > and >= compare."
    return f"{column.label}: {'a range' if dots else 'more or less than'}", note, [(column.name, column.example)]


def _date(mission: Mission) -> Asked | None:
    dates = [item for item in boxes(mission) if item.kind == "datetime"]
    column = _first(dates, lambda item: bool(item.example))
    if column is None:
        return None
    note = "A year or a month stands for all of it. Times are UTC."
    return f"{column.label}: a date", note, [(column.name, column.example)]


def _not(mission: Mission) -> Asked | None:
    texts = [item for item in boxes(mission) if item.kind == "text"]
    column = _first(
        texts, lambda item: len(item.choices) > 1, lambda item: bool(item.example) and item.example[0] != "!"
    )
    if column is None:
        return None
    value = column.choices[0].value if column.choices else column.example.split(",")[0].strip()
    what = "all but some" if "*" in value else "all but one"
    return f"{column.label}: {what}", "An exclamation mark means “not”.", [(column.name, f"!{value.lstrip('!')}")]


def _order(mission: Mission) -> Asked | None:
    amounts = [item for item in boxes(mission) if item.kind in ("float", "integer") and item.name != mission.id_column]
    column = _first(
        amounts,
        lambda item: item.unit in LONG and item.default_output,
        lambda item: item.unit in LONG,
        lambda item: item.kind == "float" and item.default_output,
        lambda item: item.kind == "float",
        lambda item: not item.choices,
    )
    if column is None:
        dates = [item for item in boxes(mission) if item.kind == "datetime"]
        column = next(iter(dates), mission.column(mission.id_column))
    what = _most(column)
    note = "A minus before the column sorts downwards; on the form it is a tick under the sort key."
    return (
        f"{column.label}: the ten {what}",
        note,
        [(column.name, "!null"), ("sort", f"-{column.name}"), ("limit", str(BEST))],
    )


def _most(column: Column) -> str:
    if column.kind == "datetime":
        return "latest"
    if column.is_text:
        return "last in the alphabet"
    return "longest" if column.unit in LONG else "largest"


def _empty(mission: Mission) -> Asked | None:
    columns = [item for item in boxes(mission) if item.name != mission.id_column]
    column = _first(
        columns[::-1],
        lambda item: item.default_output and item.example.endswith("null"),
        lambda item: item.default_output and not item.choices,
        lambda item: not item.choices,
    )
    if column is None:
        return None
    note = "null finds rows without a value, and !null those with one."
    return f"{column.label}: only where there is a value", note, [(column.name, "!null")]


def _part(mission: Mission) -> Asked | None:
    texts = [item for item in boxes(mission) if item.is_text and item.example and item.example[0].isalnum()]
    column = _first(
        texts,
        lambda item: "*" in item.example and "," not in item.example,
        lambda item: item.name == mission.id_column,
        lambda item: not item.choices,
    )
    if column is None:
        return None
    text = column.example if "*" in column.example else f"{column.example.split()[0][:3]}*"
    return f"{column.label}: how it begins", "A star stands for any characters.", [(column.name, text)]


def _region(mission: Mission) -> Asked | None:
    columns = [mission.column(name) for name in (mission.ra_column, mission.dec_column) if name]
    asked = [(item.name, item.example) for item in columns if item.queryable and item.example]
    if not asked:
        return None
    note = "Right ascension and declination are columns too, in degrees; ranges of both make a box on the sky."
    return "A box on the sky", note, asked


LESSONS: dict[str, Callable[[Mission], Asked | None]] = {
    "several": _several,
    "range": _range,
    "date": _date,
    "not": _not,
    "order": _order,
    "empty": _empty,
    "part": _part,
    "region": _region,
}
"""What can be learned, in the order in which it is taught."""
