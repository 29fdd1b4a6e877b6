"""Tasks that people, and the tests, do with a mission's pages: ``missions/<slug>/tasks.py`` declares them as ``tasks``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from mastsite.search.declare.mission import DeclarationError

Part = Literal["form", "results", "reading", "retirement", "collecting"]

PARTS: dict[Part, str] = {
    "form": "At the form",
    "results": "At the results",
    "reading": "Reading exactly",
    "retirement": "At old pages",
    "collecting": "Beyond one search",
}
"""What a task is about, and the title of such tasks."""


@dataclass(frozen=True, slots=True)
class Task:
    """One task of a usability round.

    Parameters
    ----------
    name : such as T01; the journey of that name in the tests walks the same task.
    said : read out to the participant as it stands.
    start : the address that is open when the task begins.
    done : when the task counts as done; for the moderator alone.
    """

    name: str
    part: Part
    said: str
    start: str
    done: str

    def __post_init__(self) -> None:
        if self.part not in PARTS:
            raise DeclarationError(f"task {self.name}: part {self.part!r} is not one of {', '.join(PARTS)}")
        if not self.start.startswith("/"):
            raise DeclarationError(
                f"task {self.name}: start {self.start!r} is not an address of this site; begin it with /"
            )
        for field in ("name", "said", "done"):
            if not getattr(self, field):
                raise DeclarationError(f"task {self.name}: {field} is empty; say it in tasks.py")
