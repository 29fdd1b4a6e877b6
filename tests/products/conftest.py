from __future__ import annotations

from pathlib import Path

import pytest
from django.core.cache import cache


@pytest.fixture
def folder(tmp_path: Path, settings) -> Path:
    """An operator's folder of files, empty."""
    settings.PRODUCTS_FOLDER = tmp_path / "products"
    settings.DATA = tmp_path
    settings.PRODUCTS_FOLDER.mkdir()
    return settings.PRODUCTS_FOLDER


@pytest.fixture(autouse=True)
def _forgotten() -> None:
    cache.clear()
