"""Calendar and Atom feed of retirements: of all, of a group, of one record."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.views.decorators.http import require_safe
from icalendar import Calendar, Event

from mastsite.retirement import clock, wording
from mastsite.retirement.documents import chosen
from mastsite.retirement.headers import page_of
from mastsite.retirement.options import options
from mastsite.retirement.registry import Entry
from mastsite.retirement.states import midnight, milestones
from mastsite.retirement.views import dated


def uid(record_id: str, step: str) -> str:
    """The same for a step for ever, wherever the date moves, so that calendars move the event."""
    return str(uuid5(NAMESPACE_URL, f"retirement:{record_id}:{step}"))


def last_touched(entry: Entry) -> datetime:
    record = entry.record
    return midnight(max([record.dates.announced, *(change.day for change in record.history)]))


def calendar_of(title: str, entries: tuple[Entry, ...], request: HttpRequest) -> bytes:
    """One event of a whole day for each step of each retirement."""
    calendar = Calendar()
    calendar.add("prodid", f"-//{options().site_name or 'Retirements'}//retirements//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", title)
    for entry in entries:
        for event in _events(entry, request):
            calendar.add_component(event)
    return bytes(calendar.to_ical())


def _events(entry: Entry, request: HttpRequest) -> Iterator[Event]:
    record = entry.record
    steps = [
        (str(step.state), step.day, wording.milestone(record, step.state), wording.what_happens(record, step.state))
        for step in milestones(record.dates)
    ]
    steps += [
        (
            f"brownout {number}", item.start.date(), f"{record.title}: rehearsal of its retirement",
            f"Requests are refused from {item.start:%H:%M} to {item.end:%H:%M} UTC.",
        )
        for number, item in enumerate(record.brownouts, start=1)
    ]  # fmt: skip
    page = page_of(record, request)
    for step, day, title, text in steps:
        event = Event()
        event.add("uid", uid(record.id, step))
        event.add("dtstamp", last_touched(entry))
        event.add("last-modified", last_touched(entry))
        event.add("sequence", entry.changes)
        event.add("dtstart", day)
        event.add("dtend", day + timedelta(days=1))
        event.add("summary", title)
        event.add("description", f"{text}\n\n{record.why_briefly}\n\n{page}")
        event.add("url", page)
        event.add("transp", "TRANSPARENT")
        event.add("status", "CANCELLED" if entry.held else "CONFIRMED")
        yield event


@require_safe
def calendar(request: HttpRequest, word: str = "") -> HttpResponse:
    title, entries = chosen(word)
    response = HttpResponse(calendar_of(title, entries, request), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{word or "retirements"}.ics"'
    response["Cache-Control"] = "no-cache"
    response["Access-Control-Allow-Origin"] = "*"
    return response


@dataclass(frozen=True, slots=True)
class News:
    """Something that happened: a step that was reached, or a date that was changed."""

    entry: Entry
    name: str
    day: date
    title: str
    text: str


def news(entries: tuple[Entry, ...], today: date) -> list[News]:
    """Newest first. Steps to come are no news; they stand in the announcement and in the calendar."""
    found = []
    for entry in entries:
        record = entry.record
        for step in milestones(record.dates):
            if step.day <= today and not entry.held:
                text = f"{wording.what_happens(record, step.state)} {record.why}"
                found.append(News(entry, str(step.state), step.day, wording.milestone(record, step.state), text))
        for number, change in enumerate(record.history, start=1):
            title = f"{record.title}: {change.what[:1].lower()}{change.what[1:]}"
            found.append(News(entry, f"change {number}", change.day, title, change.reason))
    return sorted(found, key=lambda item: (item.day, item.entry.record.id, item.name), reverse=True)


@dataclass(frozen=True, slots=True)
class Shown:
    word: str
    title: str
    entries: tuple[Entry, ...]
    day: date


class Retirements(Feed):  # type: ignore[type-arg]
    """Atom, by Django's own syndication framework."""

    feed_type = Atom1Feed

    def get_object(self, request: HttpRequest, word: str = "", *, day: date | None = None) -> Shown:
        title, entries = chosen(word)
        return Shown(word, title, entries, day or clock.today())

    def title(self, shown: Shown) -> str:
        name = options().site_name
        return f"{name}: {shown.title}" if name else shown.title

    def link(self, shown: Shown) -> str:
        return reverse("retirement:timeline")

    def feed_url(self, shown: Shown) -> str:
        return reverse("retirement:atom", args=[shown.word]) if shown.word else reverse("retirement:all_atom")

    def subtitle(self, shown: Shown) -> str:
        return "Which old pages retire, when and why, and what replaces them."

    def author_name(self, shown: Shown) -> str:
        return options().site_name or "Retirements"

    def feed_guid(self, shown: Shown) -> str:
        return uuid5(NAMESPACE_URL, f"retirement feed:{shown.word}").urn

    def items(self, shown: Shown) -> list[News]:
        return news(shown.entries, shown.day)

    def item_title(self, item: Any) -> str:
        return str(item.title)

    def item_description(self, item: Any) -> str:
        return str(item.text)

    def item_link(self, item: Any) -> str:
        return reverse("retirement:record", args=[item.entry.record.id])

    def item_guid(self, item: Any) -> str:
        return uuid5(NAMESPACE_URL, f"retirement:{item.entry.record.id}:{item.name}").urn

    def item_pubdate(self, item: Any) -> datetime:
        return midnight(item.day)

    item_updateddate = item_pubdate


_atom = Retirements()


@require_safe
@dated
def atom(request: HttpRequest, *, day: date, as_of: bool, word: str = "") -> HttpResponse:
    response: HttpResponse = _atom(request, word=word, day=day)
    response["Access-Control-Allow-Origin"] = "*"
    return response
