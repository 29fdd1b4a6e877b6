"""``manage.py feedback``: read what readers wrote, count it, mark what became of it, give it on, delete it."""

from __future__ import annotations

import argparse
import textwrap
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from mastsite.feedback.export import FORMATS
from mastsite.feedback.models import Message
from mastsite.feedback.words import CHANGED, KINDS, STATES, kind_text

COUNTED: dict[str, tuple[str, Callable[[str], str]]] = {
    "page": ("path", lambda path: path or "no page"),
    "kind": ("kind", kind_text),
    "month": ("month", str),
    "state": ("state", lambda state: STATES.get(state, state)),
    "mission": ("mission", lambda mission: mission or "no mission"),
}
"""What may be counted. To add one more: its word, its field, and how a value is said."""


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no day; type one such as 2026-12-01") from None


def _month(text: str) -> date:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no month; type one such as 2026-12") from None


class Command(BaseCommand):
    help = "Messages of readers: list, count, show, mark, export and delete them."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        todo = parser.add_subparsers(dest="todo", required=True, metavar="list|counts|show|mark|export|delete|forget")
        listing = todo.add_parser("list", help="what readers wrote, oldest first")
        giving = todo.add_parser("export", help="the same as CSV or JSON, to standard output or into a file")
        for sub in (listing, giving):
            sub.add_argument("--state", choices=STATES)
            sub.add_argument("--kind", choices=KINDS)
            sub.add_argument("--page", help="about one page: its address without parameters")
            sub.add_argument("--month", type=_month, metavar="YYYY-MM")
        giving.add_argument("--format", choices=FORMATS, default="csv")
        giving.add_argument("--file", type=Path, help="a file that is not there yet")
        counting = todo.add_parser("counts", help="how many for each page, kind, month and state")
        counting.add_argument("--by", choices=COUNTED, action="append", help="only this; may be given again")
        counting.add_argument("--most", type=int, default=20, help="lines of each count (20)")
        marking = todo.add_parser("mark", help="note what became of one")
        marking.add_argument("--as", dest="state", choices=STATES, required=True)
        marking.add_argument("--note", help="the answer, or the line of the changelog")
        deleting = todo.add_parser("delete", help="take one out of the database for good")
        for sub in (todo.add_parser("show", help="one whole message"), marking, deleting):
            sub.add_argument("reference", help="such as 4832-1907")
        forgetting = todo.add_parser("forget", help="empty how to reach people, in messages of earlier days")
        forgetting.add_argument("--before", type=_day, required=True, metavar="DAY")

    def handle(self, *_args: Any, **options: Any) -> None:
        getattr(self, f"_{options['todo']}")(options)

    def _list(self, options: dict[str, Any]) -> None:
        found = _chosen(options)
        for one in found:
            self._write(one)
        self.stdout.write(f"{len(found):,} message{'s' * (len(found) != 1)}.")

    def _show(self, options: dict[str, Any]) -> None:
        self._write(_one(options))

    def _write(self, one: Message) -> None:
        self.stdout.write(f"{one.reference}  {one.day}  {kind_text(one.kind)}  [{STATES.get(one.state, one.state)}]")
        said = (
            ("about", one.page),
            ("search", one.search),
            ("build", one.build),
            ("reach", one.contact),
            ("note", one.note),
        )
        for name, value in said:
            if value:
                self.stdout.write(f"  {name + ':':8}{value}")
        self.stdout.write(textwrap.indent(one.message, "    "))

    def _counts(self, options: dict[str, Any]) -> None:
        if options["most"] < 1:
            raise CommandError(f"--most was read as {options['most']}. Type a number from 1 on.")
        for name in options["by"] or COUNTED:
            field, said = COUNTED[name]
            found = Message.counts(field)
            self.stdout.write(f"By {name}:")
            for value, number in found[: options["most"]]:
                self.stdout.write(f"{number:8,}  {said(value)}")
            if len(found) > options["most"]:
                more = len(found) - options["most"]
                self.stdout.write(f"          and {more:,} more; --most {len(found)} shows them")
        self.stdout.write(
            f"{Message.number():,} messages in all, of which {Message.number(state=CHANGED):,} led to a change."
        )

    def _export(self, options: dict[str, Any]) -> None:
        text = FORMATS[options["format"]](_chosen(options))
        if options["file"] is None:
            self.stdout.write(text, ending="")
            return
        try:
            with options["file"].open("x", encoding="utf-8", newline="") as out:
                out.write(text)
        except OSError as error:
            raise CommandError(
                f"{options['file']} could not be written: {error.strerror}. Name another file."
            ) from error

    def _mark(self, options: dict[str, Any]) -> None:
        one = _one(options)
        one.state = options["state"]
        one.note = one.note if options["note"] is None else options["note"]
        one.save(update_fields=["state", "note"])
        self._write(one)

    def _delete(self, options: dict[str, Any]) -> None:
        one = _one(options)
        one.delete()
        self.stdout.write(f"{options['reference']} is deleted.")

    def _forget(self, options: dict[str, Any]) -> None:
        number = Message.forget_contacts(options["before"])
        self.stdout.write(f"{number:,} ways to reach people were emptied, in messages before {options['before']}.")


def _chosen(options: dict[str, Any]) -> list[Message]:
    conditions: dict[str, Any] = {name: options[name] for name in ("state", "kind") if options[name]}
    if options["page"] is not None:
        conditions["path"] = options["page"]
    if month := options["month"]:
        conditions |= {"day__year": month.year, "day__month": month.month}
    return Message.chosen(**conditions)


def _one(options: dict[str, Any]) -> Message:
    found = Message.chosen(reference=options["reference"])
    if not found:
        raise CommandError(f"No message has the number {options['reference']!r}; `feedback list` shows all.")
    return found[0]
