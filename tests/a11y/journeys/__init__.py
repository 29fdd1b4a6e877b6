"""The tasks of the archive's users as journeys, each with a budget of keys and of phrases.

To add one more: a function of a `Walker` under ``@journey("T99", keys=..., stops=..., phrases=...)``, and ``make goldens
ARGS="-k T99"``. It runs with the keyboard alone, with and without JavaScript, and with a screen reader. A change of a page
that costs keys fails its test, and must be argued for by a higher budget here. docs/testing-accessibility.md has more.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.a11y.walker import Walker


@dataclass(frozen=True, slots=True)
class Journey:
    """A task: what a participant is told, and the most keys, Tab stops and phrases that it may take.

    Attributes
    ----------
    phrases : what is said after the last action, up to the phrase that answers the task.
    firefox : whether it is walked in Firefox too.
    """

    name: str
    walk: Callable[[Walker], None]
    keys: int
    stops: int
    phrases: int
    firefox: bool

    @property
    def task(self) -> str:
        return (self.walk.__doc__ or "").strip()


JOURNEYS: dict[str, Journey] = {}


def journey(
    name: str, *, keys: int, stops: int, phrases: int, firefox: bool = False
) -> Callable[[Callable[[Walker], None]], Callable[[Walker], None]]:
    def register(walk: Callable[[Walker], None]) -> Callable[[Walker], None]:
        JOURNEYS[name] = Journey(name, walk, keys, stops, phrases, firefox)
        return walk

    return register


from tests.a11y.journeys import collecting, form, reading, results, retirement  # noqa: E402, F401  (they register)
