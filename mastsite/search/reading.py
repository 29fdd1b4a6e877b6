"""What reading an address keeps: the parameters as given, what was made of them, and what is wrong with them."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from mastsite.search import criteria
from mastsite.search.criteria import Criterion, CriterionError
from mastsite.search.declare import Mission


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one parameter: the box it belongs to, what was read there, and a whole sentence."""

    name: str
    value: str
    sentence: str


class QueryError(ValueError):
    """The parameters make no query; `faults` has every reason, one for each box."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(" ".join(fault.sentence for fault in self.faults))


@dataclass
class Reading:
    """What has been read so far."""

    mission: Mission
    given: dict[str, list[str]]
    parts: dict[str, Any] = field(default_factory=dict)
    criteria: list[Criterion] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def one(self, *names: str) -> str:
        """The single value of a parameter with several spellings; a fault when two values differ."""
        values = {value.strip(): name for name in names for value in self.given.get(name, []) if value.strip()}
        if len(values) > 1:
            said = " and ".join(f"{name}={value}" for value, name in values.items())
            self.fault(names[0], said, f"{said[:200]} contradict each other; give one of them.")
        return next(iter(values), "")

    def fault(self, name: str, value: str, sentence: str) -> None:
        """Say what is wrong with a parameter."""
        self.faults.append(Fault(name, value, sentence))

    def number(self, least: int, most: int, *names: str) -> int | None:
        """A whole number within limits; None when it was not given or is a fault."""
        text = self.one(*names)
        if not text:
            return None
        digits = text.replace(",", "")
        if re.fullmatch(r"\+?\d{1,18}", digits, re.ASCII) and least <= int(digits) <= most:
            return int(digits)
        self.fault(
            names[0],
            text,
            f"{names[0]} was read as “{text[:60]}”, which is not a whole number from {least:,} to {most:,}. Type one, such as {max(least, 100)}.",
        )
        return None

    def criterion(self, box: str, name: str, text: str) -> None:
        """Read a condition on the column called `name`; what is wrong with it is told at `box`."""
        column = self.mission.find(name)
        if column is None:
            self.fault(box, text, f"“{name[:60]}” was read as a column. {unknown_column(self.mission, name)}")
            return
        if not text.strip():
            return
        if not column.queryable or not column.stored:
            self.fault(box, text, f"{column.label} ({column.name}) takes no conditions. Use another column.")
            return
        try:
            criterion = criteria.parse(column, text)
        except CriterionError as error:
            self.fault(box, text, str(error))
            return
        if criterion is not None:
            self.criteria.append(criterion)


def unknown_column(mission: Mission, name: str) -> str:
    """The sentence for a column that a mission lacks, with near misses."""
    near = difflib.get_close_matches(name.lower()[:80], mission.aliases, n=3, cutoff=0.6)
    names = list(dict.fromkeys(mission.aliases[word] for word in near))
    hint = f"Did you mean {' or '.join(names)}?" if names else f"/search/{mission.slug}/columns lists them."
    return f"{mission.short_name} has no such column. {hint}"
