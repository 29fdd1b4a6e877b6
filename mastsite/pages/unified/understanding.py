"""How what stands in the one box is understood, before anything is searched.

`understand` goes through `READINGS` in their order and takes the first that holds; `others` are those that would hold as well. To add
one more reading: a function from a text to a `Reading` or None, under ``@reading(name, label)``, where it belongs in the order.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from urllib.parse import quote

from django.urls import NoReverseMatch, reverse

from mastsite.caom.views import views
from mastsite.pages.unified import conditions
from mastsite.resolver import resolve
from mastsite.resolver.answer import Answer
from mastsite.search import criteria, engine
from mastsite.search.angles import PositionError, format_dec, format_ra
from mastsite.search.criteria import CriterionError
from mastsite.search.declare import Mission
from mastsite.search.position import looks_like_position, parse_position
from mastsite.search.query import Place, Query
from mastsite.search.registry import missions
from mastsite.search.tables import holdings
from mastsite.search.wording import quote as quoted

LONGEST = 2_000
LEAST_OF_A_PATTERN = 3
"""Letters and figures in an identifier, which may have wildcards too."""
LOOK_S = 0.5
"""For finding out whether any row of a mission has such an identifier, programme or name."""
LOOKS_S = 2.0
"""For all such looks at one text."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to understand a text.

    Parameters
    ----------
    says : the whole of it in a sentence: “a position, right ascension ...”.
    place : what to search around.
    typed : conditions on what missions have in common, by box.
    identifier : data sets by that identifier.
    elsewhere : address of the page that answers this instead.
    """

    name: str
    label: str
    says: str
    place: Place | None = None
    typed: dict[str, str] = field(default_factory=dict)
    identifier: str = ""
    target: str = ""
    elsewhere: str = ""

    @property
    def searches(self) -> bool:
        return bool(self.place or self.typed or self.identifier or self.target)


@dataclass(frozen=True, slots=True)
class Understood:
    """The reading that was taken, or what is wrong when there is none."""

    text: str
    reading: Reading | None
    problem: str = ""
    unsure: tuple[str, ...] = ()
    """Readings that there was no time to look at."""


class _Late(Exception):
    """There was no time to see whether a reading holds."""


class _Unreadable(Exception):
    """The text has the form of a reading, and cannot be read so; the message says why."""


_until: ContextVar[float] = ContextVar("until")
"""When the time for looks at one text is up."""

Read = Callable[[str], Reading | None]
READINGS: dict[str, tuple[str, Read]] = {}


def reading(name: str, label: str) -> Callable[[Read], Read]:
    """Register a reading under a name of the address (``as=name``)."""

    def register(read: Read) -> Read:
        READINGS[name] = (label, read)
        return read

    return register


def understand(text: str, wanted: str = "") -> Understood:
    """What a text means; `wanted` is the name of a reading that the reader has chosen."""
    if len(text) > LONGEST:
        return Understood(
            text[:LONGEST],
            None,
            problem=f"The box has {len(text):,} characters; {LONGEST:,} are read. Use a target list.",
        )
    text = text.strip()
    if wanted and wanted not in READINGS:
        return Understood(text, None, problem=f"as was read as “{wanted[:40]}”. Write one of {', '.join(READINGS)}.")
    if not text:
        return Understood("", None)
    _until.set(time.monotonic() + LOOKS_S)
    late: list[str] = []
    for name in [wanted] if wanted else list(READINGS):
        label, read = READINGS[name]
        try:
            found = read(text)
        except _Late:
            late.append(label)
        except _Unreadable as error:
            return Understood(text, None, f"“{text[:120]}” looks like {label}. {error}")
        else:
            if found is not None:
                return Understood(text, found, unsure=tuple(late))
    said: tuple[str, ...] = ()
    if wanted in ("", "name"):  # the resolvers of the network last, as each takes its time
        known = resolve(text)
        if known.answer:
            return Understood(text, _named(text, known.answer), unsure=tuple(late))
        said = known.messages
    tried = f"as {READINGS[wanted][0]}" if wanted else "in any way that is known here"
    help_ = "Type a name such as M 31, coordinates such as 10.68 +41.27, the identifier of a data set, or the number of a programme."
    problem = " ".join([f"“{text[:120]}” could not be read {tried}.", *said, help_])
    return Understood(text, None, problem, tuple(late))


def others(text: str, taken: str = "") -> tuple[tuple[str, str], ...]:
    """Names and labels of the other readings that hold for a text, and of those that there was no time to look at.

    Parameters
    ----------
    taken : the name of the one that was taken, or that was chosen and does not hold.
    """
    _until.set(time.monotonic() + LOOKS_S)
    return tuple((name, READINGS[name][0]) for name in CHOOSABLE if name != taken and _may_hold(name, text.strip()))


def _may_hold(name: str, text: str) -> bool:
    try:
        return READINGS[name][1](text) is not None
    except _Unreadable:
        return False
    except _Late:
        return True


CHOOSABLE = ("position", "dataset", "proposal", "instrument", "filters", "name", "pi", "target")
"""What a reader may choose instead; the others are told apart by their form."""


@reading("list", "a list of targets")
def _list(text: str) -> Reading | None:
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) < 2:
        return None
    return Reading(
        "list",
        "A list",
        f"{len(lines)} lines: a list of targets, which has a page of its own.",
        elsewhere=_address("lists", "index"),
    )


@reading("address", "an old address")
def _old_address(text: str) -> Reading | None:
    if not re.match(r"(https?://|/)\S*(search|xcorr|siap|ssap)\S*\.php|https?://", text, re.I):
        return None
    to = f"{_address('migrate', 'index')}?address={quote(text, safe='')}"
    return Reading(
        "address", "An address", "an address: the page for old addresses shows what replaces it.", elsewhere=to
    )


@reading("doi", "a DOI")
def _doi(text: str) -> Reading | None:
    if not re.match(r"(doi:\s*|https?://(dx\.)?doi\.org/)?10\.\d{4,9}/\S+$", text, re.I):
        return None
    return Reading("doi", "A DOI", "a DOI. No mission here holds DOIs yet, so that nothing can be searched for it.")


@reading("bibcode", "a bibcode")
def _bibcode(text: str) -> Reading | None:
    if not re.fullmatch(r"(1[89]|20)\d\d[A-Za-z&.]{5}[\w.]{9}[A-Z.]?", text):
        return None
    return Reading(
        "bibcode", "A bibcode", "a bibcode. No mission here holds bibcodes yet, so that nothing can be searched for it."
    )


@reading("position", "a position")
def _position(text: str) -> Reading | None:
    if not looks_like_position(text):
        return None
    try:
        found = parse_position(text)
    except PositionError as error:
        raise _Unreadable(str(error)) from error
    place = Place(text, found.ra_deg, found.dec_deg, found.reading)
    return Reading(
        "position", "A position", f"a position: {found.reading}; {_at(found.ra_deg, found.dec_deg)}.", place=place
    )


@reading("dataset", "the identifier of a data set")
def _dataset(text: str) -> Reading | None:
    if re.search(r"[,;]|\s", text) or len(re.sub(r"[*%]", "", text)) < LEAST_OF_A_PATTERN:
        return None
    where = [mission.short_name for mission in _loaded() if (query := by_identifier(mission, text)) and _any(query)]
    if not where:
        return None
    what = "the beginning or pattern of identifiers" if "*" in text or "%" in text else "the identifier of a data set"
    return Reading("dataset", "A data set", f"{what} of {_listed(where)}.", identifier=text)


_PROGRAMME = re.compile(r"(?:(?:GO|GTO|SNAP|DD|ERS|CAL|PID|ID|program(?:me)?|proposal)[ -]?)?(\d{1,6})", re.I)


@reading("proposal", "a programme")
def _proposal(text: str) -> Reading | None:
    what = "the number of a programme of"
    if (number := _PROGRAMME.fullmatch(text)) is not None:
        return _common("proposal", number[1], what)
    return _common("proposal", text, what) if re.fullmatch(r"[A-Z]{1,5}\d{2,6}[A-Z_]*\w*", text) else None


@reading("instrument", "an instrument")
def _instrument(text: str) -> Reading | None:
    if not re.fullmatch(r"[A-Za-z][\w/ *-]{1,30}", text) or "*" in text.rstrip("*"):
        return None
    return _common("instrument", text, "an instrument of") or _common("instrument", f"{text}/*", "an instrument of")


@reading("filters", "a filter or grating")
def _filter(text: str) -> Reading | None:
    if not re.fullmatch(r"[A-Za-z]{1,3}\d{2,4}[A-Za-z]{0,2}", text):
        return None
    return _common("filters", text, "a filter or grating of")


@reading("name", "the name of an object")
def _name(text: str) -> Reading | None:
    found = resolve(text, resolver="bundled").answer
    return _named(text, found) if found else None


@reading("pi", "a principal investigator")
def _investigator(text: str) -> Reading | None:
    if not re.fullmatch(r"[^\W\d_][^\d_*%;,]{1,40}", text):
        return None
    return _common("pi", text, "the name of a principal investigator of")


@reading("target", "a target as the observer wrote it")
def _target(text: str) -> Reading | None:
    if len(re.sub(r"[*%\s]", "", text)) < LEAST_OF_A_PATTERN:
        return None
    where = [mission.short_name for mission in _loaded() if (query := by_target(mission, text)) and _any(query)]
    if not where:
        return None
    return Reading(
        "target", "A target", f"a target name as it is written in the rows of {_listed(where)}.", target=text
    )


def by_identifier(mission: Mission, text: str) -> Query | None:
    """The rows of a mission by identifier; None where its identifiers are of another kind."""
    return _on(mission, mission.id_column, text)


def by_target(mission: Mission, text: str) -> Query | None:
    """The rows of a mission by target as written; None where it has no such column."""
    return _on(mission, mission.target_column, text) if mission.target_column else None


def _on(mission: Mission, name: str, text: str) -> Query | None:
    column = mission.column(name)
    wild = "*" in text or "%" in text
    if not column.is_text and not re.fullmatch(r"\d{1,18}", text):
        return None
    try:
        criterion = criteria.parse(column, text if wild or not column.is_text else quoted(text))
    except CriterionError:
        return None
    return Query(mission, criteria=(criterion,)) if criterion else None


def _common(box: str, text: str, what: str) -> Reading | None:
    """A reading as a condition on what missions have in common, where any row meets it."""
    if conditions.read({box: text}):
        return None
    where: list[str] = []
    for view in views():
        if view.mission in _loaded() and view.mission.short_name not in where:
            try:
                query = Query(view.mission, criteria=conditions.asked_of(view, {box: text}))
            except conditions.NotAsked:
                continue
            if _any(query):
                where.append(view.mission.short_name)
    label = READINGS[box][0] if box in READINGS else what
    return Reading(box, label, f"{what} {_listed(where)}.", typed={box: text}) if where else None


def _named(text: str, answer: Answer) -> Reading:
    place = Place(text, answer.ra_deg, answer.dec_deg, f"{answer.canonical}, from {answer.source}", answer.canonical)
    called = "" if answer.canonical.lower() == text.lower() else f" {answer.canonical}"
    return Reading(
        "name",
        "A name",
        f"the name of an object:{called} {_at(answer.ra_deg, answer.dec_deg)}, from {answer.source}.",
        place=place,
    )


def _at(ra_deg: float, dec_deg: float) -> str:
    return f"{format_ra(ra_deg)} {format_dec(dec_deg)} (ICRS)"


def _loaded() -> list[Mission]:
    held = holdings()
    return [mission for slug, mission in missions().items() if slug in held]


def _any(query: Query) -> bool:
    """Whether a search has a row.

    Raises
    ------
    _Late : the time for looks is up, or this one took too long.
    """
    left = _until.get(0.0) - time.monotonic()
    if left <= 0:
        raise _Late
    found = engine.count(query, cap=1, within_s=min(LOOK_S, left))
    if not (found.exact or found.value):
        raise _Late
    return found.value > 0


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _address(name: str, otherwise: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return reverse(otherwise)
