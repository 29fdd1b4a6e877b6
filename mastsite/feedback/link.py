"""The link at the foot of every page: it carries the page's address, and depends on nothing else."""

from __future__ import annotations

from urllib.parse import urlencode, urlsplit

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.encoding import escape_uri_path

LONGEST = 1500
"""Characters of an address in the link. A longer one is cut at its ?, and the form says so."""
ABOUT, CUT = "about", "cut"
"""Its parameters."""


def feedback_address(request: HttpRequest) -> str:
    """Address of the form for the page that a request asks for; empty on a site that has no form.

    What was posted has no address of its own.
    """
    try:
        form = reverse("feedback:form")
    except NoReverseMatch:
        return ""
    path = escape_uri_path(request.path)
    page = request.get_full_path() if request.method in ("GET", "HEAD") else path
    if path.startswith(form):
        return f"{form}?{urlencode({ABOUT: form})}"
    if len(page) <= LONGEST:
        return f"{form}?{urlencode({ABOUT: page})}"
    return f"{form}?{urlencode({ABOUT: path if len(path) <= LONGEST else '', CUT: 'yes'})}"


def came_from(request: HttpRequest, about: str) -> str:
    """The page that a reader comes from, where the browser tells it: the page in the link, as it had become meanwhile.

    Pages that scripts turn or sort in place keep the foot they were loaded with.
    """
    referer = request.headers.get("Referer", "")
    try:
        parts = urlsplit(referer)
    except ValueError:
        return about
    same = parts.netloc.lower() == request.get_host().lower() and parts.path == about.partition("?")[0]
    return f"{parts.path}?{parts.query}" if same and parts.query else about
