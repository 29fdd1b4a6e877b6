"""What every page shows around its own content. Nothing here asks the database, so that the error pages can use it."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest

from mastsite.feedback.link import feedback_address
from mastsite.pages.preferences import PREFERENCES, Preference, read_all


@dataclass(frozen=True, slots=True)
class Link:
    """A link and whether it leads to the page it stands on."""

    address: str
    text: str
    here: bool = False


NAVIGATION = (
    ("/", "Missions"),
    ("/search/docs", "API"),
    ("/help/operators", "Help"),
    ("/retirements/", "Retirements"),
    ("/status", "Status"),
)
"""The site's own line of links. To add one more: a line here."""


ABOUT = (
    ("/help/operators", "What to type"),
    ("/tour/", "Tour"),
    ("/tutorials/", "Tutorials"),
    ("/search/docs", "API reference"),
    ("/status", "Holdings and status"),
    ("/migrate/", "Moving old addresses and scripts"),
    ("/accessibility", "Accessibility"),
    ("/usability/", "Usability"),
    ("/changes", "What changed"),
)
"""Links at the foot of every page."""


def site(request: HttpRequest) -> dict[str, object]:
    """Context processor: name, navigation, preferences, the request's number."""
    chosen = read_all(request)
    return {
        "site_name": settings.SITE_NAME,
        "navigation": [Link(address, text, request.path == address) for address, text in NAVIGATION],
        "navigation_here": request.path if request.path in dict(NAVIGATION) else "",
        "preferences_chosen": "-".join(chosen.values()),
        "preferences": [(preference, _options(preference, chosen[preference.name])) for preference in PREFERENCES],
        "feedback_address": feedback_address(request),
        "about_links": [Link(address, text) for address, text in ABOUT],
        "theme": chosen["theme"],
        "density": chosen["density"],
        "request_id": getattr(request, "request_id", ""),
        "back": _here(request),
    }


def _options(preference: Preference, chosen: str) -> list[tuple[str, str, bool]]:
    return [(word, text, word == chosen) for word, text in preference.choices.items()]


def _here(request: HttpRequest) -> str:
    """Where saved preferences lead back to; what came by post has no address to go back to."""
    path = request.get_full_path()
    return path if request.method in ("GET", "HEAD") and len(path) < 4000 else request.path
