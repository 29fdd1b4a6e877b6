"""Every classic form by the path where it stood.

To add one more form: a `ClassicForm` in ``missions/<slug>/classic.py``, or a line in `absent` where no mission has it.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from functools import cache

from mastsite.legacy.absent import NOT_HELD
from mastsite.legacy.tokens import classics
from mastsite.search.declare import EDGE_SEPARATION, ClassicForm, Column, DeclarationError, Mission
from mastsite.search.registry import missions


@dataclass(frozen=True, slots=True)
class Form:
    """A classic form and the mission whose rows answer it; None where no mission has the table."""

    classic: ClassicForm
    mission: Mission | None

    @property
    def held(self) -> bool:
        """Whether searches are answered, and not told what is nearest."""
        return self.mission is not None and not self.classic.not_held


@cache
def forms() -> dict[str, Form]:
    """Every form by its path, in the order of the missions; those of no mission come last."""
    found: dict[str, Form] = {}
    declared = [(form, missions()[slug]) for slug, classic in classics().items() for form in classic.forms]
    for form, mission in [*declared, *((form, None) for form in NOT_HELD)]:
        if form.path in found:
            raise DeclarationError(f"two classic forms have the path {form.path!r}; rename one")
        found[form.path] = Form(form, mission)
    return found


def form_at(path: str) -> Form | None:
    """The form of that path, in any case."""
    return forms().get(path) or forms().get(path.strip("/").lower())


def near_paths(path: str) -> list[str]:
    """Paths that look like one that is none."""
    return difflib.get_close_matches(path.lower()[:80], forms(), n=3, cutoff=0.5)


def column_called(form: ClassicForm, mission: Mission, spelling: str) -> Column | None:
    """The column that an old address means: the form's own name of it, or any spelling of ours, in any case."""
    ours = form.names.get(spelling.strip().lower())
    return mission.by_name[ours] if ours else mission.find(spelling)


def usual_columns(form: ClassicForm, mission: Mission) -> tuple[Column, ...]:
    """The columns that the form gave when nobody chose, in its order; it knew no outlines."""
    usual = (name for name in mission.default_columns if name != EDGE_SEPARATION)
    return tuple(mission.column(name) for name in form.columns or usual)
