"""The environment of the suite; a plugin of pytest (see pyproject.toml), because Django reads it before conftest.py."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TEST_DATA = Path(os.environ.get("MASTSITE_TEST_DATA", ROOT / "var" / "test"))
VENDOR = "postgresql" if os.environ.get("DATABASE_URL", "").startswith("postgres") else "sqlite"

TEST_DATA.mkdir(parents=True, exist_ok=True)
os.environ["MASTSITE_DATA"] = str(TEST_DATA)
if VENDOR == "sqlite":
    os.environ["DATABASE_URL"] = f"sqlite:///{TEST_DATA / 'archive.sqlite3'}"
os.environ["RESOLVER_REMOTE"] = "no"
os.environ["UPSTREAM_ARCHIVE"] = ""
os.environ["PRODUCTS_FOLDER"] = str(TEST_DATA / "products")  # empty; tests of files have folders of their own
os.environ["RETIREMENT_COUNT_EVERY_S"] = "0"  # counters are written when a test asks for it
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # the browser driver keeps an event loop in this thread
os.environ["ALLOWED_HOSTS"] = "testserver,127.0.0.1,localhost"
for _name in ("BEHIND_HTTPS", "DEBUG", "SITE_ADDRESS", "SITE_NAME", "SECRET_KEY"):
    os.environ.pop(_name, None)
