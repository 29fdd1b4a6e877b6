"""Near misses: names of the bundled catalogues that look like one that was not found."""

from __future__ import annotations

import difflib
import re
import string
from collections.abc import Iterator

from mastsite.network.fetch import Unavailable
from mastsite.resolver.data_files import once
from mastsite.resolver.index import Index
from mastsite.resolver.names import is_star_designation, key
from mastsite.resolver.registry import RESOLVERS

MOST = 5
LONGEST = 40
"""Characters of a key beyond which nothing is suggested: a bound on the time."""

_ALPHABET = string.ascii_lowercase + string.digits + "+-"
_WORD = re.compile(r"[a-z]{3,}")
_NUMBER_AT_END = re.compile(r"\D+\d+")


def _indexes() -> Iterator[Index]:
    for resolver in RESOLVERS.values():
        if resolver.index:
            try:
                yield resolver.index()
            except Unavailable:
                continue


@once
def _proper_names() -> dict[str, tuple[str, ...]]:
    """Keys of names made of letters, and each of their longer words, to the names that hold them."""
    held: dict[str, dict[str, None]] = {}
    for index in _indexes():
        for word in index.words():
            if not any(letter.isdigit() for letter in word) and len(word) > 4:
                name = index.spelled(word)
                for part in (word, *_WORD.findall(name.lower())):
                    if len(part) > 4 and part not in ("nebula", "galaxy", "cluster"):
                        held.setdefault(part, {})[name] = None
    return {part: tuple(names) for part, names in held.items()}


def near_misses(name: str) -> tuple[str, ...]:
    """At most `MOST` names that `name` may have meant; a few milliseconds."""
    word = key(name)
    if not word or len(word) > LONGEST:
        return ()
    found: dict[str, None] = {}
    indexes = list(_indexes())
    # Every Greek letter is one slip from another: such names have too many neighbours to name one.
    for near in () if is_star_designation(word) else _one_change(word):
        for index in indexes:
            if near in index:
                found[index.spelled(near)] = None
    if not _NUMBER_AT_END.fullmatch(word) and not is_star_designation(word):
        held = _proper_names()
        for part in difflib.get_close_matches(word, held, n=MOST, cutoff=0.75):
            found.update(dict.fromkeys(held[part]))
    return tuple(found)[:MOST]


def _one_change(word: str) -> Iterator[str]:
    """Every word one slip away: one letter too many, two swapped, one missing, one wrong (Norvig's spelling corrector).

    Likelier slips come first, for a number above all: NGC 2240 is nearer to NGC 22400 than NGC 22401 would be.
    """
    halves = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    yield from (left + right[1:] for left, right in halves if right)
    yield from (left + right[1] + right[0] + right[2:] for left, right in halves if len(right) > 1)
    yield from (left + letter + right for left, right in halves for letter in _ALPHABET)
    yield from (left + letter + right[1:] for left, right in halves if right for letter in _ALPHABET)
