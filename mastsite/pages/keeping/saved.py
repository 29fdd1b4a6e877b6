"""A search as a signed link: it says which search, perhaps under a name, and nothing is kept here.

The token is the canonical parameters and the name, signed, so that a link which was cut or changed says so and never
leads to another search.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from mastsite.pages import asking, errors
from mastsite.pages.asking import results_address, site_address
from mastsite.pages.keeping.asked import refused
from mastsite.pages.keeping.bare import address, whole
from mastsite.pages.typed import Pairs
from mastsite.pages.words import printable
from mastsite.search.params import QueryError
from mastsite.search.query import Query
from mastsite.search.registry import UnknownMission, get_mission

SALT = "mastsite.saved"
LONGEST = 6_000
"""Characters of a token; longer addresses are cut by some proxies and mail programs."""
LONGEST_NAME = 80
CALLED = "saved_as"
"""The parameter with the name that a reader gives a search; no column is called so."""


class SavedError(ValueError):
    """There is no such link, or none can be made; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Saved:
    """What a link says: the search as typed, and its name, or nothing."""

    query: Query
    name: str = ""


def token_of(saved: Saved) -> str:
    """The signed words of a link.

    Raises
    ------
    SavedError : the search is too long for a link.
    """
    values = {"m": saved.query.mission.slug, "p": [list(pair) for pair in saved.query.params()], "n": saved.name}
    token = signing.Signer(salt=SALT).sign_object(values, compress=True)  # the same search has the same link
    if len(token) > LONGEST:
        raise SavedError(
            f"This search makes a link of {len(token):,} characters, and {LONGEST:,} are the most that arrive everywhere. "
            "Keep the list of targets in a file of yours, and save the search without it."
        )
    return token


def read(token: str) -> Saved:
    """What a link says.

    Raises
    ------
    SavedError : it was not made here, or cannot be read any more.
    """
    if len(token) > LONGEST:
        raise SavedError(
            f"The link has {len(token):,} characters, and none that this site makes is so long. Copy it again."
        )
    try:
        values = signing.Signer(salt=SALT).unsign_object(token)
        pairs = [(str(name), str(value)) for name, value in values["p"]]
        slug, name = str(values["m"]), str(values["n"])
    except Exception as error:  # whatever a stranger made of it
        raise SavedError(
            "This site has not signed such a link: a part of it is missing, or was changed. Copy the whole link again."
        ) from error
    try:
        return Saved(asking.read(get_mission(slug), pairs), name)
    except (QueryError, UnknownMission) as error:
        raise SavedError(f"The search of this link cannot be read any more: {error}") from error


@require_safe
def follow(request: HttpRequest, token: str) -> HttpResponse:
    """Lead to the search."""
    try:
        saved = read(token)
    except SavedError as error:
        return not_saved(request, error)
    return HttpResponse(status=303, headers={"Location": results_address(saved.query)})


def not_saved(request: HttpRequest, error: SavedError) -> HttpResponse:
    return errors.problem(request, 404, "There is no such saved search", str(error))


@csrf_exempt  # it changes nothing
@require_http_methods(("GET", "HEAD", "POST"))
def save_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The signed link of a search and its feeds, and a box for its name."""
    mission = get_mission(slug)
    pairs: Pairs = []
    name = ""
    try:
        given = asking.pairs_of(request)
        pairs = [pair for pair in given if pair[0] != CALLED]
        names = [" ".join(value.split()) for key, value in given if key == CALLED and value.strip()]
        query = whole(asking.read(mission, pairs))
    except QueryError as error:
        return refused(request, mission, pairs, error.faults, plain=False)
    fault = ""
    if len(names) > 1:
        fault = f"{CALLED} was given {len(names)} times. Give one name."
    elif names and (len(names[0]) > LONGEST_NAME or printable(names[0]) != names[0]):
        fault = (
            f"The name has {len(names[0])} characters, or signs that do not print. Type at most {LONGEST_NAME} letters."
        )
    elif names:
        name = names[0]
    try:
        token = token_of(Saved(query, name))
    except SavedError as error:
        ways = [(results_address(query), "The search")]
        return errors.problem(request, 400, "This search is too long for a link", str(error), ways=ways)
    site = site_address(request)
    context = {
        "mission": mission, "sentence": printable(query.describe()), "name": name, "fault": fault, "called": CALLED,
        "longest": LONGEST_NAME, "searched": query.params(), "back_search": results_address(query),
        "link": site + reverse("saved", args=[token]),
        "atom": site + reverse("saved_feed", args=[token, "atom"]),
        "json_feed": site + reverse("saved_feed", args=[token, "json"]),
        "receipt": address(query, "receipt"), "prove": address(query, "prove"),
    }  # fmt: skip
    return render(request, "keeping/save.html", context, status=400 if fault else 200)
