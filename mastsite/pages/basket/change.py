"""Putting rows into the basket and taking them out. Who keeps no cookies has the basket in the address all the same."""

from __future__ import annotations

from urllib.parse import urlencode, urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from mastsite.baskets import link
from mastsite.baskets.basket import EMPTY, LONGEST_ID, Basket, Row, TooMany
from mastsite.pages import errors
from mastsite.pages.asking import results_address
from mastsite.pages.basket import asked as reading
from mastsite.pages.basket.page import refused
from mastsite.pages.chosen import OWN
from mastsite.search.params import QueryError, parse
from mastsite.search.registry import get_mission

LONGEST_WAY_BACK = 600
DEEDS = ("remove", "empty", "keep", "join")


def _foreign(request: HttpRequest) -> HttpResponse | None:
    """The refusal of a post that another site caused; a basket is worth no more guard than this."""
    origin = request.headers.get("Origin", "")
    try:
        same = origin in ("", "null") or urlsplit(origin).netloc == request.get_host()
    except ValueError:
        same = False
    if same:
        return None
    return errors.refused(
        request, "A basket can be changed only from a page of this site.", "Use the buttons of its pages."
    )


@csrf_exempt  # pages of results are kept by caches, and can hold no token; `_foreign` turns other sites away
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Put the ticked rows of a page of results into the reader's basket."""
    mission = get_mission(slug)
    if request.method != "POST":
        sentence = "Rows are put into the basket by the button below a table of results. Tick some rows and press it."
        return errors.problem(request, 400, "Nothing was put in", sentence, ways=[(f"/search/{slug}/", "Search")])
    if (no := _foreign(request)) is not None:
        return no
    names = list(dict.fromkeys(name.strip() for name in request.POST.getlist("pick") if name.strip()))
    search = [(key, value) for key, values in request.POST.lists() if key not in OWN for value in values]
    try:
        back = results_address(parse(mission, search))
    except QueryError:
        back = f"/search/{slug}/"
    ways = [(back, "Back to the results"), (reverse("basket"), "Your basket")]
    if not names:
        sentence = f"Nothing was ticked. Tick the box before one {mission.row_is}, or before several, and press the button again."
        return errors.problem(request, 400, "No row is ticked", sentence, ways=ways)
    if odd := [name for name in names if len(name) > LONGEST_ID or "\0" in name or "\ufffd" in name]:
        sentence = (
            f"“{odd[0][:60]}” was read as a name of a row, and none is like that: names have up to {LONGEST_ID} characters. "
            "Tick rows on a page of results."
        )
        return errors.problem(request, 400, "Nothing was put in", sentence, ways=ways)
    before, lost = reading.kept_by(request)
    try:
        after = before.with_rows(slug, names)
    except TooMany as error:
        return errors.problem(request, 400, "The basket is full", str(error), ways=ways)
    added = len(after) - len(before)
    way = urlencode(parse(mission, search).params()) if back.startswith(f"/search/{slug}/results") else ""
    news = [("added", str(added)), ("there", str(len(names) - added)), ("mission", slug)]
    news += [("lost", "yes")] if lost else []
    news += [("from", way)] if way and len(way) <= LONGEST_WAY_BACK else []
    return _lead(request, after, news)


@csrf_exempt  # as above
@require_POST
def change(request: HttpRequest) -> HttpResponseBase:
    """Take ticked rows out, empty the basket, or make another's basket one's own; the answer leads to the basket."""
    if (no := _foreign(request)) is not None:
        return no
    text, deeds = request.POST.get("basket", ""), request.POST.getlist("do")
    try:
        shown = link.read(text) if text else reading.kept_by(request)[0]
    except link.Unread as error:
        return refused(request, str(error))
    if len(deeds) != 1 or deeds[0] not in DEEDS:
        return refused(request, f"do was read as “{', '.join(deeds)[:60]}”. Write one of {', '.join(DEEDS)}.")
    if deeds[0] == "empty":
        return _lead(request, EMPTY, [("removed", str(len(shown)))])
    if deeds[0] == "keep":
        return _lead(request, shown, [])
    if deeds[0] == "join":
        before, _lost = reading.kept_by(request)
        try:
            after = before.with_all_of(shown)
        except TooMany as error:
            return refused(request, str(error))
        return _lead(request, after, [("added", str(len(after) - len(before)))])
    rows = [Row(slug, name) for slug, _, name in (text.partition("/") for text in request.POST.getlist("pick"))]
    if not rows:
        sentence = "Nothing was ticked. Tick the box before a row, or before several, and press the button again."
        way = (reading.page_address([("basket", text)] if text else []), "Back to the basket")
        return errors.problem(request, 400, "No row is ticked", sentence, ways=[way])
    after = shown.without(rows)
    return _lead(request, after, [("removed", str(len(shown) - len(after)))])


def _lead(request: HttpRequest, basket: Basket, news: list[tuple[str, str]]) -> HttpResponse:
    """On to the page of a basket, which is the reader's own from now."""
    text = link.write(basket) if len(basket) else ""
    address = reading.page_address([*([("basket", text)] if text else []), *news])
    response = HttpResponse(status=303, headers={"Location": address, "Cache-Control": "no-store"})
    reading.keep(request, response, text)
    return response
