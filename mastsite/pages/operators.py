"""What can be typed into boxes, for the forms and the help page. The whole grammar is in ``docs/operators.md``.

To add one more line: an `Operator` below; a test types every one of its spellings into a column of its kind.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mastsite.freshness import keepable
from mastsite.search.declare import Kind


@dataclass(frozen=True, slots=True)
class Operator:
    """Spellings with signs and in words, what they mean, and a kind of column that takes them."""

    signs: tuple[str, ...]
    words: tuple[str, ...]
    meaning: str
    kind: Kind


OPERATORS = (
    Operator(("2..5",), ("2 to 5", "between 2 and 5"), "From 2 to 5, both included; of numbers or dates", "float"),
    Operator(
        ("< 5", "<= 5", "..5"), ("less than 5", "at most 5"), "Below 5; with the equals sign or points, 5 too", "float"
    ),
    Operator(
        ("> 5", ">= 5", "5.."), ("more than 5", "at least 5"), "Above 5; with the equals sign or points, 5 too", "float"
    ),
    Operator(("STIS, ACS", "STIS | ACS"), (), "Either; as many as you like", "text"),
    Operator(("2, 5, 8..9",), ("2 or 5",), "Either, of numbers and ranges too", "float"),
    Operator(("!STIS", "!= STIS"), ("not STIS",), "Everything else, rows without a value included", "text"),
    Operator(("NGC224*", "*224%"), (), "* and % stand for any characters or none", "text"),
    Operator(('"a, b"', "=a*"), (), "This very text: inside quotation marks nothing is an operator", "text"),
    Operator(("null",), ("empty", "is null"), "The archive holds no value", "text"),
    Operator(("!null", "*"), ("not empty", "is not null"), "The archive holds some value", "text"),
    Operator(("450 nm", "> 5 min"), (), "A unit of your own; it is converted, and the page says both", "float"),
    Operator(
        ("2012", "2012-05", "2012-05-03"),
        ("May 2012", "3 May 2012"),
        "Any time in that year, month or day (UTC)",
        "datetime",
    ),
    Operator(
        ("> 2012", "2010..2012"),
        ("after 2012", "before 2012-05"),
        "Dates are compared as whole years, months or days",
        "datetime",
    ),
    Operator(("MJD 56050", "2012-124"), (), "Modified Julian date, day of the year", "datetime"),
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


@require_safe
def operators_page(request: HttpRequest) -> HttpResponse:
    """Everything that boxes take: conditions, positions, radii."""
    context = {"operators": OPERATORS, "positions": POSITIONS, "radii": RADII}
    return keepable(render(request, "pages/operators.html", context))
