"""What a page costs to load: the style sheets, the scripts of the site's own, and the form of every mission."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from mastsite.search.declare import Mission
from mastsite.search.registry import missions

STATIC = Path(settings.ROOT) / "static"
STYLES, SCRIPTS, FORM = 8192, 2048, 20 * 1024
"""Bytes, each packed by gzip."""


def packed(data: bytes) -> int:
    return len(gzip.compress(data, 9, mtime=0))


@pytest.mark.parametrize(("pattern", "most"), [("css/*.css", STYLES), ("js/*.js", SCRIPTS)], ids=["styles", "scripts"])
def test_own_files(pattern: str, most: int) -> None:
    """As they are sent, one by one."""
    files = sorted(STATIC.glob(pattern))
    assert files
    weight = {path.name: packed(path.read_bytes()) for path in files}
    assert sum(weight.values()) <= most, weight


def test_nothing_else_is_loaded() -> None:
    """No font and no picture: what is not text, style or script weighs nothing."""
    others = [path.name for path in STATIC.rglob("*") if path.is_file() and path.suffix not in (".css", ".js", ".svg")]
    assert others == []


@pytest.mark.usefixtures("archive")
@pytest.mark.parametrize("mission", missions().values(), ids=lambda mission: mission.slug)
def test_form(client: Client, mission: Mission) -> None:
    """The page of the form, as it opens."""
    html = client.get(f"/search/{mission.slug}/").content
    assert packed(html) <= FORM
