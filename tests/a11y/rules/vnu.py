"""The Nu Html Checker over a folder of pages, in one run."""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

TIMEOUT_S = 300


@dataclass(frozen=True, slots=True)
class Remark:
    """What the checker says of one place: the file's name, "error" or "warning", the sentence, and the HTML there."""

    file: str
    kind: str
    sentence: str
    extract: str


def check(jar: Path, folder: Path) -> list[Remark]:
    """Every remark on the ``.html`` files of `folder`."""
    done = subprocess.run(
        ["java", "-Xss1m", "-jar", str(jar), "--format", "json", "--exit-zero-always", "--stdout", str(folder)],
        capture_output=True,
        text=True,
        timeout=TIMEOUT_S,
    )
    assert done.returncode == 0, done.stderr
    return [_remark(message) for message in json.loads(done.stdout)["messages"]]


def _remark(message: dict[str, str]) -> Remark:
    kind = message["type"] if message["type"] != "info" else message.get("subType", "info")
    file = Path(unquote(urlsplit(message.get("url", "")).path)).name
    return Remark(file, kind, message["message"], message.get("extract", "").replace("\n", " ")[:200])
