"""``manage.py scan SLUG name=value ...``: ask for a scan, or with ``--match`` for a cross-match, as a background job."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from mastsite.exports import WRITERS
from mastsite.jobs.asking import NoRoom
from mastsite.jobs.kinds import JobError
from mastsite.resolver.places import place
from mastsite.scans.kinds import ask_crossmatch, ask_scan
from mastsite.search.params import QueryError, parse
from mastsite.search.registry import UnknownMission, get_mission


class Command(BaseCommand):
    help = "Look at every row of a mission's HATS collection, or match it with another mission's, as a background job."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug")
        parser.add_argument("conditions", nargs="*", metavar="name=value", help="as in the address of a search")
        parser.add_argument("--format", choices=sorted(WRITERS), default="parquet")
        parser.add_argument("--match", metavar="SLUG", help="the other mission")
        parser.add_argument("--radius-arcsec", type=float, default=1.0)

    def handle(
        self, *_args: Any, slug: str, conditions: list[str], format: str, match: str, radius_arcsec: float, **_more: Any
    ) -> None:
        if wrong := [text for text in conditions if "=" not in text]:
            raise CommandError(f"{wrong[0]!r} has no =. Type name=value, such as target='m 31'.")
        pairs = [(text.partition("=")[0], text.partition("=")[2]) for text in conditions]
        try:
            placed, messages = place(parse(get_mission(slug), pairs))
            if match:
                job = ask_crossmatch(placed, get_mission(match), radius_arcsec, format)
            else:
                job = ask_scan(placed, format)
        except QueryError as error:
            raise CommandError(" ".join(fault.sentence for fault in error.faults)) from error
        except (JobError, NoRoom, UnknownMission) as error:
            raise CommandError(str(error)) from error
        for message in messages:
            self.stdout.write(message.text)
        self.stdout.write(placed.describe())
        self.stdout.write(f"It is a background job now; its page is /jobs/{job.token}")
