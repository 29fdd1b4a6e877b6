"""The states of a retirement, each a function of the date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import StrEnum

from mastsite.retirement.record import Dates


class State(StrEnum):
    """To add one more: a word here, its first day in `first_day`, and its words in `wording`."""

    PLANNED = "planned"
    ANNOUNCED = "announced"
    DEPRECATED = "deprecated"
    LAST_CALL = "last-call"
    SUNSET = "sunset"
    ARCHIVED = "archived"
    ON_HOLD = "on-hold"

    @property
    def alive(self) -> bool:
        """Whether the old page itself answers."""
        return self not in (State.SUNSET, State.ARCHIVED)

    @property
    def told(self) -> bool:
        """Whether notices and headers tell of it while the old page answers."""
        return self in (State.ANNOUNCED, State.DEPRECATED, State.LAST_CALL)


WORDS = {
    State.PLANNED: "Not announced yet",
    State.ANNOUNCED: "Announced",
    State.DEPRECATED: "Deprecated",
    State.LAST_CALL: "Last call",
    State.SUNSET: "Retired",
    State.ARCHIVED: "Archived",
    State.ON_HOLD: "On hold",
}
MILESTONES = (State.ANNOUNCED, State.DEPRECATED, State.LAST_CALL, State.SUNSET, State.ARCHIVED)


def first_day(dates: Dates, state: State) -> date:
    """The day on which a state begins, at 00:00 UTC."""
    return {
        State.ANNOUNCED: dates.announced,
        State.DEPRECATED: dates.deprecated_at,
        State.LAST_CALL: dates.last_call,
        State.SUNSET: dates.sunset_at,
        State.ARCHIVED: dates.archived_at,
    }[state]


def state_on(dates: Dates, day: date) -> State:
    """The state on a day: the last one that has begun."""
    begun = [state for state in MILESTONES if first_day(dates, state) <= day]
    return begun[-1] if begun else State.PLANNED


def midnight(day: date) -> datetime:
    """The moment at which a day begins, in UTC."""
    return datetime.combine(day, time(), tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Milestone:
    state: State
    day: date

    @property
    def text(self) -> str:
        return WORDS[self.state]


def milestones(dates: Dates) -> tuple[Milestone, ...]:
    return tuple(Milestone(state, first_day(dates, state)) for state in MILESTONES)
