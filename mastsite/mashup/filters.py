"""The filters of a service turned into conditions on fields, and its position into a circle on the sky."""

from __future__ import annotations

import re
from typing import Any

from mastsite.caom.asked import Condition, Cone, Exactly, Nothing, Pattern, Range, Test
from mastsite.mashup.envelope import Refused, as_number, shown

EXAMPLE = '{"paramName": "obs_collection", "values": ["HST"]}'
MOST_FILTERS, MOST_VALUES = 100, 1_000
"""Filters of a request, and values of all of them together."""
KEYS = frozenset(("paramName", "values", "freeText", "separator", "separatorType"))
"""A separator is how the client joins values; which fields hold several words is known here."""


def conditions(value: Any, messages: list[str]) -> tuple[Condition, ...]:
    """Conditions of a list of filters.

    Raises
    ------
    Refused : saying which filter cannot be read.
    """
    if value is None:
        return ()
    if not isinstance(value, list):
        raise Refused(f"filters was read as {shown(value)}, and it must be a list of objects such as {EXAMPLE}")
    if len(value) > MOST_FILTERS:
        raise Refused(f"{len(value):,} filters were read, and one request takes {MOST_FILTERS}. Ask in parts.")
    found = tuple(_condition(item, messages) for item in value)
    if (number := sum(len(condition.tests) for condition in found)) > MOST_VALUES:
        raise Refused(f"The filters have {number:,} values, and one request takes {MOST_VALUES:,}. Ask in parts.")
    return found


def _condition(item: Any, messages: list[str]) -> Condition:
    if not isinstance(item, dict) or not isinstance(item.get("paramName"), str):
        raise Refused(f"A filter was read as {shown(item)}, and it must be an object such as {EXAMPLE}")
    name, values, free = item["paramName"], item.get("values"), item.get("freeText")
    for key in sorted(set(item) - KEYS):
        messages.append(f"{key[:60]} in the filter {name[:60]} is not known here; it changed nothing.")
    if values is None:
        values = []
    if not isinstance(values, list):
        raise Refused(f"values of the filter {name[:60]} was read as {shown(values)}. Send a list, as in {EXAMPLE}")
    if len(values) > MOST_VALUES:
        raise Refused(f"The filter {name[:60]} has {len(values):,} values, and {MOST_VALUES:,} are read. Ask in parts.")
    tests = [_test(name, value, messages) for value in values]
    if free is not None and free != "":
        if not isinstance(free, str):
            raise Refused(f"freeText of the filter {name[:60]} was read as {shown(free)}. Send a text such as “NGC%”.")
        tests.append(_text(free))
    if not tests:
        raise Refused(f"The filter {name[:60]} has no values. Send one at least, as in {EXAMPLE}")
    return Condition(name, tuple(tests))


def _test(name: str, value: Any, messages: list[str]) -> Test:
    if value is None:
        return Nothing()
    if isinstance(value, dict):
        return _range(name, value, messages)
    if isinstance(value, bool):
        return Exactly(str(value).lower())
    if isinstance(value, int | float):
        if (number := as_number(value)) is None:
            raise Refused(f"A value of the filter {name[:60]} was read as {shown(value)}. Send a number of usual size.")
        return Exactly(str(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number))
    if isinstance(value, str):
        return _text(value)
    raise Refused(
        f"A value of the filter {name[:60]} was read as {shown(value)}. Send a text, a number, or min and max."
    )


def _text(text: str) -> Test:
    """A text; the empty one and NULL ask for rows without a value, as the archive's own lists of words write it."""
    if text.strip().lower() in ("", "null"):
        return Nothing()
    pieces = re.split(r"[*%]+", text.strip())
    if len(pieces) == 1:
        return Exactly(pieces[0])
    return Pattern((pieces[0], *filter(None, pieces[1:-1]), pieces[-1]))


def _range(name: str, value: dict[str, Any], messages: list[str]) -> Range:
    for key in sorted(set(value) - {"min", "max"}):
        messages.append(f"{key[:60]} in a range of the filter {name[:60]} is not known here; it changed nothing.")
    ends = []
    for key in ("min", "max"):
        end = value.get(key)
        number = as_number(end)
        if end is not None and number is None:
            raise Refused(f"{key} of the filter {name[:60]} was read as {shown(end)}, which is no number.")
        ends.append(number)
    if not {"min", "max"} & set(value):
        raise Refused(
            f'The range of the filter {name[:60]} has no ends. Send {{"min": 1, "max": 2}} or one of the two.'
        )
    return Range(*ends)


def position(value: Any) -> Cone:
    """A position parameter: right ascension, declination and radius in degrees, in one text.

    Raises
    ------
    Refused
    """
    words = re.split(r"[\s,]+", value.strip()) if isinstance(value, str) else []
    numbers = [as_number(word) for word in words]
    if len(numbers) != 3 or None in numbers:
        raise Refused(
            f"position was read as {shown(value)}. Send right ascension, declination and radius in degrees, "
            "such as “10.68, 41.27, 0.1”."
        )
    return Cone(*(number for number in numbers if number is not None))
