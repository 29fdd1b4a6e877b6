"""Conditions on fields of the model turned into conditions on a mission's columns, in the grammar of the search boxes.

What a source shows is undone: a range of MJD becomes a range of dates, nanometres become ångström, a word of the model
the words of the mission. What can be decided without a column (a constant, a field that a mission lacks) is decided.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from decimal import ROUND_HALF_EVEN, Decimal

from mastsite.caom.asked import AskError, Exactly, Nothing, Pattern, Range, Test
from mastsite.caom.fields import SEPARATOR, Field
from mastsite.caom.sources import DAY_S
from mastsite.search.declare import Column, Fixed, From, Mission, Mjd, Prefixed, Scaled, Source, Worded
from mastsite.search.wording import quote

Verdict = bool | str
"""Every row (True), no row (False), or the rows that meet this condition on the source's column."""

TICKS_PER_S = 100_000
"""MJD are compared to the hundredth of a millisecond: a float holds them to about half a microsecond."""
MOST_FIGURES = 18
NULL, NOT_NULL = "null", "!null"


def of_missing(tests: Sequence[Test]) -> bool:
    """Whether rows without a field meet the tests."""
    return any(isinstance(test, Nothing) for test in tests)


def of_source(mission: Mission, field: Field, source: Source, tests: Sequence[Test]) -> Verdict:
    """The condition on the source's column that is met exactly where its field meets one of the tests.

    Raises
    ------
    AskError : there is no such condition, or a test is of another kind than the field.
    """
    match source:
        case Fixed(value=value):
            return any(_meets(field, value, test) for test in tests)
        case Worded(words=words):
            return _words(field, {word.lower(): said for word, said in words.items()}, tests)
        case Mjd():
            items = [_range(test, _moment, _moment_end) for test in tests]
        case Scaled(factor=factor):
            items = [_range(test, lambda number: _decimal(float(f"{number / factor:.12g}"))) for test in tests]
        case Prefixed():
            items = [item for test in tests for item in _prefixed(mission, field, source, test)]
        case From(column=name):
            column = mission.column(name)
            items = [item for test in tests for item in _stored(mission, field, column, test)]
    found = [item for item in items if item]
    return ", ".join(dict.fromkeys(found)) if found else False


def _meets(field: Field, value: str | int | float | bool, test: Test) -> bool:
    """Whether a value of the field meets a test."""
    text = str(value).lower()
    match test:
        case Nothing():
            return False
        case Range(low=low, high=high):
            number = None if isinstance(value, str) else float(value)
            return number is not None and (low is None or low <= number) and (high is None or number <= high)
        case Exactly(text=wanted):
            if not isinstance(value, str | bool) and (number := as_number(wanted)) is not None:
                return number == value
            return _matches((wanted,), text, field)
        case Pattern(pieces=pieces):
            return _matches(pieces, text, field)


def _matches(pieces: tuple[str, ...], text: str, field: Field) -> bool:
    pattern = ".*".join(re.escape(piece.lower()) for piece in pieces)
    if field.several:
        pattern = rf"(?:.*{SEPARATOR})?(?:{pattern})(?:{SEPARATOR}.*)?"
    return re.fullmatch(pattern, text, re.DOTALL) is not None


def _words(field: Field, words: dict[str, str], tests: Sequence[Test]) -> Verdict:
    """Words of the mission whose words in the model meet a test; every other stored value shows as none."""
    met = [word for word, said in words.items() if any(_meets(field, said, test) for test in tests)]
    if not of_missing(tests):
        return ", ".join(map(quote, met)) if met else False
    unmet = [word for word in words if word not in met]
    return ", ".join(f"!{quote(word)}" for word in unmet) if unmet else True


def _range(test: Test, least: Callable[[float], str], most: Callable[[float], str] | None = None) -> str:
    """A test of numbers in the grammar; `least` and `most` write the ends of a range in the column's unit."""
    most = most or least
    match test:
        case Nothing():
            return NULL
        case Range(low=low, high=high):
            if low is None:
                return NOT_NULL if high is None else f"<={most(high)}"
            return f">={least(low)}" if high is None else f"{least(low)}..{most(high)}"
        case Exactly(text=text) if (number := as_number(text)) is not None:
            return f"{least(number)}..{most(number)}"
        case Exactly(text=text):
            raise AskError(f"“{text[:60]}” is no number, and this field holds numbers. Send a range with min and max.")
    raise AskError(f"“{str(test)[:60]}” has a wildcard, and this field holds numbers. Send a range with min and max.")


def _moment(days: float) -> str:
    """An MJD in the grammar; with a point in it, so that it is an instant and not a day."""
    return _mjd(_ticks(days))


def _moment_end(days: float) -> str:
    """The same as the end of a range: a tick later, as a time that is whole seconds takes its whole second in."""
    return _mjd(_ticks(days) + Decimal(TICKS_PER_S) / 10**7)


def _ticks(days: float) -> Decimal:
    return (Decimal(days) * DAY_S * TICKS_PER_S).to_integral_value(ROUND_HALF_EVEN)


def _mjd(ticks: Decimal) -> str:
    return f"MJD {(ticks / (DAY_S * TICKS_PER_S)).quantize(Decimal('1e-13'))}"


def _decimal(number: float) -> str:
    """A number with all of its digits and no exponent."""
    text = format(Decimal(repr(number)), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def as_number(text: str) -> float | None:
    """The number that a text is; None for other texts."""
    return float(text) if re.fullmatch(r"\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,2})?\s*", text, re.I | re.A) else None


def _stored(mission: Mission, field: Field, column: Column, test: Test) -> Iterator[str]:
    """Conditions on a column that is shown as it is."""
    if column.is_number and (field.kind == "number" or isinstance(test, Range | Nothing)):
        yield _range(test, _decimal)
        return
    match test:
        case Nothing():
            yield NULL
        case Exactly(text=text) if column.is_text:
            yield from _texts(field, (text,))
        case Pattern(pieces=pieces) if column.is_text:
            yield from _texts(field, pieces)
        case Exactly(text=text):
            if (number := as_number(text)) is not None:
                yield _decimal(number)
        case Pattern(pieces=pieces):
            yield from _figures(mission, field, pieces, 0)
        case Range():
            raise AskError(f"{field.name} holds words, and a range was read. Send a list of values.")


def _texts(field: Field, pieces: tuple[str, ...]) -> Iterator[str]:
    """Text with or without wildcards, and where a field has several words the same among others."""
    yield _text(pieces)
    if field.several and any(pieces):
        begins = (*pieces[:-1], pieces[-1] + SEPARATOR, "")
        yield from (_text(begins), _text(("", SEPARATOR + pieces[0], *pieces[1:])))
        yield _text(("", SEPARATOR + begins[0], *begins[1:]))


def _text(pieces: tuple[str, ...]) -> str:
    if len(pieces) == 1:
        return quote(pieces[0])
    return "*".join(quote(piece) if piece else "" for piece in pieces) if any(pieces) else NOT_NULL


def _figures(mission: Mission, field: Field, pieces: tuple[str, ...], digits: int) -> Iterator[str]:
    """A pattern on whole numbers: of figures and one wildcard at the end it is a range for every length."""
    if not any(pieces):
        yield NOT_NULL
        return
    if not all(re.fullmatch(r"[0-9]*", piece) for piece in pieces):
        return  # no number has such a character
    first, *others = pieces
    if not first or any(others):
        raise AskError(
            f"{field.name} is a number in {mission.short_name}, so that “{Pattern(pieces)}” cannot be asked there. "
            "Put the wildcard last, or choose collections with obs_collection."
        )
    for more in range(max(0, digits - len(first)), MOST_FIGURES - len(first) + 1):
        yield f"{int(first + '0' * more)}..{int(first + '9' * more)}"


def _prefixed(mission: Mission, field: Field, source: Prefixed, test: Test) -> Iterator[str]:
    """Conditions on the number behind a prefix."""
    prefix = source.prefix.lower()
    match test:
        case Nothing():
            yield NULL
        case Exactly(text=text):
            found = re.fullmatch(rf"{re.escape(prefix)}([0-9]{{1,{MOST_FIGURES}}})", text.strip().lower(), re.A)
            if found and f"{int(found[1]):0{source.digits}d}" == found[1]:
                yield str(int(found[1]))
        case Pattern(pieces=pieces):
            first = pieces[0].lower()
            if first.startswith(prefix):
                yield from _figures(mission, field, (first.removeprefix(prefix), *pieces[1:]), source.digits)
            elif prefix.startswith(first) and not any(pieces[1:]):
                yield NOT_NULL
            elif prefix.startswith(first) and set("".join(pieces).lower()) <= set(prefix) | set("0123456789"):
                raise AskError(
                    f"{field.name} is {source.prefix} and a number in {mission.short_name}, so that “{test}” cannot be "
                    "asked there. Put the wildcard last, or choose collections with obs_collection."
                )
        case Range():
            raise AskError(f"{field.name} holds words, and a range was read. Send a list of values.")
