"""Names turned into positions, in the document that the archive's resolver answers with."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from mastsite.mashup.envelope import Envelope, Refused, shown
from mastsite.mashup.services import service
from mastsite.mashup.table import Answer, Document
from mastsite.resolver import COMPARE, known_choice, resolve
from mastsite.resolver import Answer as Found
from mastsite.resolver.places import LOOKUP_BUDGET_S

MOST_NAMES = 100
TRUE, FALSE = ("true", "1", "yes"), ("false", "0", "no", "")


@dataclass(frozen=True, slots=True)
class Asked:
    """Names to look up.

    Parameters
    ----------
    resolvers : who is asked, in this order; empty for the site's own choice.
    everyone : whether all resolvers' answers are given, not the first one alone.
    """

    names: Sequence[str]
    resolvers: Sequence[str] = ()
    everyone: bool = False


def split(texts: Iterable[str]) -> list[str]:
    """Names sent one by one, or several in one text with commas."""
    return [name for text in texts for name in (part.strip() for part in text.split(",")) if name]


def document(asked: Asked) -> dict[str, Any]:
    """The resolver's document. A name that nobody knows has no entry; ``status`` says so in a sentence.

    Raises
    ------
    Refused : no name, too many, or a resolver that does not exist.
    """
    if not asked.names:
        raise Refused("name is missing. Send one such as name=M31.")
    if len(asked.names) > MOST_NAMES:
        raise Refused(f"{len(asked.names):,} names were read, and one request takes {MOST_NAMES}. Send them in parts.")
    messages: list[str] = []
    chosen = [word for word in asked.resolvers if known_choice(word)]
    messages += [
        f"The resolver “{word[:40]}” is not known here; it was not asked."
        for word in asked.resolvers
        if word not in chosen
    ]
    found: list[dict[str, Any]] = []
    began = time.monotonic()
    for name in asked.names:
        late = time.monotonic() - began > LOOKUP_BUDGET_S
        words = ["bundled"] if late else [COMPARE] if asked.everyone else [*chosen] or ["any"]
        answers: list[Found] = []
        for word in words:
            resolution = resolve(name, resolver=word)
            said = [item for item in (resolution.answer, *(resolution.others if asked.everyone else ())) if item]
            answers += [item for item in said if item not in answers]
            if not said or late:
                messages += resolution.messages
        if late:
            messages.append(f"Time was up before {name[:60]!r}, so only the bundled catalogues were asked for it.")
        found += [_entry(name, answer) for answer in answers]
    return {"resolvedCoordinate": found, "status": " ".join(dict.fromkeys(messages))}


def _entry(name: str, answer: Found) -> dict[str, Any]:
    """One position. Clients find theirs by the name in lower case."""
    entry = {
        "searchString": name.lower(),
        "resolver": answer.resolver,
        "cached": answer.cached,
        "resolverTime": round(answer.elapsed_s * 1000),
        "searchRadius": -1.0,
        "canonicalName": answer.canonical,
        "ra": answer.ra_deg,
        "decl": answer.dec_deg,
    }
    return entry | ({"objectType": answer.object_type} if answer.object_type else {})


def truth(name: str, text: str) -> bool:
    """A word that is true or false."""
    word = text.strip().lower()
    if word not in TRUE + FALSE:
        raise Refused(f"{name} was read as {shown(text)}. Send true or false.")
    return word in TRUE


@service("Mast.Name.Lookup")
def lookup(envelope: Envelope) -> Answer:
    """A name to its positions; the answer is the resolver's own document."""
    envelope.known("input", "format", "resolveall", "resolver")
    name = envelope.params.get("input")
    if not isinstance(name, str) or not name.strip():
        raise Refused(f'input was read as {shown(name)}. Send a name, as in {{"input": "M31", "format": "json"}}.')
    shape = str(envelope.params.get("format") or "json").lower()
    if shape != "json":
        raise Refused(
            f"format was read as {shown(shape)}, and this service writes json; /Santa-war/query writes xml too."
        )
    resolver = envelope.params.get("resolver")
    everyone = truth("resolveAll", str(envelope.params.get("resolveall", "")))
    answer = document(Asked([name], [resolver] if isinstance(resolver, str) else [], everyone))
    return Document(answer | {"status": " ".join(filter(None, [answer["status"], *envelope.messages]))})
