"""Solar System bodies: names that no single position answers, because the bodies move."""

from __future__ import annotations

import re

from mastsite.resolver.names import CONSTELLATIONS, key

_NAMES = """
    sun sol moon luna mercury venus earth mars jupiter saturn uranus neptune pluto phobos deimos io europa
    ganymede callisto amalthea himalia mimas enceladus tethys dione rhea titan hyperion iapetus phoebe janus
    epimetheus pandora prometheus miranda ariel umbriel titania oberon triton nereid proteus charon ceres pallas
    juno vesta astraea hebe iris flora metis hygiea hygeia psyche eunomia davida interamnia themis eros ida
    gaspra mathilde itokawa ryugu bennu didymos dimorphos apophis lutetia steins toutatis phaethon dinkinesh
    donaldjohanson chiron chariklo pholus eris haumea makemake sedna quaoar orcus varuna ixion salacia gonggong
    arrokoth ultimathule halley encke halebopp hyakutake neowise ison shoemakerlevy9 churyumovgerasimenko
    tempel1 wild2 borrelly hartley2 oumuamua borisov
"""
NAMES = frozenset(_NAMES.split())
"""Planets, moons and the minor bodies that space telescopes were pointed at most, as keys."""

_COMET = re.compile(r"\d{1,3}[PDI](?:$|[/ -].*)|[CPDXAI]/-?\d{1,4}\b.*|comet\s.+", re.IGNORECASE)
_PROVISIONAL = re.compile(r"(?:18|19|20)\d\d [A-HJ-Y][A-HJ-Z] ?\d{0,3}", re.IGNORECASE)
_NUMBERED = re.compile(
    r"\(?(\d{1,6})\)?\s+([A-Za-z][A-Za-z' -]{2,})|\(\d{1,6}\)|(?:minor planet|asteroid|dwarf planet)\s.+", re.IGNORECASE
)
_IN_CONSTELLATION = frozenset((*CONSTELLATIONS, *CONSTELLATIONS.values()))


def moves(name: str) -> bool:
    """Whether `name` is a Solar System body's: one of `NAMES`, with or without its number, or a comet's."""
    text = " ".join(name.split())
    if _COMET.fullmatch(text) or _PROVISIONAL.fullmatch(text) or key(text) in NAMES:
        return True
    numbered = _NUMBERED.fullmatch(text)
    return bool(numbered and (numbered[2] is None or key(numbered[2]) in NAMES))


def may_move(name: str) -> bool:
    """Whether `name` reads as a minor planet's number and name, whichever it is."""
    numbered = _NUMBERED.fullmatch(" ".join(name.split()))
    return bool(numbered and numbered[2] and key(numbered[2]) not in _IN_CONSTELLATION)


def warning(name: str) -> str:
    """The sentence for a name that `moves`."""
    return (
        f"{name!r} is a body of the Solar System and moves, so one position would be wrong."
        " Leave the target box empty and search the missions' own target names instead."
    )
