"""``/pointings/search.php``: places that one instrument looked at, with how often, in which bands and when.

``action=Search Pointings`` gives a row for each place, ``action=Search Exposures`` the exposures of those places.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from mastsite.legacy import tool
from mastsite.legacy.forms import usual_columns
from mastsite.legacy.pointing_columns import TITLE, Line, band_name, lines_of, meets, mission_of, sorted_by
from mastsite.legacy.shapes.registry import PAGE, SHAPES
from mastsite.legacy.sheets import Papers, Sheet, made_up, open_to_all, write
from mastsite.legacy.tables import grid, record_address
from mastsite.legacy.tokens import classics, pointings
from mastsite.legacy.tool import Given, bad
from mastsite.resolver.places import place
from mastsite.search import pointings as worked_out
from mastsite.search.declare import SEARCH_POSITION, Mission, Pointings
from mastsite.search.params import RESERVED, parse
from mastsite.search.query import Query
from mastsite.search.result import Row

USUAL_ROWS = 1000
MOST_ROWS = 50_000
ON_PAGE = 1000
_OWN = frozenset(["primary", "galactic", "galsearch", "ecliptic", "eclipsearch", "bao", "max_records"])
_SIDES = {"above": "< -{0}, > {0}", "within": "-{0}..{0}", "greater than": "> {0}", "less than": "< {0}"}
"""Words of ``galactic`` and ``ecliptic`` to a condition on the latitude; “Above” is above and below the plane."""
_HOURS = re.compile(r"[\s<>=!.0-9,]*(\.\.|[<>])[\s<>=!.0-9,]*")
_NUMBER = re.compile(r"[0-9]+(?:\.(?!\.)[0-9]*)?|(?<!\.)\.[0-9]+")


@dataclass(frozen=True, slots=True)
class Asked:
    """A request, understood: `query` is of the pointings as if they were a mission, `base` of the mission's own rows."""

    word: str
    mission: Mission
    of: Pointings
    query: Query
    base: Query
    either: bool
    most: int
    remarks: tuple[str, ...]
    ignored: tuple[tuple[str, str], ...]


@tool.tool
def search(request: HttpRequest) -> HttpResponseBase:
    """The form, or with ``action`` the pointings or their exposures."""
    given = tool.given(request)
    action = given.one("action")
    if not action:
        return open_to_all(_form(request, given))
    shape = tool.shape_of(given)
    asked = _read(given)
    lines, cut = _found(asked)
    remarks = list(asked.remarks)
    if cut:
        remarks.append(f"Only the first {worked_out.MAX_POINTINGS:,} pointings were worked out; search around a place.")
    if "exposures" in action.lower():
        sheet = _exposures(asked, lines, remarks)
    else:
        if len(lines) > asked.most:
            remarks.append(f"cut at {asked.most:,} of {len(lines):,} pointings; raise max_records to have more.")
        sheet = _sheet(asked, lines[: asked.most])
    if shape.name != PAGE:
        return write(shape, [sheet], Papers(TITLE, given.pairs, remarks, asked.ignored), "pointings")
    return open_to_all(_page(request, given, asked, sheet, remarks), remarks, asked.ignored)


def _read(given: Given) -> Asked:
    """Read the parameters and look up the target.

    Raises
    ------
    Refused, QueryError
    """
    known = pointings()
    word = given.one("primary").upper()
    if word not in known:
        said = f"primary was read as “{word[:40]}”, which is none" if word else "primary is missing"
        raise bad(f"{said}. Give the instrument as primary={' or '.join(known)}.")
    mission, of, conditions = known[word]
    table = mission_of(of)
    remarks = list(given.notes)
    pairs, ignored = [], []
    for name, value in given.pairs:
        lowered = name.lower().removesuffix("[]")
        if lowered in _OWN or name in tool.NOISE or lowered == "outputformat" or not value.strip():
            continue
        if lowered == "ra" and _HOURS.fullmatch(value) and any(char in value for char in ".<>"):
            value = _NUMBER.sub(lambda number: f"{float(number[0]) * 15:g}", value)
            remarks.append("The range of ra was read in hours, as this tool always did.")
        if name in RESERVED or lowered in ("ra", "dec") or table.find(name) or _is_sorting(name):
            pairs.append((lowered if lowered in ("ra", "dec") else name, value))
        else:
            ignored.append((name[:80], value[:80]))
    pairs += _side(given, "galactic", "galsearch") + _side(given, "ecliptic", "eclipsearch")
    either = (given.one("bao") or "and").lower()
    if either not in ("and", "or"):
        raise bad(f"bao was read as “{either[:20]}”. Choose and, or.")
    query, messages = place(parse(table, pairs))
    remarks += [message.text for message in messages]
    if query.region:
        raise bad("A region of the sky was read, which this tool does not search by. Give a target and a radius.")
    base = replace(
        parse(mission, conditions), places=query.places, radius_arcmin=query.radius if query.places else None
    )
    most = given.number(1, MOST_ROWS, USUAL_ROWS, "max_records")
    return Asked(word, mission, of, query, base, either == "or", most, tuple(remarks), tuple(ignored))


def _is_sorting(name: str) -> bool:
    return bool(re.fullmatch(r"(ordercolumn|descending)[123]", name))


def _side(given: Given, word: str, number: str) -> list[tuple[str, str]]:
    """``galactic=Above&galsearch=20`` as a condition on the latitude."""
    side, degrees = given.one(word).lower(), given.one(number)
    if not degrees:
        return []
    if side not in _SIDES:
        raise bad(f"{word} was read as “{side[:30]}”. Choose Above, Within, Greater than or Less than.")
    try:
        latitude = float(degrees)
    except ValueError:
        latitude = -1.0
    if not 0 <= latitude <= 90:
        raise bad(f"{number} was read as “{degrees[:30]}”. Give degrees from 0 to 90.")
    return [(f"pnt_{word}_latitude", _SIDES[side].format(f"{latitude:g}"))]


def _found(asked: Asked) -> tuple[list[Line], bool]:
    """The pointings that meet the conditions, in order, and whether some were not worked out."""
    found, cut = worked_out.pointings(asked.base, asked.of)
    bands = {band_name(letter) for letter in asked.of.bands}
    of_bands = [item for item in asked.query.criteria if item.column in bands]
    others = [item for item in asked.query.criteria if item.column not in bands]
    join: Any = any if asked.either and of_bands else all
    lines = [
        line
        for line in lines_of(found)
        if all(meets(line.values, item) for item in others) and join(meets(line.values, item) for item in of_bands)
    ]
    keys = [(key.column, key.descending) for key in asked.query.sort]
    usual = [("ang_sep", False)] if asked.query.places else [("pnt_num", False)]
    return sorted_by(lines, keys or usual), cut


def _sheet(asked: Asked, lines: Sequence[Line]) -> Sheet:
    columns = tuple(column for column in asked.query.output if column.name != SEARCH_POSITION)
    form, _ = made_up("pointings", TITLE, columns)
    rows: list[Row] = [tuple(line.values.get(column.name) for column in columns) for line in lines]
    title = f"{asked.word} pointings: {len(rows)} row(s) returned!"
    return Sheet(
        f"{asked.word}_POINTINGS", title, form, asked.query.mission, columns, rows, (), asked.query.coordinates
    )


def _exposures(asked: Asked, lines: Sequence[Line], remarks: list[str]) -> Sheet:
    form = classics()[asked.mission.slug].forms[0]
    columns = tuple(column for column in usual_columns(form, asked.mission) if column.stored or asked.base.places)
    numbers = list(dict.fromkeys(line.pointing.number for line in lines))
    if len(numbers) > worked_out.MAX_CELLS:
        raise bad(
            f"{len(numbers):,} pointings were found, and exposures are listed for {worked_out.MAX_CELLS:,}. Search around a "
            "place, or add a condition."
        )
    query = replace(asked.base, columns=tuple(column.name for column in columns))
    found = worked_out.exposures(query, numbers, asked.most)
    if found.truncated:
        remarks.append(found.truncated)
    rows = list(found.rows)
    title = f"{asked.word} exposures: {len(rows)} row(s) returned!"
    return Sheet(f"{asked.word}_EXPOSURES", title, form, asked.mission, columns, rows, (), asked.query.coordinates)


def _page(request: HttpRequest, given: Given, asked: Asked, sheet: Sheet, remarks: Sequence[str]) -> HttpResponse:
    kept = [(name, value) for name, value in given.pairs if value.strip()]
    place_of = next((at for at, column in enumerate(sheet.columns) if column.name == "pnt_num"), None)
    known = next((at for at, column in enumerate(sheet.columns) if column.name == asked.mission.id_column), None)

    def link(name: str, row: Sequence[object]) -> str:
        if name == "pnt_num" and place_of is not None:
            pairs = [("primary", asked.word), ("pnt_num", str(row[place_of])), ("action", "Search Exposures")]
            return f"/pointings/search.php?{urlencode(pairs)}"
        if name == asked.mission.id_column and known is not None:
            return record_address(asked.mission, row[known])
        return ""

    shown = sheet.rows[:ON_PAGE]
    if len(shown) < len(sheet.rows):
        remarks = [*remarks, f"The page shows the first {ON_PAGE:,} of {len(sheet.rows):,} rows; a file has them all."]
    without = [(name, value) for name, value in kept if name != "outputformat"]
    context = {
        "title": f"{asked.word} {'exposures' if sheet.mission is asked.mission else 'pointings'}",
        "grid": grid(sheet.title, sheet.form, sheet.mission, sheet.columns, shown, sheet.coordinates, link)
        if shown
        else None,
        "remarks": [
            *remarks,
            *(f"{name}={value} changed nothing; it is not known to this tool." for name, value in asked.ignored),
        ],
        "again": f"/pointings/search.php?{urlencode([pair for pair in without if pair[0] != 'action'])}",
        "formats": [
            (item.label, f"/pointings/search.php?{urlencode([*without, ('outputformat', item.name)])}")
            for item in SHAPES.values()
            if item.name != PAGE
        ],
    }
    return render(request, "legacy/pointings.html", context)


def _form(request: HttpRequest, given: Given) -> HttpResponse:
    known = pointings()
    word = (given.all("primary") or [""])[-1].upper()
    bands = list(dict.fromkeys(letter for _, of, _ in known.values() for letter in of.bands))

    def box(name: str, label: str, hint: str = "") -> tuple[str, str, str, str]:
        return name, label, hint, (given.all(name) or [""])[-1]

    context = {
        "primaries": [(one, one == word) for one in known],
        "where": [
            box("target", "Target"),
            box("ra", "RA", "one position, or hours 9..18"),
            box("dec", "Dec"),
            box("radius", "Radius", "arcmin"),
            box("galsearch", "Galactic latitude above", "degrees"),
        ],
        "numbers": [
            box("pnt_total", "Total number of exposures", "> 1"),
            box("pnt_filters", "Number of filters"),
            box("pnt_bands", "Number of unique bands", "> 1"),
            box("datediff", "Days between first and last", "> 365"),
        ],
        "bands": [box(band_name(letter), f"Exposures in {letter.upper()}") for letter in bands],
        "formats": list(SHAPES.values()),
    }
    return render(request, "legacy/pointings_form.html", context)
