"""The places of a query: names looked up, so that the engine can search around them.

`place` is what every door calls between reading an address and asking the engine.
"""

from __future__ import annotations

import time
from dataclasses import replace

from mastsite.resolver.choices import known_choice
from mastsite.resolver.lookup import resolve
from mastsite.search import criteria
from mastsite.search.criteria import CriterionError
from mastsite.search.params import Fault, QueryError
from mastsite.search.query import Place, Query, unplaced
from mastsite.search.result import Message

LOOKUP_BUDGET_S = 15.0
"""A list of names is looked up everywhere for this long; names after that only in the bundled catalogues."""


class UnresolvedName(QueryError):
    """Names that nobody knows; a fault of the target box for each."""


def place(query: Query) -> tuple[Query, list[Message]]:
    """The query with a position for every name, and what to tell the reader about them.

    With the resolver "Don't resolve" names are not looked up: they become a condition on the mission's target column.

    Raises
    ------
    UnresolvedName : a name has no position.
    """
    if not unplaced(query.places):
        known = known_choice(query.resolver) is not None
        told = f"The resolver {query.resolver!r} is not known here; there was no name to look up, so none was asked."
        return query, [] if known else [Message(told, "warning")]
    if known_choice(query.resolver) == "none":
        return _as_target_names(query)
    began = time.monotonic()
    messages: list[str] = []
    faults: list[Fault] = []
    places: list[Place] = []
    for one in query.places:
        if one.known:
            places.append(one)
            continue
        late = time.monotonic() - began > LOOKUP_BUDGET_S
        found = resolve(one.text, resolver="bundled" if late else query.resolver)
        said = list(found.messages)
        if late:
            said.append(f"Time was up before {one.text!r}, so only the bundled catalogues were asked for it.")
        if found.answer is None:
            faults.append(Fault("target", one.text, " ".join(said) or f"{one.text!r} was not found."))
            continue
        messages += said
        answer = found.answer
        reading = f"{answer.canonical}, from {answer.source}"
        places.append(
            replace(one, ra_deg=answer.ra_deg, dec_deg=answer.dec_deg, reading=reading, canonical=answer.canonical)
        )
    if faults:
        raise UnresolvedName(faults)
    return replace(query, places=tuple(places)), [Message(text, "warning") for text in dict.fromkeys(messages)]


def _as_target_names(query: Query) -> tuple[Query, list[Message]]:
    """The names as a condition on the target column, as the classic form had it."""
    mission = query.mission
    names = [one.text for one in unplaced(query.places)]
    column = mission.by_name.get(mission.target_column)
    if column is None:
        sentence = f"{mission.short_name} has no target names here, so {names[0]!r} has to be resolved. Choose Resolve."
        raise UnresolvedName([Fault("target", names[0], sentence)])
    if len(names) < len(query.places):
        sentence = (
            "Positions and names that are not to be resolved were read together. Search for them one after the other."
        )
        raise UnresolvedName([Fault("target", names[0], sentence)])
    try:
        criterion = criteria.parse(column, ", ".join(names))
    except CriterionError as error:
        raise UnresolvedName([Fault("target", names[0], str(error))]) from error
    kept = (*query.criteria, *([criterion] if criterion else []))
    told = Message(
        f"Names were not looked up; {column.label} was searched for them instead, exactly as written. * stands for any characters."
    )
    return replace(query, places=(), radius_arcmin=None, resolver="any", criteria=kept), [told]
