"""The retirements for programs and for mailing lists: JSON and mail text."""

from __future__ import annotations

import textwrap
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from mastsite.retirement import registry, usage, wording
from mastsite.retirement.headers import absolute, page_of
from mastsite.retirement.options import options
from mastsite.retirement.record import Dates
from mastsite.retirement.registry import Entry
from mastsite.retirement.states import milestones
from mastsite.retirement.views import dated, entry_of


def chosen(word: str) -> tuple[str, tuple[Entry, ...]]:
    """What a feed is of: everything, a group, or one record; its title and the retirements."""
    if not word:
        return "Retirements", registry.entries()
    groups = registry.groups()
    if word in groups:
        return f"Retirements of {groups[word]}", registry.of_group(word)
    entry = registry.find(word)
    if entry is None:
        raise Http404(f"Nothing retires under the name {word!r}.")
    return f"Retirement of {entry.record.title}", (entry,)


def _dates(dates: Dates) -> dict[str, str]:
    return {
        "announced": dates.announced.isoformat(),
        "deprecated_at": dates.deprecated_at.isoformat(),
        "last_call": dates.last_call.isoformat(),
        "sunset_at": dates.sunset_at.isoformat(),
        "archived_at": dates.archived_at.isoformat(),
    }


def as_data(entry: Entry, day: date, request: HttpRequest) -> dict[str, Any]:
    """Everything that is public of a record."""
    record = entry.record
    return {
        "id": record.id, "title": record.title, "kind": record.kind, "patterns": list(record.patterns),
        "group": record.group, "state": entry.state(day), "on_hold_because": entry.held, **_dates(record.dates),
        "brownouts": [{"start": item.start.isoformat(), "end": item.end.isoformat()} for item in record.brownouts],
        "why": record.why, "better": record.better, "lost": record.lost,
        "successor": absolute(record.successor, request), "successor_title": record.successor_title,
        "page": page_of(record, request), "contact": record.contact, "exit_rule": str(record.exit_rule),
        "tutorials": [{"address": absolute(link.address, request), "text": link.text} for link in record.tutorials],
        "fields": [{"old": item.old, "new": item.new, "note": item.note} for item in record.fields()],
        "history": [
            {"day": item.day.isoformat(), "what": item.what, "reason": item.reason} for item in record.history
        ],
    }  # fmt: skip


@require_safe
@dated
def as_json(request: HttpRequest, *, day: date, as_of: bool, word: str = "") -> HttpResponse:
    title, entries = chosen(word)
    used = usage.recent(entries, day)
    body = {
        "title": title,
        "day": day.isoformat(),
        "retirements": [as_data(entry, day, request) for entry in entries],
        "use": {"sentence": used.sentence, "days": used.days, "rows": list(used.rows)},
    }
    response = JsonResponse(body, json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Access-Control-Allow-Origin"] = "*"
    return response


def mail_text(entry: Entry, day: date, request: HttpRequest) -> str:
    """The announcement for a mailing list: plain text, lines of 72 letters."""
    record, state = entry.record, entry.state(day)
    name = options().site_name
    steps = [f"  {step.day}  {step.text}" for step in milestones(record.dates)]
    changes = [f"{item.day}: {item.what}. {item.reason}" for item in record.history]
    parts = [
        f"Subject: {f'[{name}] ' if name else ''}{record.title} retires on {wording.long_date(record.dates.sunset_at)}",
        wording.status(record, state, day),
        f"Why: {record.why}",
        f"What is better: {record.better}",
        f"What is lost: {record.lost}",
        "The dates, each from 00:00 UTC:",
        "\n".join(steps),
        *(["Changes so far:", *changes] if changes else []),
        f"What to use instead, {record.successor_title}:",
        f"  {absolute(record.successor, request)}",
        "Old and new fields, examples, questions and answers:",
        f"  {page_of(record, request)}",
        f"Tell us what you would miss: {record.contact}",
    ]
    return "\n\n".join(part if part.startswith(("  ", "Subject")) else textwrap.fill(part, 72) for part in parts) + "\n"


@require_safe
@dated
def mail(request: HttpRequest, *, id: str, day: date, as_of: bool) -> HttpResponse:
    return HttpResponse(mail_text(entry_of(id), day, request), content_type="text/plain; charset=utf-8")
