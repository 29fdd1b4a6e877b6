"""Address parameters read into a `Query`: the new spelling and the classic form's, in one table.

To add one more parameter: a function under `READERS`, and its spelling in `Query.params` if it is kept.
Every parameter is read or refused with a sentence; none is passed over.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable

from mastsite.search.declare import SEPARATION, Mission
from mastsite.search.query import COORDINATES, MAX_ROWS_ON_PAGE, Query, SortKey
from mastsite.search.reading import Fault, QueryError, Reading, unknown_column
from mastsite.search.region import RegionError, read_region
from mastsite.search.targets import read_places, split_targets

__all__ = ["RESERVED", "Fault", "QueryError", "parse", "split_targets", "unknown_column"]

RESERVED = frozenset(
    [
        "target",
        "resolver",
        "radius",
        "ra",
        "dec",
        "equinox",
        "region",
        "region_is",
        "sort",
        "columns",
        "rows",
        "page",
        "offset",
        "after",
        "before",
        "limit",
        "format",
        "coordformat",
        "action",
        "outputformat",
        "max_records",
        "max_rpp",
        "selectedColumnsCsv",
        "comments",
        "count",
        "from",
        "pick",
        "picked",
        "add_columns",
        "hide_columns",
    ]
)
"""Words that a mission's columns may not be called (except its own position columns, `ra` and `dec`)."""

PAGE_WORDS = frozenset(["count", "from", "pick", "picked", "add_columns", "hide_columns"])
"""What pages say to themselves in an address; no part of a search."""

FORM_NOISE = frozenset(["action", "availableColumns", "selectedColumnsList[]", "comments"])
"""What the classic form sent along for its own script; it never changed the rows."""

CLASSIC_FORMATS = {
    "html_table": "", "html": "", "csv_file": "csv", "excel_spreadsheet": "xlsx", "cosv": "csv",
}  # fmt: skip
TICKED = ("on", "1", "yes", "true")
UNTICKED = ("", "off", "0", "no", "false")
MAX_OFFSET = 10**9


def parse(mission: Mission, pairs: Iterable[tuple[str, str]]) -> Query:
    """Read address parameters.

    Names of objects are left for a resolver: their places are not `known` yet.

    Raises
    ------
    QueryError : with a fault for every parameter that cannot be read.
    """
    given: dict[str, list[str]] = defaultdict(list)
    for name, value in pairs:
        given[name].append(value)
    reading = Reading(mission, given)
    for name, values in list(given.items()):
        if any("\0" in text for text in (name, *values)):
            reading.fault(
                name.replace("\0", ""), "", "A NUL byte was read, which no name or value holds. Type the text again."
            )
            del given[name]
    for reader in READERS:
        reader(reading)
    _criteria(reading)
    if reading.faults:
        raise QueryError(reading.faults)
    return Query(mission=mission, criteria=tuple(reading.criteria), notes=tuple(reading.notes), **reading.parts)


def _region(reading: Reading) -> None:
    mission = reading.mission
    text, relation = reading.one("region"), reading.one("region_is")
    if not text:
        if relation and relation != "touches":
            reading.notes.append(f"region_is={relation[:40]} was not used: there is no region.")
        return
    if not mission.has_position:
        reading.fault("region", text, f"{mission.short_name} has no positions here. Use the other boxes.")
        return
    try:
        region = read_region(text, relation)
    except RegionError as error:
        reading.fault("region", text, str(error))
        return
    if mission.outline is None and (region.relation != "centre" or region.kind == "outline"):
        reading.fault(
            "region", text,
            f"{mission.short_name} has no outlines of its {mission.rows_are} here, only their positions. "
            "Give region_is=centre and a circle, box, polygon or MOC.",
        )  # fmt: skip
        return
    reading.parts["region"] = region


def _sort(reading: Reading) -> None:
    keys: list[SortKey] = []
    words = [word.strip() for text in reading.given.get("sort", []) for word in text.split(",") if word.strip()]
    pairs = [("sort", word.removeprefix("-"), word.startswith("-")) for word in words]
    for number in (1, 2, 3):
        name = reading.one(f"ordercolumn{number}")
        down = _is_on(reading, f"descending{number}")
        if name:
            pairs.append((f"ordercolumn{number}", name, down))
    for box, name, down in pairs:
        column = reading.mission.find(name)
        if column is None:
            reading.fault(
                box, name, f"“{name[:60]}” was read as a column to sort by. {unknown_column(reading.mission, name)}"
            )
        elif not column.stored and not reading.parts.get("places"):
            reading.notes.append(
                f"{column.label} belongs to a search around a position, so the rows are not sorted by it."
            )
        elif column.stored or column.name == SEPARATION:
            if column.name in {key.column for key in keys}:
                reading.notes.append(f"{column.label} stands twice among the sort keys; the first one counts.")
            else:
                keys.append(SortKey(column.name, down))
        else:
            reading.fault(
                box,
                name,
                f"{column.label} is made by the search and rows cannot be sorted by it. Choose another column.",
            )
    reading.parts["sort"] = tuple(keys)


def _is_on(reading: Reading, box: str) -> bool:
    """Whether a tick box is ticked, as browsers and scripts say it."""
    word = reading.one(box).lower()
    if word not in TICKED and word not in UNTICKED:
        reading.fault(
            box, word, f"{box} was read as “{word[:40]}”, which is neither on nor off. Write on, or leave it out."
        )
    return word in TICKED


def _columns(reading: Reading) -> None:
    words = [
        word.strip()
        for name in ("columns", "selectedColumnsCsv")
        for text in reading.given.get(name, [])
        for word in text.split(",")
        if word.strip() and word.strip() != "Mark"
    ]
    chosen: dict[str, None] = {}
    for word in words:
        if word.lower() in ("all", "*"):
            chosen |= dict.fromkeys(column.name for column in reading.mission.columns if column.name != "search_key")
            continue
        column = reading.mission.find(word)
        if column is None:
            reading.fault(
                "columns", word, f"“{word[:60]}” was read as a column to show. {unknown_column(reading.mission, word)}"
            )
        else:
            chosen[column.name] = None
    reading.parts["columns"] = tuple(chosen)


def _paging(reading: Reading) -> None:
    parts = reading.parts
    if rows := reading.number(1, MAX_ROWS_ON_PAGE, "rows", "max_rpp"):
        parts["rows"] = rows
    page = reading.number(1, MAX_OFFSET, "page")
    offset = reading.number(0, MAX_OFFSET * 1000, "offset")
    if page and offset is not None and (page, offset) != (1, 0):
        reading.fault("page", str(page), f"page={page} and offset={offset} contradict each other; give one of them.")
    if page:
        parts["offset"] = (page - 1) * parts.get("rows", Query.__dataclass_fields__["rows"].default)
    elif offset:
        parts["offset"] = offset
    limit = reading.number(0, 10**12, "limit", "max_records")
    if limit is not None:
        parts["limit"] = limit
    parts |= {name: value for name in ("after", "before") if (value := reading.one(name))}


def _format(reading: Reading) -> None:
    word = reading.one("format", "outputformat").lower()
    reading.parts["format"] = CLASSIC_FORMATS.get(word, word)
    coordinates = reading.one("coordformat") or "sex"
    if coordinates not in COORDINATES:
        reading.fault(
            "coordformat",
            coordinates,
            f"coordformat was read as “{coordinates[:40]}”. Choose {', '.join(COORDINATES)}.",
        )
    reading.parts["coordinates"] = coordinates
    if (resolver := reading.one("resolver")) and reading.parts.get("places"):
        reading.parts["resolver"] = resolver[:60]


READERS: tuple[Callable[[Reading], None], ...] = (read_places, _region, _sort, _columns, _paging, _format)
"""Each takes the parameters it knows; what is left after them are columns."""

_KNOWN = (RESERVED - PAGE_WORDS) | FORM_NOISE | {"RA", "DEC", "Dec"}
_NUMBERED = re.compile(r"(ordercolumn|descending)[123]|extra_column_(name|value)_[1-9]")


def _criteria(reading: Reading) -> None:
    for name, values in reading.given.items():
        if name in _KNOWN or _NUMBERED.fullmatch(name):
            continue
        for value in values:
            reading.criterion(name, name, value)
    for number in range(1, 10):
        name = reading.one(f"extra_column_name_{number}")
        value = reading.one(f"extra_column_value_{number}")
        if name:
            reading.criterion(f"extra_column_value_{number}", name, value)
        elif value:
            reading.fault(
                f"extra_column_name_{number}",
                value,
                f"The condition “{value[:60]}” has no column. Choose one beside it.",
            )
