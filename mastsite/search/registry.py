"""Every mission of the site, found by looking for ``missions/*/mission.py``.

To add one more mission: make its folder (see `mastsite.search.declare`); nothing is listed anywhere.
"""

from __future__ import annotations

import difflib
from functools import cache
from importlib import import_module
from typing import Any

from django.apps import apps

from mastsite.search.declare import SECTIONS, DeclarationError, Mission


class UnknownMission(LookupError):
    """There is no such mission; `suggestions` are slugs that look like what was asked."""

    def __init__(self, slug: str) -> None:
        self.slug = slug
        self.suggestions = tuple(difflib.get_close_matches(slug.lower(), missions(), n=3, cutoff=0.5))
        hint = f"Try {' or '.join(self.suggestions)}." if self.suggestions else f"There are {', '.join(missions())}."
        super().__init__(f"The mission {slug[:60]!r} is not one of this archive. {hint}")


@cache
def missions() -> dict[str, Mission]:
    """All declared missions by slug, in the order of the index page (section, then name)."""
    found: dict[str, Mission] = {}
    for app in apps.get_app_configs():
        if not app.name.startswith("missions."):
            continue
        mission = import_module(f"{app.name}.mission").mission
        if mission.slug in found:
            raise DeclarationError(
                f"two missions have the slug {mission.slug!r}: {found[mission.slug].folder} and {mission.folder}"
            )
        found[mission.slug] = mission
    return dict(sorted(found.items(), key=lambda item: (SECTIONS.index(item[1].section), item[1].short_name.lower())))


def get_mission(slug: str) -> Mission:
    """The mission of that slug.

    Raises
    ------
    UnknownMission : with near misses.
    """
    try:
        return missions()[slug]
    except KeyError:
        raise UnknownMission(slug) from None


def companion(mission: Mission, name: str) -> Any | None:
    """What ``missions/<slug>/<name>.py`` declares under its own name, or None where the mission has no such file."""
    if not (mission.folder / f"{name}.py").exists():
        return None
    return getattr(import_module(f"missions.{mission.folder.name}.{name}"), name)
