"""The operator's folder: what it gives out, and what never leaves it."""

from __future__ import annotations

import pytest

from mastsite.products import local, places
from mastsite.products.checksums import sha256_of
from mastsite.search.registry import get_mission
from tests.products.files import HST, REAL, put, sha256

hst = get_mission("hst")

HOSTILE = [
    "..", "../secret", "a/../../secret", "/etc/passwd", "a\\b", ".hidden", "-rf", "a b.fits", "a\0b", "a\nb", "é.fits",
    "", "x" * 300, "a,b.fits", "$(id).fits", "~root", "%2e%2e",
]  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE, ids=repr)
def test_names_that_are_no_files(folder, name):
    (folder / "secret").write_text("no")
    put(folder, "hst", HST, "a.fits")
    assert not local.safe_file(name)
    assert local.path_of(hst, HST, name) is None
    for uri in (f"mast:HST/local/{HST}/{name}", f"mast:HST/local/{name}/a.fits", f"{HST}/{name}", name):
        place = places.find(uri)
        assert place is None or place.path is None


@pytest.mark.parametrize(
    "dataset", ["..", ".", "a/b", "/", "", "a\0", "\\", " a", "x" * 300, "../hst", "\ud800"], ids=repr
)
def test_identifiers_that_are_no_folders(folder, dataset):
    (folder / "hst").mkdir()
    (folder / "hst" / "a.fits").write_text("no")
    assert local.files_of(hst, dataset).paths == {}
    assert local.path_of(hst, dataset, "a.fits") is None


def test_links_that_lead_elsewhere_are_not_followed_and_told(folder, tmp_path):
    outside = tmp_path / "outside.fits"
    outside.write_text("no")
    inside = put(folder, "hst", HST, "real.fits")
    inside.with_name("link.fits").symlink_to(outside)
    inside.with_name("alias.fits").symlink_to(inside)
    (folder / "hst" / "OTHER").symlink_to(tmp_path)
    inside.with_name("with blank.fits").write_text("odd")
    inside.with_name("sub").mkdir()
    here = local.files_of(hst, HST)
    assert set(here.paths) == {"real.fits", "alias.fits"}
    assert "3 entries" in here.messages[0]
    assert local.path_of(hst, HST, "link.fits") is None and local.path_of(hst, "OTHER", "outside.fits") is None


def test_the_folder_itself_may_be_a_link(folder, settings, tmp_path):
    put(folder, "hst", HST, "a.fits")
    (tmp_path / "elsewhere").symlink_to(folder)
    settings.PRODUCTS_FOLDER = tmp_path / "elsewhere"
    assert set(local.files_of(hst, HST).paths) == {"a.fits"}


def test_a_file_is_what_it_is(folder):
    path = put(folder, "hst", HST, "o4sp040b0_raw.fits")
    product = local.product(hst, HST, path)
    assert (product.size, product.sha256) == (REAL.stat().st_size, sha256(REAL))
    assert (product.type, product.file_suffix, product.access) == ("science", "RAW", "PUBLIC")
    assert local.read_own_uri(product.uri) == (hst, HST, "o4sp040b0_raw.fits")


@pytest.mark.parametrize("dataset", ["Kepler-10 b", "J0021+0052", "50% off", "α Cen", "a,b"])
def test_own_uris_of_odd_identifiers_come_back(dataset):
    kepler = get_mission("kepler")
    uri = local.own_uri(kepler, dataset, "a.fits")
    assert uri.isascii() and " " not in uri and local.read_own_uri(uri) == (kepler, dataset, "a.fits")


@pytest.mark.parametrize(
    ("name", "kind", "suffix"),
    [
        ("z14z0104t_shf.fits", "science", "SHF"),
        ("a_b_c.fits.gz", "science", "C"),
        ("preview.jpg", "preview", ""),
        ("x_thumb.PNG", "preview", "THUMB"),
        ("sources.ecsv", "catalog", ""),
        ("README.txt", "info", ""),
        ("orbit.bin", "auxiliary", ""),
    ],
)
def test_type_and_suffix_by_name(name, kind, suffix):
    assert (local.type_of(name), local.suffix_of(name)) == (kind, suffix)


def test_checksums_are_computed_once_and_again_when_the_file_changes(folder, monkeypatch):
    path = put(folder, "hst", HST, "a.fits")
    first = sha256_of(path)
    from mastsite.products import checksums

    checksums._sha256.cache_clear()
    monkeypatch.setattr(checksums.hashlib, "sha256", _only_of_paths(checksums.hashlib.sha256))
    assert sha256_of(path) == first  # kept on disk: no bytes were read
    monkeypatch.undo()
    path.write_bytes(b"other")
    assert sha256_of(path) == sha256(path) != first


def _only_of_paths(real):
    def made(*data):
        assert data, "the file's bytes were summed again"
        return real(*data)

    return made


def test_a_data_folder_that_cannot_be_written_costs_nothing_but_time(folder, settings, tmp_path):
    settings.DATA = tmp_path / "a file"
    settings.DATA.write_text("")
    path = put(folder, "hst", HST, "b.fits")
    assert sha256_of(path) == sha256(REAL)


def test_a_file_that_may_not_be_read_is_told_and_not_given(folder, monkeypatch):
    """Tests may run as a user who may read everything, so the answer of the system is put in its place."""
    closed = put(folder, "hst", HST, "closed.fits")
    put(folder, "hst", HST, "open.fits")
    monkeypatch.setattr(local.os, "access", lambda path, mode: path != closed.resolve())
    found = local.files_of(get_mission("hst"), HST)
    assert list(found.paths) == ["open.fits"] and "may not be read" in found.messages[0]
    assert local.path_of(get_mission("hst"), HST, "closed.fits") is None
