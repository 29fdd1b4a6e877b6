"""The page of a basket."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from mastsite.baskets import link
from mastsite.baskets.basket import MAX_ROWS
from mastsite.pages import asking, errors
from mastsite.pages.asking import results_address, site_address
from mastsite.pages.basket import asked as reading
from mastsite.pages.basket.asked import NEWS, WORDS, Asked, Refused
from mastsite.pages.basket.contents import Contents, Line, contents
from mastsite.pages.errors import Way
from mastsite.pages.words import amount
from mastsite.products import choosing
from mastsite.products.kinds import KINDS, Kind
from mastsite.search.limits import TimeLimit
from mastsite.search.params import QueryError
from mastsite.search.registry import UnknownMission, get_mission

SHOWN = 1_000
"""Rows of the table; more make a page that no reader and no browser likes."""
LONGEST_NUMBER = 6


@dataclass(frozen=True, slots=True)
class Download:
    """A kind of download of this basket: its address, and the commands that fetch and use it."""

    kind: Kind
    address: str
    command: str


@require_safe
def basket(request: HttpRequest) -> HttpResponseBase:
    """``/basket/``: the reader's own basket, or the one of ``basket=``."""
    try:
        asked = reading.read(request, (*WORDS, *NEWS))
        found = contents(asked.basket, asked.choice, site_address(request), ask_upstream=asked.upstream)
    except (Refused, link.Unread) as error:
        return reading.own(refused(request, str(error)))
    except TimeLimit as error:
        return reading.own(errors.busy(request, str(error)))
    return reading.own(render(request, "pages/basket.html", _context(request, asked, found)))


def refused(request: HttpRequest, sentence: str, ways: tuple[Way, ...] = ()) -> HttpResponse:
    """The page for what cannot be read."""
    return errors.problem(
        request, 400, "This basket cannot be shown", sentence, ways=[*ways, (reverse("basket"), "Your own basket")]
    )


def _context(request: HttpRequest, asked: Asked, found: Contents) -> dict[str, object]:
    lines = found.lines
    missions = len(asked.basket.by_mission)
    title = "Basket: nothing in it"
    if lines:
        title = f"Basket: {amount(len(lines), 'row', 'rows')} of {amount(missions, 'mission', 'missions')}"
    return {
        "title": title,
        "asked": asked,
        "lines": lines[:SHOWN],
        "hidden_lines": max(0, len(lines) - SHOWN),
        "order": found.order,
        "said": found.said,
        "news": _news(request, asked),
        "back": _back(request),
        "sets": [(word, words, word == asked.choice.files) for word, (words, _choose) in choosing.SETS.items()],
        "suffixes": choosing.suffixes_of(found.listed),
        "suffix": ", ".join(asked.choice.suffixes),
        "levels": _levels(asked, found),
        "downloads": _downloads(request, asked) if found.order.files or found.order.absent else [],
        "permalink": site_address(request) + reading.page_address([("basket", asked.text)]) if asked.text else "",
        "kept": link.is_kept(asked.text),
        "most": MAX_ROWS,
        "unlisted": any(_is_unlisted(line) for line in lines) and not asked.upstream,
        "ask_address": reading.page_address([*asked.pairs(), ("upstream", "yes")]),
    }


def _is_unlisted(line: Line) -> bool:
    return line.mission is not None and not line.listed and not line.why.startswith("not found")


def _levels(asked: Asked, found: Contents) -> list[tuple[str, str, bool]]:
    """Word, text and whether it is chosen, of every calibration level that files have; the one that was asked for too."""
    counts = choosing.levels_of(found.listed)
    level = asked.choice.level
    words = [*counts, *([level] if level and level not in counts else [])]
    return [(word, f"{word} ({counts.get(word, 0):,})", word == level) for word in words]


def _downloads(request: HttpRequest, asked: Asked) -> list[Download]:
    made = []
    for kind in KINDS.values():
        address = reverse("basket_files", kwargs={"kind": kind.name})
        address += f"?{urlencode(asked.pairs())}" if asked.pairs() else ""
        name = f"basket_{kind.name}.{kind.extension}"
        whole = shlex.quote(site_address(request) + address)
        command = f"curl --fail --location --output {name} {whole}"
        if kind.how:
            command += f" && {kind.how.replace('NAME', name)}"
        made.append(Download(kind, address, command))
    return made


def _news(request: HttpRequest, asked: Asked) -> list[str]:
    """What was done just now, as the address says."""
    numbers = {name: _number(request.GET.get(name, "")) for name in ("added", "there", "removed")}
    news = []
    if (added := numbers["added"]) is not None:
        news.append(f"{amount(added, 'row was', 'rows were')} put in.")
    if there := numbers["there"]:
        news.append(f"{amount(there, 'row was', 'rows were')} in it already.")
    if (removed := numbers["removed"]) is not None:
        news.append(f"{amount(removed, 'row was', 'rows were')} taken out.")
    if request.GET.get("lost") == "yes":
        news.append(
            "The basket that your browser had kept could not be read any more, so that a new one was begun: "
            "it was changed, or too long for a link and forgotten."
        )
    _mine, lost = reading.kept_by(request)
    if lost and not asked.text:
        news.append("The basket that your browser has kept can be read no more. What you put in next begins a new one.")
    return news


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER else None


def _back(request: HttpRequest) -> str:
    """The results that rows were put in from; read and written anew, so that no foreign address gets in."""
    slug, text = request.GET.get("mission", ""), request.GET.get("from", "")
    if not slug:
        return ""
    try:
        return results_address(asking.read(get_mission(slug), parse_qsl(text, max_num_fields=500)))
    except (UnknownMission, QueryError, ValueError):
        return ""
