"""``manage.py export_hats SLUG FOLDER``: a mission's rows as a HATS collection, which LSDB reads."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from mastsite.scans import needed
from mastsite.search.registry import UnknownMission, get_mission
from mastsite.search.tables import NotLoaded
from mastsite.search.whole import whole


class Command(BaseCommand):
    help = "Write the rows of a mission as a HATS collection, FOLDER/SLUG, that LSDB and the site's own scans read."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug")
        parser.add_argument("folder", type=Path)
        parser.add_argument("--rows", type=int, default=1_000_000, help="rows in one partition, at most")
        parser.add_argument("--margin", type=float, default=10.0, help="arcsec; cross-matches may be as wide")

    def handle(self, *_args: Any, slug: str, folder: Path, rows: int, margin: float, **_options: Any) -> None:
        if rows < 1 or not 0 < margin <= 3600:
            raise CommandError("--rows must be 1 or more, and --margin more than 0 and up to 3600 arcsec.")
        try:
            needed.need()
            from mastsite.scans.collection import write

            written = write(whole(get_mission(slug)), folder.resolve(), rows_in_one=rows, margin_arcsec=margin)
        except (needed.Missing, UnknownMission, NotLoaded, ValueError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"{written.path}: {written.rows:,} rows in {written.partitions:,} partitions, {written.margin_rows:,} in margins."
        )
        if written.left_out:
            self.stdout.write(
                self.style.WARNING(
                    f"{written.left_out:,} rows have no position and are left out: a HATS collection has no place for them."
                )
            )
