"""What a page offers to copy is run as it stands, against a server, for a list that is done at once and for one that waits."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from tests.jobs.conftest import PATIENCE_S, Begin
from tests.lists.test_pages import long_list
from tests.pages.html import tree

ASKED = "radius=30&sci_instrume=ACS,WFPC2"
SHORT = b"M 31\n10.6847 41.2690\nno such star at all\n"


def snippet(address: str, name: str, page_address: str = f"/search/hst/list?{ASKED}") -> str:
    with urllib.request.urlopen(address + page_address, timeout=PATIENCE_S) as page:
        html = page.read().decode()
    return next(str(text.text) for text in tree(html).iter("textarea") if text.get("id") == f"snip-{name}")


def asked_again(address: str) -> dict[str, object]:
    with urllib.request.urlopen(address, timeout=PATIENCE_S) as answer:
        return dict(json.load(answer))


def rows_of(path: Path) -> list[dict[str, str]]:
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return list(csv.DictReader(lines))


@pytest.mark.usefixtures("keeper")
@pytest.mark.parametrize("targets", [SHORT, long_list(300)], ids=["at once", "a job"])
def test_copied_code_runs(live_address: str, begin: Begin, tmp_path: Path, targets: bytes) -> None:
    (tmp_path / "targets.csv").write_bytes(targets)
    curl = subprocess.run(
        ["bash", "-c", snippet(live_address, "curl")], cwd=tmp_path, capture_output=True, check=True, timeout=PATIENCE_S
    )
    answer = json.loads(curl.stdout)
    assert (answer["state"] == "done") == (targets == SHORT), answer
    python = subprocess.run(
        [sys.executable, "-c", snippet(live_address, "python")],
        cwd=tmp_path, capture_output=True, check=True, timeout=PATIENCE_S, text=True,
    )  # fmt: skip
    done = asked_again(answer["address"])
    assert done["state"] == "done" and done["message"] == python.stdout.strip()
    lines = targets.count(b"\n")
    statuses, rows = rows_of(tmp_path / "statuses.csv"), rows_of(tmp_path / "rows.csv")
    assert [one["input_row"] for one in statuses] == [str(number) for number in range(1, lines + 1)]
    assert len(rows) == done["result"]["rows"]  # type: ignore[index]
    assert {row["sci_instrume"].split("/")[0] for row in rows} <= {"ACS", "WFPC2"}


@pytest.mark.usefixtures("keeper")
def test_copied_code_for_several_missions_runs(live_address: str, begin: Begin, tmp_path: Path) -> None:
    (tmp_path / "targets.csv").write_bytes(long_list(300))
    code = snippet(live_address, "python", "/lists/?mission=hst&mission=galex&radius=30")
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, check=True, timeout=PATIENCE_S)
    for slug in ("hst", "galex"):
        assert len(rows_of(tmp_path / f"{slug}_statuses.csv")) == 300
        assert (tmp_path / f"{slug}_rows.csv").exists()
    curl = snippet(live_address, "curl", "/lists/?mission=hst&mission=galex&radius=30")
    done = subprocess.run(["bash", "-c", curl], cwd=tmp_path, capture_output=True, check=True, timeout=PATIENCE_S)
    assert json.loads(done.stdout)["state"] == "done", "the same list is not searched twice"
