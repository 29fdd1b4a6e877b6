"""``manage.py retirement``: see retirements, move their dates, roll back, undo, register old pages, weigh evidence."""

from __future__ import annotations

import argparse
import getpass
import textwrap
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from mastsite.retirement import changing, clock, counters, registry, usage, wording
from mastsite.retirement.checks import all_faults, site_faults
from mastsite.retirement.models import Feedback, OldPage


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no day; type one such as 2027-10-01") from None


class Command(BaseCommand):
    help = "Retirements of old pages: list them, move dates, roll back, undo, register pages, print the evidence."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        todo = parser.add_subparsers(
            dest="todo",
            required=True,
            metavar="list|show|move|rollback|undo|register|unregister|evidence|feedback|check",
        )
        listing = todo.add_parser("list", help="every retirement and its state")
        listing.add_argument("--as-of", type=_day, help="the state on another day")
        for name, text in (("show", "dates and history of one"), ("evidence", "evaluate its exit rule")):
            todo.add_parser(name, help=text).add_argument("id")
        moving = todo.add_parser("move", help="move dates: later freely, earlier with a new announcement")
        for name in ("announced", "deprecated", "sunset", "archived"):
            moving.add_argument(f"--{name}", type=_day, metavar="DAY")
        moving.add_argument("--announce", type=_day, metavar="DAY", help="the day of a new announcement")
        back = todo.add_parser("rollback", help="let the old page answer exactly as before, at once")
        undoing = todo.add_parser("undo", help="take back the last move or rollback")
        for sub in (moving, back, undoing):
            sub.add_argument("id")
            sub.add_argument("--reason", required=True, help="shown to everyone")
        page = todo.add_parser("register", help="take in a page of another site behind this one")
        page.add_argument("file", type=Path, help="TOML, see docs/retirement.md")
        removing = todo.add_parser("unregister", help="take such a page out again")
        removing.add_argument("id")
        todo.add_parser("feedback", help="what readers wrote").add_argument("id", nargs="?", default="")
        todo.add_parser("check", help="ask every successor in this process; fails when one is not there")
        for sub in (moving, back, undoing, page):
            sub.add_argument("--by", default=_whoami(), help="who does it; your login name unless given")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            getattr(self, f"_{options['todo']}")(options)
        except changing.Refused as error:
            raise CommandError("\n".join(error.sentences)) from error

    def _list(self, options: dict[str, Any]) -> None:
        day = options["as_of"] or clock.today()
        for entry in sorted(registry.entries(), key=lambda entry: (entry.record.dates.sunset_at, entry.record.id)):
            self.stdout.write(f"{entry.record.id:32} {entry.record.dates.sunset_at}  {entry.state(day)}")

    def _show(self, options: dict[str, Any]) -> None:
        entry = changing.entry_of(options["id"])
        record, day = entry.record, clock.today()
        self.stdout.write(f"{record.title} ({', '.join(record.patterns)})")
        self.stdout.write(wording.status(record, entry.state(day), day))
        for change in record.history:
            self.stdout.write(f"  {change.day}  {change.what}. {change.reason}")

    def _move(self, options: dict[str, Any]) -> None:
        dates = {
            field: options[name]
            for name, field in (
                ("announced", "announced"), ("deprecated", "deprecated_at"), ("sunset", "sunset_at"), ("archived", "archived_at"),
            )
        }  # fmt: skip
        changing.move(
            options["id"], by=options["by"], reason=options["reason"], announced_again=options["announce"], **dates
        )
        self._show(options)

    def _rollback(self, options: dict[str, Any]) -> None:
        changing.rollback(options["id"], by=options["by"], reason=options["reason"])
        self._show(options)

    def _undo(self, options: dict[str, Any]) -> None:
        changing.undo(options["id"], by=options["by"], reason=options["reason"])
        self._show(options)

    def _register(self, options: dict[str, Any]) -> None:
        page = changing.register(changing.read_page(options["file"]), by=options["by"])
        self._show({"id": page.pk})

    def _unregister(self, options: dict[str, Any]) -> None:
        page = OldPage.objects.filter(pk=options["id"]).first()
        if page is None:
            raise CommandError(f"No page is registered under {options['id']!r}; declared ones are taken out in code.")
        page.delete()
        self.stdout.write(f"{options['id']} is registered no more.")

    def _check(self, options: dict[str, Any]) -> None:
        records = [entry.record for entry in registry.entries()]
        found = dict.fromkeys([*all_faults(records), *site_faults(records, ask=True)])
        if found:
            raise CommandError("\n".join(found))
        self.stdout.write(f"{len(records)} retirements are whole, and their successors answer.")

    def _feedback(self, options: dict[str, Any]) -> None:
        if options["id"]:
            changing.entry_of(options["id"])
        found = Feedback.of(options["id"])
        for one in found:
            about = f"  about {one.page}" if one.page else ""
            self.stdout.write(f"{one.day}  {one.record_id}{about}")
            self.stdout.write(textwrap.indent(one.message, "    "))
        self.stdout.write(f"{len(found):,} messages of readers.")

    def _evidence(self, options: dict[str, Any]) -> None:
        counters.flush()
        entry, day = changing.entry_of(options["id"]), clock.today()
        record = entry.record
        found = usage.evidence(record, day)
        self.stdout.write(f"{record.title}: {record.exit_rule}.")
        self.stdout.write(f"Counting began on {found.since}." if found.since else "Nothing has been counted yet.")
        self.stdout.write("Week from    Searches and API calls by people and scripts")
        for week in found.weeks:
            number = "not counted" if week.searches is None else f"{week.searches:,}"
            self.stdout.write(f"{week.first}   {number}")
        for rate in usage.rates(record):
            self.stdout.write(
                f"{rate.stage}: notice shown {rate.shown:,} times, followed {rate.followed:,} ({rate.follow_rate}), "
                f"hidden {rate.dismissed:,} ({rate.dismiss_rate})"
            )
        self.stdout.write(
            f"Messages of readers: {len(Feedback.of(record.id)):,}; `retirement feedback {record.id}` shows them."
        )
        quiet = "is quiet enough" if found.quiet else "is still used, or was not counted long enough"
        date_words = "is reached" if found.past_sunset else f"is {wording.distance(record.dates.sunset_at, day)}"
        verdict = "may retire" if found.may_retire else "should not retire yet; move its date when it comes near"
        self.stdout.write(f"The page {quiet}; its retirement date {date_words}: it {verdict}.")


def _whoami() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return ""
