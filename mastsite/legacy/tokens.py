"""The words that the old tools across missions had for a mission or one of its instruments, as missions declare them.

To add one more word: a line in `cross_correlation`, `images` or `spectra` of ``missions/<slug>/classic.py``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal
from urllib.parse import parse_qsl

from mastsite.search.declare import Classic, ClassicForm, Mission, Pointings
from mastsite.search.registry import companion, missions

Tool = Literal["cross_correlation", "images", "spectra"]

FORMER: Mapping[Tool, tuple[str, ...]] = {
    "cross_correlation": (
        *("ACS", "ACS-IMAGE", "ACS-SPECTRUM", "WFPC1", "WFPC2", "WFPC2_ASN", "WFC3-IMAGE", "WFC3-SPECTRUM"),
        *(
            "STIS",
            "STIS-IMAGE",
            "STIS-SPECTRUM",
            "COS-IMAGE",
            "COS-SPECTRUM",
            "NICMOS",
            "NICMOS-IMAGE",
            "NICMOS-SPECTRUM",
        ),
        *("FOC", "FOS", "GHRS", "FGS", "HSP", "FUSE", "IUE", "EUVE"),
        *("COPERNICUS", "UIT", "HUT", "WUPPE", "BEFS", "IMAPS", "TUES", "VLAFIRST"),
        *("GALEX", "XMM-OM", "SWIFTUVOT", "KEPLER", "HPOL"),
    ),
    "images": ("HST", "WFPC2", "NICMOS", "STIS", "FOC", "ACS", "UIT", "VLA-FIRST", "UDF", "GOODS"),
    "spectra": ("HST", "FOS", "GHRS", "STIS", "IUE", "HUT", "EUVE", "FUSE", "WUPPE", "BEFS", "TUES", "HPOL"),
}
"""Every word that the old tools took. One that no mission declares is told as not held here, never as nothing found."""


@dataclass(frozen=True, slots=True)
class Token:
    """One word: the mission it means and the conditions it stands for."""

    word: str
    mission: Mission
    form: ClassicForm
    conditions: tuple[tuple[str, str], ...]
    first: bool
    """Whether it is the mission's first, which stands for all that the tool has of it."""


@cache
def classics() -> dict[str, Classic]:
    """What each mission with a classic past declares of it, by slug."""
    found = {slug: companion(mission, "classic") for slug, mission in missions().items()}
    return {slug: classic for slug, classic in found.items() if classic is not None}


@cache
def tokens(tool: Tool) -> dict[str, Token]:
    """The words of a tool that a mission here answers."""
    found: dict[str, Token] = {}
    for slug, classic in classics().items():
        words: Mapping[str, str] = getattr(classic, tool)
        for number, (word, conditions) in enumerate(words.items()):
            found[word.upper()] = Token(
                word.upper(), missions()[slug], _own_form(classic), tuple(parse_qsl(conditions)), first=number == 0
            )
    return found


def not_held(tool: Tool) -> tuple[str, ...]:
    """The words of a tool that no mission here answers."""
    return tuple(word for word in FORMER[tool] if word not in tokens(tool))


def pointings() -> dict[str, tuple[Mission, Pointings, tuple[tuple[str, str], ...]]]:
    """The words of ``primary=``: the mission, its declaration, the conditions."""
    found = {}
    for slug, classic in classics().items():
        if (declared := classic.pointings) is not None:
            for word, conditions in declared.primaries.items():
                found[word.upper()] = (missions()[slug], declared, tuple(parse_qsl(conditions)))
    return found


def forms() -> list[tuple[ClassicForm, Mission]]:
    """Every classic form with its mission, in the order of the missions."""
    return [(form, missions()[slug]) for slug, classic in classics().items() for form in classic.forms]


def _own_form(classic: Classic) -> ClassicForm:
    return next((form for form in classic.forms if not form.not_held), classic.forms[0])


def mission_called(word: str) -> tuple[Mission, ClassicForm | None] | None:
    """The mission that an old address means by a word: its own slug, a form's word, or a form's path."""
    wanted = word.strip().strip("/").lower()
    for form, mission in forms():
        if wanted in (form.mission_word.lower(), form.path.lower()):
            return mission, form
    mission_here = missions().get(wanted)
    return (mission_here, None) if mission_here else None
