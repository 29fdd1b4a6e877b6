"""Loading: what is refused, what is set aside, and that the old rows stay until the new ones are whole."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from mastsite.search import engine
from mastsite.search.declare import Mission
from mastsite.search.models import Holding
from mastsite.search.params import parse
from mastsite.search.result import Cell
from tests.search.toy import GOOD, HEADER, registered, write_csv

pytestmark = pytest.mark.usefixtures("archive")


@pytest.fixture
def toy() -> Iterator[Mission]:
    with registered() as mission:
        yield mission


def rows(mission: Mission) -> list[tuple[Cell, ...]]:
    return list(engine.page(parse(mission, [("sort", "toy_id")])).rows)


def load(path: Path, **options: object) -> None:
    call_command("load_mission", "toy", file=path, **options)


def test_rows_are_loaded_typed_and_placed_on_the_sky(toy: Mission, tmp_path: Path) -> None:
    load(write_csv(tmp_path / "toy.csv", GOOD))
    assert rows(toy) == [
        ("a", "M 31", 10.68, 41.27, "2012-05-03T12:00:00", 3, True, 1.5),
        ("b", "M 33", 23.46, 30.66, "2013-01-01", None, False, None),
        ("c", "nowhere", None, None, None, 7, None, 2.0),
    ]
    assert [row[0] for row in engine.page(parse(toy, [("target", "10.68 41.27")])).rows] == ["a"]


BAD = [
    pytest.param("d,x,1,1,2012-01-01,1.5,,", "toy_count", "not a whole number", id="fraction"),
    pytest.param("d,x,1,1,soon,1,,", "toy_when", "ISO 8601", id="no date"),
    pytest.param("d,x,1,1,2012-02-30,1,,", "toy_when", "not a date", id="impossible date"),
    pytest.param("d,x,361,1,,1,,", "toy_ra", "outside", id="RA 361"),
    pytest.param("d,x,1,-91,,1,,", "toy_dec", "outside", id="Dec -91"),
    pytest.param("d,x,1,1,,1,maybe,", "toy_flag", "neither yes nor no", id="maybe"),
    pytest.param("d,x,1,1,,1,,inf", "toy_size", "infinite", id="infinite"),
    pytest.param("d,x,1,1,,99999999999999999999,,", "toy_count", "64 bits", id="huge"),
    pytest.param("a,x,1,1,,1,,", "toy_id", "earlier row", id="duplicate"),
    pytest.param(",x,1,1,,1,,", "toy_id", "names the row", id="no identifier"),
]


@pytest.mark.parametrize(("row", "column", "why"), BAD)
def test_a_bad_row_refuses_the_load_and_is_named_by_its_line(
    toy: Mission, tmp_path: Path, capsys: pytest.CaptureFixture[str], row: str, column: str, why: str
) -> None:
    load(write_csv(tmp_path / "good.csv", GOOD))
    with pytest.raises(CommandError, match="still served"):
        load(write_csv(tmp_path / "bad.csv", [*GOOD, row]))
    told = capsys.readouterr().err
    assert "line 5" in told
    assert column in told
    assert why in told
    assert len(rows(toy)) == 3


def test_bad_rows_are_written_aside_when_asked(toy: Mission, tmp_path: Path) -> None:
    aside = tmp_path / "rejects.csv"
    load(write_csv(tmp_path / "mixed.csv", [*GOOD, "d,x,999,1,,1,,", "a,again,1,1,,1,,"]), allow_rejects=aside)
    assert len(rows(toy)) == 3
    text = aside.read_text()
    assert "999" in text
    assert "earlier row" in text
    assert Holding.objects.get(slug="toy").report["rejected"] == {"out of range": 1, "duplicate": 1}


def test_labels_and_capitals_name_columns_and_strangers_are_reported(
    toy: Mission, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "labels.csv"
    path.write_text("Toy ID,NAME,RA (J2000),Dec (J2000),colour\nz,M 1,83.6,22.0,red\n")
    load(path)
    assert rows(toy)[0][:4] == ("z", "M 1", 83.6, 22.0)
    assert "colour" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("text", "said"),
    [("", "headings"), (HEADER + "\n", "no rows"), ("name,x\n1,2\n", "toy_id"), (HEADER + "\na,b\n", "line 2")],
    ids=["empty file", "header only", "no identifier column", "short line"],
)
def test_a_file_that_is_no_table_is_refused_with_a_sentence(toy: Mission, tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "odd.csv"
    path.write_text(text)
    with pytest.raises(CommandError, match=said):
        load(path)


@pytest.mark.parametrize("form", ["ecsv", "vot", "fits", "parquet"])
def test_the_same_rows_load_from_every_format(toy: Mission, tmp_path: Path, form: str) -> None:
    from astropy.table import Table

    table = Table.read(write_csv(tmp_path / "toy.csv", GOOD), format="ascii.csv")
    path = tmp_path / f"toy.{form}"
    if form == "parquet":
        table.to_pandas().to_parquet(path)
    else:
        table.write(path, **({"format": "votable"} if form == "vot" else {}))
    load(path)
    loaded = rows(toy)
    assert [row[:4] for row in loaded] == [
        ("a", "M 31", 10.68, 41.27),
        ("b", "M 33", 23.46, 30.66),
        ("c", "nowhere", None, None),
    ]
    assert [row[5] for row in loaded] == [3, None, 7]


def test_a_reader_in_the_middle_keeps_the_rows_it_began_with(toy: Mission, tmp_path: Path) -> None:
    """Another connection reads on while new rows are loaded and made current."""
    many = [f"r{number:05d},old,1,1,,,," for number in range(20_000)]
    load(write_csv(tmp_path / "many.csv", many))
    begun, loaded = threading.Event(), threading.Event()
    read: list[Cell] = []

    def reader() -> None:
        try:
            for row in engine.stream(parse(toy, [("columns", "toy_name")]), counted=False).rows:
                read.append(row[0])
                begun.set()
                loaded.wait(timeout=60)
        finally:
            begun.set()
            connection.close()

    thread = threading.Thread(target=reader)
    thread.start()
    assert begun.wait(timeout=60)
    load(write_csv(tmp_path / "few.csv", GOOD))
    loaded.set()
    thread.join(timeout=60)
    assert read == ["old"] * 20_000
    assert [row[0] for row in rows(toy)] == ["a", "b", "c"]


def test_old_tables_are_dropped_by_the_next_loading(toy: Mission, tmp_path: Path) -> None:
    for _time in range(4):
        load(write_csv(tmp_path / "toy.csv", GOOD))
    tables = [name for name in connection.introspection.table_names() if name.startswith("rows_toy_")]
    assert len(tables) == 2, "the current one, and the one before it for readers that still hold it"


KILLER = """
import sys, time, django, os
django.setup()
from tests.search.toy import TOY
from mastsite.search import registry, loading, bulk
registry.missions()["toy"] = TOY
step = sys.argv[1]
def slow():
    for number in range(20_000):
        if step == "read" and number == 9_000:
            print("ready", flush=True); time.sleep(60)
        yield number, {"toy_id": f"new{number}", "toy_name": "new"}
def watch(at, done):
    if at == step and step != "read":
        print("ready", flush=True); time.sleep(60)
loading.load(TOY, slow(), source="killed", watch=watch)
"""


@pytest.mark.parametrize("step", ["read", "sort", "index"])
def test_killing_the_loader_at_any_step_leaves_the_old_rows(toy: Mission, tmp_path: Path, step: str) -> None:
    load(write_csv(tmp_path / "toy.csv", GOOD))
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "mastsite.settings"}
    loader = subprocess.Popen([sys.executable, "-c", KILLER, step], env=environment, stdout=subprocess.PIPE, text=True)
    assert loader.stdout is not None
    assert loader.stdout.readline().strip() == "ready"
    loader.send_signal(signal.SIGKILL)
    loader.wait(timeout=20)
    time.sleep(0.2)
    assert [row[0] for row in rows(toy)] == ["a", "b", "c"]
    load(write_csv(tmp_path / "toy.csv", GOOD[:2]))
    assert [row[0] for row in rows(toy)] == ["a", "b"]


def test_what_is_loaded_is_not_loaded_again(capsys: pytest.CaptureFixture[str]) -> None:
    before = dict(Holding.objects.values_list("slug", "version"))
    call_command("load_mission", missing=True)
    assert dict(Holding.objects.values_list("slug", "version")) == before
    assert capsys.readouterr().out == ""


def test_an_operators_own_rows_are_never_replaced_by_the_shipped_ones(tmp_path: Path) -> None:
    from mastsite.search.management.commands.load_mission import is_current

    with registered() as mission:
        load(write_csv(tmp_path / "own.csv", GOOD))
        assert is_current(mission, "another fingerprint")


@pytest.mark.parametrize(
    ("arguments", "options", "said"),
    [
        (["nope"], {}, "nope"),
        ([], {}, "No mission was named"),
        (["hst"], {"file": Path("/no/such/file.csv")}, "not a file"),
        (["hst", "fuse"], {"file": Path("x.csv")}, "one mission"),
        (["hst"], {"full": True}, "--full"),
        (["iue"], {}, "ships no rows"),
    ],
)
def test_a_command_that_makes_no_sense_is_refused(arguments: list[str], options: dict[str, object], said: str) -> None:
    with pytest.raises(CommandError, match=said):
        call_command("load_mission", *arguments, **options)
