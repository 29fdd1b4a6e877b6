"""``/xcorr.php``: one place, many missions, the first few rows of each, and how many there are.

Scripts read the end of the page: after the mark `SUMMARY` each word with rows stands on a line of its own,
``ACS: 26 observations found``, between four hard blanks and a line break. A word without rows had no line.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from urllib.parse import quote, urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from mastsite.legacy import tool
from mastsite.legacy.forms import usual_columns
from mastsite.legacy.shapes.registry import PAGE, SHAPES
from mastsite.legacy.shapes.text import PLAIN, UNRESOLVED
from mastsite.legacy.sheets import Papers, Sheet, open_to_all, write
from mastsite.legacy.tables import Grid, grid
from mastsite.legacy.tokens import Token, not_held, tokens
from mastsite.legacy.tool import Given, bad
from mastsite.resolver.choices import known_choice
from mastsite.resolver.places import UnresolvedName, place
from mastsite.search.angles import PositionError, parse_radius
from mastsite.search.declare import Column, Mission
from mastsite.search.everywhere import around, firsts
from mastsite.search.params import parse
from mastsite.search.query import COORDINATES, Place, Query
from mastsite.search.registry import missions
from mastsite.search.result import Count, Row
from mastsite.search.tables import NotLoaded, holding_of

SUMMARY = "<br><hr noshade><b>Summary</b><br><br>"
"""How the summary began; the page has it in a comment, where scripts find it and browsers do not."""

USUAL_ROWS = 10
MOST_ROWS = 1000
MOST_TARGETS = 20

_MISSION = Column("xcorr_mission", "Mission", description="Word of the mission or instrument in the cross correlation.")
_TARGET = Column("xcorr_target", "Target", description="Target that was searched around, as it was sent.")
_READ = frozenset(
    ["target", "resolver", "ra", "dec", "equinox", "radius", "missions", "max_records", "coordformat", "action"]
)


@dataclass(frozen=True, slots=True)
class Found:
    """What one word has near one target; `problem` says why nothing could be searched."""

    token: Token
    query: Query | None
    count: Count
    rows: tuple[Row, ...] = ()
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Near:
    """A target, how it was read, and what each word has near it; nothing when no resolver knows it."""

    title: str
    said: str
    found: tuple[Found, ...] = ()
    unresolved: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """One table of the page."""

    word: str
    title: str
    address: str
    more: str
    grid: Grid | None
    problem: str = ""


@tool.tool
def xcorr(request: HttpRequest) -> HttpResponseBase:
    """The form, or with ``action`` the answer."""
    asked = tool.given(request)
    if not asked.one("action"):
        return open_to_all(_form(request, asked))
    shape = tool.shape_of(asked)
    words, unknown = _words(asked)
    coordinates = asked.one("coordformat") or "sex"
    if coordinates not in COORDINATES:
        raise bad(f"coordformat was read as “{coordinates[:40]}”. Choose {', '.join(COORDINATES)}.")
    rows = asked.number(1, MOST_ROWS, USUAL_ROWS, "max_records")
    near = list(_near(asked, words, rows))
    radii = {f"radius_{word.lower()}" for word in (*tokens("cross_correlation"), *not_held("cross_correlation"))}
    remarks, ignored = list(asked.notes), asked.unread(_READ | radii)
    if unknown:
        remarks.append(f"Not held here, so not searched: {', '.join(unknown)}.")
    if shape.name == PAGE:
        said = [
            *remarks,
            *(f"{name}={value} changed nothing; it is not known to this tool." for name, value in ignored),
        ]
        return open_to_all(_page(request, asked, near, said, coordinates), remarks, ignored)
    if near and all(one.unresolved for one in near) and shape.name != "VOTable":
        return open_to_all(HttpResponse(f"{UNRESOLVED}\n\n", content_type=PLAIN), remarks, ignored)
    remarks += [f"{UNRESOLVED}: {one.title}" for one in near if one.unresolved]
    remarks += [f"{found.token.word}: {found.problem}" for one in near for found in one.found if found.problem]
    sheets = [_sheet(one, found, coordinates) for one in near for found in one.found if not found.problem]
    return write(shape, sheets, Papers("MAST cross correlation search", asked.pairs, remarks, ignored), "xcorr")


def _words(asked: Given) -> tuple[list[Token], list[str]]:
    """The chosen words that are answered here, and those that are not."""
    chosen = [word.strip().upper() for text in asked.all("missions") for word in text.split(",") if word.strip()]
    if not chosen:
        raise bad(f"No mission was chosen. Write missions[]= and one of {', '.join(tokens('cross_correlation'))}.")
    known = tokens("cross_correlation")
    chosen = list(dict.fromkeys(chosen))
    unknown = [word[:40] for word in chosen if word not in known]
    if strange := [word for word in unknown if word not in not_held("cross_correlation")]:
        raise bad(
            f"missions was read as “{strange[0]}”, which is no word of the cross correlation. Choose {', '.join(known)}."
        )
    return [known[word] for word in chosen if word in known], unknown


def _near(asked: Given, words: Sequence[Token], rows: int) -> Iterator[Near]:
    """What the words have near each target.

    Raises
    ------
    QueryError : the target or position cannot be read.
    """
    pairs = [(name, value) for name in ("target", "ra", "dec", "equinox", "resolver") if (value := asked.one(name))]
    base = parse(_any_positioned(), pairs)
    if base.criteria or not base.places:
        raise bad(
            "No target was read. Give a target, or a position in ra and dec; ranges belong into a mission's form."
        )
    if len(base.places) > MOST_TARGETS:
        raise bad(f"{len(base.places)} targets were read; {MOST_TARGETS} are taken. Send them in parts.")
    by_name = known_choice(base.resolver) == "none"
    for one in base.places:
        if by_name and not one.known:
            named = replace(base, places=(one,))
            yield Near(one.text, "Names were not looked up.", tuple(_named(token, named, rows) for token in words))
            continue
        try:
            placed, messages = place(replace(base, places=(one,)))
        except UnresolvedName as error:
            yield Near(one.text, str(error), unresolved=True)
            continue
        where = placed.places[0]
        said = " ".join([f"Read as {where.reading}, {where.search_pos}.", *(message.text for message in messages)])
        yield Near(one.text, said, tuple(_around(token, where, asked, rows) for token in words))


def _any_positioned() -> Mission:
    return next(mission for mission in missions().values() if mission.has_position)


def _around(token: Token, where: Place, asked: Given, rows: int) -> Found:
    text = asked.one(f"radius_{token.word}") or asked.one("radius")
    try:
        radius = parse_radius(text) if text else token.form.radius_arcmin
    except PositionError as error:
        raise bad(f"radius_{token.word.lower()}: {error}") from error
    return _found(token, around(parse(token.mission, token.conditions), where, radius), rows)


def _named(token: Token, named: Query, rows: int) -> Found:
    """The rows whose target is called so, as “Don't Resolve” asks."""
    query = parse(token.mission, token.conditions)
    try:
        called, _ = place(replace(query, places=named.places, resolver=named.resolver))
    except UnresolvedName as error:
        return Found(token, None, Count(0), problem=str(error))
    return _found(token, called, rows)


def _found(token: Token, query: Query, rows: int) -> Found:
    try:
        holding_of(token.mission)
    except NotLoaded as error:
        return Found(token, None, Count(0), problem=str(error))
    names = tuple(column.name for column in usual_columns(token.form, token.mission))
    first = firsts(query, rows, columns=names)
    return Found(token, first.query, first.count, first.rows)


def _sheet(near: Near, found: Found, coordinates: str) -> Sheet:
    columns = usual_columns(found.token.form, found.token.mission)
    remarks = []
    if found.query is not None and len(found.rows) != found.count.value:
        remarks.append(f"the first {len(found.rows)} of {found.count} rows")
    word = found.token.word
    rows = tuple((word, near.title, *row) for row in found.rows)
    title = f"{word}: {near.title}"
    return Sheet(
        word,
        title,
        found.token.form,
        found.token.mission,
        (_MISSION, _TARGET, *columns),
        rows,
        tuple(remarks),
        coordinates,
    )


def _page(
    request: HttpRequest, asked: Given, near: Sequence[Near], remarks: Sequence[str], coordinates: str
) -> HttpResponse:
    parts = [(one, [_block(found, coordinates) for found in one.found]) for one in near]
    context = {
        "parts": parts,
        "remarks": remarks,
        "summary": [(one, *_summary(one)) for one in near],
        "summary_mark": SUMMARY,
        "nothing": not any(found.rows for one in near for found in one.found),
        "unresolved_words": UNRESOLVED,
        "again": f"/xcorr.php?{urlencode([pair for pair in asked.pairs if pair[0].lower() != 'action'])}",
    }
    return render(request, "legacy/xcorr.html", context)


def _summary(near: Near) -> tuple[list[str], list[str], list[str]]:
    """Lines that scripts read, words without rows, and what could not be searched or counted."""
    lines = [f"{found.token.word}: {found.count.value} observations found" for found in near.found if found.count.value]
    without = [found.token.word for found in near.found if found.query is not None and not found.count.value]
    said = [f"{found.token.word}: {found.problem}" for found in near.found if found.problem]
    said += [
        f"{found.token.word}: there are more; the count was stopped." for found in near.found if not found.count.exact
    ]
    return lines, without, said


def _block(found: Found, coordinates: str) -> Block:
    mission, query = found.token.mission, found.query
    if query is None or not found.rows:
        return Block(found.token.word, mission.short_name, f"/search/{mission.slug}/", "", None, found.problem)
    whole = replace(query, columns=(), rows=100)
    address = f"/search/{mission.slug}/results?{urlencode(whole.params(), quote_via=quote)}"
    shown, total = len(found.rows), found.count
    more = f"All {total} rows" if total.value > shown else "The same on the new page"
    columns = usual_columns(found.token.form, mission)
    caption = f"{found.token.word}: {shown} of {total} {mission.rows_are}"
    made = grid(caption, found.token.form, mission, columns, found.rows, coordinates)
    return Block(found.token.word, mission.short_name, address, more, made)


def _form(request: HttpRequest, asked: Given) -> HttpResponse:
    ticked = {word.upper() for text in asked.all("missions") for word in text.split(",")}
    boxes = [
        (token, token.word in ticked, asked.all(f"radius_{token.word}")[-1:] or [f"{token.form.radius_arcmin:g}"])
        for token in tokens("cross_correlation").values()
    ]
    context = {
        "boxes": [(token, on, radius[0]) for token, on, radius in boxes],
        "not_held": not_held("cross_correlation"),
        "filled": {name: (asked.all(name) or [""])[-1] for name in ("target", "ra", "dec", "equinox", "resolver")},
        "rows": (asked.all("max_records") or [str(USUAL_ROWS)])[-1],
        "formats": list(SHAPES.values()),
        "chosen": (asked.all("outputformat") or [PAGE])[-1],
    }
    return render(request, "legacy/xcorr_form.html", context)
