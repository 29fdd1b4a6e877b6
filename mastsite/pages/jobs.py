"""Background jobs: the door that starts a count, and the pages that say how a job is."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, JsonResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from mastsite.jobs import counting
from mastsite.jobs.asking import NoRoom
from mastsite.jobs.kinds import KINDS, JobError, folder_of
from mastsite.jobs.models import Job
from mastsite.jobs.queries import query_of
from mastsite.jobs.states import DONE, STATES, WAITING
from mastsite.pages import asking, errors
from mastsite.pages.asking import form_address, results_address
from mastsite.pages.words import amount
from mastsite.search.params import QueryError
from mastsite.search.query import Query
from mastsite.search.registry import get_mission
from mastsite.search.result import Count
from mastsite.search.tables import NotLoaded

UNNOTICED_S = 30
"""A job that waits longer may wait for a worker that does not run."""


class _Token(CsrfViewMiddleware):
    """Django's own check of the token, which gives its reason in place of a page of its own."""

    def _reject(self, request: HttpRequest, reason: str) -> Any:
        return reason


@csrf_exempt  # a count changes nothing and is bounded; a post that another site caused is turned away all the same
@require_POST
def count(request: HttpRequest, slug: str) -> HttpResponse:
    """Count every row of a search: at once where that is quick, and by a job where it is not."""
    mission = get_mission(slug)
    origin = request.headers.get("Origin", "")
    if origin not in ("", "null") and urlsplit(origin).netloc != request.get_host():
        remedy = "Use the button on a page of results here."
        return errors.refused(request, "A count can be started only from a page of this site.", remedy)
    as_json = "application/json" in request.headers.get("Accept", "")
    try:
        asked = asking.ask(mission, asking.pairs_of(request))
        job = counting.start(asked.placed)
    except QueryError as error:
        return _refused(
            request, as_json, 400, "The search could not be read", " ".join(f.sentence for f in error.faults)
        )
    except NotLoaded as error:
        return _refused(request, as_json, 404, "There is nothing to count", str(error))
    except NoRoom as error:
        response = _refused(request, as_json, 503, "No more jobs are taken", str(error))
        response["Retry-After"] = str(error.retry_s or 3600)
        return response
    if as_json:
        response = JsonResponse(_plain(request, job), status=202 if job.under_way else 200)
        response["Location"] = reverse("job_json", kwargs={"token": job.token})
        return _private(response)
    if job.state == DONE:
        return _see_other(f"{results_address(asked.query)}{'&' if asked.query.params() else '?'}count=exact")
    return _see_other(job_address(job, asked.query))


def job_address(job: Job, query: Query | None = None) -> str:
    """The page of a job, with the search that the way back leads to."""
    way = f"?{urlencode({'from': urlencode(query.params())})}" if query is not None else ""
    return reverse("job", kwargs={"token": job.token}) + way


@require_safe
def job_page(request: HttpRequest, token: str, extension: str = "") -> HttpResponse:
    """How a job is, as a page or as JSON."""
    job = Job.named(token)
    if job is None:
        return _gone(request, as_json=extension == "json")
    if extension == "json":
        return _private(JsonResponse(_plain(request, job)))
    return _page(request, job)


@csrf_exempt  # the token is checked below, so that a refusal shows the job again
@require_POST
def cancel(request: HttpRequest, token: str) -> HttpResponse:
    """The reader needs the job no longer."""
    job = Job.named(token)
    if job is None:
        return _gone(request)
    check = _Token(lambda asked: HttpResponse())
    check.process_request(request)
    if check.process_view(request, _page, (), {}) is not None:
        sentence = (
            "Nothing was cancelled: the sign that the button is of this site is missing or old. Allow the one cookie of this "
            "page, which carries it, and press Cancel again."
        )
        return _page(request, job, told=sentence, status=403)
    if job.under_way and not job.cancel() and (now := Job.named(token)) is not None and now.under_way:
        return _page(
            request, now, told="Somebody else has asked for the same, so that it goes on for them. Leave this page."
        )
    way = request.POST.get("from", "")
    return _see_other(job_address(job) + (f"?{urlencode({'from': way})}" if way else ""))


@require_safe
def job_file(request: HttpRequest, token: str) -> HttpResponseBase:
    """The file that a job has made."""
    job = Job.named(token)
    path = folder_of(job) / job.file if job is not None and job.state == DONE and job.file else None
    if job is None or path is None or not path.is_file():
        return _gone(request)
    response = FileResponse(path.open("rb"), as_attachment=True, filename=job.file)
    response["Access-Control-Allow-Origin"] = "*"
    response["Cache-Control"] = "private, no-cache"
    return response


def _page(request: HttpRequest, job: Job, told: str = "", status: int = 200) -> HttpResponse:
    query = _query(job)
    way = request.GET.get("from", request.POST.get("from", ""))
    context = shown(job) | {
        "mission": query.mission if query else None,
        "sentence": query.describe() if query else "",
        "told": told,
        "guarded": True,
        "way": way,
        "back": _back(query, way, exact=job.kind == counting.NAME and job.state == DONE) if query else "",
        "form_address": form_address(query) if query else "",
        "here": reverse("job", kwargs={"token": job.token}) + (f"?{urlencode({'from': way})}" if way else ""),
        "poll": f"{reverse('job', kwargs={'token': job.token})}?{urlencode({'from': way, 'seen': job.state})}",
        "news": request.GET.get("seen") != job.state,
        "canonical": asking.site_address(request) + reverse("job", kwargs={"token": job.token}),
        "kept_days": settings.JOBS_KEPT_DAYS,
    }
    return _private(render(request, "jobs/job.html", context, status=status))


def shown(job: Job) -> dict[str, Any]:
    """What the component shows of a job."""
    kind = KINDS.get(job.kind)
    end = job.ended or timezone.now()
    took_s = (end - (job.started or job.created)).total_seconds()
    waits = (timezone.now() - job.created).total_seconds() if job.state == WAITING else 0
    return {
        "job": job,
        "title": kind.label if kind else "Background job",
        "state": STATES[job.state],
        "said": f"{STATES[job.state]}. {job.message}".strip(),
        "took": duration(took_s) if job.started else "",
        "unnoticed": waits > UNNOTICED_S,
        "size": (folder_of(job) / job.file).stat().st_size
        if job.file and (folder_of(job) / job.file).is_file()
        else None,
    }


def duration(seconds: float) -> str:
    """A time as people say it: 8 seconds, 3 minutes."""
    whole = max(1, round(seconds))
    return amount(whole, "second", "seconds") if whole < 120 else amount(round(whole / 60), "minute", "minutes")


def _back(query: Query, way: str, *, exact: bool) -> str:
    """The address of the search as its reader had it, or without columns and order."""
    try:
        mine = asking.read(query.mission, parse_qsl(way)) if way else query
    except QueryError:
        mine = query
    address = results_address(mine)
    return f"{address}{'&' if '?' in address else '?'}count=exact" if exact else address


def _query(job: Job) -> Query | None:
    """The search that a job is about, if it is about one that can still be read."""
    try:
        return query_of(job.asked)
    except (JobError, KeyError):
        return None


def _plain(request: HttpRequest, job: Job) -> dict[str, Any]:
    """A job for programs."""
    site = asking.site_address(request)
    query = _query(job)
    return {
        "job": job.token,
        "kind": job.kind,
        "state": job.state,
        "message": job.message,
        "done": job.done,
        "of": job.of,
        "result": job.result,
        "created": job.created,
        "started": job.started,
        "ended": job.ended,
        "holdings": job.holdings,
        "address": site + reverse("job_json", kwargs={"token": job.token}),
        "search": site + results_address(query) if query else "",
        "file": site + reverse("job_file", kwargs={"token": job.token}) if job.file and job.state == DONE else "",
    }


def _gone(request: HttpRequest, *, as_json: bool = False) -> HttpResponse:
    days = amount(settings.JOBS_KEPT_DAYS, "day", "days")
    sentence = f"No background job has this address. Jobs are kept for {days} after they end: make the search anew."
    return _refused(request, as_json, 404, "There is no such job", sentence)


def _refused(request: HttpRequest, as_json: bool, status: int, title: str, sentence: str) -> HttpResponse:
    if as_json:
        return JsonResponse({"errors": [{"name": "", "value": "", "message": sentence}]}, status=status)
    return errors.problem(request, status, title, sentence)


def _see_other(address: str) -> HttpResponse:
    response = HttpResponseRedirect(address)
    response.status_code = 303
    return response


def _private(response: HttpResponse) -> HttpResponse:
    """A job is of whoever has its address; what it says is old in a second."""
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def counted(placed: Query) -> Count | None:
    """How many rows a search gives, if that was counted of the rows that are held now."""
    known = counting.known(placed)
    return known.up_to(placed.limit) if known else None


def count_address(query: Query) -> str:
    """Where the button of a page of results posts to."""
    params = query.params()
    address = reverse("count", kwargs={"slug": query.mission.slug})
    return f"{address}?{urlencode(params)}" if params else address
