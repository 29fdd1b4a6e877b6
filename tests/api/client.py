"""astroquery's stable release and its newest pre-release, unchanged, asked by the tests.

To add one more release: pin it in a requirements file, install it into a folder (see the Makefile), and add the folder
to `RELEASES`.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.environment import ROOT

RELEASES: dict[str, Path | None] = {"stable": None, "prerelease": Path(sys.prefix) / "astroquery-pre"}
"""Release, to the folder that it is in; None is the environment's own."""

CONFIGURATION = """[mast]
server = {address}
catalogs_server = {address}
enable_cloud_dataset = False
"""


class ClientError(Exception):
    """What the client raised: the name of its exception, and its words."""

    def __init__(self, kind: str, words: str) -> None:
        super().__init__(f"{kind}: {words}")
        self.kind = kind


@dataclass
class Release:
    """A running release. `warned` are the names of the warnings of the last call."""

    process: subprocess.Popen[bytes]
    warned: list[str] = field(default_factory=list)

    def ask(self, mission: str, method: str, *arguments: Any, **keywords: Any) -> Any:
        """The value of ``MastMissionsClass(mission=mission).method(*arguments, **keywords)``.

        Raises
        ------
        ClientError : the method raised.
        """
        assert self.process.stdin and self.process.stdout
        pickle.dump((mission, method, arguments, keywords), self.process.stdin)
        self.process.stdin.flush()
        value, error, said = pickle.load(self.process.stdout)  # noqa: S301  (our own process)
        self.warned = [kind for kind, _words in said]
        if error:
            raise ClientError(*error)
        return value

    def of(self, mission: str) -> Mission:
        return Mission(self, mission)

    def close(self) -> None:
        assert self.process.stdin and self.process.stdout
        self.process.stdin.close()
        self.process.wait(timeout=20)
        self.process.stdout.close()


@dataclass
class Mission:
    """A release's client of one mission; its methods are the client's own."""

    release: Release
    name: str

    def __getattr__(self, method: str) -> Any:
        return lambda *arguments, **keywords: self.release.ask(self.name, method, *arguments, **keywords)

    @property
    def warned(self) -> list[str]:
        return self.release.warned


def start(name: str, address: str, folder: Path) -> Release:
    """A process of the release that is pointed at `address` by a configuration file in `folder`."""
    (folder / "astroquery.cfg").write_text(CONFIGURATION.format(address=address))
    path = [str(where) for where in (RELEASES[name], ROOT) if where]
    environment = {**os.environ, "ASTROPY_CONFIG_DIR": str(folder), "PYTHONPATH": os.pathsep.join(path)}
    command = [sys.executable, "-m", "tests.api.client_process"]
    return Release(subprocess.Popen(command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE))
