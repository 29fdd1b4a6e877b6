"""Walks with a screen reader, some at once: each waits most of its time for quiet, and has a display of its own.

The first test that asks starts all that are to be walked in this run, in the order of the tests.
"""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace

from tests.a11y.journeys import JOURNEYS
from tests.a11y.walker import Reader

AT_ONCE = 3
"""Sessions side by side; more would only wait for each other on two cores."""


@dataclass(frozen=True, slots=True)
class Walk:
    """One way through one journey; `again` tells repeated walks of it apart."""

    journey: str
    browser: str
    javascript: bool
    again: int = 0

    def again_twice(self) -> list[Walk]:
        """The same again: a transcript holds what is said each time."""
        return [replace(self, again=again) for again in (1, 2)]

    @property
    def way(self) -> str:
        return f"Orca and {self.browser.capitalize()}{'' if self.javascript else ', no JavaScript'}"


@dataclass(frozen=True, slots=True)
class Walked:
    """A finished walk, or how far it went and what stopped it."""

    reader: Reader
    fault: Exception | None

    def reader_or_fault(self) -> Reader:
        if self.fault is not None:
            raise self.fault
        return self.reader


class Walks:
    """Walks that were begun ahead of the tests that ask for them."""

    def __init__(self, site: str, walks: Iterable[Walk]) -> None:
        self.site = site
        self._pool = ThreadPoolExecutor(AT_ONCE, "walk")
        self._begun: dict[Walk, Future[Walked]] = {walk: self._pool.submit(self._walk, walk) for walk in walks}

    def of(self, walk: Walk) -> Walked:
        """That walk, when it has been finished."""
        if walk not in self._begun:
            self._begun[walk] = self._pool.submit(self._walk, walk)
        return self._begun[walk].result()

    def _walk(self, walk: Walk) -> Walked:
        reader = Reader(self.site, browser=walk.browser, javascript=walk.javascript)
        fault: Exception | None = None
        try:
            JOURNEYS[walk.journey].walk(reader)
        except Exception as error:
            error.add_note("\n".join([f"What {walk.journey} heard with {walk.way}:", *reader.transcript]))
            fault = error
        finally:
            reader.close()
        return Walked(reader, fault)

    def close(self) -> None:
        self._pool.shutdown(cancel_futures=True)
