"""Every kind of download, run as people run it against a real server: killed, cut, with hostile names, with many files."""

from __future__ import annotations

import csv
import hashlib
import io
import os
import random
import shlex
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from mastsite.baskets import basket, link
from mastsite.products.kinds import KINDS
from mastsite.products.order import Absent, Order, order
from mastsite.products.places import Place
from mastsite.search import engine
from mastsite.search.declare import Product
from mastsite.search.query import Query
from mastsite.search.registry import get_mission
from mastsite.server import command
from tests.conftest import _wait_for, free_port, missing
from tests.environment import ROOT, TEST_DATA
from tests.products.files import K2, LIGHT_CURVE, LIGHT_CURVE_URI
from tests.products.wire import Line

BIG_BYTES = 3_000_000
MANY = 1_000
k2 = get_mission("k2")

RUNS = {
    "sh by dash": ("sh", ["dash", "FILE", "FOLDER"], 1),
    "sh by bash": ("sh", ["bash", "FILE", "FOLDER"], 1),
    "sh by busybox": ("sh", ["busybox", "sh", "FILE", "FOLDER"], 1),
    "wget by dash": ("wget", ["dash", "FILE", "FOLDER"], 1),
    "py": ("py", [sys.executable, "-I", "FILE", "FOLDER"], 1),
    "aria2": (
        "aria2",
        [
            "aria2c",
            "--no-conf=true",
            "--enable-color=false",
            "--auto-save-interval=0",
            "--dir=FOLDER",
            "--input-file=FILE",
        ],
        None,
    ),
}
"""Kind, the command, and what it ends with when a file fails; None for any but 0."""
HOSTILE = [
    "a b", "'; touch hacked; '", "$(touch hacked)", "`touch hacked`", '"', "a\nb\ntouch hacked\n", "\x1b[31m", "-o", "--output=hacked",
    "a\\", "é漢字", "!!", "%s%n", "{x}", "../../hacked", "/tmp/hacked", "~", ".hidden", "=cmd|' /C calc'!A0", "x" * 300, "#", "a\x00b", "CON",
    "\N{RIGHT-TO-LEFT OVERRIDE}gpj", "😀", "\ud800",
]  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Files of two data sets: a large one beside small ones, and a thousand."""
    top = tmp_path_factory.mktemp("products")
    noise = random.Random(7)  # noqa: S311
    one = top / "k2" / K2
    one.mkdir(parents=True)
    (one / LIGHT_CURVE).write_bytes(noise.randbytes(BIG_BYTES))
    (one / "empty.txt").write_bytes(b"")
    (one / "small.txt").write_bytes(b"small\n")
    return top


@pytest.fixture(scope="module")
def many(archive: None, folder: Path) -> Path:
    rows = engine.page(Query(k2, columns=(k2.id_column,), rows=2), counted=False).rows
    two = folder / "k2" / next(str(name) for (name,) in rows if name != K2)
    two.mkdir(parents=True)
    for number in range(MANY):
        (two / f"f{number:04}.txt").write_text(f"{number}\n")
    return two


@pytest.fixture(scope="module")
def site(archive: None, folder: Path) -> Iterator[str]:
    port = free_port()
    log = (TEST_DATA / "downloads.log").open("wb")
    server = subprocess.Popen(
        command("127.0.0.1", port, workers=1, threads=8), cwd=ROOT, stdout=log, stderr=subprocess.STDOUT,
        env={**os.environ, "PRODUCTS_FOLDER": str(folder)},
    )  # fmt: skip
    try:
        _wait_for(f"http://127.0.0.1:{port}", server)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(timeout=20)
        log.close()


@pytest.fixture
def line(site: str) -> Iterator[Line]:
    between = Line(site)
    yield between
    between.close()


def tool(run: str) -> tuple[str, list[str], int | None]:
    kind, argv, code = RUNS[run]
    needed = {"sh": "curl", "wget": "wget"}.get(kind, argv[0])
    for program in {argv[0], needed}:
        if shutil.which(program) is None:
            missing(f"{program} is not here; tests/install_tools.sh installs it")
    return kind, argv, code


def written(kind: str, asked: Order, path: Path) -> Path:
    path.write_bytes(b"".join(KINDS[kind].write(asked)))
    return path


def start(argv: list[str], file: Path, folder: Path) -> subprocess.Popen[str]:
    words = [word.replace("FILE", str(file)).replace("FOLDER", str(folder)) for word in argv]
    return subprocess.Popen(
        words, cwd=file.parent, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True
    )


def run(argv: list[str], file: Path, folder: Path) -> tuple[int, str]:
    process = start(argv, file, folder)
    said, _none = process.communicate(timeout=60)
    return process.returncode, said


def of_server(folder: Path, base: str, *names: str) -> Order:
    """An order for files of the first data set, as the site knows them."""
    places: dict[str, Place | None] = {}
    for name in names or (LIGHT_CURVE, "empty.txt", "small.txt"):
        path = folder / "k2" / K2 / name
        uri = LIGHT_CURVE_URI if name == LIGHT_CURVE else f"mast:K2/local/{K2}/{name}"
        content = path.read_bytes()
        product = Product(K2, name, uri, size=len(content), sha256=hashlib.sha256(content).hexdigest())
        places[uri] = Place(product, k2, path)
    return order(places, base)


def same(folder: Path, downloads: Path) -> None:
    for path in (folder / "k2" / K2).iterdir():
        assert (downloads / "k2" / K2 / path.name).read_bytes() == path.read_bytes(), path.name


@pytest.mark.parametrize("name", RUNS)
def test_killed_in_the_middle_it_goes_on(name: str, folder: Path, line: Line, tmp_path: Path) -> None:
    kind, argv, _code = tool(name)
    file, downloads = written(kind, of_server(folder, line.address), tmp_path / "file"), tmp_path / "downloads"
    line.hold_next(1_500_000)
    process = start(argv, file, downloads)
    assert line.held.wait(60)
    deadline = time.monotonic() + 60
    while sum(path.stat().st_size for path in downloads.rglob(f"{LIGHT_CURVE}*")) < 500_000:
        assert time.monotonic() < deadline and process.poll() is None
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    line.let_go()
    if kind != "aria2":
        assert not (downloads / "k2" / K2 / LIGHT_CURVE).exists(), "only what is whole has its name"
    line.asked.clear()
    code, said = run(argv, file, downloads)
    assert code == 0, said
    same(folder, downloads)
    assert [asked for asked in line.ranges() if int(asked.removeprefix("bytes=").partition("-")[0]) >= 400_000], (
        line.asked
    )
    line.asked.clear()
    code, said = run(argv, file, downloads)
    assert code == 0
    if kind != "aria2":
        assert line.asked == [] and "0 fetched, 3 there already, 0 failed, of 3 in all." in said


@pytest.mark.parametrize("name", RUNS)
def test_a_line_that_is_lost_is_taken_up_again(name: str, folder: Path, line: Line, tmp_path: Path) -> None:
    kind, argv, _code = tool(name)
    file, downloads = written(kind, of_server(folder, line.address), tmp_path / "file"), tmp_path / "downloads"
    line.cut_next(1_000_000)
    line.cut_next(1_000_000)
    code, said = run(argv, file, downloads)
    assert code == 0, said
    same(folder, downloads)
    assert len(line.ranges()) >= 2


@pytest.mark.parametrize("name", RUNS)
def test_only_what_is_missing_is_fetched_and_what_fails_is_told(
    name: str, folder: Path, line: Line, tmp_path: Path
) -> None:
    kind, argv, failing = tool(name)
    right = of_server(folder, line.address)
    gone = Place(Product(K2, "gone.txt", "mast:K2/local/x/gone.txt"), k2, Path("gone"))
    places = {**right.places, "mast:K2/local/x/gone.txt": gone, "mast:nothing/of/the\x1bkind": None}
    file, downloads = written(kind, order(places, line.address), tmp_path / "file"), tmp_path / "downloads"
    code, said = run(argv, file, downloads)
    assert code == failing if failing else code != 0, said
    assert "gone.txt" in said and "\x1bkind" not in said
    same(folder, downloads)
    assert not list(downloads.rglob("gone*"))
    (downloads / "k2" / K2 / "small.txt").unlink()
    line.asked.clear()
    run(argv, file, downloads)
    same(folder, downloads)
    if kind != "aria2":
        assert [asked for asked, _range in line.asked if "gone" not in asked and "small.txt" not in asked] == []


@pytest.mark.parametrize("name", [name for name in RUNS if name != "aria2"])
def test_wrong_bytes_never_have_the_name(name: str, folder: Path, line: Line, tmp_path: Path) -> None:
    kind, argv, failing = tool(name)
    uri = f"mast:K2/local/{K2}/small.txt"
    right = hashlib.sha256(b"small\n").hexdigest()
    for number, (size, sha256) in enumerate(((6, "0" * 64), (7, right), (5, right), (None, "0" * 64))):
        place = Place(Product(K2, "small.txt", uri, size=size, sha256=sha256), k2, Path("here"))
        file, downloads = written(kind, order({uri: place}, line.address), tmp_path / "file"), tmp_path / str(number)
        code, said = run(argv, file, downloads)
        assert code == failing and ("SHA-256" in said or "bytes" in said), said
        assert [path for path in downloads.rglob("*") if path.is_file()] == []
    # what was begun with other bytes is begun anew
    place = Place(Product(K2, "small.txt", uri, size=6, sha256=right), k2, Path("here"))
    file, downloads = written(kind, order({uri: place}, line.address), tmp_path / "file"), tmp_path / "part"
    part = downloads / "k2" / K2 / "small.txt.part"
    for wrong in (b"wro", b"wrong!", b"much too long"):
        part.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(wrong)
        code, said = run(argv, file, downloads)
        assert code == 0, said
        assert (part.parent / "small.txt").read_bytes() == b"small\n" and not part.exists()
        (part.parent / "small.txt").unlink()


def rename(file: Path, downloads: Path) -> None:
    """Run what the list for aria2 says of files that were not compared."""
    (said,) = [line for line in file.read_text().splitlines() if line.startswith("# Then give them their names: ")]
    shell = said.partition(": ")[2].replace("mastDownload", shlex.quote(str(downloads)))
    subprocess.run(["sh", "-c", shell], check=True, timeout=60)


def test_aria2_believes_nothing_that_its_checksum_denies(folder: Path, line: Line, tmp_path: Path) -> None:
    kind, argv, _code = tool("aria2")
    right = (folder / "k2" / K2 / LIGHT_CURVE).read_bytes()
    file, downloads = written(kind, of_server(folder, line.address, LIGHT_CURVE), tmp_path / "file"), tmp_path / "there"
    target = downloads / "k2" / K2 / LIGHT_CURVE
    target.parent.mkdir(parents=True)
    for there in (right, bytes(BIG_BYTES), bytes(1_000_000), b"wro"):  # the right length already, and cut short
        target.write_bytes(there)
        code, said = run(argv, file, downloads)
        assert (code == 0) == (target.read_bytes() == right), said
        code, said = run(argv, file, downloads)
        assert code == 0 and target.read_bytes() == right, said


def test_aria2_killed_leaves_no_whole_name_where_nothing_can_be_compared(
    folder: Path, line: Line, tmp_path: Path
) -> None:
    kind, argv, _code = tool("aria2")
    places = {LIGHT_CURVE_URI: Place(Product(K2, LIGHT_CURVE, LIGHT_CURVE_URI), k2, None, "upstream")}
    file, downloads = written(kind, order(places, line.address), tmp_path / "file"), tmp_path / "downloads"
    line.hold_next(1_500_000)
    process = start(argv, file, downloads)
    assert line.held.wait(60)
    deadline = time.monotonic() + 60
    while sum(path.stat().st_size for path in downloads.rglob(f"{LIGHT_CURVE}*")) < 500_000:
        assert time.monotonic() < deadline and process.poll() is None
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    line.let_go()
    target = downloads / "k2" / K2 / LIGHT_CURVE
    assert not target.exists() and target.with_name(f"{LIGHT_CURVE}.part").exists()
    line.asked.clear()
    code, said = run(argv, file, downloads)
    assert code == 0 and line.ranges(), said
    rename(file, downloads)
    assert target.read_bytes() == (folder / "k2" / K2 / LIGHT_CURVE).read_bytes()
    assert not list(downloads.rglob("*.part"))


@pytest.mark.parametrize("name", RUNS)
def test_files_of_unknown_size(name: str, folder: Path, line: Line, tmp_path: Path) -> None:
    kind, argv, _code = tool(name)
    places = {LIGHT_CURVE_URI: Place(Product(K2, LIGHT_CURVE, LIGHT_CURVE_URI), k2, None, "upstream")}
    file, downloads = written(kind, order(places, line.address), tmp_path / "file"), tmp_path / "downloads"
    content = (folder / "k2" / K2 / LIGHT_CURVE).read_bytes()
    target = downloads / "k2" / K2 / LIGHT_CURVE
    target.parent.mkdir(parents=True)
    for begun in (0, 1_000, len(content)):  # killed before the first byte, in the middle, and before it was renamed
        part = target.with_name(f"{LIGHT_CURVE}.part")
        part.write_bytes(content[:begun])
        code, said = run(argv, file, downloads)
        assert code == 0, said
        if kind == "aria2":
            assert not target.exists(), "nobody compared it"
            rename(file, downloads)
        assert target.read_bytes() == content
        target.unlink()


@pytest.mark.parametrize("name", RUNS)
def test_hostile_names_are_only_names(name: str, folder: Path, line: Line, tmp_path: Path) -> None:
    kind, argv, _code = tool(name)
    uri = f"mast:K2/local/{K2}/small.txt"
    places: dict[str, Place | None] = {}
    for number, word in enumerate(HOSTILE):
        # the same file under so many names: what the server reads of the address is a query parameter more or less
        places[f"{uri}{' ' * (number + 1)}"] = Place(Product(word, word, uri, size=6), k2, Path("here"))
        places[f"{word}/{word}"] = None
        places[f"mast:{word}"] = Place(Product(word, word, word), k2)
    asked = order(
        places, line.address, (Absent("k2", "$(touch hacked)\ntouch hacked", "why\ntouch hacked"),), tuple(HOSTILE)
    )
    file, downloads = written(kind, asked, tmp_path / "file"), tmp_path / "downloads"
    code, said = run(argv, file, downloads)
    files = [path for path in tmp_path.rglob("*") if path.is_file() and path != file]
    assert len(files) == len(HOSTILE), said
    assert all(path.is_relative_to(downloads / "k2") and path.read_bytes() == b"small\n" for path in files)
    assert not list(tmp_path.rglob("hacked"))
    assert "\x1b" not in said and (code == 1 or kind == "aria2")


@pytest.mark.parametrize("name", ["sh by dash", "py", "aria2"])
def test_a_thousand_files(name: str, site: str, many: Path, tmp_path: Path) -> None:
    kind, argv, _code = tool(name)
    token = link.write(basket.EMPTY.with_rows("k2", [many.name]))
    file, downloads = tmp_path / "file", tmp_path / "downloads"
    with urllib.request.urlopen(f"{site}/basket/files/{kind}?basket={token}&suffix=") as answer:
        file.write_bytes(answer.read())
    if kind == "sh":  # a command for each file takes its time: most are there already
        for path in sorted(many.iterdir())[:-100]:
            (downloads / "k2" / many.name).mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, downloads / "k2" / many.name / path.name)
    code, said = run(argv, file, downloads)
    # what the archive lists of that row is not here, and the site under test leads to no other
    assert code == (0 if kind == "aria2" else 1), said[-2000:]
    assert "1 failed, of 1001 in all." in said or kind == "aria2"
    fetched = {path.name: path.read_bytes() for path in (downloads / "k2" / many.name).glob("f*.txt")}
    assert fetched == {path.name: path.read_bytes() for path in many.iterdir()}


@pytest.mark.parametrize("name", RUNS)
def test_no_file_at_all(name: str, tmp_path: Path) -> None:
    kind, argv, _code = tool(name)
    file = written(kind, order({}, "http://127.0.0.1:9"), tmp_path / "file")
    code, _said = run(argv, file, tmp_path / "downloads")
    assert code == 0 or kind == "aria2"  # which calls an empty list a mistake


@pytest.mark.parametrize("kind", ["sh", "wget"])
@pytest.mark.parametrize("number", [0, 1, 40])
def test_shellcheck_finds_nothing(kind: str, number: int, tmp_path: Path) -> None:
    if shutil.which("shellcheck") is None:
        missing("shellcheck is not here; tests/install_tools.sh installs it")
    words = [HOSTILE[index % len(HOSTILE)] for index in range(number)]
    places: dict[str, Place | None] = {
        f"mast:{index}{word}": Place(Product(word, word, word, size=index, sha256="0" * 64), k2, Path("here"))
        for index, word in enumerate(words)
    }
    places |= dict.fromkeys(words[::3])
    file = written(kind, order(places, "http://[::1]:8000", said=tuple(words)), tmp_path / "file.sh")
    found = subprocess.run(["shellcheck", "--shell=sh", "--severity=style", file], capture_output=True, text=True)
    assert found.returncode == 0, found.stdout


def test_the_program_in_python_is_plain(folder: Path, tmp_path: Path) -> None:
    words = {f"mast:{word}": Place(Product(word, word, word), k2, Path("here")) for word in HOSTILE}
    text = b"".join(KINDS["py"].write(order({**words, "é'": None}, "http://x", said=tuple(HOSTILE))))
    assert text.isascii() or text.decode()
    compile(text, "program", "exec")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("words", ["", "&suffix=LLC", "&files=science", "&files=minimum", "&level=CALIBRATED"])
def test_every_kind_has_the_files_of_the_manifest(kind: str, words: str, site: str) -> None:
    token = link.write(basket.EMPTY.with_rows("k2", [K2, "no such row"]))
    with urllib.request.urlopen(f"{site}/basket/files/manifest?basket={token}{words}") as answer:
        rows = list(csv.DictReader(io.StringIO(answer.read().decode())))
    had = [row for row in rows if row["address"]]
    assert [row["status"] for row in rows if not row["uri"]] == ["not found: no such light curve is held here"] or [
        row["dataset"] for row in rows if not row["uri"]
    ][-1:] == ["no such row"]
    with urllib.request.urlopen(f"{site}/basket/files/{kind}?basket={token}{words}") as answer:
        body, headers = answer.read(), answer.headers
    assert headers["X-Files"] == str(len(had)) and headers["X-Bytes"] == str(sum(int(row["size"] or 0) for row in had))
    if kind == "zip":
        inside = zipfile.ZipFile(io.BytesIO(body))
        assert inside.testzip() is None
        assert inside.namelist() == [row["file"] for row in had] + ["MANIFEST.csv"]
    else:
        assert all(row["address"].encode() in body for row in had)
