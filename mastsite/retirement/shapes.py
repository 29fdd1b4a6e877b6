"""What a request wants and who asks, in coarse words, where a record does not say it itself."""

from __future__ import annotations

import re

from django.http import HttpRequest

SHAPES = ("html", "json", "csv", "votable", "text")
ENDINGS = {"json": "json", "csv": "csv", "votable": "votable", "xml": "votable", "vot": "votable", "txt": "text"}
TYPES = (
    ("text/html", "html"),
    ("application/xhtml+xml", "html"),
    ("json", "json"),
    ("text/csv", "csv"),
    ("votable", "votable"),
    ("xml", "votable"),
    ("text/plain", "text"),
)
BOT = re.compile(r"bot|crawl|spider|slurp|archiver|preview|monitor", re.IGNORECASE)


def shape_of(request: HttpRequest, *, api: bool) -> str:
    """The format that a request asks for, by the ending of its path, then by its Accept header."""
    ending = request.path.rpartition("/")[2].rpartition(".")[2].lower()
    if ending in ENDINGS:
        return ENDINGS[ending]
    accepted = request.headers.get("Accept", "").lower()
    for word, shape in TYPES:
        if word in accepted and not (api and shape == "html"):
            return shape
    return "json" if api else "html"


def act_of(request: HttpRequest, *, shape: str, api: bool) -> str:
    """A page with parameters is a search, a bare one a view; what is not HTML is a call of a program."""
    if api or shape != "html":
        return "api"
    return "search" if request.META.get("QUERY_STRING") or request.method == "POST" else "view"


def client_of(request: HttpRequest) -> str:
    """Browser, script or bot. Nothing else of the agent's name is looked at or kept."""
    agent = request.headers.get("User-Agent", "")
    if BOT.search(agent):
        return "bot"
    return "browser" if agent.startswith("Mozilla/") else "script"
