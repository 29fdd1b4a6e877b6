"""``/accessibility``: what was tested of how accessible the site is, what came out, and what nobody has tested.

It is written from the record of the last run of the tests (`run`). Where there is none, the page says that and claims
nothing.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mastsite.freshness import build, keepable
from mastsite.guides import run

STANDARD = "WCAG 2.2 AA"
REPORT = "/feedback?about=/accessibility"

GAPS = (
    (
        "Other screen readers",
        "Only Orca is run. NVDA, JAWS, VoiceOver and TalkBack have not been tried, and they may say things differently.",
    ),
    (
        "Speech input",
        "Dragon and other programs for dictation have not been tried; that labels are unique and visible is tested.",
    ),
    (
        "People",
        "People with disabilities have not been asked yet. A passed test shows that the parts are connected, not that a "
        "person finds the way with ease.",
    ),
    (
        "Error summary",
        "When a search cannot be read, the list of what is wrong takes the focus without a script. Tried with Orca in two "
        "browsers; not with NVDA or VoiceOver.",
    ),
    (
        "Coordinates",
        "Positions are said in words unless you choose otherwise under Reading preferences. Whether that is the better "
        "start is not known.",
    ),
    (
        "Speech and braille",
        "What Orca sends to the voice and to the braille display is read as text. Nobody has listened or felt.",
    ),
    ("Small screens and zoom", "Narrow windows and zoom are those of a browser on a desktop. No phone was tried."),
    (
        "Older browsers",
        "Browsers from before the middle of 2024 have no dark theme: the colours are the light ones, or the red ones.",
    ),
    (
        "Files of the archive",
        "Previews, spectra and images are served as the archive has them. They have no descriptions.",
    ),
)
"""What is known to be missing. To add one more: a line here."""


def document(record: run.Run | None, problem: str) -> dict[str, Any]:
    """Everything the page says, as plain data; without a record `problem` says why there is none."""
    running = build()
    return {
        "standard": STANDARD,
        "claim": claim(record),
        "audited_by_people": False,
        "running_build": running,
        "tested_build": record.build if record else None,
        "tests_are_of_the_running_build": record.build == running if record else None,
        "problem": problem or None,
        "record": _plain(record) if record else None,
        "known_gaps": [{"about": about, "gap": gap} for about, gap in GAPS],
        "report_a_barrier": REPORT,
        "contact": settings.CONTACT,
    }


def claim(record: run.Run | None) -> str:
    """What may be said of conformance, no more than the record holds."""
    if record is None:
        return f"The pages are made to meet {STANDARD}. No test run is recorded here, so nothing more is claimed."
    if not record.checks:
        return f"The pages are made to meet {STANDARD}. The recorded run has no checks, so nothing more is claimed."
    failed = sum(not walk.passed for walk in record.journeys)
    if record.failures or failed:
        counts = [
            f"{count:,} {one if count == 1 else many}"
            for count, one, many in (
                (record.failures, "failure", "failures"),
                (failed, "task that fails in some way", "tasks that fail in some way"),
            )
            if count
        ]
        return f"The pages are made to meet {STANDARD} and do not everywhere: automatic tests found {' and '.join(counts)}, listed below."
    return (
        f"The pages are made to meet {STANDARD}, and automatic tests found nothing against it. "
        "That is no audit by people: machines see only part of what the guidelines ask."
    )


def _plain(record: run.Run) -> dict[str, Any]:
    return asdict(record) | {"date": record.date.isoformat(), "tools": dict(record.tools)}


@require_safe
def statement(request: HttpRequest, extension: str = "") -> HttpResponse:
    """The page, or with ``.json`` the data."""
    record, problem = run.found()
    data = document(record, problem)
    if extension == "json":
        return keepable(JsonResponse(data))
    return keepable(render(request, "guides/accessibility.html", {"data": data, "record": record}))
