"""A catalogue's names in memory: a dictionary from `key` to places in the catalogue, made at first use."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from threading import Lock

from mastsite.resolver.answer import Answer
from mastsite.resolver.names import key

_FAMILIES = re.compile(r"(?:^|,) *(\d*[A-Za-z]+)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Entry:
    """One object of a catalogue; ICRS degrees, J2000.0."""

    canonical: str
    ra_deg: float
    dec_deg: float
    object_type: str = ""
    aliases: tuple[str, ...] = ()
    note: str = ""

    def answer(self, name: str, resolver: str, source: str) -> Answer:
        aliases = tuple(dict.fromkeys(alias for alias in self.aliases if alias != self.canonical))
        return Answer(name, self.canonical, self.ra_deg, self.dec_deg, resolver, source, self.object_type, aliases)


class Index:
    """Entries by all their names.

    Loading costs what the proper names cost: an entry is only made when it is found, and names of long regular
    families (``PGC``, ``SDSS J``) are only spelled out when a name that begins like them is asked for.

    Parameters
    ----------
    make : from a place in the catalogue to its entry.
    """

    def __init__(self, make: Callable[[int], Entry]) -> None:
        self._make = make
        self._places: dict[str, tuple[int, ...]] = {}
        self._spelled: dict[str, str] = {}
        self._later: list[tuple[str, int]] = []
        self._families: set[str] | None = None
        self._lock = Lock()

    def __contains__(self, word: str) -> bool:
        """Whether `word`, a `key`, is one of the names spelled out so far."""
        return word in self._places

    def enter(self, place: int, names: Iterable[str]) -> None:
        """Give the entry at `place` these names."""
        for name in names:
            word = key(name)
            if not word:
                continue
            known = self._places.get(word)
            if known is None:
                self._places[word] = (place,)
                self._spelled[word] = name
            elif place not in known:
                self._places[word] = (*known, place)

    def enter_later(self, place: int, names: str) -> None:
        """Give it the names of a comma list too, once one of their family is asked for."""
        self._later.append((names, place))

    def find(self, name: str) -> tuple[Entry, ...]:
        """The entries of that name, those that spell it exactly so first, then in the catalogue's order."""
        word = key(name)
        if word not in self._places:
            self._spell_out(word)
        found: dict[str, Entry] = {}
        for place in self._places.get(word, ()):
            entry = self._make(place)
            found.setdefault(entry.canonical, entry)
        if len(found) < 2:
            return tuple(found.values())
        exact = "".join(name.split())
        return tuple(sorted(found.values(), key=lambda entry: not _spells(entry, exact)))

    def _spell_out(self, word: str) -> None:
        """Enter the put-off names that begin like `word`."""
        with self._lock:
            if self._families is None:
                text = "\n".join(names for names, _ in self._later)
                self._families = {family.lower() for family in _FAMILIES.findall(text)}
            # LEDA and PGC numbers are the same ones; a key has the latter.
            wanted = [family for family in self._families if word.startswith(family.replace("leda", "pgc"))]
            for family in wanted:
                name_of_family = re.compile(rf"(?:^|,) *({family}[^,]*)", re.IGNORECASE)
                for names, place in self._later:
                    self.enter(place, name_of_family.findall(names))
            self._families.difference_update(wanted)

    def spelled(self, word: str) -> str:
        """A key as the catalogue writes it."""
        return self._spelled[word]

    def words(self) -> Iterator[str]:
        """The keys spelled out so far."""
        return iter(list(self._places))


def _spells(entry: Entry, exact: str) -> bool:
    return any("".join(alias.split()) == exact for alias in (entry.canonical, *entry.aliases))
