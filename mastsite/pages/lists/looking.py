"""From a word of a list to a place: the catalogues here for every word, those elsewhere for some, within bounds."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from mastsite.resolver import RESOLVERS, Unavailable, bodies, known_choice, remote, resolve
from mastsite.resolver.answer import DISAGREEMENT_ARCSEC, Answer, Resolution, angle_in_words, separation_arcsec

REMOTE_NAMES = 1_000
"""Names of one list that are asked elsewhere."""
REMOTE_TIME_S = 900.0
"""Time that one list may ask elsewhere."""
SUGGESTED = 100
"""Unknown names of one list for which similar ones are looked for, which takes some time."""


@dataclass(frozen=True, slots=True)
class Looked:
    """What a name came to: a place or none, and a sentence.

    Parameters
    ----------
    ambiguous : several objects have the name, farther apart than the search reaches.
    """

    ra_deg: float | None
    dec_deg: float | None
    said: str
    ambiguous: bool = False


class Later(Exception):
    """More names have to be asked elsewhere than there is time for now."""


@dataclass(slots=True)
class Lookups:
    """Names looked up once each.

    Parameters
    ----------
    chosen : a value of `mastsite.resolver.CHOICES`.
    reach_arcsec : answers within it lead to the same rows, nearly.
    most, within_s : names asked elsewhere, and the time for them.
    patient : whether what is beyond is told as not asked; otherwise `Later` is raised.
    known : what was looked up before.
    keep : told of each answer from elsewhere.
    """

    chosen: str
    reach_arcsec: float
    most: int = REMOTE_NAMES
    within_s: float = REMOTE_TIME_S
    patient: bool = True
    known: dict[str, Looked] = field(default_factory=dict)
    keep: Callable[[str, Looked], None] = lambda _name, _looked: None
    asked: int = 0
    spent_s: float = 0.0
    suggested: int = 0

    def of(self, name: str) -> Looked:
        """Where `name` is.

        Raises
        ------
        Later
        """
        found = self.known.get(name)
        if found is None:
            found = self.known[name] = self._look(name)
        return found

    def _look(self, name: str) -> Looked:
        chosen = known_choice(self.chosen) or "any"
        if chosen == "none":
            return Looked(None, None, "Names were not looked up, as was asked for.")
        if chosen == "any" and (_known_here(name) or bodies.moves(name)):
            return self._told(resolve(name, resolver="bundled"))
        elsewhere = remote.enabled() and chosen != "bundled"
        if not elsewhere:
            return self._unknown(name, chosen)
        if self.asked >= self.most or self.spent_s >= self.within_s:
            if not self.patient:
                raise Later
            bound = (
                f"more than {self.most:,} names of this list"
                if self.asked >= self.most
                else f"more than {self.within_s:,.0f} seconds"
            )
            said = f"Not asked elsewhere, as that would have been {bound}. "
            known = self._unknown(name, "bundled")
            return Looked(known.ra_deg, known.dec_deg, f"{said}{known.said}", known.ambiguous)
        self.asked += 1
        began = time.monotonic()
        looked = self._told(resolve(name, resolver=chosen))
        self.spent_s += time.monotonic() - began
        self.keep(name, looked)
        return looked

    def _unknown(self, name: str, chosen: str) -> Looked:
        """What only this machine says; similar names are looked for only so often."""
        if not _known_here(name) and self.suggested >= SUGGESTED:
            return Looked(None, None, f"“{name[:60]}” was not found in the bundled catalogues.")
        self.suggested += 1
        return self._told(resolve(name, resolver=chosen))

    def _told(self, found: Resolution) -> Looked:
        said = " ".join(found.messages)
        if found.answer is None:
            return Looked(None, None, said or f"“{found.name[:60]}” was not found.")
        reach = max(self.reach_arcsec, DISAGREEMENT_ARCSEC)
        apart = [other for other in found.others if separation_arcsec(found.answer, other) > reach]
        read = f"Read as {found.answer.canonical}, from {found.answer.source}."
        if apart:
            others = "; ".join(_other(found.answer, other) for other in apart[:3])
            read += f" The name has other places too: {others}. Send coordinates where another one is meant."
        return Looked(found.answer.ra_deg, found.answer.dec_deg, f"{read} {said}".strip(), bool(apart))


def _other(used: Answer, other: Answer) -> str:
    away = angle_in_words(separation_arcsec(used, other))
    return f"{other.canonical} at {other.ra_deg:.5f} {other.dec_deg:+.5f}, {away} away"


def _known_here(name: str) -> bool:
    """Whether a catalogue or table of this machine has the name; asked in turn until one has."""
    for resolver in RESOLVERS.values():
        if not resolver.remote:
            try:
                if resolver.ask(" ".join(name.split())).answers:
                    return True
            except Unavailable:
                continue
    return False
