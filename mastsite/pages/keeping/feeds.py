"""New rows of a search as a feed: Atom (RFC 4287) and JSON Feed 1.1.

To add one more format, write a function from a `Feed` to a response under `FORMATS`.
An entry is a row and the loading it came with: its id never changes, and neither does its date.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from urllib.parse import quote, urlencode
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed
from django.views.decorators.http import require_safe

from mastsite import freshness
from mastsite.freshness import keepable
from mastsite.pages import asking, files
from mastsite.pages.asking import results_address, site_address
from mastsite.pages.keeping import saved as links
from mastsite.pages.keeping.asked import TROUBLE, refused, unanswered
from mastsite.pages.keeping.bare import whole
from mastsite.pages.typed import Pairs
from mastsite.pages.words import amount, printable
from mastsite.search.arrivals import KEPT, NewRow, News, new_rows
from mastsite.search.declare import Mission
from mastsite.search.params import Fault, QueryError
from mastsite.search.query import Query
from mastsite.search.registry import get_mission

MOST = 100
"""Entries of one feed; older ones are behind its link to the next page."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One new row."""

    id: str
    title: str
    address: str
    text: str
    moment: datetime


@dataclass(frozen=True, slots=True)
class Feed:
    """Everything a format needs. Addresses are whole."""

    id: str
    title: str
    subtitle: str
    address: str
    search: str
    next: str
    moment: datetime
    entries: tuple[Entry, ...]


@require_safe
def feed(request: HttpRequest, slug: str, extension: str) -> HttpResponse:
    """The feed of a search."""
    mission = get_mission(slug)
    pairs: Pairs = asking.pairs_of(request)
    try:
        query = asking.read(mission, pairs)
    except QueryError as error:
        return refused(request, mission, pairs, error.faults, plain=True)
    return _answer(request, query, "", extension)


@require_safe
def saved_feed(request: HttpRequest, token: str, extension: str) -> HttpResponse:
    """The feed of a saved search, under its name; ``page`` is of the address."""
    try:
        saved = links.read(token)
        query = asking.read(saved.query.mission, [*saved.query.params(), *asking.pairs_of(request)])
    except links.SavedError as error:
        return files.refuse(None, 404, [Fault("", token[:40], str(error))])
    except QueryError as error:
        return files.refuse(None, 400, error.faults)
    return _answer(request, query, saved.name, extension)


def _answer(request: HttpRequest, query: Query, name: str, extension: str) -> HttpResponse:
    try:
        asked = asking.ask(query.mission, query.params())
    except QueryError as error:
        return refused(request, query.mission, query.params(), error.faults, plain=True)
    positions = [(place.ra_deg, place.dec_deg) for place in asked.placed.places]
    etag = freshness.mark(request, [query.mission.slug], "feed", extension, positions, asked.messages).etag
    if (same := freshness.unchanged(request, etag)) is not None:
        return keepable(same, etag, vary=("Accept",))
    most = min(query.rows, MOST)
    try:
        news = new_rows(replace(asked.placed, sort=()), skip=(query.page - 1) * most, most=most)
    except TROUBLE as error:
        return unanswered(request, query, error, plain=True)
    response = FORMATS[extension](_made(request, query, asked.placed, name, news))
    response["Access-Control-Allow-Origin"] = "*"
    return keepable(response, etag, vary=("Accept",))


def _made(request: HttpRequest, query: Query, placed: Query, name: str, news: News) -> Feed:
    mission, site = query.mission, site_address(request)
    bare = whole(query)
    more = urlencode([*[pair for pair in request.GET.items() if pair[0] != "page"], ("page", str(query.page + 1))])
    asked = request.GET.urlencode()
    return Feed(
        id=uuid5(NAMESPACE_URL, f"feed:{mission.slug}:{urlencode(replace(bare, columns=(), sort=()).params())}").urn,
        title=printable(name or f"New: {replace(placed, sort=(), limit=None).describe().rstrip('.')}"),
        subtitle=printable(" ".join(_said(query, news))),
        address=f"{site}{request.path}{f'?{asked}' if asked else ''}",
        search=site + results_address(bare),
        next=f"{site}{request.path}?{more}" if news.more else "",
        moment=news.holding.loaded_at.astimezone(UTC),
        entries=tuple(_entry(site, mission, row, placed) for row in news.rows),
    )


def _said(query: Query, news: News) -> list[str]:
    """What the feed holds, in sentences."""
    mission, latest = query.mission, news.latest
    said = [f"Rows of this search that came with a new loading of the {mission.adjective} {mission.rows_are}."]
    if latest is None or latest.added is None:
        said.append(
            f"{news.holding.stamp.split(',')[0]} is the first loading that is noted, of {news.holding.row_count:,} rows: nothing of "
            "it counts as new. Rows that come with the next one will stand here."
        )
    else:
        gone = f", {amount(latest.gone, 'row', 'rows')} went" if latest.gone else ""
        said.append(f"The latest loading, {news.holding.stamp}, brought {amount(latest.added, 'row', 'rows')}{gone}.")
        if not news.rows and query.page == 1:
            said.append("None that came so far is in this search.")
    if news.unlisted:
        said.append(f"{news.unlisted:,} new rows are not listed: of a mission, the latest {KEPT:,} are.")
    if query.limit is not None or query.sort:
        said.append("limit and sort are not of a feed, which has the latest rows first.")
    if query.rows > MOST:
        said.append(f"One page has at most {MOST} rows.")
    return said


def _entry(site: str, mission: Mission, new: NewRow, placed: Query) -> Entry:
    cells = dict(zip(placed.column_names, new.row, strict=True))
    target = cells.get(mission.target_column)
    text = "; ".join(f"{mission.column(name).label}: {cell}" for name, cell in cells.items() if cell is not None)
    return Entry(
        id=uuid5(NAMESPACE_URL, f"row:{mission.slug}:{new.version}:{new.identifier}").urn,
        title=printable(f"{new.identifier}: {target}" if target else new.identifier),
        address=f"{site}/search/{mission.slug}/dataset/{quote(new.identifier, safe='')}",
        text=printable(text),
        moment=new.loaded_at.astimezone(UTC),
    )


class _Atom(Atom1Feed):
    """Django's own, with the date of the loading where there are no entries, and the link to the next page."""

    def latest_post_date(self) -> datetime:
        moment: datetime = self.feed["moment"]
        return moment

    def add_root_elements(self, handler: object) -> None:
        super().add_root_elements(handler)  # type: ignore[arg-type]
        if self.feed["next"]:
            handler.addQuickElement("link", "", {"rel": "next", "href": self.feed["next"]})  # type: ignore[attr-defined]


def atom(feed: Feed) -> HttpResponse:
    document = _Atom(
        feed.title, feed.search, feed.subtitle, subtitle=feed.subtitle, feed_url=feed.address, feed_guid=feed.id, language="en",
        author_name=settings.SITE_NAME, moment=feed.moment, next=feed.next,
    )  # fmt: skip
    for entry in feed.entries:
        document.add_item(
            entry.title, entry.address, entry.text, unique_id=entry.id, pubdate=entry.moment, updateddate=entry.moment
        )
    return HttpResponse(document.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


def json_feed(feed: Feed) -> HttpResponse:
    document: dict[str, object] = {
        "version": "https://jsonfeed.org/version/1.1", "title": feed.title, "home_page_url": feed.search,
        "feed_url": feed.address, "description": feed.subtitle, "language": "en",
        "authors": [{"name": settings.SITE_NAME}],
    }  # fmt: skip
    if feed.next:
        document["next_url"] = feed.next
    document["items"] = [
        {
            "id": entry.id, "url": entry.address, "title": entry.title, "content_text": entry.text,
            "date_published": entry.moment.isoformat(),
        }
        for entry in feed.entries
    ]  # fmt: skip
    return HttpResponse(
        json.dumps(document, ensure_ascii=False, indent=1), content_type="application/feed+json; charset=utf-8"
    )


FORMATS: dict[str, Callable[[Feed], HttpResponse]] = {"atom": atom, "json": json_feed}
