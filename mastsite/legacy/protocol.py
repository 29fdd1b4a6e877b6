"""What the two old VO protocols, images and spectra, do alike: ids, position, rows, VOTables and errors in them.

Both describe rows that are held. A file is named only where there is one; otherwise the access reference is the page
of the row, and its format says so.
"""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from urllib.parse import urlencode

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.views.decorators.csrf import csrf_exempt

from mastsite.legacy.sent import Refused
from mastsite.legacy.shapes.answering import SILENT_DATABASE
from mastsite.legacy.shapes.document import (
    END,
    END_RESOURCE,
    END_TABLE,
    Field,
    Info,
    Param,
    begin,
    error,
    resource,
    row,
    table,
)
from mastsite.legacy.tables import record_address
from mastsite.legacy.tokens import FORMER, Token, Tool, not_held, tokens
from mastsite.legacy.tool import Given, bad, given, site_address
from mastsite.products import local
from mastsite.search import engine
from mastsite.search.angles import PositionError, parse_angle
from mastsite.search.declare import Mission
from mastsite.search.limits import TimeLimit
from mastsite.search.params import parse
from mastsite.search.query import Place
from mastsite.search.reading import QueryError
from mastsite.search.result import Cell
from mastsite.search.tables import NotLoaded

logger = logging.getLogger(__name__)

VERSION = "1.1"
MEDIA_TYPE = "text/xml;content=x-votable"
MOST_ROWS = 5_000
"""Rows of one answer; more are cut, and that is told as OVERFLOW."""
PAGE_FORMAT = "text/html"
DOWNLOAD = "/api/v0.1/Download/file"
FITS_ENDINGS = (".fits", ".fit", ".fits.gz")

_ROLES = {
    "title": ("meta.id;src",),
    "instrument": ("meta.id;instr", "instr"),
    "filter": ("instr.bandpass",),
    "start": ("time.start;obs", "time.start"),
    "stop": ("time.end;obs", "time.end"),
    "exposure": ("time.duration;obs.exposure",),
    "central": ("em.wl.central",),
    "shortest": ("em.wl;stat.min",),
    "longest": ("em.wl;stat.max",),
}
"""What a row may tell, to the UCDs of the column that has it, the first that a mission has."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One row that is held: its mission, name and position, and what else it tells by role."""

    mission: Mission
    identifier: str
    ra_deg: float
    dec_deg: float
    separation_arcmin: float
    facts: dict[str, Cell]

    def number(self, role: str) -> float | None:
        value = self.facts.get(role)
        return float(value) if isinstance(value, int | float) else None

    def mjd(self, role: str) -> float | None:
        """The Modified Julian Date, days, of a time."""
        value = self.facts.get(role)
        if not isinstance(value, str):
            return None
        return (datetime.fromisoformat(value) - datetime(1858, 11, 17)).total_seconds() / 86400


@dataclass(slots=True)
class Account:
    """What must be said of an answer."""

    infos: list[Info] = field(default_factory=list)
    overflow: str = ""

    def say(self, name: str, text: str) -> None:
        self.infos.append(Info(name, text))


View = Callable[[HttpRequest, Given], str]


def protocol(view: View) -> Callable[[HttpRequest], HttpResponse]:
    """`view` as a service: whatever goes wrong is a VOTable with status 200, as both protocols want it."""

    @csrf_exempt
    @functools.wraps(view)
    def answer(request: HttpRequest) -> HttpResponse:
        if request.method not in ("GET", "HEAD", "POST"):
            return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
        status = 200
        try:
            body = view(request, given(request))
        except (Refused, NotLoaded) as problem:
            body = error([str(problem)], version=VERSION)
        except QueryError as problem:
            body = error([fault.sentence for fault in problem.faults], version=VERSION)
        except TimeLimit as problem:
            body = error([str(problem)], version=VERSION)
        except DatabaseError:
            logger.exception("the database failed at %s", request.path)
            status, body = 503, error([SILENT_DATABASE], version=VERSION)
        response = HttpResponse(body.encode("utf-8", "replace"), status=status, content_type=MEDIA_TYPE)
        response["Access-Control-Allow-Origin"] = "*"
        response["Cache-Control"] = "no-cache"
        return response

    return answer


def chosen(tool: Tool, asked: Given, account: Account) -> list[Token]:
    """The tokens that ``id`` means; without one, all that the tool has.

    Raises
    ------
    Refused : a word that the old service never had.
    """
    known = tokens(tool)
    words = [word.strip().upper() for text in asked.all("id") for word in text.split(",") if word.strip()]
    if not words:
        return [token for token in known.values() if token.first]
    found = []
    for word in dict.fromkeys(words):
        if word in known:
            found.append(known[word])
        elif word in FORMER[tool]:
            account.say("not_held", f"Nothing of {word} is held here, so it was not searched.")
        else:
            raise bad(f"id was read as “{word[:40]}”, which is none. Choose {', '.join([*known, *not_held(tool)])}.")
    return found


def position(asked: Given) -> tuple[float, float]:
    """POS: right ascension and declination, degrees.

    Raises
    ------
    Refused
    """
    text = asked.one("POS")
    if not text:
        raise bad("POS is missing. Give the position as POS=10.68,41.27, right ascension and declination in degrees.")
    place, _, frame = text.partition(";")
    if frame.strip().upper() not in ("", "ICRS", "FK5"):
        raise bad(f"POS was read in the frame “{frame[:20]}”; positions are read in ICRS.")
    parts = [part for part in place.replace(",", " ").split() if part]
    try:
        if len(parts) != 2:
            raise ValueError
        ra_deg, dec_deg = float(parts[0]), float(parts[1])
        parse_angle(f"{dec_deg!r}", "dec")
    except (ValueError, PositionError):
        raise bad(f"POS was read as “{text[:60]}”. Give two numbers in degrees, such as POS=10.68,41.27.") from None
    if not (abs(ra_deg) <= 360 and abs(dec_deg) <= 90):
        raise bad(f"POS was read as “{text[:60]}”, which is not on the sky. Give degrees, Dec from -90 to 90.")
    return ra_deg % 360, dec_deg


def degrees(asked: Given, usual: float | None) -> tuple[float, float]:
    """SIZE: one or two extents, degrees.

    Raises
    ------
    Refused
    """
    text = asked.one("SIZE")
    if not text:
        if usual is None:
            raise bad("SIZE is missing. Give the extent in degrees, such as SIZE=0.1.")
        return usual, usual
    try:
        numbers = [float(part) for part in text.replace(",", " ").split()]
    except ValueError:
        numbers = []
    if not 1 <= len(numbers) <= 2 or not all(0 <= number <= 360 for number in numbers):
        raise bad(f"SIZE was read as “{text[:60]}”. Give one or two numbers of degrees, such as SIZE=0.1.")
    return numbers[0], numbers[-1]


def seen(
    chosen_tokens: Iterable[Token],
    ra_deg: float,
    dec_deg: float,
    radius_arcmin: Callable[[Mission], float],
    account: Account,
) -> Iterator[Seen]:
    """The rows of the tokens near a position, nearest first in each, every row once."""
    once: set[tuple[str, str]] = set()
    for token in chosen_tokens:
        mission = token.mission
        roles = {role: name for role, ucds in _ROLES.items() if (name := _with_ucd(mission, ucds))}
        names = list(
            dict.fromkeys([mission.id_column, mission.ra_column, mission.dec_column, *roles.values(), "ang_sep"])
        )
        radius = min(radius_arcmin(mission), 180 * 60.0)
        around = Place(f"{ra_deg} {dec_deg:+}", ra_deg, dec_deg)
        query = parse(mission, token.conditions)
        query = replace(query, places=(around,), radius_arcmin=radius, columns=tuple(names), rows=MOST_ROWS + 1)
        try:
            rows = list(engine.page(query, counted=False).rows)
        except NotLoaded as error:
            account.say("not_held", f"{token.word}: {error}")
            continue
        if len(rows) > MOST_ROWS:
            account.overflow = f"cut at {MOST_ROWS:,} rows of {token.word}; ask for a smaller SIZE"
        for cells in rows[:MOST_ROWS]:
            values = dict(zip(names, cells, strict=True))
            identifier = str(values[mission.id_column])
            if (mission.slug, identifier) in once:
                continue
            once.add((mission.slug, identifier))
            yield Seen(
                mission,
                identifier,
                float(values[mission.ra_column] or 0),
                float(values[mission.dec_column] or 0),
                float(values["ang_sep"] or 0),
                {role: values[name] for role, name in roles.items()},
            )


def _with_ucd(mission: Mission, ucds: Sequence[str]) -> str:
    for ucd in ucds:
        for column in mission.stored_columns:
            if column.ucd == ucd:
                return column.name
    return ""


def access(request: HttpRequest, one: Seen, fits: str) -> tuple[str, str]:
    """Where a row's data are, and their format: its FITS file where this site has exactly one, else the page of the row.

    Parameters
    ----------
    fits : what the protocol calls a FITS file.
    """
    site = site_address(request)
    files = [name for name in local.files_of(one.mission, one.identifier).paths if name.lower().endswith(FITS_ENDINGS)]
    if len(files) == 1:
        uri = local.own_uri(one.mission, one.identifier, files[0])
        return f"{site}{DOWNLOAD}?{urlencode({'uri': uri})}", fits
    return f"{site}{record_address(one.mission, one.identifier)}", PAGE_FORMAT


def document(
    name: str,
    description: str,
    fields: Sequence[Field],
    rows: Iterable[Sequence[str]],
    account: Account,
    params: Iterable[Param] = (),
) -> str:
    """A whole answer."""
    body = "".join(row(fields, cells) for cells in rows)  # first, for what is said of the rows is said above them
    infos = [Info("QUERY_STATUS", "OVERFLOW", account.overflow) if account.overflow else Info("QUERY_STATUS", "OK")]
    infos += account.infos
    head = resource(description, infos, params) + table(name, description, fields)
    return f"{begin(description, version=VERSION)}{head}{body}{END_TABLE}{END_RESOURCE}{END}"


def spelt(value: float | None) -> str:
    """A number with every digit; nothing for none."""
    return "" if value is None else repr(value)
