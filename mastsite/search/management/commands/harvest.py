"""``manage.py harvest``: fill a mission from a server that speaks the MAST Search API."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from mastsite.search import harvest
from mastsite.search.harvest import HarvestError, Remote
from mastsite.search.loading import LoadRefused, load
from mastsite.search.registry import UnknownMission, get_mission


class Command(BaseCommand):
    help = "Fetch a mission's rows from another server and load them; run it again to go on after an interruption."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("slug", help="the mission here")
        parser.add_argument(
            "--from",
            dest="server",
            required=True,
            metavar="URL",
            help="the other server, such as https://mast.stsci.edu",
        )
        parser.add_argument("--mission", default="", help="the mission's name there, when it is another")
        parser.add_argument(
            "--allow-rejects", type=Path, metavar="FILE", help="write bad rows to FILE and load the others"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            mission = get_mission(options["slug"])
        except UnknownMission as error:
            raise CommandError(str(error)) from error
        remote = Remote(options["server"].rstrip("/"), options["mission"] or mission.slug)
        if not remote.server.startswith(("http://", "https://")):
            raise CommandError(
                f"--from was read as {remote.server!r}; give an address that begins with http:// or https://."
            )
        folder = settings.DATA / "harvest"
        folder.mkdir(parents=True, exist_ok=True)
        host = "".join(letter if letter.isalnum() else "-" for letter in remote.server.partition("://")[2])
        spool = folder / f"{mission.slug}-{host}-{remote.mission}.jsonl"
        try:
            found = harvest.fetch(mission, remote, spool, lambda rows: self.stderr.write(f"{rows:,} rows fetched"))
            report = load(
                mission,
                harvest.rows(spool),
                source=f"harvested from {remote.server} ({found:,} rows)",
                rejects_file=options["allow_rejects"],
            )
        except HarvestError as error:
            raise CommandError(str(error)) from error
        except LoadRefused as error:
            raise CommandError(
                "\n".join([str(error), *error.report.lines(), f"The fetched rows are kept in {spool}."])
            ) from error
        spool.unlink()
        self.stdout.write("\n".join(report.lines()))
