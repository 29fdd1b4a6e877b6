"""``manage.py load_products``: files of packages come into the folder, as far as their data sets are held."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.core.management import CommandError, call_command

from mastsite.search import packages
from tests.products.files import K2, LIGHT_CURVE, REAL, sha256

pytestmark = pytest.mark.usefixtures("archive")


@pytest.fixture
def package(tmp_path, monkeypatch):
    """A folder with the wheel; its files are any FITS file under the real names."""
    monkeypatch.setattr(packages, "folder", lambda: tmp_path / "packages")
    (tmp_path / "packages").mkdir()
    with zipfile.ZipFile(tmp_path / "packages" / "altaipony-2.1.2-py3-none-any.whl", "w") as wheel:
        for name in (LIGHT_CURVE, "ktwo211983544-c18_lpd-targ.fits"):
            wheel.write(REAL, f"altaipony/examples/{name}")


def run(*slugs):
    out = io.StringIO()
    call_command("load_products", *slugs, stdout=out)
    return out.getvalue().splitlines()


@pytest.mark.usefixtures("package")
def test_files_of_held_data_sets_are_copied_once(folder):
    first, second, total = run("k2")
    assert first == f"K2: {K2}/{LIGHT_CURVE}: copied" and "left out: no row" in second and "1 files" in total
    path = folder / "k2" / K2 / LIGHT_CURVE
    assert sha256(path) == sha256(REAL) and [item.name for item in path.parent.iterdir()] == [LIGHT_CURVE]
    assert "there already" in run("k2")[0]
    path.write_bytes(b"the operator's own")
    assert "another file" in run("k2")[0] and path.read_bytes() == b"the operator's own"


@pytest.mark.usefixtures("folder")
def test_missions_without_packages_and_unknown_ones():
    assert "no package has files" in run("hst")[0]
    with pytest.raises(CommandError, match="hts"):
        call_command("load_products", "hts")


@pytest.mark.usefixtures("folder")
def test_a_package_that_cannot_be_had_is_told(monkeypatch, tmp_path):
    monkeypatch.setattr(packages, "folder", lambda: tmp_path / "none")

    def fails(*_arguments):
        raise packages.PackageError("no index")

    monkeypatch.setattr(packages, "_download", fails)
    with pytest.raises(CommandError, match="no index"):
        run("k2")
