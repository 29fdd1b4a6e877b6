"""From a name to a position: whom to ask, in what order, and what to say about it."""

from __future__ import annotations

import logging
import time
import unicodedata
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace

from mastsite.network.fetch import Unavailable
from mastsite.resolver import bodies, remote
from mastsite.resolver.answer import Answer, Finding, Resolution, disagreements, upper_first
from mastsite.resolver.choices import CHOICES, COMPARE, known_choice
from mastsite.resolver.registry import RESOLVERS, Resolver
from mastsite.resolver.suggest import near_misses

LONGEST_NAME = 200
_log = logging.getLogger(__name__)


@dataclass
class _Talk:
    """What was said so far in one lookup."""

    name: str
    answers: list[Answer] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    silent: list[Resolver] = field(default_factory=list)

    def hear(self, resolver: Resolver, heard: Finding | Unavailable) -> bool:
        """Note what one resolver said; whether it knew the name."""
        if isinstance(heard, Unavailable):
            self.failed.append(f"{upper_first(resolver.title)} {heard}")
            return False
        if not heard.answers:
            self.silent.append(resolver)
        self.answers += heard.answers
        self.messages += heard.notes
        return bool(heard.answers)


def resolve(name: str, *, resolver: str = "any") -> Resolution:
    """Where `name` is.

    Parameters
    ----------
    name : as typed.
    resolver : a value of `CHOICES` or a key of `RESOLVERS` in any spelling that `known_choice` reads, or ``all``,
        which asks every resolver at once within one time limit.

    Returns
    -------
    Resolution : never an exception; an outage, an unknown name or an unknown resolver is a message.
    """
    if problem := _problem(name):
        return Resolution(name, None, messages=(problem,))
    talk = _Talk(" ".join(name.split()))
    chosen = known_choice(resolver)
    if chosen is None:
        words = ", ".join(label for _, label in CHOICES)
        talk.messages.append(f"There is no resolver {resolver[:40]!r}; write one of {words}. Resolve was used.")
        chosen = "any"
    if chosen == "none":
        return Resolution(name, None, messages=("Names were not looked up, as was asked for.",))
    moving = _ask_here(talk, chosen)
    if moving:
        return Resolution(name, None, messages=(*talk.messages, bodies.warning(talk.name)))
    _ask_there(talk, chosen)
    return _conclude(name, talk, chosen)


def _problem(name: str) -> str:
    """What is wrong with the name itself, or nothing."""
    if not name.strip():
        return "The name is empty; type one, such as M 31."
    if len(name) > LONGEST_NAME:
        return f"The name has {len(name):,} characters; a name has at most {LONGEST_NAME}. Type one name."
    # Surrogates (Cs) come from bytes that are no text.
    if any(unicodedata.category(letter) in ("Cc", "Cs") and not letter.isspace() for letter in name):
        return "The name has characters in it that cannot be seen; type it anew."
    return ""


def _ask_here(talk: _Talk, chosen: str) -> bool:
    """Ask what is on this machine; whether `talk.name` is a body that moves instead."""
    here = [resolver for resolver in RESOLVERS.values() if not resolver.remote]
    here = [resolver for resolver in here if resolver.key == chosen] or here
    catalogues = [resolver for resolver in here if resolver.catalogue]
    for resolver in catalogues:
        talk.hear(resolver, _ask(resolver, talk.name))
    if bodies.moves(talk.name):
        if not talk.answers:
            return True
        talk.messages.append(f"A body of the Solar System has the name {talk.name!r} too; this is the fixed object.")
    for resolver in here:
        if not resolver.catalogue:
            talk.hear(resolver, _ask(resolver, talk.name))
    return False


def _ask_there(talk: _Talk, chosen: str) -> None:
    """Ask remote resolvers, where the choice or the silence here calls for them."""
    if chosen in RESOLVERS and RESOLVERS[chosen].remote:
        wanted = [RESOLVERS[chosen]]
    elif chosen == COMPARE:
        wanted = [resolver for resolver in RESOLVERS.values() if resolver.remote]
    elif chosen == "any" and not talk.answers:
        wanted = [resolver for resolver in RESOLVERS.values() if resolver.backup]
    else:
        return
    if not remote.enabled():
        if chosen != "any":
            talk.failed.append("This site sends no names to remote resolvers")
        return
    if len(wanted) == 1:
        talk.hear(wanted[0], _ask(wanted[0], talk.name))
        return
    # Each bounds its own time, so together they take one time limit.
    pool = ThreadPoolExecutor(len(wanted), "resolver")
    under_way = [(resolver, pool.submit(_ask, resolver, talk.name)) for resolver in wanted]
    pool.shutdown(wait=False)
    for resolver, future in under_way:
        if talk.hear(resolver, future.result()) and chosen == "any":
            return


def _ask(resolver: Resolver, name: str) -> Finding | Unavailable:
    began = time.perf_counter()
    try:
        finding = resolver.ask(name)
    except Unavailable as outage:
        return outage
    except Exception:
        _log.exception("the resolver %s failed on %r", resolver.key, name)
        return Unavailable("failed; the site's log says how")
    took = time.perf_counter() - began
    return replace(finding, answers=tuple(replace(answer, elapsed_s=took) for answer in finding.answers))


def _conclude(name: str, talk: _Talk, chosen: str) -> Resolution:
    # A resolver chosen by key goes before what the bundled catalogues say to compare.
    ordered = sorted(
        (replace(answer, name=name) for answer in talk.answers), key=lambda answer: answer.resolver != chosen
    )
    answer, others = (ordered[0], tuple(ordered[1:])) if ordered else (None, ())
    messages = [f"{failure}{_instead(answer)}" for failure in talk.failed]
    if answer and any(resolver.key == chosen for resolver in talk.silent):
        messages.append(f"{RESOLVERS[chosen].title} knows no {name!r}{_instead(answer)}")
    if answer is None:
        suggestions = near_misses(name)
        messages = [*talk.messages, *messages, *_not_found(name, talk.silent, suggestions)]
        return Resolution(name, None, (), tuple(dict.fromkeys(messages)), suggestions)
    apart = [message for message in disagreements(answer, others) if message not in talk.messages]
    return Resolution(name, answer, others, (*messages, *talk.messages, *apart))


def _instead(answer: Answer | None) -> str:
    return f"; {answer.source} was used." if answer else "."


def _not_found(name: str, silent: Iterable[Resolver], suggestions: tuple[str, ...]) -> list[str]:
    """Who was asked in vain, and what to type instead."""
    remotes = [resolver.title for resolver in silent if resolver.remote]
    asked = " and ".join(["the bundled catalogues", *remotes])
    meant = (
        f"Did you mean {' or '.join(suggestions)}?"
        if suggestions
        else "Check its spelling, or type coordinates instead."
    )
    sentences = [f"{name!r} was not found in {asked}. {meant}"]
    if not remote.enabled():
        sentences.append("This site sends no names to remote resolvers.")
    if bodies.may_move(name):
        sentences.append("If it is a minor planet, it moves: search the missions' own target names instead.")
    return sentences
