"""Write the documentation of the classic addresses from what the code and the missions declare."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from mastsite.legacy.document import PATH, text


class Command(BaseCommand):
    help = f"Write {PATH} from the table of parameters and the missions' classic forms."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--stdout", action="store_true", help="print it and leave the file as it is")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["stdout"]:
            self.stdout.write(text(), ending="")
            return
        (settings.ROOT / PATH).write_text(text(), encoding="utf-8")
        self.stdout.write(f"{PATH} is written.")
