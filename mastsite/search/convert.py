"""Raw values of a file turned into stored values, or refused with the reason.

To add one more kind: a function here and in `CONVERTERS`, its field in `tables`, its SQL in `conditions`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from mastsite.search.declare import Column

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?)?", re.ASCII)
_TRUE = frozenset(["1", "y", "yes", "t", "true"])
_FALSE = frozenset(["0", "n", "no", "f", "false"])
_MOST = 2**63


class Unparsable(ValueError):
    """A value that is not of its column's kind."""


def _text(value: Any) -> str | None:
    text = value.decode("utf-8") if isinstance(value, bytes) else value if isinstance(value, str) else str(value)
    if "\0" in text:
        raise Unparsable("holds a NUL byte")
    return text.strip() or None


def _integer(value: Any) -> int | None:
    if isinstance(value, str):
        value = value.strip()
        if not value:
            return None
        try:
            number = int(value)
        except ValueError:
            number = _whole(_number(value))
    elif isinstance(value, float):
        if math.isnan(value):
            return None
        number = _whole(value)
    else:
        number = int(value)
    if not -_MOST <= number < _MOST:
        raise Unparsable("is beyond 64 bits")
    return number


def _whole(value: float) -> int:
    if not value.is_integer():
        raise Unparsable("is not a whole number")
    return int(value)


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise Unparsable("is not a number") from None


def _float(value: Any) -> float | None:
    if isinstance(value, str):
        value = value.strip()
        if not value or value.lower() == "nan":
            return None
        value = _number(value)
    number = float(value)
    if math.isnan(number):
        return None
    if math.isinf(number):
        raise Unparsable("is infinite")
    return number


def _ra(value: Any) -> float | None:
    number = _float(value)
    if number is not None and not 0 <= number <= 360:
        raise Unparsable("is outside 0 to 360 degrees")
    return 0.0 if number == 360 else number


def _dec(value: Any) -> float | None:
    number = _float(value)
    if number is not None and not -90 <= number <= 90:
        raise Unparsable("is outside -90 to +90 degrees")
    return number


def _datetime(value: Any) -> str | None:
    if isinstance(value, datetime | date):
        return value.isoformat()
    text = _text(value)
    if text is None:
        return None
    iso = text.replace(" ", "T", 1).removesuffix("Z")
    if not _ISO.fullmatch(iso):
        raise Unparsable("is not an ISO 8601 date")
    try:
        datetime.fromisoformat(iso[:26])
    except ValueError as error:
        raise Unparsable(f"is not a date ({error})") from None
    return iso


def _boolean(value: Any) -> bool | None:
    if isinstance(value, bool):
        return value
    text = (_text(value) or "").lower()
    if not text:
        return None
    if text in _TRUE or text in _FALSE:
        return text in _TRUE
    raise Unparsable("is neither yes nor no")


CONVERTERS: dict[str, Callable[[Any], Any]] = {
    "text": _text,
    "substring": _text,
    "integer": _integer,
    "float": _float,
    "ra": _ra,
    "dec": _dec,
    "datetime": _datetime,
    "boolean": _boolean,
}


def converter(column: Column) -> Callable[[Any], Any]:
    """The function that turns a raw value of `column` into what is stored; it raises `Unparsable`."""
    return CONVERTERS[column.kind]
