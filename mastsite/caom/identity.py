"""The digits that name a row, or one plane of it, to clients that want a number: no table is needed to read them back.

``slug:identifier`` is written with two figures a character: its place in ASCII less 32, so that a blank is 00 and a
tilde 94. Other characters are their UTF-8 bytes, each 95 and three figures. A slug begins with a letter, so the first
figure is never 0. A plane is ``slug.number:identifier``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from mastsite.search.registry import missions

LONGEST = 1_000
_FIRST, _LAST, _ESCAPE = 32, 126, "95"
_NAME = re.compile(r"(?P<slug>[a-z][a-z0-9-]*)(?:\.(?P<plane>[0-9]{1,2}))?:(?P<identifier>.+)", re.DOTALL)


class IdentityError(ValueError):
    """Digits that name no row; the message says why."""


@dataclass(frozen=True, slots=True)
class Identity:
    """A row of a mission, or one of its planes."""

    slug: str
    identifier: str
    plane: int | None = None

    @property
    def digits(self) -> str:
        number = "" if self.plane is None else f".{self.plane}"
        return encode(f"{self.slug}{number}:{self.identifier}")


class _Codes(dict[int, str]):
    """Figures of a character; those beyond ASCII are worked out when they come."""

    def __missing__(self, character: int) -> str:
        return "".join(f"{_ESCAPE}{byte:03}" for byte in chr(character).encode())


_CODES = _Codes({character: f"{character - _FIRST:02}" for character in range(_FIRST, _LAST + 1)})


def encode(text: str) -> str:
    """Text as digits."""
    return text.translate(_CODES)


def decode(digits: str) -> Identity:
    """The row that the digits name; whether it is held is not looked up.

    Raises
    ------
    IdentityError : saying what was read and where right digits come from.
    """
    digits = digits.strip()
    name = _NAME.fullmatch(_text(digits))
    if name is None or name["slug"] not in missions():
        raise IdentityError(
            f"“{digits[:60]}” is no obsid of this site. Take it from the column obsid of a search here; "
            "it is not the obs_id, and the archive's own numbers are not known here."
        )
    return Identity(name["slug"], name["identifier"], int(name["plane"]) if name["plane"] else None)


def _text(digits: str) -> str:
    """The text behind the digits; empty when they are not such."""
    if not re.fullmatch(r"[0-9]+", digits) or len(digits) > LONGEST:
        return ""
    found = bytearray()
    at = 0
    while at < len(digits):
        width = 5 if digits[at : at + 2] == _ESCAPE else 2
        piece = digits[at : at + width]
        value = int(piece[2:] or -1) if width == 5 else int(piece) + _FIRST
        if len(piece) < width or not 0 <= value <= (255 if width == 5 else _LAST):
            return ""
        found.append(value)
        at += width
    try:
        return found.decode()
    except UnicodeDecodeError:
        return ""
