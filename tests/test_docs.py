"""The documentation does what it says: its commands exist, its example mission works, its links lead somewhere."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])
LEFT_OUT = shutil.ignore_patterns(
    "var", ".venv", ".git", "__pycache__", ".hypothesis", ".*_cache", "tests", "holdings*.gz"
)


def blocks(page: Path, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_and_files_named_are_there(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#:]+)\)", text):
        assert (page.parent / target).exists(), f"{page.name} links to {target}"
    for name in re.findall(r"`((?:docs|mastsite|tools|tests|templates|static)/[\w./-]+)`", text):
        assert (ROOT / name).exists(), f"{page.name} names {name}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_named_are_there(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    known = {path.stem for path in (ROOT / "mastsite").glob("*/management/commands/*.py")}
    for name in re.findall(r"manage\.py (\w+)", text):
        assert name in known | {"migrate", "check", "collectstatic", "shell"}, f"{page.name} names manage.py {name}"
    targets = set(re.findall(r"^([a-z0-9-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    for name in re.findall(r"`make ([a-z0-9-]+)", text):
        assert name in targets, f"{page.name} names make {name}"


def test_every_setting_is_in_the_readme() -> None:
    source = (ROOT / "mastsite/settings.py").read_text() + (
        ROOT / "mastsite/search/management/commands/serve.py"
    ).read_text()
    names = set(re.findall(r'(?:environ\.get\(|environ\[|_flag\(|_number\()"([A-Z_]+)"', source))
    table = set(re.findall(r"^\| `([A-Z_]+)` \|", (ROOT / "README.md").read_text(), re.MULTILINE))
    assert names - {"DJANGO_SETTINGS_MODULE"} == table


LOOK = """
import csv, io, django
django.setup()
from django.test import Client
client = Client()
def get(path, status=200):
    answer = client.get(path)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert answer.status_code == status, (path, answer.status_code, body[:800])
    return body.decode()
assert "Tiny Ultraviolet Telescope" in get("/")
form = get("/search/tut/")
assert 'name="tut_filter"' in form and "Exp Time" in form
page = get("/search/tut/results?target=10.6847+41.269")
assert "TUT000101" in page and "TUT000102" in page and "TUT000201" not in page
rows = list(csv.reader(line for line in get("/search/tut/results.csv?tut_filter=!DARK").splitlines() if not line.startswith("#")))
assert len(rows) == 4, rows
assert "VEGA" in get("/search/tut/dataset/TUT000201")
assert "tut_exptime" in get("/search/tut/columns")
assert "tut_exptime" in get("/search/util/api/v0.1/column_list?mission=tut")
assert "tut_api_openapi.json" in get("/search/docs")
answer = client.post("/search/tut/api/v0.1/search", {"conditions": [{"tut_exptime": "> 5 min"}]}, content_type="application/json")
assert answer.json()["totalResults"] == 2, answer.content
print("all surfaces answer")
"""


def test_the_mission_of_the_handbook_appears_on_every_surface(tmp_path: Path) -> None:
    site = tmp_path / "site"
    shutil.copytree(ROOT, site, ignore=LEFT_OUT)
    page = ROOT / "docs/adding-a-mission.md"
    folder = site / "missions" / "tut"
    folder.mkdir()
    columns, rows = blocks(page, "csv")
    (folder / "columns.csv").write_text(columns)
    (folder / "mission.py").write_text(blocks(page, "python")[0])
    (site / "rows.csv").write_text(rows)
    environment = {
        **{name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ},
        "MASTSITE_DATA": str(tmp_path / "var"), "ALLOWED_HOSTS": "testserver", "RESOLVER_REMOTE": "no",
        "DJANGO_SETTINGS_MODULE": "mastsite.settings",
    }  # fmt: skip
    (tmp_path / "var").mkdir()

    def run(*arguments: str) -> str:
        done = subprocess.run([sys.executable, *arguments], cwd=site, env=environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    for command in [line for block in blocks(page, "sh") for line in block.splitlines()]:
        words = command.split()
        assert words[:2] == ["python", "manage.py"]
        run(*words[1:])
    run("manage.py", "collectstatic", "--no-input")
    assert "all surfaces answer" in run("-c", LOOK)


def test_the_first_search_of_the_readme_runs(live_address: str) -> None:
    readme = ROOT / "README.md"
    program = blocks(readme, "python")[0].replace("http://127.0.0.1:8000", live_address)
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert re.fullmatch(r"[1-9]\d* rows\n", done.stdout), done.stdout + done.stderr
    command = next(line for line in readme.read_text().splitlines() if line.startswith("curl "))
    done = subprocess.run(
        ["bash", "-c", command.replace("http://127.0.0.1:8000", live_address)], capture_output=True, text=True
    )
    assert "\nY1" in done.stdout or ",STIS," in done.stdout, done.stdout[:500] + done.stderr
