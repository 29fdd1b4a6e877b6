"""The boxes of an old form as plain data, filled from whatever its address says.

`formpage` chooses which there are; `Filled` knows what stands in them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mastsite.components import Box, Option
from mastsite.legacy.asked import Pairs
from mastsite.legacy.draft import TICKED, given
from mastsite.legacy.forms import column_called
from mastsite.legacy.operators import any_of
from mastsite.legacy.parameters import row_of
from mastsite.search.declare import ClassicForm, Mission
from mastsite.search.reading import Fault


@dataclass(frozen=True, slots=True)
class Ticks:
    """A group of tick boxes of one name."""

    name: str
    title: str
    options: tuple[Option, ...]


class Filled:
    """What stands in the boxes: values by the key of a parameter, or by our name of a column."""

    def __init__(self, form: ClassicForm, mission: Mission, pairs: Pairs, faults: Sequence[Fault]) -> None:
        self.form = form
        self.values: dict[str, list[str]] = {}
        self.errors: dict[str, tuple[str, ...]] = {}
        self.strangers: dict[str, None] = {}
        self._own = {name.lower() for name in mission.by_name} - {"ra", "dec"}
        self._mission = mission
        for item in given(pairs):
            if item.value.strip():
                if self.key(item.name) not in mission.by_name and row_of(item.name) is None:
                    self.strangers[printable(item.name)] = None
                self.values.setdefault(self.key(item.name), []).append(printable(item.value.strip()))
        for fault in faults:
            key = self.key(fault.name.removesuffix("[]"))
            self.errors[key] = (*self.errors.get(key, ()), printable(fault.sentence))

    def key(self, name: str) -> str:
        row = None if name.lower() in self._own else row_of(name)
        if row is not None:
            return row.key_of(name)
        column = column_called(self.form, self._mission, name)
        return column.name if column else name

    def one(self, key: str, usual: str = "") -> str:
        values = self.values.get(key, [])
        return any_of(list(dict.fromkeys(values))) if values else usual

    def text(self, name: str, label: str, hint: str = "", *, unit: str = "", example: str = "", usual: str = "") -> Box:
        return Box(name, label, self.one(name, usual), unit, hint, example, errors=self.errors.get(name, ()))

    def menu(self, name: str, label: str, choices: Iterable[tuple[str, str]], usual: str, hint: str = "") -> Box:
        """A menu; a value that is none of its choices stays in sight as one more."""
        choices = list(choices)
        value = self.one(name, usual)
        chosen = next((word for word, _text in choices if word.casefold() == value.casefold()), None)
        if chosen is None:
            choices.append((value, value[:60]))
            chosen = value
        options = tuple(Option(word, text, word == chosen) for word, text in choices)
        return Box(name, label, chosen, hint=hint, options=(("", options),), errors=self.errors.get(name, ()))

    def is_on(self, key: str) -> bool:
        return self.one(key).lower() in TICKED


def printable(text: str) -> str:
    """Text that a page can hold."""
    return "".join(letter if letter.isprintable() or letter == " " else "\N{REPLACEMENT CHARACTER}" for letter in text)
