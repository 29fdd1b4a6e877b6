"""What the counters say: for the timeline, for one page, and as evidence for the exit rule."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import DatabaseError

from mastsite.retirement.counters import EVENTS
from mastsite.retirement.models import Count, Kind
from mastsite.retirement.record import Example, Record
from mastsite.retirement.registry import Entry
from mastsite.retirement.states import WORDS, State
from mastsite.retirement.wording import long_date

DAYS = 30


@dataclass(frozen=True, slots=True)
class Use:
    days: int
    sentence: str
    rows: tuple[dict[str, object], ...]


def recent(entries: tuple[Entry, ...], today: date) -> Use:
    """The last 30 days of some records, in words and as a table."""
    first = today - timedelta(days=DAYS - 1)
    try:
        since = Count.since()
        sums = Count.sums("record_id", "event", "client", day__gte=first)
    except DatabaseError:
        return Use(DAYS, "The counts cannot be read at the moment.", ())
    if since is None:
        return Use(DAYS, "Nothing has been counted yet.", ())
    rows = []
    for entry in entries:
        mine = [row for row in sums if row["record_id"] == entry.record.id]
        people = {event: _total(mine, event) for event in EVENTS}
        bots = sum(row["total"] for row in mine if row["client"] == "bot")
        if mine:
            rows.append({"title": entry.record.title, "id": entry.record.id, "bots": bots, **people})
    searches = sum(int(str(row["search"])) + int(str(row["api"])) for row in rows)
    from_day = max(first, since)
    sentence = (
        f"From {long_date(from_day)} to {long_date(today)}: {searches:,} searches and API calls by people and their "
        f"scripts; counting began on {long_date(since)}."
    )
    return Use(DAYS, sentence, tuple(rows))


def _total(rows: list[dict[str, object]], event: str) -> int:
    return sum(int(str(row["total"])) for row in rows if row["event"] == event and row["client"] != "bot")


@dataclass(frozen=True, slots=True)
class Asked:
    """A search of the old page, and how often its kind was asked; 0 for one that is an example only."""

    search: Example
    times: int


SEARCHES = 5
SEARCH_DAYS = 365


def most_used(record: Record, today: date) -> tuple[Asked, ...]:
    """The five kinds of search that were asked most in a year, then the record's own examples for what lacks."""
    found: list[Asked] = []
    if record.search_with is not None:
        try:
            kinds = Kind.most(record.id, today - timedelta(days=SEARCH_DAYS), SEARCHES)
        except DatabaseError:
            kinds = []
        for boxes, times in kinds:
            example = record.search_with(tuple(boxes.split(",")))
            if example is not None:
                found.append(Asked(example, times))
    known = {asked.search.new for asked in found}
    found += [Asked(example, 0) for example in record.searches if example.new not in known]
    return tuple(found[:SEARCHES])


@dataclass(frozen=True, slots=True)
class Rate:
    """How readers took a notice in one stage. Bots are left out."""

    stage: str
    shown: int
    followed: int
    dismissed: int

    def _share(self, part: int) -> str:
        return f"{100 * part / self.shown:.1f} %" if self.shown else "no notice shown"

    @property
    def follow_rate(self) -> str:
        return self._share(self.followed)

    @property
    def dismiss_rate(self) -> str:
        return self._share(self.dismissed)


def rates(record: Record) -> tuple[Rate, ...]:
    """Follow and dismiss rates by stage, of browsers."""
    try:
        sums = Count.sums("stage", "event", record_id=record.id, client="browser")
    except DatabaseError:
        return ()
    found = {(row["stage"], row["event"]): row["total"] for row in sums}
    stages = [state for state in State if any((state, event) in found for event in ("banner", "followed", "dismissed"))]
    return tuple(
        Rate(WORDS[state], *(found.get((state, event), 0) for event in ("banner", "followed", "dismissed")))
        for state in stages
    )


@dataclass(frozen=True, slots=True)
class Week:
    """Seven days and the searches in them; None where the counters had not begun, which is not the same as none."""

    first: date
    searches: int | None


@dataclass(frozen=True, slots=True)
class Evidence:
    weeks: tuple[Week, ...]
    quiet: bool
    past_sunset: bool
    since: date | None

    @property
    def may_retire(self) -> bool:
        return self.quiet and self.past_sunset


def evidence(record: Record, today: date) -> Evidence:
    """The exit rule of a record, evaluated on the whole weeks before today. Bots do not count as use."""
    rule, since = record.exit_rule, Count.since()
    weeks = []
    for number in range(rule.weeks, 0, -1):
        first = today - timedelta(days=7 * number)
        if since is None or since > first:
            weeks.append(Week(first, None))
            continue
        sums = Count.sums(
            "event", "client", record_id=record.id, day__gte=first, day__lt=first + timedelta(days=7),
            event__in=("search", "api", "redirected", "gone"),
        )  # fmt: skip
        weeks.append(Week(first, sum(row["total"] for row in sums if row["client"] != "bot")))
    quiet = all(week.searches is not None and week.searches < rule.searches_a_week for week in weeks)
    return Evidence(tuple(weeks), quiet, record.dates.sunset_at <= today, since)
