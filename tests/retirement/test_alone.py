"""The app without this site around it: the example of the handbook, in a folder of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.test_docs import ROOT, blocks

LOOK = """
import oldsite, django
django.setup()
from django.test import Client
client = Client(headers={"Accept": "text/html"})
assert not [name for name in __import__("sys").modules if name.startswith("mastsite.") and not name.startswith("mastsite.retirement")]
page = client.get("/old?as-of=2027-03-01")
html = page.content.decode()
assert html.index("<body>") < html.index("This list retires on") < html.index("<h1>Old list"), html
assert page["Sunset"] == "Fri, 01 Oct 2027 00:00:00 GMT" and page["Deprecation"] == "@1799971200", page.headers
led = client.get("/old?name=vega&as-of=2027-10-01")
assert (led.status_code, led["Location"]) == (308, "/new?target=vega")
gone = client.get("/old?name=vega&sort=ra&as-of=2027-10-01")
assert gone.status_code == 410 and "rows are always sorted by name" in gone.content.decode()
for address in ("/retirements/", "/retirements/old-list/", "/retirements.json", "/retirements.ics", "/retirements.atom",
                "/retirements/old-list/mail.txt", "/retirements/fragment?path=/old&as-of=2027-03-01"):
    assert client.get(address).status_code == 200, address
hidden = client.post("/retirements/old-list/dismiss", {"back": "/old"})
assert hidden.status_code == 303
print("the app stands alone")
"""


def test_the_example_of_the_handbook(tmp_path: Path) -> None:
    (tmp_path / "mastsite").mkdir()
    shutil.copy(ROOT / "mastsite/__init__.py", tmp_path / "mastsite")
    shutil.copytree(ROOT / "mastsite/retirement", tmp_path / "mastsite/retirement")
    (tmp_path / "oldsite.py").write_text(blocks(ROOT / "docs/retirement.md", "python")[0])
    environment = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}

    def run(*arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, *arguments], cwd=tmp_path, env=environment, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    run("oldsite.py", "migrate")
    assert "no issues" in run("oldsite.py", "check")
    assert "old-list" in run("oldsite.py", "retirement", "list")
    assert "the app stands alone" in run("-c", LOOK)


def test_it_imports_nothing_of_the_site() -> None:
    from tests.test_layers import imports

    for path in (ROOT / "mastsite/retirement").rglob("*.py"):
        strangers = {
            name for name in imports(path) if name.startswith("mastsite") and not name.startswith("mastsite.retirement")
        }
        assert not strangers, f"{path.name} imports {strangers}"
