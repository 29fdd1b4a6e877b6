"""Dates as people type them, and the stretch of time that each covers.

To add one more spelling: add a pattern to `_SPELLINGS` with the groups `year`, `month` or `name`, `day` or `doy`
(and `_TIME` behind a full date), and an example to ``tests/search/test_moments.py``.

A date is compared with stored dates as text. Stored dates are ISO 8601, UTC: ``YYYY-MM-DD`` or
``YYYY-MM-DDTHH:MM:SS`` with or without a fraction, whose trailing zeros are as the archive wrote them. Plain text
comparison with a boundary is right for all of these when the boundary is as short as it can be, because a text sorts
before every longer text that begins with it. So a boundary at midnight is the bare date, and a fraction ends in a
figure other than 0. No text of year 9999 sorts after the end of that year, so that end is `END_OF_TIME`.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

END_OF_TIME = ":"
"""Sorts after every date, as ``:`` follows ``9``."""

_TICKS = 10**7
"""Ticks in a second: archives write up to seven figures after the point."""
_DAY = 86_400 * _TICKS
_MJD_ZERO = date(1858, 11, 17).toordinal()
_JD_OF_MJD_ZERO = Decimal("2400000.5")
_MONTHS = ("january", "february", "march", "april", "may", "june",
           "july", "august", "september", "october", "november", "december")  # fmt: skip

_LONGEST = 60
_TYPE = "Type a date such as 2012, 2012-05, 2012-05-03, 2012-05-03 12:30:00 or MJD 56050.5."


@dataclass(frozen=True, slots=True)
class Moment:
    """A date, perhaps partial: the interval it covers, UTC.

    Parameters
    ----------
    start : first text inside, in the form that stored dates have.
    end : first text after the interval. The second 12:00:00 ends at 12:00:01; the fraction .5 at .6.
    text : the canonical spelling, as long as what was typed: ``2012``, ``2012-05``, ``2012-05-03``,
        ``2012-05-03 12``, ``2012-05-03 12:00``, ``2012-05-03 12:00:00``, ``2012-05-03 12:00:00.5``.
    """

    start: str
    end: str
    text: str


def parse_moment(text: str) -> Moment:
    """Read a date: ISO 8601 and parts of it, day of year, MJD, JD, and the spellings of the classic forms.

    A whole MJD is that day; one with a fraction, and every JD, is an instant of up to seven decimals of a second.

    Raises
    ------
    ValueError : with a sentence that says what was read, what is wrong and what to type.
    """
    typed = " ".join(text.split())
    if len(typed) > _LONGEST:
        raise ValueError(f"“{typed[:_LONGEST]}…” is longer than any date. {_TYPE}")
    if (found := _JULIAN.fullmatch(typed)) is not None:
        return _julian(typed, found["day"], mjd=found["scale"].lower() == "mjd")
    if _BARE_MJD.fullmatch(typed):
        return _julian(typed, typed, mjd=True)
    if _BARE_JD.fullmatch(typed):
        return _julian(typed, typed, mjd=False)
    for spelling in _SPELLINGS:
        if (found := spelling.fullmatch(typed)) is not None:
            return _civil(typed, {key: value for key, value in found.groupdict().items() if value})
    raise ValueError(_unreadable(typed))


_JULIAN = re.compile(r"(?P<scale>MJD|JD)[ =:]*(?P<day>[+-]?[0-9]{1,8}(?:\.[0-9]{0,15})?)", re.I | re.A)
_BARE_MJD = re.compile(r"[0-9]{5}(?:\.[0-9]{0,15})?")
_BARE_JD = re.compile(r"24[0-9]{5}(?:\.[0-9]{0,15})?")

_TIME = (
    r"(?:[T ](?P<hour>[0-9]{1,2})(?::(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?:\.(?P<fraction>[0-9]{0,20}))?)?)?"
    r" ?(?:Z|UTC?)?)?"
)
_NAME = r"(?P<name>[a-z]{3,9})\.?"
_SPELLINGS = tuple(
    re.compile(pattern, re.I | re.A)
    for pattern in (
        r"(?P<year>[0-9]{4})(?:-(?P<month>[0-9]{1,2}))?",  # 2012, 2012-05
        r"(?P<year>[0-9]{4})/(?P<month>[0-9]{1,2})",  # 2012/05
        r"(?P<year>[0-9]{4})(?P<mark>[-/])(?P<month>[0-9]{1,2})(?P=mark)(?P<day>[0-9]{1,2})" + _TIME,  # 2012-05-03
        r"(?P<year>[0-9]{4})[-:](?P<doy>[0-9]{3})" + _TIME.replace("[T ]", "[T :]", 1),  # 2012-124, 2012:124:12:30
        r"(?P<month>[0-9]{1,2})(?P<mark>[-/])(?P<day>[0-9]{1,2})(?P=mark)(?P<year>[0-9]{4})" + _TIME,  # 05-03-2012
        _NAME + r",?[ -](?P<year>[0-9]{4})",  # January 1990
        _NAME + r" ?(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?(?:, ?| )(?P<year>[0-9]{4})" + _TIME,  # Jan 1, 1990
        r"(?P<day>[0-9]{1,2})(?P<mark>[- ])" + _NAME + r"(?:(?P=mark)|, ?)(?P<year>[0-9]{4})" + _TIME,  # 1-Jan-1990
        r"(?P<year>[0-9]{4})(?P<mark>[- ])" + _NAME + r"(?:(?P=mark)(?P<day>[0-9]{1,2})" + _TIME + ")?",  # 2012 May 3
    )
)
"""Figures first by year, or month, day, year as the classic forms wrote them; months by name in any order."""


def _civil(typed: str, words: dict[str, str]) -> Moment:
    """The interval of a calendar date, as long as its last typed part."""
    year = int(words["year"])
    if year == 0:
        raise ValueError(f"“{typed}” names the year 0, and years run from 1 to 9999. {_TYPE}")
    if "doy" in words:
        first = date(year, 1, 1).toordinal()
        length = 365 + (monthrange(year, 2)[1] == 29)
        day = first + _within(typed, "day", words["doy"], 1, length, f"in {year} ") - 1
    else:
        month = _month(typed, words)
        if month is None:
            end = date(year + 1, 1, 1).toordinal() if year < 9999 else None
            return _moment(date(year, 1, 1).toordinal() * _DAY, end and end * _DAY, f"{year:04}")
        first = date(year, month, 1).toordinal()
        length = monthrange(year, month)[1]
        if "day" not in words:
            return _moment(first * _DAY, (first + length) * _DAY, f"{year:04}-{month:02}")
        day = first + _within(typed, "day", words["day"], 1, length, f"in {_MONTHS[month - 1].title()} {year} ") - 1
    return _clock(typed, day, words)


def _clock(typed: str, day: int, words: dict[str, str]) -> Moment:
    """The interval of a day, or of the hour, minute, second or fraction typed behind it."""
    text = date.fromordinal(day).isoformat()
    start, length = day * _DAY, _DAY
    for part, most, mark in (("hour", 23, " "), ("minute", 59, ":"), ("second", 59, ":")):
        if part not in words:
            return _moment(start, start + length, text)
        value = _within(typed, part, words[part], 0, most)
        length //= 24 if part == "hour" else 60
        start += value * length
        text += f"{mark}{value:02}"
    if fraction := words.get("fraction", ""):
        if len(fraction) > 7:
            raise ValueError(f"“{typed}” has {len(fraction)} figures after the second, and up to 7 are read. {_TYPE}")
        length = 10 ** (7 - len(fraction))
        start += int(fraction) * length
        text += f".{fraction}"
    return _moment(start, start + length, text)


def _julian(typed: str, number: str, *, mjd: bool) -> Moment:
    """The day of a whole MJD, otherwise an instant; decimals beyond 100 ns are rounded."""
    days = Decimal(number) - (0 if mjd else _JD_OF_MJD_ZERO)
    start = _MJD_ZERO * _DAY + int((days * _DAY).to_integral_value())
    if not date.min.toordinal() * _DAY <= start < (date.max.toordinal() + 1) * _DAY:
        raise ValueError(f"“{typed}” is not in the years from 1 to 9999. {_TYPE}")
    day, ticks = divmod(start, _DAY)
    text = date.fromordinal(day).isoformat()
    if mjd and "." not in number:
        return _moment(start, start + _DAY, text)
    seconds, rest = divmod(ticks, _TICKS)
    fraction = f"{rest:07}".rstrip("0")
    text += f" {seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}" + (f".{fraction}" if fraction else "")
    return _moment(start, start + 10 ** (7 - len(fraction)), text)


def _moment(start: int, end: int | None, text: str) -> Moment:
    return Moment(_boundary(start), _boundary(end), text)


def _boundary(ticks: int | None) -> str:
    """The shortest text of an instant (ticks since the day before 0001-01-01), for comparison with stored dates."""
    if ticks is None or ticks >= (date.max.toordinal() + 1) * _DAY:
        return END_OF_TIME
    day, within = divmod(ticks, _DAY)
    text = date.fromordinal(day).isoformat()
    if not within:
        return text
    seconds, rest = divmod(within, _TICKS)
    fraction = f".{rest:07}".rstrip("0") if rest else ""
    return f"{text}T{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}{fraction}"


def _month(typed: str, words: dict[str, str]) -> int | None:
    if "name" in words:
        name = words["name"].lower()
        for number, month in enumerate(_MONTHS, 1):
            if month.startswith(name):
                return number
        raise ValueError(f"“{typed}” has “{words['name']}” where a month should be. {_TYPE}")
    if "month" not in words:
        return None
    if words.get("mark") and typed.index(words["mark"]) <= 2 and int(words["month"]) > 12 >= int(words["day"]):
        iso = f"{words['year']}-{int(words['day']):02}-{int(words['month']):02}"
        raise ValueError(
            f"“{typed}” names month {words['month']}: figures are read as month, day, year. Type the year first: {iso}."
        )
    return _within(typed, "month", words["month"], 1, 12)


def _within(typed: str, part: str, figures: str, least: int, most: int, where: str = "") -> int:
    value = int(figures)
    if least <= value <= most:
        return value
    raise ValueError(f"“{typed}” names {part} {value}, and {part}s {where}run from {least} to {most}. {_TYPE}")


_ZONE = re.compile(r".*[0-9]{1,2}(?::[0-9]{2})* ?(?P<zone>[+-][0-9]{2}:?(?:[0-9]{2})?|[a-z]{2,4})", re.I)

_SHORT_YEAR = re.compile(r"(?:[0-9]{1,2}|[a-z]{3,9}\.?)[-/ ](?:[0-9]{1,2}|[a-z]{3,9}),?[-/ ][0-9]{2}", re.I | re.A)


def _unreadable(typed: str) -> str:
    if (found := _ZONE.fullmatch(typed)) and ":" in typed[: found.start("zone")]:
        hours = f"“{typed}” ends in “{found['zone']}”, and only UTC is read, in hours from 0 to 23."
        return f"{hours} Type the date in UTC, such as 2012-05-03 12:30:00."
    if re.fullmatch(r"[0-9]{8}", typed):
        return f"“{typed}” has eight figures and nothing between them. Type {typed[:4]}-{typed[4:6]}-{typed[6:]}."
    if re.fullmatch(r"[+-]?[0-9.]+", typed):
        return (
            f"“{typed}” is neither a year of four figures, an MJD of five nor a JD of seven. "
            "Type 2012, 2012-05-03, or write MJD or JD before the number."
        )
    if _SHORT_YEAR.fullmatch(typed):
        return f"“{typed}” is not a date with a year of four figures. {_TYPE}"
    return f"“{typed}” is not a date that can be read. {_TYPE}"
