"""What can be typed into boxes, for the forms and the help page. The whole grammar is in ``docs/operators.md``.

To add one more line: an `Operator` below; a test types every one of its spellings into a column of its kind, and its
examples into the forms of all missions.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from urllib.parse import quote, urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mastsite.freshness import keepable
from mastsite.pages import operator_examples as examples
from mastsite.pages.asking import address
from mastsite.pages.typed import OF_THE_SITE
from mastsite.search.declare import Column, Kind, Mission
from mastsite.search.registry import missions


@dataclass(frozen=True, slots=True)
class Operator:
    """Spellings with signs and in words, what they mean, a kind of column that takes them.

    `examples` say what to type into a column's box to try it, the best first; the first that any column of a mission
    has is shown.
    """

    signs: tuple[str, ...]
    words: tuple[str, ...]
    meaning: str
    kind: Kind
    examples: tuple[Callable[[Column], str], ...]


@dataclass(frozen=True, slots=True)
class Live:
    """An operator with an example for one mission: the box, what to type, and the form filled with it.

    All empty where no box of the mission takes it.
    """

    operator: Operator
    label: str = ""
    name: str = ""
    text: str = ""
    address: str = ""


OPERATORS = (
    Operator(
        ("2..5",),
        ("2 to 5", "between 2 and 5"),
        "From 2 to 5, both included; of numbers or dates",
        "float",
        (examples.declared_range, examples.range_from_bound, examples.range_of_dates, examples.range_from_number),
    ),
    Operator(
        ("< 5", "<= 5", "..5"),
        ("less than 5", "at most 5"),
        "Below 5; with the equals sign or points, 5 too",
        "float",
        (examples.declared_less, examples.less_than_bound, examples.less),
    ),
    Operator(
        ("> 5", ">= 5", "5.."),
        ("more than 5", "at least 5"),
        "Above 5; with the equals sign or points, 5 too",
        "float",
        (examples.declared_more, examples.more_than_bound, examples.more),
    ),
    Operator(
        ("STIS, ACS", "STIS | ACS"),
        (),
        "Either; as many as you like",
        "text",
        (examples.words_or, examples.choices_or),
    ),
    Operator(
        ("2, 5, 8..9",),
        ("2 or 5",),
        "Either, of numbers and ranges too",
        "float",
        (examples.numbers_or, examples.codes_or, examples.outside, examples.number_or),
    ),
    Operator(
        ("!STIS", "!= STIS"),
        ("not STIS",),
        "Everything else, rows without a value included",
        "text",
        (examples.not_choice, examples.not_word),
    ),
    Operator(
        ("NGC224*", "*224%"),
        (),
        "* and % stand for any characters or none",
        "text",
        (examples.declared_part, examples.beginning),
    ),
    Operator(
        ('"a, b"', "=a*"),
        (),
        "This very text: inside quotation marks nothing is an operator",
        "text",
        (examples.quoted_phrase, examples.quoted_word),
    ),
    Operator(
        ("null",),
        ("empty", "is null"),
        "The archive holds no value",
        "text",
        (examples.declared_null, examples.null_amount, examples.null),
    ),
    Operator(
        ("!null", "*"),
        ("not empty", "is not null"),
        "The archive holds some value",
        "text",
        (examples.declared_value, examples.value),
    ),
    Operator(
        ("450 nm", "> 5 min"),
        (),
        "A unit of your own; it is converted, and the page says both",
        "float",
        (examples.other_unit,),
    ),
    Operator(
        ("2012", "2012-05", "2012-05-03"),
        ("May 2012", "3 May 2012"),
        "Any time in that year, month or day (UTC)",
        "datetime",
        (examples.date_part,),
    ),
    Operator(
        ("> 2012", "2010..2012"),
        ("after 2012", "before 2012-05"),
        "Dates are compared as whole years, months or days",
        "datetime",
        (examples.date_order,),
    ),
    Operator(
        ("MJD 56050", "2012-124"),
        (),
        "Modified Julian date, day of the year",
        "datetime",
        (examples.modified_julian,),
    ),
)

POSITIONS = (
    (("10.6847 41.2690", "10.6847, +41.2690", "10.6847d 41.2690d"), "Decimal degrees"),
    (
        ("00 42 44.35 +41 16 08.6", "00:42:44.35 +41:16:08.6", "00h42m44.35s +41d16m08.6s"),
        "Hours, minutes, seconds; degrees, minutes, seconds",
    ),
    (("0.7123h +41.2690",), "Decimal hours"),
    (("J004244.35+411608.6", "2MASS J05352184-0546085"), "Names made of coordinates"),
    (("gal 121.1743 -21.5733",), "Galactic"),
    (("B1950 00 40 00.1 +40 59 42",), "An older equinox, also by the Equinox box"),
)
"""Spellings of one position, and what they are."""

RADII = (
    (("3", "3'", "3 arcmin"), "Arcminutes, also when no unit is typed"),
    (('30"', "30 arcsec"), "Arcseconds"),
    (("0.5d", "0.5 deg"), "Degrees, up to 180"),
    (("5'30\"",), "Arcminutes and arcseconds"),
)


@cache
def live(mission: Mission) -> tuple[Live, ...]:
    """Every operator with its example on the form of a mission."""
    boxes = [column for column in mission.stored_columns if column.group and column.queryable]
    boxes = [column for column in boxes if column.name not in OF_THE_SITE]
    # Columns that most tables show before the others, and the row's own name last: few would ask all but one of it.
    boxes.sort(key=lambda column: (column.name == mission.id_column, not column.default_output))
    return tuple(_live(mission, boxes, operator) for operator in OPERATORS)


def _live(mission: Mission, boxes: list[Column], operator: Operator) -> Live:
    for example in operator.examples:
        for column in boxes:
            text = example(column)
            if text:
                return Live(operator, column.label, column.name, text, filled(mission, column.name, text))
    return Live(operator)


def filled(mission: Mission, name: str, text: str) -> str:
    """The form with one box filled, and the reader taken to it."""
    return f"{address(mission, '')}?{urlencode({name: text}, quote_via=quote)}#f-{name}"


@require_safe
def operators_page(request: HttpRequest) -> HttpResponse:
    """Everything that boxes take: conditions, positions, radii; with examples for the first mission that ships rows."""
    first = min(missions().values(), key=lambda mission: bool(mission.no_rows_because))
    context = {
        "mission_shown": first,
        "others": [mission for mission in missions().values() if mission is not first],
        "operators": live(first),
        "positions": POSITIONS,
        "radii": RADII,
    }
    return keepable(render(request, "pages/operators.html", context))
