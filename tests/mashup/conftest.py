"""The unmodified client, run once over the whole table of `test_astroquery`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

PROGRAM = Path(__file__).with_name("client.py")


@pytest.fixture(scope="session")
def client_answers(live_address: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What each expression of `EXPRESSIONS` gave in the client."""
    from tests.mashup.test_astroquery import EXPRESSIONS

    home = tmp_path_factory.mktemp("astropy")
    lines = ["[mast]", f"server = {live_address}", f"catalogs_server = {live_address}", "enable_cloud_dataset = False"]
    (home / "astroquery.cfg").write_text("\n".join(lines) + "\n")
    environment = {**os.environ, "ASTROPY_CONFIG_DIR": str(home), "HOME": str(home), "XDG_CACHE_HOME": str(home)}
    if newer := os.environ.get("MASTSITE_TEST_ASTROQUERY"):
        environment["PYTHONPATH"] = newer  # a folder with another release of the client
    done = subprocess.run(
        [sys.executable, str(PROGRAM), live_address],
        input=json.dumps(EXPRESSIONS), capture_output=True, text=True, env=environment, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    document = json.loads(done.stdout[done.stdout.index('{"version"') :])
    print("astroquery", document["version"])
    return document["answers"]
