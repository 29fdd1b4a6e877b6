"""Pages that cost the same at any depth: cursors that name the last row seen, not how many rows came before.

A cursor holds the row's values of the sort keys and its row number; the next page is "what sorts after them".
Nulls sort last in both directions. The comparison begins with a plain bound on the first key, so that an index
serves it (docs/decisions/0005-cursors.md).
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from typing import Any

import orjson
from django.db.models import F, Q
from django.db.models.expressions import OrderBy

MOST = 2**63 - 1
"""The greatest whole number that a database holds."""


class CursorError(ValueError):
    """A cursor that this search did not hand out."""

    def __init__(self, text: str) -> None:
        super().__init__(
            f"The page mark “{text[:24]}…” does not belong to this search. "
            "Begin at page 1; its links lead on from there."
        )


@dataclass(frozen=True, slots=True)
class Key:
    """One sort key as the ORM sees it: a field or annotation, its direction, whether it may be null, what it holds."""

    name: str
    descending: bool = False
    nullable: bool = True
    holds: type = int

    def may_be(self, value: object) -> bool:
        """Whether a value from a cursor can be one of this key: anybody can write a cursor."""
        if isinstance(value, int) and not isinstance(value, bool):
            return self.holds in (int, float) and -MOST <= value <= MOST
        return value is None or (type(value) is self.holds and "\0" not in str(value))

    def order(self, *, backwards: bool) -> OrderBy:
        """The ORDER BY term; nulls go last, or first when the page is read backwards.

        Where there are none, an upward key says nothing of them, so that SQLite reads an index of several columns in
        its order; a downward key says it all the same, as PostgreSQL's index does.
        """
        down = self.descending != backwards
        nulls = {"nulls_first" if backwards else "nulls_last": True} if self.nullable or self.descending else {}
        return OrderBy(F(self.name), descending=down, **nulls)


def encode(keys: tuple[Key, ...], values: tuple[Any, ...]) -> str:
    """A cursor for the row with these values of the keys."""
    return base64.urlsafe_b64encode(orjson.dumps([_signature(keys), *values])).decode().rstrip("=")


def decode(keys: tuple[Key, ...], text: str) -> tuple[Any, ...]:
    """The values in a cursor.

    Raises
    ------
    CursorError : it was made for other keys, or by nobody.
    """
    try:
        signature, *values = orjson.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except (ValueError, binascii.Error, TypeError, UnicodeEncodeError):
        raise CursorError(text) from None
    if signature != _signature(keys) or len(values) != len(keys) or values[-1] is None:
        raise CursorError(text)
    if not all(key.may_be(value) for key, value in zip(keys, values, strict=True)):
        raise CursorError(text)
    return tuple(values)


def _signature(keys: tuple[Key, ...]) -> str:
    return ",".join(f"{'-' * key.descending}{key.name}" for key in keys)


def beyond(keys: tuple[Key, ...], values: tuple[Any, ...], *, backwards: bool) -> Q:
    """The rows that sort after those values (before them when `backwards`).

    The last key is unique and never null.
    """
    key, value = keys[0], values[0]
    past = "lt" if key.descending != backwards else "gt"
    if len(keys) == 1:
        return Q((f"{key.name}__{past}", value))
    rest = beyond(keys[1:], values[1:], backwards=backwards)
    if value is None:
        same = Q((f"{key.name}__isnull", True)) & rest
        return same | Q((f"{key.name}__isnull", False)) if backwards else same
    # a >= v AND (a > v OR rest): the first bound is what an index can use.
    ahead = Q((f"{key.name}__{past}e", value)) & (Q((f"{key.name}__{past}", value)) | rest)
    if key.nullable and not backwards:
        ahead |= Q((f"{key.name}__isnull", True))
    return ahead
