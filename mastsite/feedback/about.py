"""Which page a message is about: an address of this site, the mission on it, and the search in words."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

from django.conf import settings
from django.utils.encoding import iri_to_uri
from django.utils.http import url_has_allowed_host_and_scheme

from mastsite.search.declare import Mission
from mastsite.search.params import QueryError, parse
from mastsite.search.registry import companion, missions

LONGEST = 2000
"""Characters of an address, its parameters with it."""
LONGEST_PATH = 300
"""Characters of the page's name, by which messages are counted."""
MOST_PARAMETERS = 200
OLD_FORM = "/search.php"


class NoPage(ValueError):
    """What was given is no page of this site; the sentence says what to type."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page of this site.

    Parameters
    ----------
    address : from the first slash on, with its parameters; empty for no page.
    mission : slug of the mission it belongs to; empty for none.
    name : what that mission is called.
    search : the search in one English sentence; empty where there is none, or it cannot be read.
    """

    address: str = ""
    mission: str = ""
    name: str = ""
    search: str = ""

    @property
    def path(self) -> str:
        return self.address.partition("#")[0].partition("?")[0][:LONGEST_PATH]


def read(text: str, host: str) -> Page:
    """The page of an address as typed, whole or from its first slash on; no text is no page.

    Raises
    ------
    NoPage
    """
    if not text:
        return Page()
    address = iri_to_uri(_of_this_site(text, host))
    if address.startswith("/") and len(address) > LONGEST:
        raise NoPage(
            f"The address has {len(address):,} characters, and {LONGEST:,} are kept. Give the part before the ?."
        )
    if not address.startswith("/") or not url_has_allowed_host_and_scheme(address, allowed_hosts=None):
        shown = text if len(text) <= 80 else f"{text[:80]}…"
        raise NoPage(
            f"The page was read as “{shown}”, which is no address of this site. "
            "Type the address from the first / after the host on, such as /search/, or leave the box empty."
        )
    return described(address)


def described(address: str) -> Page:
    """An address with what can be said of it."""
    path, _mark, query = address.partition("#")[0].partition("?")
    mission, searched = _mission_of(path)
    if mission is None:
        return Page(address)
    return Page(address, mission.slug, mission.name, _in_words(mission, query) if searched and query else "")


def _of_this_site(text: str, host: str) -> str:
    """The address without the name of this site, where it stands in front."""
    try:
        parts = urlsplit(text)
        ours = {host.lower(), urlsplit(settings.SITE_ADDRESS).netloc.lower()} - {""}
    except ValueError:
        return ""
    if parts.scheme.lower() in ("http", "https") and parts.netloc.lower() in ours:
        return parts._replace(scheme="", netloc="").geturl() or "/"
    return text


def _mission_of(path: str) -> tuple[Mission | None, bool]:
    """The mission that a path belongs to, and whether its parameters are a search of the present form."""
    if path.endswith(OLD_FORM):
        old = path.strip("/").removesuffix(OLD_FORM)
        return next((mission for mission in missions().values() if old in _old_forms(mission)), None), False
    parts = path.strip("/").split("/")
    if parts[0] == "search" and len(parts) > 1:
        rest = parts[2] if len(parts) > 2 else ""
        return missions().get(parts[1]), len(parts) <= 3 and rest.partition(".")[0] in ("", "results", "snippets")
    return None, False


def _old_forms(mission: Mission) -> list[str]:
    classic = companion(mission, "classic")
    return [form.path for form in classic.forms] if classic else []


def _in_words(mission: Mission, query: str) -> str:
    try:
        pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=MOST_PARAMETERS)
        return parse(mission, [(name, value) for name, value in pairs if name != "from"]).describe()
    except (QueryError, ValueError):
        return ""
