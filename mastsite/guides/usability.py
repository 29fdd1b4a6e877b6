"""``/usability/``: the tasks, what they cost in the running build, and how to try them with people.

To add one more page: a line in `PAGES`, a view, and a template in ``templates/guides/usability``.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mastsite.components import Wrong
from mastsite.form_renderer import summary
from mastsite.freshness import build, keepable
from mastsite.guides import run, scale
from mastsite.guides.evidence import EVIDENCE
from mastsite.guides.forms import Questionnaire, Scores, cleaned, strangers
from mastsite.guides.tasks import by_part, measured

TEMPLATE = "docs/research/finding-template.md"


@dataclass(frozen=True, slots=True)
class Page:
    """A page about usability; `about` says in the list of them what it has."""

    address: str
    title: str
    about: str
    here: bool = False


PAGES = (
    Page("/usability/", "Overview", "Method, and what we know and do not know."),
    Page("/usability/tasks", "Tasks", "What participants are told, where they begin, what counts as done."),
    Page("/usability/measurements", "Measurements", "Keys and phrases that each task takes, beside its budget."),
    Page("/usability/round", "Running a round", "From the invitation to the findings, step by step."),
    Page("/usability/sus", "Questionnaire", "The ten statements of the System Usability Scale, on paper or here."),
    Page("/usability/score", "Scores", "The mean of several participants, and how sure it is."),
    Page("/usability/findings", "Findings", "The form of a finding, and how it becomes a failing test."),
)


def _page(request: HttpRequest, template: str, status: int = 200, **context: Any) -> HttpResponse:
    pages = [Page(page.address, page.title, page.about, page.address == request.path) for page in PAGES]
    page = next((page for page in pages if page.here), pages[0])
    return keepable(
        render(request, f"guides/usability/{template}.html", {"pages": pages, "page": page, **context}, status=status)
    )


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    return _page(request, "overview", evidence=EVIDENCE)


@require_safe
def task_set(request: HttpRequest) -> HttpResponse:
    record, why = run.found()
    walks = {item.task.name: item.walk for item in measured(record.journeys if record else ())}
    parts = [(title, [(task, walks[task.name]) for task in tasks]) for title, tasks in by_part()]
    return _page(request, "tasks", parts=parts, record=record, why=why, total=len(walks))


@require_safe
def measurements(request: HttpRequest) -> HttpResponse:
    record, why = run.found()
    lines = measured(record.journeys) if record else ()
    return _page(
        request, "measurements", record=record, why=why, lines=lines, running=build(),
        untasked=[walk for walk in record.journeys if walk not in {line.walk for line in lines}] if record else [],
    )  # fmt: skip


@require_safe
def moderated_round(request: HttpRequest) -> HttpResponse:
    return _page(request, "round", contact=settings.CONTACT)


@require_safe
def findings(request: HttpRequest) -> HttpResponse:
    try:
        text = (Path(settings.ROOT) / TEMPLATE).read_text(encoding="utf-8")
    except OSError:
        text = ""
    return _page(request, "findings", text=text, lines=text.count("\n") + 1, file=TEMPLATE)


@require_safe
def questionnaire(request: HttpRequest) -> HttpResponse:
    """The ten statements; with answers in the address, their score above them."""
    form = Questionnaire(cleaned(request.GET) if request.GET else None)
    context: dict[str, Any] = {}
    faults = _faults(request, form)
    if form.is_bound and not faults:
        context = {"score": scale.score(form.answers), "answers": "".join(map(str, form.answers))}
    return _page(
        request, "sus", 400 if faults else 200, form=form, summary=faults, mean=scale.MEANS["sus"][0], **context
    )


@require_safe
def scores(request: HttpRequest) -> HttpResponse:
    """Scores of several participants with their mean, and a share of successes; each with its interval."""
    form = Scores(cleaned(request.GET) if request.GET else None)
    context: dict[str, Any] = {}
    faults = _faults(request, form)
    if form.is_bound and not faults:
        given = form.cleaned_data
        points = [scale.score(answers) for answers in given["answers"]]
        context = {
            "people": list(zip(given["answers"], points, strict=True)),
            "mean": scale.mean(points),
            "published": scale.MEANS[given["compare"]],
            "succeeded": given["succeeded"],
            "tried": given["tried"],
        }
        if rate := given.get("rate"):
            context["rate"] = [f"{100 * value:.0f} %" for value in (rate.middle, rate.low, rate.high)]
    return _page(request, "score", 400 if faults else 200, form=form, summary=faults, **context)


def _faults(request: HttpRequest, form: Form) -> list[Wrong]:
    return [*strangers(request.GET, form.fields), *summary(form)] if form.is_bound else []
