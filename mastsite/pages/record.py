"""One row of a mission: every column with its value, and where to go from it."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from mastsite.freshness import keepable
from mastsite.pages import asking, errors
from mastsite.pages.asking import address, results_address
from mastsite.pages.cells import Manner, row_id, shower
from mastsite.pages.freshness import mark, unchanged
from mastsite.pages.preferences import read_all
from mastsite.pages.words import unit_above_column
from mastsite.products import listing, local
from mastsite.search import engine
from mastsite.search.criteria import quote
from mastsite.search.declare import Column, Mission, Product
from mastsite.search.footprints import outline_text
from mastsite.search.limits import TimeLimit
from mastsite.search.params import QueryError
from mastsite.search.region import RegionError, read_region
from mastsite.search.registry import get_mission, missions
from mastsite.search.result import Cell
from mastsite.search.tables import NotLoaded, holding_of

LONGEST_ID = 200
DOWNLOAD = "/api/v0.1/Download/file"


@dataclass(frozen=True, slots=True)
class Fact:
    """A column, its value as safe HTML, its unit, the same angle in degrees, and what its word means."""

    column: Column
    html: SafeString
    unit: str = ""
    degrees: str = ""
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class File:
    """A file of the row, and the address that gives it."""

    product: Product
    address: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """The outline of the row as text, and searches by it: the mission asked, and the address, of each."""

    text: str
    searches: list[tuple[Mission, str]]


@require_safe
def record(request: HttpRequest, slug: str, identifier: str) -> HttpResponse:
    mission = get_mission(slug)
    etag = mark(request, mission, local.state(mission, identifier)).etag
    if (same := unchanged(request, etag)) is not None:
        return same
    try:
        row = None if len(identifier) > LONGEST_ID or "\0" in identifier else engine.record(mission, identifier)
        holding = holding_of(mission)
        files = listing.of(mission, [identifier] if row else [], ask_upstream=False)
    except NotLoaded as error:
        return errors.not_found(
            request,
            f"No rows of {mission.short_name} are here",
            str(error),
            [(address(mission, ""), f"{mission.short_name} form")],
        )
    except TimeLimit as error:
        return errors.busy(request, str(error))
    if row is None:
        label = mission.column(mission.id_column).label
        sentence = f"No {mission.row_is} with the {label} “{identifier[:60]}” is held here."
        ways = [
            (address(mission, "", [(mission.id_column, f"{identifier[:40]}*")]), f"Search {mission.short_name} for it")
        ]
        return errors.not_found(request, f"There is no such {mission.row_is}", sentence, ways)
    values = dict(zip((column.name for column in mission.stored_columns), row, strict=True))
    name = str(values[mission.id_column])
    context = {
        "mission": mission,
        "name": name,
        "target": values.get(mission.target_column),
        "parts": _parts(mission, values, Manner(spoken=read_all(request)["spoken"])),
        "holding": holding,
        "files": [File(item, f"{DOWNLOAD}?{urlencode({'uri': item.uri})}") for item in files.products],
        "said_of_files": files.messages,
        "file_list": f"/search/{mission.slug}/api/v0.1/list_products?{urlencode({'dataset_ids': name})}",
        "asks_upstream": listing.declared(mission).upstream is not None,
        "search": _way_back(request, mission, name),
        "near": _near(mission, values),
        "outline": _outline(mission, name, values),
        "api": address(mission, "results.json", [(mission.id_column, quote(name)), ("columns", "all")]),
    }
    return keepable(render(request, "pages/record.html", context), etag)


def _parts(mission: Mission, values: dict[str, Cell], manner: Manner) -> list[tuple[str, list[Fact], list[str]]]:
    """Values in the groups of the form, the position first, and the labels of columns without one."""
    place = [mission.ra_column, mission.dec_column] if mission.has_position else []
    own = [column for column in mission.stored_columns if column.name not in place]
    parts = [("Position", [mission.column(name) for name in place])]
    parts += [(title, [column for column in own if column.group == key]) for key, title in mission.groups.items()]
    parts.append(("Further columns", [column for column in own if column.group not in mission.groups]))
    return [
        (
            title,
            [_fact(column, values[column.name], manner) for column in columns if values[column.name] is not None],
            [column.label for column in columns if values[column.name] is None],
        )
        for title, columns in parts
        if columns
    ]


def _fact(column: Column, value: Cell, manner: Manner) -> Fact:
    html = mark_safe(shower(column, manner)(value))  # noqa: S308  (escaped in `cells`)
    degrees = f"{float(value):{'+' if column.kind == 'dec' else ''}.6f}°" if column.is_angle else ""
    unit = "" if column.is_angle else unit_above_column(column)
    meaning = next((choice.meaning for choice in column.choices if choice.value == value), "")
    return Fact(column, html, unit, degrees, meaning)


def _near(mission: Mission, values: dict[str, Cell]) -> str:
    """The search for everything within an arcminute, or nothing where the row has no position."""
    if not mission.has_position:
        return ""
    ra, dec = values[mission.ra_column], values[mission.dec_column]
    if ra is None or dec is None:
        return ""
    return address(mission, "results", [("target", f"{float(ra):.7f} {float(dec):+.7f}"), ("radius", "1")])


def _outline(mission: Mission, name: str, values: dict[str, Cell]) -> Drawn | None:
    """The row's outline and the searches by it; None where it has none that can be searched by."""
    text = outline_text(mission, values)
    try:
        read_region(text)
    except RegionError:
        return None
    others = [other for other in missions().values() if other.outline and other is not mission]
    searches = [
        (
            other,
            address(
                other,
                "results",
                [("region", f"outline:{name}" if other is mission else text), ("region_is", "touches")],
            ),
        )
        for other in (mission, *others)
    ]
    return Drawn(text, searches)


def _way_back(request: HttpRequest, mission: Mission, name: str) -> str:
    """The row's place in the search that led here, if ``from`` is one.

    The search is read and written anew, so that no foreign address gets in.
    """
    text = request.GET.get("from", "")
    if not text:
        return ""
    try:
        pairs = parse_qsl(text, max_num_fields=500)
        return f"{results_address(asking.read(mission, pairs))}#{row_id(name)}" if pairs else ""
    except (QueryError, ValueError):
        return ""
