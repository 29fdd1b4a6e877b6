"""The published tasks, gathered from the missions that declare some, with what the last run measured of each.

To add one more: a `Task` in the mission's ``tasks.py`` and the journey of its name in ``tests/a11y/journeys``; a test
compares the two lists word by word.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from mastsite.guides.run import Walk
from mastsite.search.declare import PARTS, Task
from mastsite.search.registry import companion, missions


@dataclass(frozen=True, slots=True)
class Measured:
    """A published task and its journey in the record of the last run, or None where the record has none."""

    task: Task
    walk: Walk | None


def tasks() -> tuple[Task, ...]:
    """Every task of every mission, in the order in which they are declared."""
    return tuple(task for mission in missions().values() for task in companion(mission, "tasks") or ())


def measured(walks: Iterable[Walk]) -> tuple[Measured, ...]:
    """The tasks, each with its measurements."""
    by_name = {walk.name: walk for walk in walks}
    return tuple(Measured(task, by_name.get(task.name)) for task in tasks())


def by_part() -> tuple[tuple[str, tuple[Task, ...]], ...]:
    """The tasks under the titles of their parts."""
    every = tasks()
    return tuple((title, tuple(task for task in every if task.part == part)) for part, title in PARTS.items())
