"""What resolvers say.

`Answer` is one position of a name, `Finding` all that one resolver says of it, `Resolution` what the site makes of it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

DISAGREEMENT_ARCSEC = 10.0
"""Answers farther apart than this are told to the reader."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Where a name is, according to one resolver.

    Parameters
    ----------
    name : as asked.
    canonical : the resolver's own name of the object.
    ra_deg, dec_deg : ICRS, epoch J2000.0.
    resolver : key in `RESOLVERS`.
    source : the same for people ("the bundled NGC/IC catalogue (OpenNGC)").
    object_type, aliases : where the resolver has them.
    cached : kept from an earlier question to a remote resolver.
    elapsed_s : how long the resolver took.
    """

    name: str
    canonical: str
    ra_deg: float
    dec_deg: float
    resolver: str
    source: str
    object_type: str = ""
    aliases: tuple[str, ...] = ()
    cached: bool = False
    elapsed_s: float = 0.0

    def __post_init__(self) -> None:
        if not (0 <= self.ra_deg <= 360 and -90 <= self.dec_deg <= 90):
            raise ValueError(
                f"{self.source} put {self.name!r} at {self.ra_deg}, {self.dec_deg}, which is no place on the sky"
            )


@dataclass(frozen=True, slots=True)
class Finding:
    """All that one resolver says of a name: no answer, one, or several, best first; and sentences about them."""

    answers: tuple[Answer, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a lookup came to.

    Parameters
    ----------
    name : as asked.
    answer : the position to use, or None.
    others : what the other resolvers said, in their order.
    messages : sentences for the page: disagreement, outage, ambiguity, a body that moves.
    suggestions : names the bundled catalogues know that look like `name`, when nothing was found.
    """

    name: str
    answer: Answer | None
    others: tuple[Answer, ...] = ()
    messages: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()


def separation_arcsec(one: Answer, other: Answer) -> float:
    """Angle between two answers by the haversine formula, which keeps its figures for small angles."""
    ra, dec, other_ra, other_dec = map(math.radians, (one.ra_deg, one.dec_deg, other.ra_deg, other.dec_deg))
    half = (
        math.sin((dec - other_dec) / 2) ** 2 + math.cos(dec) * math.cos(other_dec) * math.sin((ra - other_ra) / 2) ** 2
    )
    return math.degrees(2 * math.asin(min(1.0, math.sqrt(half)))) * 3600


def angle_in_words(arcsec: float) -> str:
    """``42 arcsec``, ``4.2 arcmin`` or ``3.1 degrees``."""
    if arcsec < 60:
        return f"{arcsec:.0f} arcsec"
    if arcsec < 3600:
        return f"{arcsec / 60:.1f} arcmin"
    return f"{arcsec / 3600:.1f} degrees"


def disagreements(answer: Answer, others: tuple[Answer, ...]) -> list[str]:
    """One sentence for each of `others`, of another source, that lies farther than `DISAGREEMENT_ARCSEC` from `answer`.

    Where one source has several objects of a name it says so itself.
    """
    apart = ((other, separation_arcsec(answer, other)) for other in others if other.source != answer.source)
    return [
        f"{upper_first(other.source)} puts {answer.name!r} {angle_in_words(arcsec)} away from where"
        f" {answer.source} has it ({other.ra_deg:.5f} {other.dec_deg:+.5f}, as {other.canonical})."
        for other, arcsec in apart
        if arcsec > DISAGREEMENT_ARCSEC
    ]


def upper_first(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
