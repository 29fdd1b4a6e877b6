"""The resolvers of this site, by key.

To add one more resolver: put a module into this package with a function from a name to a `Finding`,
and decorate it with ``@register("key", title=..., order=...)``; `remote=True` and `mastsite.resolver.remote.ask`
for one on the network. It is found, asked, compared and tested by being there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from mastsite.resolver.answer import Finding
from mastsite.resolver.index import Index

Ask = Callable[[str], Finding]


@dataclass(frozen=True, slots=True)
class Resolver:
    """One resolver.

    Parameters
    ----------
    key : its word in addresses and answers.
    title : for people, fitting into a sentence.
    ask : from a name to what it knows; raises `Unavailable` when it cannot say.
    order : place among all, lowest first.
    remote : whether a name is sent out of this machine.
    catalogue : whether it is a catalogue shipped with the site.
    backup : whether an unknown name is sent to it without being asked for by key (remote ones).
    index : its names, for suggestions.
    """

    key: str
    title: str
    ask: Ask
    order: int
    remote: bool = False
    catalogue: bool = False
    backup: bool = False
    index: Callable[[], Index] | None = None


RESOLVERS: dict[str, Resolver] = {}


def register(
    key: str,
    *,
    title: str,
    order: int,
    remote: bool = False,
    backup: bool = False,
    index: Callable[[], Index] | None = None,
) -> Callable[[Ask], Ask]:
    """Enter the decorated function into `RESOLVERS`."""

    def enter(ask: Ask) -> Ask:
        if key in RESOLVERS and RESOLVERS[key].ask.__module__ != ask.__module__:
            raise ValueError(
                f"two resolvers have the key {key!r}: {RESOLVERS[key].ask.__module__} and {ask.__module__}"
            )
        RESOLVERS[key] = Resolver(key, title, ask, order, remote, index is not None, backup, index)
        return ask

    return enter


NOT_YET = frozenset(("places",))
"""Modules of this package that import the engine, and so can only be imported once Django's apps are ready."""


def discover() -> None:
    """Import the modules of this package, and put the resolvers into their order."""
    for module in iter_modules([str(Path(__file__).parent)]):
        if module.name not in NOT_YET:
            import_module(f"mastsite.resolver.{module.name}")
    ordered = sorted(RESOLVERS.items(), key=lambda item: item[1].order)
    RESOLVERS.clear()
    RESOLVERS.update(ordered)
