"""Address parameters read into a `Query`: the new spelling and the classic form's, in one table.

To add one more parameter: a function under `READERS`, and its spelling in `Query.params` if it is kept.
Every parameter is read or refused with a sentence; none is passed over.
"""

from __future__ import annotations

import difflib
import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from mastsite.search import criteria
from mastsite.search.criteria import Criterion, CriterionError
from mastsite.search.declare import Mission
from mastsite.search.position import EQUINOXES, PositionError, looks_like_position, parse_position, parse_radius
from mastsite.search.query import COORDINATES, MAX_PLACES, MAX_ROWS_ON_PAGE, Place, Query, SortKey

RESERVED = frozenset(
    "target resolver radius ra dec equinox sort columns rows page offset after before limit format coordformat "
    "count action outputformat max_records max_rpp selectedColumnsCsv comments".split()
)
"""Words that a mission's columns may not be called (except its own position columns, `ra` and `dec`)."""

FORM_NOISE = frozenset(["action", "availableColumns", "selectedColumnsList[]", "comments"])
"""What the classic form sent along for its own script; it never changed the rows."""

CLASSIC_FORMATS = {
    "html_table": "", "html": "", "csv_file": "csv", "excel_spreadsheet": "xlsx", "cosv": "csv",
}  # fmt: skip
MAX_NAME = 300
MAX_OFFSET = 10**9


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one parameter: the box it belongs to, what was read there, and a whole sentence."""

    name: str
    value: str
    sentence: str


class QueryError(ValueError):
    """The parameters make no query; `faults` has every reason, one for each box."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(" ".join(fault.sentence for fault in self.faults))


@dataclass
class _Reading:
    """What has been read so far."""

    mission: Mission
    given: dict[str, list[str]]
    parts: dict[str, Any] = field(default_factory=dict)
    criteria: list[Criterion] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def one(self, *names: str) -> str:
        """The single value of a parameter with several spellings; a fault when two values differ."""
        values = {value.strip(): name for name in names for value in self.given.get(name, []) if value.strip()}
        if len(values) > 1:
            said = " and ".join(f"{name}={value}" for value, name in values.items())
            self.fault(names[0], said, f"{said[:200]} contradict each other; give one of them.")
        return next(iter(values), "")

    def fault(self, name: str, value: str, sentence: str) -> None:
        self.faults.append(Fault(name, value, sentence))

    def number(self, least: int, most: int, *names: str) -> int | None:
        text = self.one(*names)
        if not text:
            return None
        digits = text.replace(",", "")
        if re.fullmatch(r"\+?\d{1,18}", digits, re.ASCII) and least <= int(digits) <= most:
            return int(digits)
        self.fault(names[0], text, f"{names[0]} was read as “{text[:60]}”, which is not a whole number from {least:,} to {most:,}. Type one, such as {max(least, 100)}.")
        return None


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
    reading = _Reading(mission, given)
    for name, values in list(given.items()):
        if any("\0" in text for text in (name, *values)):
            reading.fault(name.replace("\0", ""), "", "A NUL byte was read, which no name or value holds. Type the text again.")
            del given[name]
    for reader in READERS:
        reader(reading)
    _criteria(reading)
    if reading.faults:
        raise QueryError(reading.faults)
    return Query(mission=mission, criteria=tuple(reading.criteria), notes=tuple(reading.notes), **reading.parts)


def _places(reading: _Reading) -> None:
    mission = reading.mission
    equinox = reading.one("equinox") or "J2000"
    known = {word.lower(): word for word in EQUINOXES}
    if equinox.lower() not in known:
        reading.fault("equinox", equinox, f"The equinox was read as “{equinox[:40]}”, which is not known. Choose {', '.join(EQUINOXES)}.")
        equinox = "J2000"
    equinox = known[equinox.lower()]
    places = [place for text in reading.given.get("target", []) for place in _targets(reading, text, equinox)]
    places += _boxes(reading, equinox)
    if places and not mission.has_position:
        reading.fault("target", places[0].text, f"{mission.short_name} has no positions here, so it cannot be searched around one. Use the other boxes.")
    if len(places) > MAX_PLACES:
        reading.fault("target", "", f"{len(places):,} targets were read; one search takes {MAX_PLACES}. Send them in parts.")
        places = places[:MAX_PLACES]
    if places and equinox != "J2000":
        reading.parts["equinox"] = equinox
    reading.parts["places"] = tuple(places)
    radius = reading.one("radius")
    if radius:
        try:
            reading.parts["radius_arcmin"] = parse_radius(radius)
        except PositionError as error:
            reading.fault("radius", radius, str(error))
    if not places:
        reading.parts.pop("radius_arcmin", None)


def split_targets(text: str) -> list[str]:
    """Several targets in one box: apart by semicolons or lines, or by commas where a piece alone is no position."""
    pieces = [piece.strip() for piece in re.split(r"[;\n\r]+", text) if piece.strip()]
    found: list[str] = []
    for piece in pieces:
        parts = [part.strip() for part in piece.split(",") if part.strip()]
        found += [piece] if len(parts) == 1 or (looks_like_position(piece) and _is_one(piece)) else parts
    return found


def _is_one(text: str) -> bool:
    """Whether text with commas is one position, and not several that are wrong together."""
    try:
        parse_position(text)
    except PositionError:
        return not all(looks_like_position(part) and len(part.split()) > 1 for part in text.split(","))
    return True


def _targets(reading: _Reading, text: str, equinox: str) -> Iterable[Place]:
    if len(text) > 200_000:
        reading.fault("target", text[:60], f"{len(text):,} characters were read as targets; the box takes 200,000. Send them in parts.")
        return
    for piece in split_targets(text):
        if not looks_like_position(piece):
            if len(piece) > MAX_NAME or not piece.isprintable():
                reading.fault("target", piece[:60], f"“{piece[:60]}” is no name of an object: names have up to {MAX_NAME} printable characters. Type one such as M 31.")
                continue
            yield Place(piece)
            continue
        yield from _position(reading, "target", piece, equinox)


def _position(reading: _Reading, name: str, text: str, equinox: str) -> Iterable[Place]:
    try:
        position = parse_position(text, equinox)
    except PositionError as error:
        reading.fault(name, text, str(error))
        return
    yield Place(text, position.ra_deg, position.dec_deg, position.reading)


_BOX = re.compile(r"\.\.|^\s*[<>!=≤≥]|\b(between|from|to|above|below|not|null)\b", re.IGNORECASE)


def _boxes(reading: _Reading, equinox: str) -> Iterable[Place]:
    """The RA and Dec boxes: two coordinates are a place, ranges are a box on the sky."""
    mission = reading.mission
    ra, dec = reading.one("ra", "RA"), reading.one("dec", "DEC", "Dec")
    if not ra and not dec:
        return
    if not mission.has_position:
        reading.fault("ra" if ra else "dec", ra or dec, f"{mission.short_name} has no positions here. Use the other boxes.")
        return
    if _BOX.search(ra) or _BOX.search(dec):
        if equinox != "J2000":
            reading.fault("equinox", equinox, f"Ranges of RA and Dec are read in J2000 only, and the equinox is {equinox}. Choose J2000, or type one position.")
        for name, text, column in (("ra", ra, mission.ra_column), ("dec", dec, mission.dec_column)):
            _criterion(reading, name, column, text)
        return
    if not ra or not dec:
        have, lack = ("RA", "Dec") if ra else ("Dec", "RA")
        reading.fault(
            "dec" if ra else "ra", ra or dec,
            f"{have} was read as “{(ra or dec)[:60]}” and {lack} is empty. Type both, or a range such as 10..20 for a box on the sky.",
        )  # fmt: skip
        return
    ras, decs = ([part.strip() for part in text.split(",") if part.strip()] for text in (ra, dec))
    if len(ras) != len(decs):
        reading.fault("dec", dec, f"{len(ras)} values were read in RA and {len(decs)} in Dec. Type as many in one box as in the other.")
        return
    for one_ra, one_dec in zip(ras, decs, strict=True):
        sign = "" if one_dec[:1] in "+-−" else "+"
        yield from _position(reading, "ra", f"{one_ra} {sign}{one_dec}", equinox)


def _sort(reading: _Reading) -> None:
    keys: list[SortKey] = []
    words = [word.strip() for text in reading.given.get("sort", []) for word in text.split(",") if word.strip()]
    pairs = [("sort", word.lstrip("-"), word.startswith("-")) for word in words]
    for number in (1, 2, 3):
        name = reading.one(f"ordercolumn{number}")
        down = reading.one(f"descending{number}").lower() in ("on", "1", "yes", "true")
        if name:
            pairs.append((f"ordercolumn{number}", name, down))
    for box, name, down in pairs:
        column = reading.mission.find(name)
        if column is None:
            reading.fault(box, name, f"“{name[:60]}” was read as a column to sort by. {unknown_column(reading.mission, name)}")
        elif not column.stored and not reading.parts.get("places"):
            reading.notes.append(f"{column.label} belongs to a search around a position, so the rows are not sorted by it.")
        elif column.stored or column.name == "ang_sep":
            if column.name not in {key.column for key in keys}:
                keys.append(SortKey(column.name, down))
        else:
            reading.fault(box, name, f"{column.label} is made by the search and rows cannot be sorted by it. Choose another column.")
    reading.parts["sort"] = tuple(keys)


def _columns(reading: _Reading) -> None:
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
            reading.fault("columns", word, f"“{word[:60]}” was read as a column to show. {unknown_column(reading.mission, word)}")
        else:
            chosen[column.name] = None
    reading.parts["columns"] = tuple(chosen)


def _paging(reading: _Reading) -> None:
    parts = reading.parts
    if rows := reading.number(1, MAX_ROWS_ON_PAGE, "rows", "max_rpp"):
        parts["rows"] = rows
    page = reading.number(1, MAX_OFFSET, "page")
    offset = reading.number(0, MAX_OFFSET * 1000, "offset")
    if page:
        parts["offset"] = (page - 1) * parts.get("rows", Query.__dataclass_fields__["rows"].default)
    elif offset:
        parts["offset"] = offset
    limit = reading.number(0, 10**12, "limit", "max_records")
    if limit is not None:
        parts["limit"] = limit
    parts |= {name: value for name in ("after", "before") if (value := reading.one(name))}


def _format(reading: _Reading) -> None:
    word = reading.one("format", "outputformat").lower()
    reading.parts["format"] = CLASSIC_FORMATS.get(word, word)
    coordinates = reading.one("coordformat") or "sex"
    if coordinates not in COORDINATES:
        reading.fault("coordformat", coordinates, f"coordformat was read as “{coordinates[:40]}”. Choose {', '.join(COORDINATES)}.")
    reading.parts["coordinates"] = coordinates
    if (resolver := reading.one("resolver")) and reading.parts.get("places"):
        reading.parts["resolver"] = resolver[:60]


READERS: tuple[Callable[[_Reading], None], ...] = (_places, _sort, _columns, _paging, _format)
"""Each takes the parameters it knows; what is left after them are columns."""

_READ = RESERVED | FORM_NOISE | {"RA", "DEC", "Dec"}
_NUMBERED = re.compile(r"(ordercolumn|descending)[123]|extra_column_(name|value)_[1-9]")


def _criteria(reading: _Reading) -> None:
    for name, values in reading.given.items():
        if name in _READ or _NUMBERED.fullmatch(name):
            continue
        for value in values:
            _criterion(reading, name, name, value)
    for number in range(1, 10):
        name = reading.one(f"extra_column_name_{number}")
        value = reading.one(f"extra_column_value_{number}")
        if name and value:
            _criterion(reading, f"extra_column_value_{number}", name, value)
        elif value:
            reading.fault(f"extra_column_name_{number}", value, f"The condition “{value[:60]}” has no column. Choose one beside it.")


def _criterion(reading: _Reading, box: str, name: str, text: str) -> None:
    column = reading.mission.find(name)
    if column is None:
        reading.fault(box, text, f"“{name[:60]}” was read as a column. {unknown_column(reading.mission, name)}")
        return
    if not text.strip():
        return
    if not column.queryable or not column.stored:
        reading.fault(box, text, f"{column.label} ({column.name}) takes no conditions. Use another column.")
        return
    try:
        criterion = criteria.parse(column, text)
    except CriterionError as error:
        reading.fault(box, text, str(error))
        return
    if criterion is not None:
        reading.criteria.append(criterion)


def unknown_column(mission: Mission, name: str) -> str:
    """The sentence for a column that a mission lacks, with near misses."""
    near = difflib.get_close_matches(name.lower()[:80], mission.aliases, n=3, cutoff=0.6)
    names = list(dict.fromkeys(mission.aliases[word] for word in near))
    hint = f"Did you mean {' or '.join(names)}?" if names else f"/search/{mission.slug}/columns lists them."
    return f"{mission.short_name} has no such column. {hint}"
