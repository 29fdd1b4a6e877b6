"""``manage.py citus_ddl``: print the statements that would make a mission's table a distributed one on Citus."""

from __future__ import annotations

import argparse
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from mastsite.search.citus import SHARDS, statements
from mastsite.search.registry import UnknownMission, get_mission

MOST_SHARDS = 64_000


class Command(BaseCommand):
    help = "Print the DDL of a mission's table for Citus, made from its declaration. Nothing is run; no database is needed."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("slug", help="the mission")
        parser.add_argument("--shards", type=int, default=SHARDS, help=f"parts of the table; {SHARDS} unless told")
        parser.add_argument("--table", default="", help="name of the table; unless told, that of a first loading")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            mission = get_mission(options["slug"])
        except UnknownMission as error:
            raise CommandError(str(error)) from error
        if not 1 <= options["shards"] <= MOST_SHARDS:
            raise CommandError(
                f"--shards was read as {options['shards']}; give a number from 1 to {MOST_SHARDS:,}, such as --shards 64."
            )
        table = options["table"] or f"rows_{mission.slug.replace('-', '_')}_0001"
        if not table.replace("_", "").isalnum() or not table.isascii() or len(table) > 50:
            raise CommandError(
                f"--table was read as {table!r}; give up to 50 letters, figures and underscores, such as rows_mine_0001."
            )
        for line in statements(mission, table, shards=options["shards"]):
            self.stdout.write(line)
