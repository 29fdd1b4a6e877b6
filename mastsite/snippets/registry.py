"""Languages, and the snippets that they make of a `Query`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from mastsite.search.query import Query

Syntax = Literal["shell", "python", "text"]


LINE = 90
"""Characters that a line of a box holds on most screens."""


@dataclass(frozen=True, slots=True)
class Snippet:
    """A search spelt in one language.

    Parameters
    ----------
    name, label : of the language.
    code : to copy; every text in it that a person typed is quoted as the language needs.
    language : what kind of code it is.
    filename : what to call a file with the code; empty where it is nothing to run.
    note : what the reader should know before running it.
    """

    name: str
    label: str
    code: str
    language: Syntax
    filename: str = ""
    note: str = ""

    @property
    def lines(self) -> int:
        """Lines that a box needs to show the code, where one holds about `LINE` characters."""
        return sum(1 + len(line) // LINE for line in self.code.splitlines()) + 1


Spell = Callable[[Query, str], str]
"""A function from a query and the site's address (no slash at its end) to code."""


@dataclass(frozen=True, slots=True)
class Language:
    """One language; `order` is its place in the list, lowest first."""

    name: str
    label: str
    syntax: Syntax
    spell: Spell
    order: int
    ending: str
    note: str

    def write(self, query: Query, base_url: str) -> Snippet:
        """The snippet of a search."""
        filename = f"{query.mission.slug}_search.{self.ending}" if self.ending else ""
        code = self.spell(query, base_url.rstrip("/"))
        return Snippet(self.name, self.label, code, self.syntax, filename, self.note)


SNIPPETS: dict[str, Language] = {}
"""Languages by name."""


def language(
    name: str, *, label: str, syntax: Syntax, order: int, ending: str = "", note: str = ""
) -> Callable[[Spell], Spell]:
    """Enter the decorated function into `SNIPPETS`."""

    def enter(spell: Spell) -> Spell:
        if name in SNIPPETS and SNIPPETS[name].spell.__module__ != spell.__module__:
            raise ValueError(
                f"two languages are called {name!r}: in {SNIPPETS[name].spell.__module__} and {spell.__module__}"
            )
        SNIPPETS[name] = Language(name, label, syntax, spell, order, ending, note)
        return spell

    return enter


def write_all(query: Query, base_url: str) -> list[Snippet]:
    """The search in every language, in their order.

    Parameters
    ----------
    base_url : scheme and host of this site, such as ``https://archive.example``.
    """
    return [item.write(query, base_url) for item in sorted(SNIPPETS.values(), key=lambda item: item.order)]
