"""The choices of a form's resolver menu, and the words that older forms and scripts used for them."""

from __future__ import annotations

from urllib.parse import unquote_plus

from mastsite.resolver.registry import RESOLVERS

CHOICES: tuple[tuple[str, str], ...] = (
    ("any", "Resolve"),
    ("NED", "NED"),
    ("SIMBAD", "SIMBAD"),
    ("MAST", "MAST"),
    ("bundled", "Bundled catalogue"),
    ("none", "Don't resolve"),
)
"""Value and label, in the order of the menu. `any` asks remote resolvers only for what no bundled catalogue knows."""

COMPARE = "all"
"""The choice behind the link that compares all resolvers."""

_LEGACY = {
    "": "any",
    "resolve": "any",
    "hla": "any",  # the Hubble Legacy Archive's resolver asked the others in turn
    "cfa": "SIMBAD",  # the mirror of SIMBAD at the Center for Astrophysics
    "simbadcfa": "SIMBAD",
    "dontresolve": "none",
    "donotresolve": "none",
    "off": "none",
    "bundledcatalogue": "bundled",
    "offline": "bundled",
    "compare": COMPARE,
}


def known_choice(text: str) -> str | None:
    """The choice or resolver key that `text` spells, in any case and with old spellings; None for no such word."""
    word = "".join(letter for letter in unquote_plus(text).casefold() if letter.isalnum())
    if word in _LEGACY:
        return _LEGACY[word]
    words = (*(value for value, _ in CHOICES), COMPARE, *RESOLVERS)
    return next((value for value in words if value.casefold() == word), None)


def choice(text: str) -> str:
    """The same, with `any` for words that are none; `resolve` says so in its messages."""
    return known_choice(text) or "any"
