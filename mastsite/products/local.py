"""The operator's folder of files: ``<mission>/<data set>/<file>`` under ``PRODUCTS_FOLDER``.

Whatever an operator puts there is a product of that data set. Names that come from outside are compared with a
pattern, and what they lead to must lie in the folder, before any file is opened.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import quote, unquote

from django.conf import settings

from mastsite.products.checksums import sha256_of
from mastsite.search.declare import Mission, Product
from mastsite.search.registry import UnknownMission, get_mission

MAX_FILES = 1_000
"""Files of one data set that are listed."""

_FILE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+=@~-]{0,199}")
_DATASET = re.compile(r"[^/\\.\x00-\x1f\x7f][^/\\\x00-\x1f\x7f]{0,199}")
_OWN_URI = re.compile(r"mast:([A-Za-z0-9-]{1,40})/local/([^/]{1,700})/([^/]{1,200})")

TYPES = {
    "science": (".fits", ".fit", ".asdf"),
    "preview": (".jpg", ".jpeg", ".png", ".gif"),
    "catalog": (".ecsv", ".csv", ".parquet", ".vot"),
    "info": (".txt", ".log", ".pdf", ".html", ".md", ".json", ".xml"),
}
"""Type of a file by its ending, a ``.gz`` or ``.fz`` behind it aside; any other is auxiliary."""


@dataclass(frozen=True, slots=True)
class Local:
    """The files of one data set that are here: name to path, and what was left out, in sentences."""

    paths: dict[str, Path]
    messages: tuple[str, ...] = ()


def folder() -> Path:
    return Path(settings.PRODUCTS_FOLDER)


def safe_file(name: str) -> bool:
    """Whether a name may be that of a product: letters, figures and ``. _ + = @ ~ -``, and it begins with one of the first."""
    return bool(_FILE.fullmatch(name))


def dataset_folder(mission: Mission, dataset: str) -> Path | None:
    """Where the files of a data set lie; None for an identifier that can be no folder."""
    return folder() / mission.slug / dataset if _DATASET.fullmatch(dataset) and dataset.strip() == dataset else None


def state(mission: Mission, dataset: str) -> int:
    """When the files of a data set were last added to or taken from, in nanoseconds; 0 where there are none."""
    place = dataset_folder(mission, dataset)
    try:
        return place.stat().st_mtime_ns if place else 0
    except (OSError, ValueError):
        return 0


def files_of(mission: Mission, dataset: str) -> Local:
    """The files of a data set by their names, as they can be given out."""
    place = dataset_folder(mission, dataset)
    try:
        found = sorted(path for path in place.iterdir() if not path.name.startswith(".")) if place else []
    except (OSError, ValueError):  # no such folder, or one that may not be read
        return Local({})
    paths = {path.name: path for path in found if safe_file(path.name) and _inside(path)}
    messages = []
    if odd := len(found) - len(paths):
        messages.append(
            f"{odd} {'entry' if odd == 1 else 'entries'} of the folder of {dataset} cannot be given out: "
            "a folder, a file that may not be read, a link that leads elsewhere, or a name with other signs than letters, figures and . _ + = @ ~ -"
        )
    if len(paths) > MAX_FILES:
        messages.append(f"{dataset} has {len(paths):,} files here; the first {MAX_FILES:,} are listed.")
        paths = dict(list(paths.items())[:MAX_FILES])
    return Local(paths, tuple(messages))


def path_of(mission: Mission, dataset: str, filename: str) -> Path | None:
    """The path of one file, or None where there is no such file to be given out."""
    place = dataset_folder(mission, dataset)
    if place is None or not safe_file(filename):
        return None
    path = place / filename
    return path if _inside(path) else None


def _inside(path: Path) -> bool:
    """Whether a path is a plain file within the folder that may be read, links followed."""
    try:
        real = path.resolve(strict=True)
        return real.is_file() and real.is_relative_to(folder().resolve()) and os.access(real, os.R_OK)
    except (OSError, ValueError, RuntimeError):
        return False


def product(mission: Mission, dataset: str, path: Path, known: Product | None = None) -> Product:
    """The product that a file here is: what is known of it, with the file's own size and checksum.

    Parameters
    ----------
    known : the same file in another list, whose URI and words it keeps.
    """
    base = known or Product(
        dataset, path.name, own_uri(mission, dataset, path.name), type_of(path.name),
        description="File of this site's own folder", file_suffix=suffix_of(path.name),
    )  # fmt: skip
    return replace(base, size=path.stat().st_size, sha256=sha256_of(path))


def own_uri(mission: Mission, dataset: str, filename: str) -> str:
    """The URI of a file that no other list names."""
    return f"mast:{mission.slug.upper()}/local/{quote(dataset, safe='')}/{filename}"


def read_own_uri(uri: str) -> tuple[Mission, str, str] | None:
    """Mission, data set and file name of a URI that `own_uri` made; None for any other text."""
    found = _OWN_URI.fullmatch(uri)
    if not found:
        return None
    try:
        return get_mission(found[1].lower()), unquote(found[2]), found[3]
    except UnknownMission:
        return None


def type_of(filename: str) -> str:
    name = filename.lower().removesuffix(".gz").removesuffix(".fz")
    return next((kind for kind, endings in TYPES.items() if name.endswith(endings)), "auxiliary")


def suffix_of(filename: str) -> str:
    """What stands behind the last ``_`` of a name, in capitals: ``z14z0104t_shf.fits`` has SHF."""
    stem, _, rest = filename.partition(".")[0].rpartition("_")
    return rest.upper() if stem else ""
