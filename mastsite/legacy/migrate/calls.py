"""A call of a classic address as plain data, and how such an address is told from any other text.

A part of a text that is known only when the script runs is a hole: its name stands between two marks of the private
use area, so that text with holes is text like any other, and is shown as ``{name}``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

OPEN, CLOSE = "\ue000", "\ue001"
HOLE = re.compile(f"{OPEN}([^{OPEN}{CLOSE}]*){CLOSE}")

HOSTS = ("archive.stsci.edu", "stdatu.stsci.edu")
"""Where the classic services stood."""

TOOLS = ("search", "search2", "xcorr", "search_fields", "dataset_verifier")
"""Names of the scripts behind the classic addresses, without ``.php``."""

LONGEST_ADDRESS = 20_000

_NAMES = "|".join(TOOLS)
_WORD = rf"(?:[\w.-]|{OPEN}[^{OPEN}{CLOSE}]*{CLOSE})+"
_PATH = rf"/(?:{_WORD}/)*(?:{_NAMES})\.php"
_HOST = rf"(?:[\w.-]+|{OPEN}[^{OPEN}{CLOSE}]*{CLOSE})(?::\d+)?"
_ADDRESS = re.compile(
    rf"(?P<origin>(?:https?:)?//{_HOST}|{OPEN}[^{OPEN}{CLOSE}]*{CLOSE})?(?P<path>{_PATH})(?=[?#&\s]|$)"
)

Kind = Literal["python", "shell", "text"]
Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of the script, as offsets of its characters."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Call:
    """One call of a classic address.

    Parameters
    ----------
    kind : what it was read as.
    line : where it begins, counted from 1.
    found : the address with its parameters as the script puts it together, holes included.
    address : without the parameters.
    query : what stood behind the question mark, as it was written.
    body : what is posted, in the same spelling; `posted` says whether anything is.
    notes : what the reader must know about how it was read.
    place : the piece of the script that a new address could stand for; None where no single piece says it all.
    quoted : whether the new address needs quotation marks at `place`.
    statement : offset of the line before which a comment may stand; -1 where none may.
    """

    kind: Kind
    line: int
    address: str
    query: str = ""
    body: str = ""
    posted: bool = False
    notes: tuple[str, ...] = ()
    place: Span | None = None
    quoted: bool = False
    statement: int = -1

    @property
    def found(self) -> str:
        """The whole address in one piece."""
        asked = "&".join(part for part in (self.query, self.body) if part)
        return f"{self.address}?{asked}" if asked else self.address

    @property
    def shown(self) -> str:
        return show(self.found)

    @property
    def path(self) -> str:
        """Path of the address, with a slash before it."""
        found = _ADDRESS.match(self.address)
        return found["path"] if found else ""

    @property
    def holes(self) -> tuple[str, ...]:
        """What is known only when the script runs."""
        return tuple(dict.fromkeys(HOLE.findall(self.found)))


def hole(name: str) -> str:
    """The hole of that name; its words are shortened and stand on one line."""
    return OPEN + " ".join(name.replace(OPEN, "").replace(CLOSE, "").split())[:60] + CLOSE


def show(text: str) -> str:
    """Text with its holes as ``{name}``."""
    return HOLE.sub(lambda match: "{" + match[1] + "}", text)


def without_marks(text: str) -> str:
    """Text that no typed character can make a hole in."""
    return text.replace(OPEN, "\ufffd").replace(CLOSE, "\ufffd")


def split_address(text: str, hosts: tuple[str, ...] = ()) -> tuple[str, str] | None:
    """Address and query of a text that is a classic address; None where it is none.

    A host must be a classic one or one of `hosts`; text without a host, or with a hole for it, passes by its path.
    """
    text = text.strip()
    found = _ADDRESS.match(text[:LONGEST_ADDRESS])
    if not found or (len(text) > found.end() and text[found.end()] not in "?#&"):
        return None
    origin = found["origin"] or ""
    host = re.sub(r"^(https?:)?//", "", origin)
    if host and not HOLE.fullmatch(host) and not is_ours(host, hosts):
        return None
    query = text[found.end() :].split("#", 1)[0]
    return text[: found.end()], query.lstrip("?")


def is_ours(host: str, hosts: tuple[str, ...] = ()) -> bool:
    """Whether a host, with or without its port, is a classic one or one of `hosts`."""
    bare = host.lower()
    return bare in hosts or bare.rsplit(":", 1)[0] in HOSTS
