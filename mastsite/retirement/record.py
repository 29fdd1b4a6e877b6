"""What a retirement is, as plain data: one record for each page or API that goes.

To add one more: return one more `Record` from a callable that ``RETIREMENT["sources"]`` names. ``manage.py check``
says by name what is wrong with it; every output follows from it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Literal

from django.http import HttpRequest

Kind = Literal["page", "API"]
LAST_CALL_DAYS = 14


@dataclass(frozen=True, slots=True)
class Dates:
    """The days on which a retirement takes its steps; each begins at 00:00 UTC."""

    announced: date
    deprecated_at: date
    sunset_at: date
    archived_at: date

    @property
    def last_call(self) -> date:
        return self.sunset_at - timedelta(days=LAST_CALL_DAYS)


@dataclass(frozen=True, slots=True)
class Link:
    address: str
    text: str


@dataclass(frozen=True, slots=True)
class Dropped:
    """A parameter that has no place in the successor, and why."""

    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Carried:
    """A request to the old page, said in the successor's words.

    Parameters
    ----------
    address : where it is answered now; a path of this site, or an address on an allowed host.
    complete : whether the successor gives the same answer, so that a redirect is safe.
    dropped : parameters that are not carried over.
    form : the successor's form with the same search in it; empty when `address` is that.
    """

    address: str
    complete: bool
    dropped: tuple[Dropped, ...] = ()
    form: str = ""

    @property
    def prefilled(self) -> str:
        return self.form or self.address


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field of the old page in the new one. Where `new` is empty it is dropped, and `note` must say why."""

    old: str
    new: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Example:
    """A search of the old page, with the address that answers it now."""

    text: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Question:
    text: str
    answer: str


@dataclass(frozen=True, slots=True)
class Brownout:
    """A time in which an API refuses, as a rehearsal; announced beforehand, never of a page for people."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class DateChange:
    """What happened to the dates of a record, for its history."""

    day: date
    what: str
    reason: str
    dates: Dates | None = None


@dataclass(frozen=True, slots=True)
class ExitRule:
    """The old page may go when its searches stay under a number for some weeks, or at sunset, whichever is later."""

    searches_a_week: int = 20
    weeks: int = 8

    def __str__(self) -> str:
        return (
            f"fewer than {self.searches_a_week} searches a week for {self.weeks} weeks, "
            "or the retirement date, whichever is later"
        )


def no_fields() -> tuple[FieldChange, ...]:
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One retiring page or API.

    Parameters
    ----------
    id : of letters, digits, ``-`` and ``_``; stands in addresses and cookies.
    title : what people call it: ``Hubble search, old form``.
    noun : the word for it in a sentence: ``form``, ``page``, ``tool``, ``API``.
    kind : whether people or programs use it. Only an API may have brown-outs, and only a page has a notice.
    patterns : its paths; ``*`` stands for one part between slashes, ``**`` for any number of them.
    dates : when it takes its steps; the operator may move them.
    why, better, lost : the reasons, each at least a sentence; all three must be told.
    summary : why, in one short sentence for the notice; empty takes the first sentence of `why`.
    successor : address of what replaces it.
    successor_title : its name in a link: ``the new Hubble form``.
    carry : turns a request to the old page into the successor's address; None leads to `successor` and drops all.
    group : what it belongs to (here the mission); the timeline filters by it and each has its feeds.
    routes : names of the URLconf's routes that the patterns are meant to cover.
    parameters : every parameter of the old page. Each must stand in `fields`, mapped or dropped with a reason.
    fields : makes the table of old and new fields; called when it is shown.
    still_there : what can be had of its data after the end, in a sentence.
    shape : which format a request asks for: ``html``, ``json``, ``csv``, ``votable``, ``text``.
    act : what a request does: ``view``, ``search`` or ``api``.
    boxes : names of the old page's own boxes that a search fills in, in an order of their own; never what is in them.
    search_with : a search that fills these boxes, with example values.
    history : earlier changes of the dates, oldest first.
    """

    id: str
    title: str
    patterns: tuple[str, ...]
    dates: Dates
    why: str
    better: str
    lost: str
    successor: str
    successor_title: str
    contact: str
    noun: str = "page"
    kind: Kind = "page"
    summary: str = ""
    carry: Callable[[HttpRequest], Carried] | None = None
    brownouts: tuple[Brownout, ...] = ()
    group: str = ""
    group_title: str = ""
    routes: tuple[str, ...] = ()
    parameters: tuple[str, ...] = ()
    fields: Callable[[], Sequence[FieldChange]] = no_fields
    tutorials: tuple[Link, ...] = ()
    searches: tuple[Example, ...] = ()
    questions: tuple[Question, ...] = ()
    still_there: str = ""
    exit_rule: ExitRule = field(default_factory=ExitRule)
    history: tuple[DateChange, ...] = ()
    shape: Callable[[HttpRequest], str] | None = None
    act: Callable[[HttpRequest], str] | None = None
    boxes: Callable[[HttpRequest], tuple[str, ...]] | None = None
    search_with: Callable[[tuple[str, ...]], Example | None] | None = None

    @property
    def why_briefly(self) -> str:
        head, stop, _rest = self.why.partition(". ")
        return self.summary or (f"{head}." if stop else head)
