"""The pages about retirements, and the forms that hide and show notices."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST, require_safe

from mastsite.retirement import clock, dismissal, feedback, gone, registry, usage, wording
from mastsite.retirement.counters import count
from mastsite.retirement.feedback import Form
from mastsite.retirement.registry import Entry
from mastsite.retirement.states import WORDS, milestones

SORTS: Mapping[str, tuple[str, Callable[[Entry, date], Any]]] = {
    "page": ("Old page", lambda entry, day: entry.record.title.lower()),
    "state": ("State", lambda entry, day: list(WORDS).index(entry.state(day))),
    "announced": ("Announced", lambda entry, day: entry.record.dates.announced),
    "deprecated": ("Deprecated", lambda entry, day: entry.record.dates.deprecated_at),
    "last-call": ("Last call", lambda entry, day: entry.record.dates.last_call),
    "retires": ("Retires", lambda entry, day: entry.record.dates.sunset_at),
    "archived": ("Archived", lambda entry, day: entry.record.dates.archived_at),
}
"""Columns of the timeline. To add one more: a line here and a cell in ``retirement/timeline.html``."""


class SeeOther(HttpResponseRedirect):
    status_code = 303


def dated(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """`view` with the day it shows: today, or the day that the request asks for, which no cache may keep."""

    @wraps(view)
    def answer(request: HttpRequest, **parts: Any) -> HttpResponse:
        try:
            asked = clock.asked_for(request)
        except clock.BadDay as error:
            return gone.bad_day(request, str(error), html=True)
        response = view(request, day=asked or clock.today(), as_of=asked is not None, **parts)
        patch_vary_headers(response, (clock.HEADER,))
        if asked:
            response[clock.HEADER] = asked.isoformat()
        response.headers.setdefault("Cache-Control", "private, no-store" if asked else "no-cache")
        return response

    return answer


def entry_of(id: str) -> Entry:
    entry = registry.find(id)
    if entry is None:
        raise Http404(f"There is no retirement {id!r}.")
    return entry


def feeds_of(word: str = "") -> dict[str, str]:
    """Addresses of the feeds of a group or a record, or of all."""
    if word:
        return {kind: reverse(f"retirement:{name}", args=[word]) for kind, name in FEEDS.items()}
    return {kind: reverse(f"retirement:all_{name}") for kind, name in FEEDS.items()}


FEEDS = {"ics": "calendar", "atom": "atom", "json": "json"}


@require_safe
@dated
def timeline(request: HttpRequest, *, day: date, as_of: bool) -> HttpResponse:
    """Every retirement in one table, sorted by a link in its head, filtered by group."""
    groups = registry.groups()
    group = request.GET.get("group", "")
    if group and group not in groups:
        sentence = (
            f"group was read as “{group[:60]}”, of which nothing retires. Choose one of {', '.join(groups) or 'none'}."
        )
        return render(request, "retirement/refused.html", {"sentence": sentence}, status=404)
    sort = request.GET.get("sort") or "retires"
    name = sort.removeprefix("-")
    if name not in SORTS:
        sentence = f"sort was read as “{sort[:60]}”. Choose one of {', '.join(SORTS)}, with - in front for descending."
        return render(request, "retirement/refused.html", {"sentence": sentence}, status=400)
    found = registry.of_group(group) if group else registry.entries()
    entries = sorted(found, key=lambda entry: SORTS["page"][1](entry, day))
    entries.sort(key=lambda entry: SORTS[name][1](entry, day), reverse=sort.startswith("-"))
    rows = [{"record": entry.record, "state_text": WORDS[entry.state(day)]} for entry in entries]
    context = {
        "rows": rows, "columns": [_column(word, sort, request) for word in SORTS], "groups": groups, "group": group,
        "group_title": groups.get(group, ""), "sort": sort, "day": day, "as_of": as_of,
        "example_day": min((entry.record.dates.sunset_at for entry in entries), default=day),
        "use": usage.recent(tuple(entries), clock.today()),
        "feeds": feeds_of(group), "feeds_title": f"Retirements of {groups[group]}" if group else "Retirements",
    }  # fmt: skip
    return render(request, "retirement/timeline.html", context)


def _column(name: str, sort: str, request: HttpRequest) -> dict[str, str]:
    ascending = sort == name
    keep = {word: value for word, value in request.GET.items() if word in ("group", clock.PARAMETER) and value}
    address = f"{reverse('retirement:timeline')}?{urlencode({**keep, 'sort': f'-{name}' if ascending else name})}"
    here = {name: "ascending", f"-{name}": "descending"}.get(sort, "")
    return {"title": SORTS[name][0], "address": address, "sorted": here}


@require_safe
@dated
def record(request: HttpRequest, *, id: str, day: date, as_of: bool) -> HttpResponse:
    """What is changing and why."""
    return _page(request, entry_of(id), day, as_of=as_of)


def _page(
    request: HttpRequest, entry: Entry, day: date, *, as_of: bool, form: Form | None = None, status: int = 200
) -> HttpResponse:
    item, state = entry.record, entry.state(day)
    changes = tuple(item.fields())
    context = {
        "record": item, "status": wording.status(item, state, day), "day": day, "as_of": as_of, "held": entry.held,
        "milestones": [
            {"text": step.text, "day": step.day, "meaning": wording.what_happens(item, step.state)}
            for step in milestones(item.dates)
        ],
        "changes": changes, "mapped": sum(bool(change.new) for change in changes), "alive": state.alive,
        "use": usage.recent((entry,), clock.today()), "rates": usage.rates(item),
        "searches": usage.most_used(item, clock.today()),
        "feeds": feeds_of(item.id), "feeds_title": f"Retirement of {item.title}",
        "form": form or Form(), "trap": feedback.TRAP, "kept": request.GET.get("kept") == "yes",
    }  # fmt: skip
    return render(request, "retirement/record.html", context, status=status)


def posted_here(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """`view` for forms of this site's own pages; what another site posts is turned away."""

    @csrf_exempt  # a token would set a cookie on every page with such a form
    @require_POST
    @wraps(view)
    def answer(request: HttpRequest, **parts: Any) -> HttpResponse:
        if dismissal.from_elsewhere(request):
            sentence = "This can be sent only from a page of this site. Use its button there."
            return render(request, "retirement/refused.html", {"sentence": sentence}, status=403)
        return view(request, **parts)

    return answer


@posted_here
def say(request: HttpRequest, id: str) -> HttpResponse:
    """Keep what a reader writes about a retirement."""
    entry = entry_of(id)
    form = feedback.read(request.POST)
    status = 400
    if not form.faults:
        try:
            feedback.keep(id, form)
        except feedback.NotKept as error:
            form.faults["message"], status = f"{error} Or write to {entry.record.contact}.", 503
        else:
            return SeeOther(f"{reverse('retirement:record', args=[id])}?kept=yes#feedback")
    response = _page(request, entry, clock.today(), as_of=False, form=form, status=status)
    response["Cache-Control"] = "no-store"
    return response


@posted_here
def dismiss(request: HttpRequest, id: str) -> HttpResponse:
    """Hide a notice for 30 days and go back to the page it stood on."""
    entry = entry_of(id)
    state = entry.state(clock.today())
    back = dismissal.safe_back(request.POST.get("back", "")) or reverse("retirement:record", args=[id])
    response = SeeOther(f"{back}#search")
    if state.told and state != "last-call":
        dismissal.hide(request, response, entry, state)
        count(request, entry, "dismissed", door="html")
    response["Cache-Control"] = "no-store"
    return response


@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """Show the hidden notices again: takes the cookie away."""
    back = dismissal.safe_back(request.GET.get("back", "")) or reverse("retirement:timeline")
    response = SeeOther(back)
    response.delete_cookie(dismissal.COOKIE, samesite="Lax")
    response["Cache-Control"] = "no-store"
    return response
