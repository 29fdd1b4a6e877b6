"""The site's own settings, and two missions that only the bench has: synthetic rows, and the Tycho-2 catalogue."""

from pathlib import Path

import missions
from mastsite.settings import *  # noqa: F403
from mastsite.settings import INSTALLED_APPS

FOLDER = str(Path(__file__).parent / "missions")
if FOLDER not in missions.__path__:
    missions.__path__.append(FOLDER)

INSTALLED_APPS = [*INSTALLED_APPS, "missions.synthetic", "missions.tycho2"]
