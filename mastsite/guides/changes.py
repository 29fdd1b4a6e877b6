"""What changed: the changelog as a page and as a feed, and first what came of what readers said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.views.decorators.http import require_safe

from mastsite.freshness import keepable
from mastsite.guides import changelog
from mastsite.guides.changelog import Release


@dataclass(frozen=True, slots=True)
class Changes:
    """The changelog of this copy of the software and when it was written; no releases where it is not here."""

    releases: tuple[Release, ...] = ()
    written: datetime = datetime(1970, 1, 1, tzinfo=UTC)


def path() -> Path:
    return Path(settings.ROOT) / "CHANGELOG.md"


def held() -> Changes:
    try:
        text, written = path().read_text(encoding="utf-8"), path().stat().st_mtime
    except OSError:
        return Changes()
    return Changes(changelog.read(text), datetime.fromtimestamp(int(written), UTC))


@require_safe
def changes(request: HttpRequest) -> HttpResponse:
    """The page: first what came of what readers said, with the release it came in, then all."""
    releases = held().releases
    said = [(line, release) for release in releases for line in release.because_you_said]
    return keepable(render(request, "guides/changes.html", {"releases": releases, "said": said}))


@dataclass(frozen=True, slots=True)
class News:
    """A release in the feed. One without a day is dated by the file that tells of it."""

    release: Release
    moment: datetime


class _Feed(Feed):  # type: ignore[type-arg]
    """Atom, by Django's own syndication framework."""

    feed_type = Atom1Feed
    subtitle = "What is new on this site, and what changed because of what its readers said."

    def title(self, _shown: object) -> str:
        return f"{settings.SITE_NAME}: what changed"

    def link(self, _shown: object) -> str:
        return reverse("changes")

    def feed_url(self, _shown: object) -> str:
        return reverse("changes_atom")

    def feed_guid(self, _shown: object) -> str:
        return uuid5(NAMESPACE_URL, "changes of the classic search").urn

    def author_name(self, _shown: object) -> str:
        return str(settings.SITE_NAME)

    def items(self, _shown: object) -> list[News]:
        found = held()
        return [
            News(one, datetime.combine(one.day, time(), UTC) if one.day else found.written) for one in found.releases
        ]

    def item_title(self, item: Any) -> str:
        return str(item.release.title)

    def item_description(self, item: Any) -> str:
        return render_to_string("guides/release.html", {"release": item.release})

    def item_link(self, item: Any) -> str:
        return f"{reverse('changes')}#{item.release.anchor}"

    def item_guid(self, item: Any) -> str:
        return uuid5(NAMESPACE_URL, f"changes of the classic search:{item.release.title}").urn

    def item_pubdate(self, item: Any) -> datetime:
        moment: datetime = item.moment
        return moment

    item_updateddate = item_pubdate


_atom = _Feed()


@require_safe
def atom(request: HttpRequest) -> HttpResponse:
    response: HttpResponse = _atom(request)
    response["Access-Control-Allow-Origin"] = "*"
    return keepable(response, vary=("Accept-Encoding",))
