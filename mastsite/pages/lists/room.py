"""How much of the disk lists may take together: what was sent, and what came of it, until their jobs are forgotten."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from mastsite.jobs.asking import NoRoom

MOST_BYTES = 4 * 2**30


def look_for_room(size: int) -> None:
    """See that a list of so many bytes can be taken.

    Raises
    ------
    NoRoom
    """
    if size + _taken(Path(settings.JOBS_FOLDER)) > MOST_BYTES:
        raise NoRoom(
            "The lists that are kept here take all the room that they may. Nothing was begun: ask again in some hours, "
            "or search around fewer targets on the form.",
            3600,
        )


def _taken(folder: Path) -> int:
    found = 0
    for path in folder.glob("*/*"):
        try:
            found += path.stat().st_size
        except OSError:  # forgotten meanwhile
            continue
    return found
