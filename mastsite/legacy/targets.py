"""Where to search: targets, coordinates and ranges of a classic request, and one search for each of the places.

A name that nobody knows is a search without a query, and the others go on: the classic service said
``target not resolved, continue``.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace

from mastsite.legacy.asked import Search
from mastsite.legacy.draft import Draft
from mastsite.legacy.numbers import place_of
from mastsite.resolver.choices import CHOICES, known_choice
from mastsite.resolver.places import LOOKUP_BUDGET_S, UnresolvedName, place
from mastsite.search.position import (
    EQUINOXES,
    PositionError,
    format_dec,
    format_ra,
    looks_like_position,
    parse_position,
    parse_radius,
)
from mastsite.search.query import MAX_PLACES, Place, Query, plain
from mastsite.search.targets import MAX_NAME, MAX_TARGET_TEXT, split_targets


@dataclass(frozen=True, slots=True)
class Around:
    """How places are read and searched around, the same for all of a request."""

    radius_arcmin: float | None
    equinox: str
    resolver: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """One place of a request: its text, and where it is; neither position nor problem for a name."""

    text: str
    place: Place | None = None
    problem: str = ""


def read_around(draft: Draft) -> Around:
    """Radius, equinox and resolver; faults are noted in the draft."""
    resolver = draft.one("resolver")
    choice = known_choice(resolver)
    if choice is None:
        words = ", ".join(label for _value, label in CHOICES)
        draft.leave(
            "resolver", resolver, f"there is no such resolver; names were looked up as usual. Write one of {words}"
        )
    return Around(_radius(draft), _equinox(draft), choice or "any")


def _equinox(draft: Draft) -> str:
    word = draft.one("equinox") or "J2000"
    known = {name.lower(): name for name in EQUINOXES} | {name[1:]: name for name in EQUINOXES}
    if word.lower() not in known:
        said = f"The equinox was read as “{word[:40]}”, which is not known. Write {', '.join(EQUINOXES)}."
        draft.fault("equinox", word, said)
    return known.get(word.lower(), "J2000")


def _radius(draft: Draft) -> float | None:
    """Arcminutes; None when the form's own radius is that of the mission, and none was given."""
    usual = draft.form.radius_arcmin
    found: dict[str, float] = {}
    for key, unit in (("radius", ""), ("SR", " deg")):
        text = draft.one(key)
        if not text:
            continue
        try:
            found[key] = parse_radius(text if re.search(r"[^0-9.eE+\-\s]", text) else f"{text}{unit}")
        except PositionError as error:
            draft.fault(key, text, str(error))
    if len(found) == 2 and abs(found["radius"] - found["SR"]) > 1e-9:
        said = f"radius is {plain(found['radius'])} arcminutes and SR {plain(found['SR'])}. Give one of them."
        draft.fault("SR", draft.one("SR"), f"radius and SR contradict each other: {said}")
    radius = next(iter(found.values()), usual)
    if not draft.places_wanted and found and radius not in (usual, draft.mission.default_radius_arcmin):
        key = next(iter(found))
        draft.leave(key, draft.one(key), "there is no target or position to search around")
    return None if radius == draft.mission.default_radius_arcmin and not draft.cone else radius


def read_wanted(draft: Draft, around: Around) -> list[Wanted]:
    """The places of target, ra and dec in order; ranges of ra and dec become conditions of the draft."""
    wanted: list[Wanted] = []
    for item in draft.given.get("target", []):
        if len(item.value) > MAX_TARGET_TEXT:
            said = (
                f"{len(item.value):,} characters were read as targets; {MAX_TARGET_TEXT:,} are the most. Upload a file."
            )
            draft.fault(item.name, item.value[:60], said)
            continue
        pieces = split_targets(item.value)
        if len(pieces) > MAX_PLACES:
            draft.fault(item.name, "", _too_many(len(pieces)))
            continue
        wanted += [of_text(piece, around.equinox) for piece in pieces]
    wanted += _coordinates(draft, around)
    if wanted and not draft.mission.has_position:
        said = (
            f"{draft.mission.short_name} has no positions here, so it cannot be searched around one. Use its columns."
        )
        draft.fault("target", wanted[0].text, said)
    if len(wanted) > MAX_PLACES:
        draft.fault("target", "", _too_many(len(wanted)))
    elif len(wanted) == 1 and wanted[0].problem:
        draft.fault("target", wanted[0].text, wanted[0].problem)
    return wanted[:MAX_PLACES]


def of_text(text: str, equinox: str) -> Wanted:
    """A piece of text as a position, or a name."""
    if looks_like_position(text):
        try:
            return Wanted(text, _place(text, equinox))
        except PositionError as error:
            return Wanted(text, problem=str(error))
    if len(text) > MAX_NAME or not text.isprintable():
        shown = "".join(letter if letter.isprintable() else "?" for letter in text[:60])
        said = f"“{shown}” is no name of an object: names have up to {MAX_NAME} printable characters. Type one such as M 31."
        return Wanted(shown, problem=said)
    return Wanted(text)


def of_coordinates(ra: str, dec: str, equinox: str) -> Wanted:
    """Right ascension and declination of two boxes or two columns of a file."""
    text = f"{ra} {'' if dec[:1] in '+-−' else '+'}{dec}"
    try:
        return Wanted(text, _place(text, equinox))
    except PositionError as error:
        return Wanted(text, problem=str(error))


def _place(text: str, equinox: str) -> Place:
    position = parse_position(text, equinox)
    return Place(text, position.ra_deg, position.dec_deg, position.reading)


def _coordinates(draft: Draft, around: Around) -> list[Wanted]:
    ra, dec = draft.one("ra"), draft.one("dec")
    if not ra and not dec:
        return []
    mission = draft.mission
    if not mission.has_position:
        draft.fault("ra", ra or dec, f"{mission.short_name} has no positions here. Use its columns.")
        return []
    if draft.is_box:
        if around.equinox != "J2000":
            said = f"Ranges of ra and dec are read in J2000 only, and the equinox is {around.equinox}. Write J2000."
            draft.fault("equinox", around.equinox, said)
        for box, text, name in (("ra", ra, mission.ra_column), ("dec", dec, mission.dec_column)):
            draft.condition(box, mission.column(name), text)
        return []
    if not ra or not dec:
        have, lack = ("ra", "dec") if ra else ("dec", "ra")
        said = f"{have} was read as “{(ra or dec)[:60]}” and {lack} is missing. Give both, or a range such as 10..20."
        draft.fault(have, ra or dec, said)
        return []
    ras, decs = ([part.strip() for part in text.split(",") if part.strip()] for text in (ra, dec))
    if len(ras) != len(decs):
        said = f"{len(ras)} values were read in ra and {len(decs)} in dec. Give as many in one as in the other."
        draft.fault("dec", dec, said)
        return []
    if len(ras) > MAX_PLACES:
        draft.fault("ra", "", _too_many(len(ras)))
        return []
    return [of_coordinates(one_ra, one_dec, around.equinox) for one_ra, one_dec in zip(ras, decs, strict=True)]


def _too_many(number: int) -> str:
    return f"{number:,} targets were read; one search takes {MAX_PLACES}. Send them in parts, or upload a file."


class Lookups:
    """Names looked up one after the other, with one bound on the time spent on all of them."""

    def __init__(self, base: Query, budget_s: float = LOOKUP_BUDGET_S) -> None:
        self.base = base
        self.left_s = budget_s

    def search(self, wanted: Wanted, heading: str = "") -> Search:
        """The search around one place; without a query where there is none."""
        if wanted.problem:
            return Search(None, heading, problem=wanted.problem)
        if wanted.place is not None:
            return Search(replace(self.base, places=(wanted.place,)), heading, _said(wanted.place))
        if numbered := place_of(wanted.text, self.base.mission):
            return Search(replace(self.base, places=(numbered,)), heading, _said(numbered, wanted.text))
        late = self.left_s <= 0
        query = replace(self.base, places=(Place(wanted.text),))
        began = time.monotonic()
        try:
            placed, messages = place(replace(query, resolver="bundled") if late else query)
        except UnresolvedName as error:
            return Search(None, heading, str(error), unresolved=wanted.text)
        finally:
            self.left_s -= time.monotonic() - began
        told = [*map(_said, placed.places), *(message.text for message in messages)]
        if late:
            told.append("The time for lookups was up, so only the bundled catalogues were asked.")
        return Search(replace(placed, resolver=self.base.resolver), heading, " ".join(told))


def searches(base: Query, wanted: list[Wanted], draft: Draft) -> tuple[Search, ...]:
    """One search for each place, or the one without any.

    Names that are not to be resolved are one search together: a condition on the mission's target names.
    """
    if not wanted:
        return (Search(base),)
    return tuple(_searches(base, wanted, draft))


def _searches(base: Query, wanted: list[Wanted], draft: Draft) -> Iterator[Search]:
    as_written = [one for one in wanted if one.place is None and not one.problem] if base.resolver == "none" else []
    others = [one for one in wanted if one not in as_written]
    several = len(others) + bool(as_written) > 1
    if as_written:
        text = ", ".join(one.text for one in as_written)
        query = replace(base, places=tuple(Place(one.text) for one in as_written))
        try:
            placed, messages = place(query)
        except UnresolvedName as error:
            draft.fault("target", text, str(error))
        else:
            yield Search(placed, text if several else "", " ".join(message.text for message in messages))
    lookups = Lookups(replace(base, resolver="any") if base.resolver == "none" else base)
    for one in others:
        yield lookups.search(one, one.text if several else "")


def _said(where: Place, typed: str = "") -> str:
    """How a place was read, as the old page said it above the table."""
    ra_deg, dec_deg = where.position
    return f"“{typed or where.text}” was read as {format_ra(ra_deg)} {format_dec(dec_deg)} ({where.reading})."
