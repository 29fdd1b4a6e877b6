"""What a retirement says of itself, in words that are the same on pages, in feeds and in mails."""

from __future__ import annotations

from datetime import date

from mastsite.retirement.record import Record
from mastsite.retirement.states import State


def long_date(day: date) -> str:
    """``1 October 2027``."""
    return f"{day.day} {day:%B %Y}"


def distance(day: date, today: date) -> str:
    """``in 38 days``, ``tomorrow``, ``today``, ``12 days ago``."""
    days = (day - today).days
    if days in (-1, 0, 1):
        return {-1: "yesterday", 0: "today", 1: "tomorrow"}[days]
    return f"in {days:,} days" if days > 0 else f"{-days:,} days ago"


def upper_first(text: str) -> str:
    return text[:1].upper() + text[1:]


def verb(state: State) -> str:
    """How the notice's heading goes on after "This form"."""
    return {State.ANNOUNCED: "will retire on", State.DEPRECATED: "retires on", State.LAST_CALL: "retires on"}[state]


def status(record: Record, state: State, today: date) -> str:
    """One sentence: where a retirement stands."""
    dates = record.dates
    retires = f"{long_date(dates.sunset_at)}, {distance(dates.sunset_at, today)}"
    return {
        State.PLANNED: f"To be announced on {long_date(dates.announced)}.",
        State.ANNOUNCED: f"Announced; deprecated from {long_date(dates.deprecated_at)}; retires on {retires}.",
        State.DEPRECATED: f"Deprecated; retires on {retires}.",
        State.LAST_CALL: f"Last call; retires on {retires}.",
        State.SUNSET: f"Retired on {long_date(dates.sunset_at)}; its addresses lead to {record.successor_title}.",
        State.ARCHIVED: f"Retired on {long_date(dates.sunset_at)}, archived on {long_date(dates.archived_at)}.",
        State.ON_HOLD: "On hold: the retirement was rolled back, and the old page answers as before.",
    }[state]


def milestone(record: Record, state: State) -> str:
    """The title of a step in calendars and feeds."""
    return {
        State.ANNOUNCED: f"{record.title}: retirement announced",
        State.DEPRECATED: f"{record.title}: deprecated",
        State.LAST_CALL: f"{record.title}: last call before it retires",
        State.SUNSET: f"{record.title} retires",
        State.ARCHIVED: f"{record.title}: archived",
    }[state]


def what_happens(record: Record, state: State) -> str:
    """What a reader meets from that day on."""
    return {
        State.ANNOUNCED: f"The old {record.noun} works unchanged and tells of its retirement.",
        State.DEPRECATED: f"The old {record.noun} works unchanged; begin nothing new with it.",
        State.LAST_CALL: "The notice can no longer be hidden.",
        State.SUNSET: (
            f"Addresses that can be carried over lead to {record.successor_title} (status 308); "
            "the others explain themselves (status 410)."
        ),
        State.ARCHIVED: f"The old {record.noun} is taken out; its addresses go on leading to what replaced it.",
    }[state]
