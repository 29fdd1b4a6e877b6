"""Which day it is: today in UTC, or the day that one request asks to see."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from urllib.parse import unquote_plus

from django.http import HttpRequest

PARAMETER = "as-of"
HEADER = "X-As-Of"


class BadDay(ValueError):
    """A day that cannot be read; the sentence says what to type."""


def now() -> datetime:
    """The present moment in UTC. Tests set it."""
    return datetime.now(UTC)


def today() -> date:
    return now().date()


def asked_for(request: HttpRequest) -> date | None:
    """The day that a request wants to see, from its parameter or its header; None for the present one.

    Raises
    ------
    BadDay
        When it is no date, or the two are not the same.
    """
    words = dict.fromkeys([*request.GET.getlist(PARAMETER), *filter(None, [request.headers.get(HEADER)])])
    days = {_day(word) for word in words}
    if len(days) > 1:
        raise BadDay(f"Several days were asked for: {', '.join(map(_shown, words))}. Give one.")
    return days.pop() if days else None


def _shown(word: str) -> str:
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in word[:40])


def _day(word: str) -> date:
    try:
        day = datetime.strptime(word.strip(), "%Y-%m-%d").date()
    except ValueError:
        raise BadDay(
            f"{PARAMETER} was read as “{_shown(word)}”, which is no day. Type one such as 2027-07-01."
        ) from None
    if not 1990 <= day.year <= 2200:
        raise BadDay(f"{PARAMETER} was read as {day}, a day outside 1990 to 2200. Type one such as 2027-07-01.")
    return day


def without_parameter(query: str) -> str:
    """A query string without the parameter, every other part as it was written."""
    return "&".join(part for part in query.split("&") if unquote_plus(part.partition("=")[0]) != PARAMETER)


def months_later(day: date, months: int) -> date:
    """The same day of the month some months on, or the last one that month has."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in range(day.day, 0, -1):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    raise AssertionError("every month has a first day")


def seconds_to_midnight() -> int:
    moment = now()
    tomorrow = datetime(moment.year, moment.month, moment.day, tzinfo=UTC) + timedelta(days=1)
    return max(1, int((tomorrow - moment).total_seconds()))
