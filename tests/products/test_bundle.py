"""Many files at once: archives and scripts."""

from __future__ import annotations

import csv
import io
import subprocess
import tracemalloc
import zipfile
from pathlib import Path

import pytest

from mastsite.products import bundle
from mastsite.products.order import Absent
from mastsite.products.places import Place
from mastsite.search.declare import Product
from mastsite.search.registry import get_mission
from tests.products.files import put, sha256

hst = get_mission("hst")
HOSTILE = [
    "a b",
    "'; rm -rf ~; '",
    "$(id)",
    "`id`",
    '"',
    "a\nb",
    "\x1b[31m",
    "-o/etc/passwd",
    "a\\",
    "é",
    "!!",
    "%s",
    "{x}",
]


def place(name="a.fits", dataset="D", path=None, **more):
    return Place(Product(dataset, name, f"mast:HST/product/{name}", **more), hst, path)


@pytest.mark.parametrize("known", [True, False], ids=["known", "unknown"])
@pytest.mark.parametrize("name", HOSTILE, ids=repr)
def test_scripts_with_hostile_names_are_shell_and_run_nothing_else(tmp_path, name, known):
    uri = f"mast:HST/product/{name}"
    text = bundle.script({uri: place(name, path=Path("here")) if known else None}, "http://127.0.0.1:9")
    assert subprocess.run(["bash", "-n"], input=text, text=True, capture_output=True).returncode == 0
    curl = tmp_path / "bin" / "curl"
    curl.parent.mkdir()
    curl.write_text('#!/bin/sh\nfor word; do printf "%s\\0" "$word"; done >> curls\nexit 22\n')
    curl.chmod(0o755)
    done = subprocess.run(
        ["bash", "-c", text], cwd=tmp_path, env={"PATH": f"{curl.parent}:/usr/bin:/bin"}, text=True, capture_output=True
    )
    assert done.returncode == 1 and {path.name for path in tmp_path.iterdir()} <= {"bin", "curls", "mastDownload"}
    assert not [path for path in (tmp_path / "mastDownload").rglob("*") if path.is_file()]
    if known:
        *_options, option, target, address = (tmp_path / "curls").read_text().split("\0")[:-1]
        assert option == "--output" and address.startswith("http://127.0.0.1:9/api/v0.1/Download/file?uri=mast%3AHST")
        assert target.startswith("mastDownload/hst/D/") and "/-" not in target
    else:
        assert "\x1b" not in done.stderr


def test_names_keep_apart():
    places = {"u1": place(), "u2": place(), "u3": place(dataset="E"), "u4": place("../../x"), "u5": place(dataset="")}
    nested = bundle.names(places)
    assert nested["u1"] == "hst/D/a.fits" and nested["u2"] == "hst/D/2/a.fits" and nested["u3"] == "hst/E/a.fits"
    assert ".." not in nested["u4"].split("/") and nested["u5"] == "hst/other/a.fits"
    flat = bundle.names(places, flat=True)
    assert flat["u1"] == "a.fits" and len(set(flat.values())) == 5


def test_an_archive_has_the_files_and_a_list_of_all(tmp_path):
    path = put(tmp_path, "hst", "D", "a.fits")
    places = {
        "mast:a": place(path=path, sha256=sha256(path), size=path.stat().st_size),
        "mast:b": Place(Product("D", "b.fits", "mast:b", size=5), hst, None, "https://upstream.example/b"),
        "mast:c": None,
    }
    archive = zipfile.ZipFile(io.BytesIO(b"".join(bundle.zipped(places))))
    assert archive.testzip() is None and archive.namelist() == ["hst/D/a.fits", "MANIFEST.csv"]
    assert archive.read("hst/D/a.fits") == path.read_bytes()
    rows = list(csv.DictReader(io.StringIO(archive.read("MANIFEST.csv").decode())))
    assert [row["status"] for row in rows] == ["included", "at the upstream archive alone", "not known here"]
    assert rows[0]["sha256"] == sha256(path) and rows[0]["size"] == str(path.stat().st_size)
    assert rows[1]["address"] == "https://upstream.example/b" and rows[1]["size"] == "5"


def test_an_archive_takes_no_memory(tmp_path):
    big = tmp_path / "big.fits"
    with big.open("wb") as file:
        file.truncate(200 * 2**20)
    tracemalloc.start()
    size = sum(len(piece) for piece in bundle.zipped({"u": place(path=big)}))
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert size > 200 * 2**20 and peak < 8 * 2**20


def test_a_file_that_goes_while_the_archive_is_made_is_told(tmp_path):
    here, gone, grown = (tmp_path / name for name in ("here.txt", "gone.txt", "grown.txt"))
    here.write_bytes(b"here")
    grown.write_bytes(b"other bytes")
    places = {
        "mast:gone": place("gone.txt", path=gone, size=4, sha256="0" * 64),
        "mast:here": place("here.txt", path=here, size=4, sha256=sha256(here)),
        "mast:grown": place("grown.txt", path=grown, size=4, sha256="0" * 64),
        "mast:away": place("away.txt"),
    }
    absent = [Absent("hst", "=1+1", "not found")]
    archive = zipfile.ZipFile(io.BytesIO(b"".join(bundle.zipped(places, absent=absent))))
    assert archive.testzip() is None and archive.namelist() == ["hst/D/here.txt", "hst/D/grown.txt", "MANIFEST.csv"]
    rows = list(csv.DictReader(io.StringIO(archive.read("MANIFEST.csv").decode())))
    assert [row["status"] for row in rows] == [
        "was here, and could not be read when the archive was made",
        "included",
        "included, but changed since it was listed: the checksum is that of the bytes in the archive",
        "not here, and this site leads to no other archive",
        "not found",
    ]
    assert rows[2]["sha256"] == sha256(grown) and rows[4]["dataset"] == "'=1+1"


def test_who_goes_away_leaves_nothing_open(tmp_path):
    big = tmp_path / "big.fits"
    with big.open("wb") as file:
        file.truncate(20 * 2**20)
    pieces = bundle.zipped({"u": place(path=big)})
    assert next(pieces)
    opened = Path("/proc/self/fd")
    assert str(big) in [str(link.readlink()) for link in opened.iterdir() if link.is_symlink()]
    pieces.close()
    assert str(big) not in [str(link.readlink()) for link in opened.iterdir() if link.is_symlink()]
