"""The target names in the tables of this site, as observers wrote them.

The search engine looks them up; a test may set another lookup.
"""

from __future__ import annotations

from collections.abc import Callable

from mastsite.resolver.answer import DISAGREEMENT_ARCSEC, Answer, Finding, angle_in_words, separation_arcsec
from mastsite.resolver.registry import register

TargetLookup = Callable[[str], list[tuple[str, str, float, float]]]
"""From a name to (mission slug, target name, RA, Dec): ICRS degrees, any number of rows."""

ROW_LIMIT = 1000
"""Rows looked at for one name; the spread of more would say no more."""


def _held(name: str) -> list[tuple[str, str, float, float]]:
    from mastsite.search.engine import targets_named  # only once Django's apps are ready

    return targets_named(name)


_lookup: TargetLookup | None = _held


def set_target_lookup(lookup: TargetLookup | None) -> None:
    """Ask `lookup` from now on; None asks nobody."""
    global _lookup
    _lookup = lookup


def _source(slug: str) -> str:
    return f"the target list of {slug.upper()}"


@register("holdings", title="the target names of the holdings here", order=40)
def ask(name: str) -> Finding:
    rows = _lookup(name)[:ROW_LIMIT] if _lookup else []
    by_mission: dict[str, list[Answer]] = {}
    for slug, target, ra_deg, dec_deg in rows:
        answer = Answer(name, target, ra_deg % 360, dec_deg, "holdings", _source(slug), "Observed target")
        by_mission.setdefault(slug, []).append(answer)
    notes = []
    for slug, answers in by_mission.items():
        spread_arcsec = max(separation_arcsec(answers[0], answer) for answer in answers)
        if spread_arcsec > DISAGREEMENT_ARCSEC:
            notes.append(
                f"{slug.upper()} observed {name!r} at places up to {angle_in_words(spread_arcsec)} apart;"
                f" the first of {len(answers)} stands for them."
            )
    return Finding(tuple(answers[0] for answers in by_mission.values()), tuple(notes))
