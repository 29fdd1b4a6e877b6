"""The bench measures what it says: raw SQL and engine give the same rows, its tables are what they claim, its page has its marks."""

from __future__ import annotations

import math
import os
import random
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from mastsite.search import engine, sky
from mastsite.search.registry import get_mission
from tests.bench import growth, report, synthetic
from tests.bench.cases import CASES, Case
from tests.bench.exports import FORMATS, WAYS
from tests.bench.parts import PARTS
from tests.bench.raw import CAP, Table
from tests.bench.requests import asked, sample_of
from tests.bench.timing import Times, number, ratio

ROOT = Path(__file__).resolve().parent.parent
INSTANCES = 6


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.ident)
def test_raw_sql_and_engine_find_the_same_rows(archive: None, case: Case) -> None:
    table = Table(get_mission(case.slug))
    dice, sample = random.Random(case.ident), sample_of(case, table)
    found = 0
    for _instance in range(INSTANCES):
        search = case.make(dice, sample)
        query = asked(case, search)
        if case.kind == "count":
            assert min(engine.count(query).value, CAP) == table.count(search), search
            found += table.count(search)
            continue
        stored = [at for at, column in enumerate(query.output) if column.stored]
        backwards = case.kind == "before"
        rows = [tuple(row[at] for at in stored) for row in engine.page(query, counted=False).rows]
        assert rows == [tuple(row)[: len(stored)] for row in table.page(search, query, backwards=backwards)], search
        found += len(rows)
    assert found or case.slug == "tess"  # the shipped rows of TESS are few


def test_synthetic_rows_are_uniform_and_in_the_order_of_their_cells() -> None:
    total = 3 * synthetic.BLOCK_ROWS // 2
    columns = [np.concatenate(parts) for parts in zip(*synthetic.blocks(total), strict=True)]
    row_id, _number, ra, dec, value, cells = columns[:6]
    assert row_id.tolist() == list(range(1, total + 1))
    assert (np.diff(cells) >= 0).all()
    assert (sky.cells(ra, dec) == cells).all()
    assert value.min() >= 0 and value.max() < 1
    assert np.bincount(cells >> 58, minlength=12) == pytest.approx(total / 12, rel=0.05)
    radius = growth.radius_arcmin(10_000, total)
    x, y, z = sky.unit_vector(123.0, 45.0)
    chords = (columns[6] - x) ** 2 + (columns[7] - y) ** 2 + (columns[8] - z) ** 2
    inside = int((chords <= sky.chord_squared(radius)).sum())
    assert abs(inside - 10_000) < 5 * math.sqrt(10_000)


def test_a_ratio_is_taken_round_by_round() -> None:
    one, other = Times([2.0, 30.0, 400.0]), Times([1.0, 10.0, 100.0])
    found = ratio(one, other)
    assert (found.median, found.low, found.high) == (3.0, 2.5, 3.5)
    assert [number(value) for value in (0.0123, 1.234, 12.34, 1234.5)] == ["0.012", "1.23", "12.3", "1,234"]


def test_a_section_is_put_between_its_marks_and_nowhere_else() -> None:
    text = "a\n<!-- bench one -->\nold\n<!-- end one -->\nb\n<!-- bench two -->\nkept\n<!-- end two -->\n"
    done = report.put(text, "one", "new")
    assert done == "a\n<!-- bench one -->\nnew\n<!-- end one -->\nb\n<!-- bench two -->\nkept\n<!-- end two -->\n"
    with pytest.raises(report.NoMarks, match="three"):
        report.put(text, "three", "new")


def test_the_page_has_marks_for_every_part() -> None:
    text = report.PAGE.read_text(encoding="utf-8")
    sections = [name for part in PARTS.values() for name in part.sections()]
    assert report.names(text) == sections
    for name in sections:
        assert report.put(text, name, re.split(rf"<!-- (?:bench|end) {name} -->\n?", text)[1]) == text


def test_every_format_has_a_way_to_be_measured_against() -> None:
    from mastsite.exports import WRITERS
    from tests.bench import best

    assert set(FORMATS) <= set(WRITERS)
    assert set(FORMATS.values()) <= set(best.WAYS) == set(WAYS)


def test_the_command_runs_a_part_from_an_empty_folder(tmp_path: Path) -> None:
    environment = os.environ | {"MASTSITE_DATA": str(tmp_path), "DATABASE_URL": ""}
    argv = [sys.executable, "-m", "tests.bench", "growth", "--tiny", "--rows", "2000", "--no-write"]
    done = subprocess.run(argv, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "| one row by its number |" in done.stdout and "2,000 rows, ms" in done.stdout
    assert "Nothing failed." in done.stdout
