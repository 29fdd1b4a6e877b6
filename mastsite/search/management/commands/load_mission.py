"""``manage.py load_mission``: put a mission's rows into the database, its own or from a file."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DEFAULT_DB_ALIAS
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from mastsite.search import shipped
from mastsite.search.declare import Mission
from mastsite.search.loading import LoadRefused, Raw, Report, load
from mastsite.search.models import Holding
from mastsite.search.readers import ReadError, read
from mastsite.search.registry import UnknownMission, get_mission, missions
from mastsite.search.tables import shape


class Command(BaseCommand):
    help = "Load the rows of missions: those that ship with them, or a file of your own (CSV, ECSV, VOTable, FITS, Parquet)."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("slug", nargs="*", help="missions to load; none with --missing means all of them")
        parser.add_argument("--file", type=Path, help="a table of your own in place of the shipped rows")
        parser.add_argument(
            "--full", action="store_true", help="the complete holdings, where a mission names a package of them"
        )
        parser.add_argument("--missing", action="store_true", help="only what is not loaded yet, or has changed since")
        parser.add_argument(
            "--allow-rejects", type=Path, metavar="FILE", help="write bad rows to FILE and load the others"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            wanted = [get_mission(slug) for slug in options["slug"]]
        except UnknownMission as error:
            raise CommandError(str(error)) from error
        if options["file"]:
            if len(wanted) != 1:
                raise CommandError("--file was given; name the one mission that it belongs to.")
            if not options["file"].is_file():
                raise CommandError(f"{options['file']} is not a file.")
        if not wanted and not options["missing"]:
            raise CommandError(f"No mission was named. Name some of {', '.join(missions())}, or give --missing.")
        for mission in wanted or missions().values():
            self._load(mission, options)

    def _load(self, mission: Mission, options: dict[str, Any]) -> None:
        full = options["full"]
        if full and mission.full_package is None:
            raise CommandError(f"{mission.short_name} has no larger holdings than those it ships; leave out --full.")
        if options["file"]:
            source, fingerprint, total = options["file"].name, "", shipped.count_lines(options["file"])
            raw: Raw = read(options["file"])
        elif shipped.ships_rows(mission):
            fingerprint = shipped.fingerprint(mission, full=full)
            if options["missing"] and is_current(mission, fingerprint):
                return
            package = mission.full_package
            source = f"{package.name} {package.version}" if full and package else "shipped with the site"
            raw, total = shipped.rows(mission, full=full), shipped.expected_rows(mission, full=full)
        else:
            if not options["missing"]:
                raise CommandError(f"{mission.short_name} ships no rows. {mission.no_rows_because} Give --file.")
            return
        self._report(mission, self._run(mission, raw, total, source, fingerprint, options["allow_rejects"]))

    def _run(
        self, mission: Mission, raw: Raw, total: int | None, source: str, fingerprint: str, aside: Path | None
    ) -> Report:
        bar = Progress(
            TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TimeRemainingColumn(),
            console=Console(stderr=True), transient=True,
        )  # fmt: skip
        with bar:
            task = bar.add_task(f"{mission.short_name}: reading", total=total)

            def watch(step: str, done: int) -> None:
                words = {"read": "reading", "sort": "sorting", "index": f"index {done + 1}"}
                completed = done if step == "read" else None
                bar.update(task, description=f"{mission.short_name}: {words[step]}", completed=completed)

            try:
                return load(mission, raw, source=source, fingerprint=fingerprint, rejects_file=aside, watch=watch)
            except LoadRefused as error:
                self.stderr.write("\n".join(error.report.lines()))
                raise CommandError(
                    f"{mission.short_name} was not loaded: {error} The rows of before are still served. "
                    "Mend the file, or give --allow-rejects FILE to load the good rows and write the others to FILE."
                ) from error
            except ReadError as error:
                raise CommandError(f"{mission.short_name} was not loaded: {error}") from error

    def _report(self, mission: Mission, report: Report) -> None:
        first, *more = report.lines()
        self.stdout.write(f"{mission.short_name}: {first}")
        for line in more:
            self.stdout.write(line)


def is_current(mission: Mission, fingerprint: str) -> bool:
    """Whether nothing needs loading: the same shipped files are loaded, or the fuller ones, or an operator's own rows.

    An operator's rows are theirs: they are never replaced unasked, even where the declared columns have changed.
    """
    holding = Holding.objects.using(DEFAULT_DB_ALIAS).filter(slug=mission.slug).first()
    if holding is None:
        return False
    if not holding.fingerprint:
        return True
    full = shipped.fingerprint(mission, full=True)
    return holding.shape == shape(mission) and holding.fingerprint in (fingerprint, full)
