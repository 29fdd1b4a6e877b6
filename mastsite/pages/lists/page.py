"""The pages that take a list: for one mission, for several, and the choice of columns."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from mastsite.jobs.asking import NoRoom
from mastsite.jobs.models import Job
from mastsite.jobs.states import DONE, STATES
from mastsite.lists import ListError, as_text, guess
from mastsite.pages import asking, errors
from mastsite.pages.lists import boxes, work
from mastsite.pages.lists.answer import gone, plain, private, wishes_in
from mastsite.pages.lists.sent import Sent, TooLong, is_from_elsewhere, sent
from mastsite.pages.lists.snippets import of_several, snippets
from mastsite.pages.lists.wishes import OWN, Wishes, wishes_of
from mastsite.pages.words import printable
from mastsite.search.declare import Mission
from mastsite.search.params import Fault, QueryError
from mastsite.search.registry import get_mission, missions
from mastsite.search.tables import NotLoaded, holdings

CORRECTED = "correct"
"""Parameter of the form: the list that is to be corrected."""
MOST_PUT_BACK = 200_000
"""Bytes of a list that is put back into its box."""
UNREAD = "unread"
"""In place of the value of a fault: the body of the request was refused without being read."""


@csrf_exempt  # it changes nothing of anybody's and is bounded; a post that another site caused is turned away all the same
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, slug: str, extension: str = "") -> HttpResponse:
    """The form of one mission; a post is a list, as a form or as the body."""
    mission = get_mission(slug)
    if request.method != "POST":
        token = request.GET.get(CORRECTED, "")
        return _corrected(request, mission, token) if token else _form(request, mission, _given(request))
    if is_from_elsewhere(request):
        return errors.refused(
            request, "A list can be sent only from a page of this site.", "Use the form of this page."
        )
    as_json = extension == "json" or "application/json" in request.headers.get("Accept", "")
    pairs: tuple[tuple[str, str], ...] = ()
    try:
        posted = sent(request)
        pairs = posted.pairs
        wishes = wishes_of(mission, pairs)
        if not as_json and (job := _to_choose(wishes, posted)) is not None:
            return _see_other(reverse("list_columns", kwargs={"token": job.token}))
        job = work.begin(wishes, posted.data)
    except (ListError, QueryError, NotLoaded, NoRoom) as error:
        return _refused(request, mission, pairs, error, as_json=as_json)
    if as_json:
        response = JsonResponse(plain(request, job), status=202 if job.under_way else 200)
        response["Location"] = reverse("list_json", kwargs={"token": job.token})
        return private(response)
    return _see_other(reverse("list", kwargs={"token": job.token}))


def _corrected(request: HttpRequest, mission: Mission, token: str) -> HttpResponse:
    """The form with a list that was sent, to be mended and sent again."""
    job = Job.named(token)
    wishes = wishes_in(job) if job is not None else None
    if job is None or wishes is None or wishes.mission != mission or not (upload := work.store_of(job).upload).exists():
        return gone(request)
    size = upload.stat().st_size
    text = as_text(upload.read_bytes()) if size <= MOST_PUT_BACK else None
    said = "The list and what was asked of it are filled in. Mend what is wrong, and search again."
    if text is None:
        why = f"has more than {MOST_PUT_BACK // 1000:,} kB" if size > MOST_PUT_BACK else "is no plain text"
        said = f"What was asked of the list is filled in. The list itself {why} and is not shown here: choose the file again when it is mended."
    pairs = [*wishes.pairs, *wishes.own]
    return private(_form(request, mission, pairs, pasted=text or "", said=said))


def _to_choose(wishes: Wishes, posted: Sent) -> Job | None:
    """A list kept until its reader has said which columns say where; None where that is plain."""
    if any(wishes.said(name) for name in OWN[1:4]):
        return None
    listing = wishes.listing(posted.data)
    return work.put_aside(wishes, listing, posted.data) if listing.is_table else None


def _form(
    request: HttpRequest,
    mission: Mission | None,
    pairs: list[tuple[str, str]],
    faults: tuple[Fault, ...] = (),
    status: int = 200,
    pasted: str = "",
    said: str = "",
) -> HttpResponse:
    pairs = [(printable(name), printable(value)) for name, value in pairs]
    faults = tuple(replace(fault, sentence=printable(fault.sentence)) for fault in faults)
    sentence = ""
    if mission is not None and not faults:
        try:
            wishes = wishes_of(mission, pairs)
            if wishes.query.criteria:
                sentence = f"Only rows where {' and '.join(wishes.query.clauses())}."
        except QueryError as error:
            faults, status = error.faults, 400
    if request.method == "POST" and not _is_long(faults):
        pasted = request.POST.get("list", "")
    chosen = [value for name, value in pairs if name == "mission"]
    context = {
        "mission": mission,
        "boxes": boxes.form(mission, [pair for pair in pairs if pair[0] != "mission"], faults, printable(pasted)),
        "said": said,
        "sentence": sentence,
        "action": reverse("list_new", kwargs={"slug": mission.slug}) if mission else reverse("lists"),
        "choices": [] if mission else _with_rows(),
        "chosen": chosen,
        "snippets": snippets(asking.site_address(request), mission, pairs)
        if mission
        else of_several(asking.site_address(request), chosen or [one.slug for one in _with_rows()[:2]], pairs),
    }
    response = render(request, "lists/form.html", context, status=status)
    return private(response) if request.method == "POST" else response


def _given(request: HttpRequest) -> list[tuple[str, str]]:
    return [(name, str(value)) for name, values in request.GET.lists() for value in values]


def _is_long(faults: tuple[Fault, ...]) -> bool:
    """Whether what was posted is not read again, as it was refused unread."""
    return any(fault.value == UNREAD for fault in faults)


def _with_rows() -> list[Mission]:
    held = holdings()
    return [mission for slug, mission in missions().items() if slug in held]


def _refused(
    request: HttpRequest,
    mission: Mission | None,
    pairs: tuple[tuple[str, str], ...],
    error: Exception,
    *,
    as_json: bool,
) -> HttpResponse:
    """What is wrong, in the form or as JSON."""
    status = (
        413
        if isinstance(error, TooLong)
        else 404
        if isinstance(error, NotLoaded)
        else 503
        if isinstance(error, NoRoom)
        else 400
    )
    faults = (
        error.faults
        if isinstance(error, QueryError)
        else (Fault("", UNREAD if isinstance(error, TooLong) else "", str(error)),)
    )
    if as_json:
        told = [
            {
                "name": fault.name,
                "value": "" if fault.value == UNREAD else fault.value[:200],
                "message": printable(fault.sentence),
            }
            for fault in faults
        ]
        response: HttpResponse = JsonResponse({"errors": told}, status=status)
    else:
        response = _form(request, mission, list(pairs), faults, status)
    if isinstance(error, NoRoom):
        response["Retry-After"] = str(error.retry_s or 3600)
    return response


@csrf_exempt  # as above
@require_http_methods(["GET", "HEAD", "POST"])
def columns(request: HttpRequest, token: str) -> HttpResponse:
    """Which columns of a table say where; a post searches with those that were chosen."""
    job = Job.named(token)
    store = work.store_of(job) if job is not None else None
    if job is None or store is None or not store.upload.exists() or (wishes := wishes_in(job)) is None:
        return gone(request)
    if request.method == "POST" and is_from_elsewhere(request):
        return errors.refused(
            request, "Columns can be chosen only on a page of this site.", "Use the form of this page."
        )
    error = ""
    if request.method == "POST":
        chosen = [(name, request.POST.get(name, "")[:200]) for name in (*OWN[1:4], "header")]
        try:
            pairs = [*wishes.pairs, *((name, value) for name, value in wishes.own if name not in dict(chosen)), *chosen]
            if not any(value for name, value in chosen[:3]):
                raise QueryError(
                    [Fault("target_column", "", "No column was chosen. Choose one of targets, or RA and Dec.")]
                )
            begun = work.begin(wishes_of(wishes.mission, pairs), store.upload.read_bytes())
            return _see_other(reverse("list", kwargs={"token": begun.token}))
        except (QueryError, ListError, NotLoaded, NoRoom) as problem:
            error = (
                " ".join(fault.sentence for fault in problem.faults)
                if isinstance(problem, QueryError)
                else str(problem)
            )
    try:
        return _columns(request, job, wishes, error)
    except (ListError, QueryError) as problem:
        return errors.problem(request, 400, "The list cannot be read", str(problem), "Send it again.")


def _columns(request: HttpRequest, job: Job, wishes: Wishes, error: str) -> HttpResponse:
    listing = wishes.listing(work.store_of(job).upload.read_bytes())
    choice = wishes.choice(listing) if not error else guess(listing)
    heads = [
        {"name": printable(heading.name)[:60], "number": at + 1, "target": at == choice.target, "ra": at == choice.ra, "dec": at == choice.dec}
        for at, heading in enumerate(listing.headings)
    ]  # fmt: skip
    context = {
        "mission": wishes.mission,
        "facts": work.List(wishes, listing, choice, work.store_of(job)).plain(),
        "heads": heads,
        "rows": [(line.number, [printable(cell)[:60] for cell in line.cells]) for line in listing.lines[:5]],
        "headers": [(value, text, value == (wishes.said("header") or "auto")) for value, text in boxes.HEADER.items()],
        "error": printable(error),
        "action": reverse("list_columns", kwargs={"token": job.token}),
        "form_address": reverse("list_new", kwargs={"slug": wishes.mission.slug}),
    }
    return private(render(request, "lists/columns.html", context, status=400 if error else 200))


@csrf_exempt  # as above
@require_http_methods(["GET", "HEAD", "POST"])
def several(request: HttpRequest, extension: str = "") -> HttpResponse:
    """The same for several missions, one list each; with ``of``, how these are."""
    as_json = extension == "json" or "application/json" in request.headers.get("Accept", "")
    if request.method != "POST":
        tokens = [token for token in request.GET.get("of", "").split(",") if token]
        if len(tokens) > len(missions()):  # no list that this page has begun
            return gone(request, as_json=as_json)
        if tokens or extension == "json":
            return _how_they_are(request, tokens, as_json=as_json)
        return _form(request, None, _given(request))
    if is_from_elsewhere(request):
        return errors.refused(
            request, "A list can be sent only from a page of this site.", "Use the form of this page."
        )
    slugs: list[str] = []
    pairs: tuple[tuple[str, str], ...] = ()
    try:
        posted = sent(request)
        slugs = list(dict.fromkeys([*request.GET.getlist("mission"), *request.POST.getlist("mission")]))
        pairs = (*posted.pairs, *(("mission", slug) for slug in slugs))
        if not slugs:
            how = (
                f"Add mission={_with_rows()[0].slug}, and more of them, to the address."
                if as_json
                else "Tick one or several."
            )
            raise QueryError([Fault("mission", "", f"No mission was chosen. {how}")])
        if unknown := [slug for slug in slugs if slug not in missions()]:
            known = ", ".join(one.slug for one in _with_rows())
            raise QueryError(
                [Fault("mission", unknown[0], f"No mission is called {unknown[0][:40]}. Write one of {known}.")]
            )
        tokens = [work.begin(wishes_of(get_mission(slug), posted.pairs), posted.data).token for slug in slugs]
    except (ListError, QueryError, NotLoaded, NoRoom) as error:
        return _refused(request, None, pairs, error, as_json=as_json)
    if as_json:
        return _how_they_are(request, tokens, as_json=True)
    if len(tokens) == 1:
        return _see_other(reverse("list", kwargs={"token": tokens[0]}))
    return _see_other(f"{reverse('lists')}?{urlencode({'of': ','.join(tokens)})}")


def _how_they_are(request: HttpRequest, tokens: list[str], *, as_json: bool) -> HttpResponse:
    if as_json:
        return _as_json(request, tokens)
    found: list[dict[str, Any]] = []
    for token in tokens:
        job = Job.named(token)
        wishes = wishes_in(job) if job is not None else None
        if job is None or wishes is None:
            return gone(request)
        address = reverse("list", kwargs={"token": token})
        said = job.message if job.state == DONE else ""
        found.append({"name": wishes.mission.short_name, "state": STATES[job.state], "said": said, "address": address})
    context = {"lists": found, "here": request.get_full_path()}
    return private(render(request, "lists/several.html", context))


def _as_json(request: HttpRequest, tokens: list[str]) -> HttpResponse:
    """Several lists for programs, as each of them is told alone, under the slugs of their missions."""
    jobs = [Job.named(token) for token in tokens]
    lists = {wishes.mission.slug: job for job in jobs if job is not None and (wishes := wishes_in(job)) is not None}
    if not tokens or len(lists) < len(set(tokens)):
        return gone(request, as_json=True)
    here = f"{reverse('lists_json')}?{urlencode({'of': ','.join(tokens)})}"
    told = {
        "state": DONE
        if all(job.state == DONE for job in lists.values())
        else "under way"
        if any(job.under_way for job in lists.values())
        else "not all done",
        "address": asking.site_address(request) + here,
        "lists": {slug: plain(request, job) for slug, job in lists.items()},
    }
    response = JsonResponse(told, status=202 if told["state"] == "under way" else 200)
    response["Location"] = here
    return private(response)


def _see_other(address: str) -> HttpResponse:
    response = HttpResponseRedirect(address)
    response.status_code = 303
    return private(response)
