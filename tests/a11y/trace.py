"""What Orca writes into its debug file, read while it grows: keys, loads and lines of braille; and whether anything still works.

Quiet is not a matter of seconds on a busy machine. Somebody who waits for the end of an action looks at three things:
whether Orca has seen the key, whether its debug file grows, and whether a process of the session has work to do. A process
that waits for its turn counts as working, so that a loaded machine only makes the same wait longer.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable
from pathlib import Path

BRAILLE = re.compile(r"BRAILLE LINE:  '(.*)'$")
KEY = "KEYBOARD_EVENT:  type=ATSPI_KEY_PRESSED_EVENT"
LOADED = re.compile(r" - OBJECT EVENT: document:load-complete \(\d+, \d+, (.*)\)")
BUSY = re.compile(r"EVENT MANAGER: object:state-changed:busy for \[document \w+ \| .*\] in \[.*\] \((\d), ")

UNBUFFERED = "import orca.debug\nif orca.debug.debugFile: orca.debug.debugFile.reconfigure(line_buffering=True)\n"
"""Lines for Orca's customisation file, so that the debug file is never behind."""


class Trace:
    """The debug file up to the last `read`.

    Attributes
    ----------
    keys : keys that Orca has seen pressed; braille : lines shown; loaded : titles of the documents whose loading Orca has dealt with.
    loading : whether a document began and has not finished.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.keys = 0
        self.braille: list[str] = []
        self.loaded: list[str] = []
        self.loading = False
        self._place = 0
        self._rest = b""

    def read(self) -> bool:
        """Read what is new; whether there was anything."""
        try:
            with self.path.open("rb") as file:
                file.seek(self._place)
                new = file.read()
        except FileNotFoundError:
            return False
        self._place += len(new)
        *lines, self._rest = (self._rest + new).split(b"\n")
        for line in lines:
            self._line(line.decode("utf-8", "replace"))
        return bool(new)

    def _line(self, line: str) -> None:
        if line.startswith(KEY):
            self.keys += 1
        elif found := BRAILLE.search(line):
            self.braille.append(found[1])
        elif found := LOADED.search(line):
            self.loaded.append(found[1])
            self.loading = False
        elif found := BUSY.search(line):
            self.loading = found[1] == "1"


class Work:
    """Which processes have work: the programs of a session with all that they started."""

    KEPT = 64

    def __init__(self) -> None:
        self._states: list[Path] = []
        self._seen: deque[bool] = deque(maxlen=self.KEPT)

    def look_for(self, programs: Iterable[int]) -> None:
        """Find the processes under `programs`."""
        parents = {int(path.name): after[1] for path in Path("/proc").glob("[0-9]*") if (after := _stat(path))}
        found = {str(program) for program in programs}
        while more := {str(child) for child, parent in parents.items() if parent in found} - found:
            found |= more
        self._states = [Path("/proc") / process for process in found]
        self._seen.clear()

    def look(self) -> None:
        """Keep whether somebody works or waits for a turn just now."""
        self._seen.append(any((after := _stat(path)) and after[0] in "RD" for path in self._states))

    def rests(self, looks: int) -> bool:
        """Whether hardly anything worked at the last so many looks; a blinking caret may."""
        last = list(self._seen)[-looks:]
        return len(last) >= looks and sum(last) <= looks // 5


def _stat(process: Path) -> list[str]:
    """State, parent and so on of a process; nothing when it has gone."""
    try:
        return (process / "stat").read_text(errors="replace").rpartition(")")[2].split()
    except OSError:
        return []
