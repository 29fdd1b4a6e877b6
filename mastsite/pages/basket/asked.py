"""From a request to a basket and a choice of its files; from them to addresses, and to the cookie."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

from mastsite.baskets import link
from mastsite.baskets.basket import EMPTY, Basket
from mastsite.pages.preferences import YEAR_S
from mastsite.products import choosing
from mastsite.products.choosing import Choice

COOKIE = "basket"
WORDS = ("basket", "files", "suffix", "level", "upstream")
"""What an address of the basket may say; the page takes `NEWS` too."""
NEWS = ("added", "there", "removed", "lost", "from", "mission")


class Refused(ValueError):
    """An address that cannot be read; the sentence says what was read and what to type."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address of the basket asks for.

    Parameters
    ----------
    basket : the one of the address, or the reader's own.
    text : its text for links; empty for an empty basket.
    own : whether it is the reader's own, as the cookie has it.
    choice : which of its files.
    upstream : whether the upstream archive is asked for lists.
    """

    basket: Basket
    text: str
    own: bool
    choice: Choice
    upstream: bool

    def pairs(self) -> list[tuple[str, str]]:
        """What an address says of it."""
        said = [("basket", self.text)] if self.text else []
        said += [("files", self.choice.files)] if self.choice.files != "all" else []
        said += [("suffix", ",".join(self.choice.suffixes))] if self.choice.suffixes else []
        said += [("level", self.choice.level)] if self.choice.level else []
        return said + ([("upstream", "yes")] if self.upstream else [])


def read(request: HttpRequest, known: Sequence[str] = WORDS) -> Asked:
    """What the address asks for.

    Raises
    ------
    Refused, Unread
    """
    given = {}
    for name, values in request.GET.lists():
        if name not in known:
            raise Refused(f"“{name[:40]}” is no parameter here. The parameters are {', '.join(WORDS)}.")
        words = list(dict.fromkeys(value.strip() for value in values if value.strip()))
        if len(words) > 1 and name != "suffix":
            raise Refused(f"{name} was read as “{', '.join(words)[:60]}”, and it takes one value. Write it once.")
        given[name] = ",".join(words)
    upstream = given.get("upstream", "").lower()
    if upstream not in ("", "yes", "no"):
        raise Refused(f"upstream was read as “{upstream[:40]}”. Write yes, or leave it out.")
    try:
        choice = choosing.read(given.get("files", ""), given.get("suffix", ""), given.get("level", ""))
    except choosing.ChoiceError as error:
        raise Refused(str(error)) from error
    text = given.get("basket", "")
    mine, _lost = kept_by(request)
    if not text:
        return Asked(mine, request.COOKIES[COOKIE] if len(mine) else "", True, choice, upstream == "yes")
    basket = link.read(text)
    return Asked(basket, text, basket == mine, choice, upstream == "yes")


def kept_by(request: HttpRequest) -> tuple[Basket, bool]:
    """The reader's own basket, and whether the cookie has one that can be read no more."""
    text = request.COOKIES.get(COOKIE, "")
    if not text:
        return EMPTY, False
    try:
        return link.read(text), False
    except link.Unread:
        return EMPTY, True


def keep(request: HttpRequest, response: HttpResponseBase, text: str) -> None:
    """Have the reader's browser keep the text of a basket, or forget it when there is none."""
    if not text:
        response.delete_cookie(COOKIE, samesite="Lax")
        return
    secure = request.is_secure()
    response.set_cookie(COOKIE, text, max_age=YEAR_S, samesite="Lax", httponly=True, secure=secure)


def own(response: HttpResponseBase) -> HttpResponseBase:
    """No cache between may keep an answer that depends on the cookie."""
    response["Cache-Control"] = "private, no-cache"
    return response


def page_address(pairs: Sequence[tuple[str, str]]) -> str:
    """The page with these words."""
    return reverse("basket") + (f"?{urlencode(pairs)}" if pairs else "")
