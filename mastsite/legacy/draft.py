"""A classic request half read: what was given under each parameter, and what has been made of it so far."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from mastsite.legacy.asked import NotTranslated, Pairs
from mastsite.legacy.forms import column_called
from mastsite.legacy.operators import condition
from mastsite.search.criteria import Criterion, CriterionError
from mastsite.search.declare import ClassicForm, Column, Mission
from mastsite.search.query import SortKey
from mastsite.search.reading import Fault, unknown_column

TICKED = ("on", "1", "yes", "true", "y", "checked")
UNTICKED = ("", "off", "0", "no", "false", "n")
RANGE = re.compile(r"\.\.|^\s*[<>!=≤≥]|\b(between|from|to|above|below|not|null)\b", re.IGNORECASE)
_WHOLE = re.compile(r"\+?(\d{1,18}|\d{1,3}(?:,\d{3}){1,5})(?:\.0?)?", re.ASCII)
_BRACKETS = re.compile(r"\[[^\[\]]{0,20}\]$")


@dataclass(frozen=True, slots=True)
class Given:
    """One parameter as it was sent; `several` when its name had brackets, as those of tick boxes and lists do."""

    name: str
    value: str
    several: bool = False


def given(pairs: Pairs) -> list[Given]:
    """The parameters with the brackets of their names taken off."""
    found = []
    for name, value in pairs:
        bare = _BRACKETS.sub("", name)
        found.append(Given(bare, value, several=bare != name))
    return found


@dataclass
class Draft:
    """What has been read so far.

    Parameters
    ----------
    cone : whether it is a Simple Cone Search; is_page : whether it is answered with an HTML page.
    given : by the key of the parameter's row in the table.
    columns : chosen for the answer; empty for the usual ones.
    places_wanted : whether there is a target or position, so that rows have a separation.
    """

    form: ClassicForm
    mission: Mission
    cone: bool = False
    is_page: bool = False
    given: dict[str, list[Given]] = field(default_factory=dict)
    criteria: list[Criterion] = field(default_factory=list)
    columns: tuple[Column, ...] = ()
    sort: tuple[SortKey, ...] = ()
    switches: dict[str, bool] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    coordinates: str = "sex"
    faults: list[Fault] = field(default_factory=list)
    not_translated: list[NotTranslated] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def places_wanted(self) -> bool:
        """Whether there is something to search around: a target, a position, or a file of them."""
        around = self.has("target") or self.has("file") or (self.has("ra") and not self.is_box)
        return self.mission.has_position and around

    @property
    def is_box(self) -> bool:
        """Whether ra and dec are ranges, and so conditions."""
        return any(RANGE.search(item.value) for key in ("ra", "dec") for item in self.given.get(key, []))

    def has(self, key: str) -> bool:
        return any(item.value.strip() for item in self.given.get(key, []))

    def one(self, *keys: str) -> str:
        """The single value given under parameters that mean the same; a fault when two differ."""
        items = [item for key in keys for item in self.given.get(key, []) if item.value.strip()]
        values = {item.value.strip(): item.name for item in items}
        if len(values) > 1:
            said = " and ".join(f"{name}={value}" for value, name in values.items())
            self.fault(items[0].name, said, f"{said[:200]} contradict each other. Give one of them.")
        return next(iter(values), "")

    def fault(self, name: str, value: str, sentence: str) -> None:
        self.faults.append(Fault(name, value, sentence))

    def leave(self, name: str, value: str, why: str) -> None:
        """Note a parameter that changes nothing."""
        self.not_translated.append(NotTranslated(name, value, why))

    def number(self, least: int, most: int, key: str) -> int | None:
        """A whole number within limits; None when it was not given or is a fault."""
        text = self.one(key)
        if not text:
            return None
        if found := _WHOLE.fullmatch(text):
            number = int(found[1].replace(",", ""))
            if least <= number <= most:
                return number
        said = f"{key} was read as “{text[:60]}”, which is not a whole number from {least:,} to {most:,}. Type one."
        self.fault(key, text, said)
        return None

    def is_on(self, key: str) -> bool:
        """Whether a tick box is ticked, as browsers and scripts say it."""
        word = self.one(key).lower()
        if word not in TICKED and word not in UNTICKED:
            self.fault(
                key, word, f"{key} was read as “{word[:40]}”, which is neither on nor off. Write on, or leave it out."
            )
        return word in TICKED

    def column(self, spelling: str) -> Column | None:
        return column_called(self.form, self.mission, spelling)

    def why_no_column(self, spelling: str) -> str:
        """The sentence for a name that is no column here."""
        if spelling.strip().lower() in map(str.lower, self.form.not_here):
            return f"the old form had the column {spelling.strip()}, and this archive does not hold it"
        return f"{spelling.strip()[:60]} is no column here; {unknown_column(self.mission, spelling)}"

    def condition(self, box: str, column: Column, text: str) -> None:
        """Read a condition on a column; what is wrong with it is told at `box`."""
        if not text.strip():
            return
        if not column.queryable or not column.stored:
            self.leave(box, text, f"{column.label} is made by the search and takes no conditions")
            return
        try:
            found = condition(column, text)
        except CriterionError as error:
            self.fault(box, text, str(error))
            return
        if found is not None:
            self.criteria.append(found)


def distinct(columns: Sequence[Column]) -> tuple[Column, ...]:
    """Columns in order, each once."""
    return tuple(dict.fromkeys(columns))
