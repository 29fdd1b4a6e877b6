"""How a reader wants the pages: colours, table rows, spoken coordinates. Kept in cookies that say nothing else.

To add one more preference: a line in `PREFERENCES`; the footer shows it.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from mastsite.pages.errors import refused

YEAR_S = 365 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Preference:
    """One choice: its cookie's name, its label, and its words with what they are called; the first is usual."""

    name: str
    label: str
    choices: dict[str, str]

    def read(self, request: HttpRequest) -> str:
        """What the reader chose, or the usual word."""
        word = request.COOKIES.get(self.name, "")
        return word if word in self.choices else next(iter(self.choices))


PREFERENCES = (
    Preference(
        "theme", "Colours", {"device": "As this device", "light": "Light", "dark": "Dark", "red": "Red, for night"}
    ),
    Preference("density", "Table rows", {"comfortable": "Comfortable", "compact": "Compact"}),
    Preference(
        "spoken", "Coordinates, spoken", {"words": "In words", "written": "As written", "decimal": "Decimal degrees"}
    ),
    Preference("empty", "Columns without values", {"out": "Left out", "shown": "Shown"}),
)


def read_all(request: HttpRequest) -> dict[str, str]:
    """Every preference of this reader by name."""
    return {preference.name: preference.read(request) for preference in PREFERENCES}


def _host(origin: str) -> str:
    """The host of an Origin header; empty for one that cannot be read."""
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return ""


@csrf_exempt  # it sets a few words about looks; a post that another site caused is turned away below all the same
@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """Set the cookies and go back to the page that the form was on."""
    origin = request.headers.get("Origin", "")
    if origin and origin != "null" and _host(origin) != request.get_host():
        return refused(
            request,
            "Preferences can be saved only from a page of this site.",
            "Use the form at the foot of any page here.",
        )
    back = request.POST.get("back", "")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts=None) and back.startswith("/")
    response = HttpResponseRedirect(f"{back if safe else '/'}#prefs")
    for preference in PREFERENCES:
        word = request.POST.get(preference.name, "")
        if word in preference.choices:
            response.set_cookie(
                preference.name, word, max_age=YEAR_S, samesite="Lax", httponly=True, secure=request.is_secure()
            )
    return response
