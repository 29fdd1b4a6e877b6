"""`/search/`: the box, how it was understood, and how many rows each mission has, with a way into its classic form."""

from __future__ import annotations

import shlex
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from mastsite import freshness
from mastsite.components import Box, Wrong
from mastsite.freshness import keepable
from mastsite.pages import errors
from mastsite.pages.asking import pairs_of, site_address
from mastsite.pages.cells import Manner
from mastsite.pages.preferences import read_all
from mastsite.pages.unified import conditions, nearby
from mastsite.pages.unified import total as sums
from mastsite.pages.unified.asking import PAGE_S, Line, lines
from mastsite.pages.unified.understanding import READINGS, Understood, others, understand
from mastsite.pages.words import amount
from mastsite.search.angles import PositionError, parse_radius
from mastsite.search.everywhere import counts
from mastsite.search.registry import missions
from mastsite.snippets import Snippet

EXAMPLES = ("M 31", "10.6847 +41.2687", "8880", "STIS", "J00424433+4116085")
OWN = ("q", "as", "radius", "wait", nearby.FIRST)
REST_S, LATE_EACH_S = 30.0, 10.0
"""For the counts of who asked for the rest, and for one of them."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What was typed, as read."""

    understood: Understood
    typed: dict[str, str]
    radius_arcmin: float | None
    pairs: tuple[tuple[str, str], ...]
    wrong: dict[str, str]
    notes: tuple[str, ...]
    radii_arcmin: dict[str, float] = field(default_factory=dict)
    rows: int = 0
    waits: bool = False

    @property
    def searches(self) -> bool:
        reading = self.understood.reading
        if self.wrong or self.understood.problem:
            return False
        return reading.searches if reading else bool(self.typed)

    def lines(self) -> list[Line]:
        return (
            lines(self.understood.reading, self.typed, self.radius_arcmin, self.radii_arcmin) if self.searches else []
        )


@require_safe
def search(request: HttpRequest, extension: str = "") -> HttpResponse:
    """The page, or with ``.json`` the counts."""
    if not extension and (bare := _without_empty(request)) is not None:
        return HttpResponseRedirect(bare)
    by_script = bool(request.htmx) and not extension  # type: ignore[attr-defined]
    mark = freshness.mark(request, list(missions()), f"{by_script} {request.headers.get('Cookie', '')}")
    if (same := freshness.unchanged(request, mark.etag)) is not None:
        return same
    asked = ask(request)
    streams = by_script and not asked.rows and not asked.waits
    found = counted(asked.lines(), within_s=0 if streams else REST_S if asked.waits else PAGE_S, waits=asked.waits)
    status = 400 if asked.wrong or asked.understood.problem else 200
    late = asked.understood.unsure or any(line.query and line.count is None for line in found)
    if extension == "json":
        response: HttpResponse = JsonResponse(_plain(request, asked, found), status=status)
        response["Access-Control-Allow-Origin"] = "*"
    else:
        response = render(
            request, "unified/search.html", _context(request, asked, found, streams=streams), status=status
        )
    if status == 200 and not late:
        return keepable(response, mark.etag)
    response["Cache-Control"] = "no-store"
    return response


def _boxes() -> set[str]:
    """The names that the page knows."""
    return {*OWN, *conditions.BY_BOX, *nearby.positioned()}


def _without_empty(request: HttpRequest) -> str | None:
    """The address without the boxes that nothing was typed into; None where it has none of these."""
    given = [(name, value) for name, values in request.GET.lists() for value in values]
    known = _boxes()
    kept = [(name, value) for name, value in given if value.strip() or name not in known]
    if len(kept) == len(given):
        return None
    asked = urlencode(kept, errors="surrogatepass")
    return f"{request.path}?{asked}" if asked else request.path


@require_safe
def found(request: HttpRequest, slug: str, part: int) -> HttpResponse:
    """The count of one mission, for the page that could not wait for it."""
    mine = [line for line in ask(request).lines() if line.mission.slug == slug and line.part == part]
    if not mine:
        return errors.not_found(request, "There is no such count", f"Nothing was asked of {slug[:40]} in this search.")
    (line,) = counted(mine, within_s=REST_S, waits=True)
    response = render(request, "unified/count.html", {"line": line, "late": True})
    response["Cache-Control"] = "no-store"
    return response


@require_safe
def total(request: HttpRequest) -> HttpResponse:
    """The sum of the counts that came one by one, which the address carries beside the search."""
    return sums.answer(request, [line for line in ask(request).lines() if line.query])


def counted(asked: list[Line], *, within_s: float, waits: bool = False) -> list[Line]:
    """The lines with their counts, as far as the time goes."""
    each_s = LATE_EACH_S if waits else None
    known = dict(counts([line.query for line in asked if line.query], within_s=within_s, each_s=each_s))
    return [replace(line, count=known[line.query]) if line.query else line for line in asked]


def ask(request: HttpRequest) -> Asked:
    """Read the address."""
    pairs = pairs_of(request)
    given: dict[str, str] = {}
    wrong: dict[str, str] = {}
    notes: list[str] = []
    known = _boxes()
    for name, value in pairs:
        value = value.replace("\x00", " ").strip() if name != "q" else value.replace("\x00", " ")
        if name not in known:
            notes.append(f"{name[:40]}={value[:60]} changed nothing: it is not known to this page.")
        elif name in given and value:
            wrong[name] = f"{name} stands twice in the address. Leave one."
        elif value:
            given[name] = value
    radius = None
    if text := given.get("radius", ""):
        try:
            radius = parse_radius(text)
        except PositionError as error:
            wrong["radius"] = str(error)
    typed = {name: text for name, text in given.items() if name in conditions.BY_BOX}
    wrong |= conditions.read(typed)
    radii, rows, amiss = nearby.read(given)
    wrong |= amiss
    if given.get("wait", "long") != "long":
        notes.append(f"wait={given['wait'][:60]} changed nothing: only wait=long is known.")
    understood = understand(given.get("q", ""), given.get("as", ""))
    if not (understood.reading and understood.reading.place):
        for name in [name for name in given if name == "radius" or name in nearby.positioned()]:
            if understood.text or name != "radius":
                notes.append(f"The {name} {given[name][:40]} was not used: nothing was read that has a position.")
    for label in understood.unsure:
        notes.append(
            f"There was no time to see whether “{understood.text[:60]}” is {label}. Choose that reading to look again."
        )
    return Asked(
        understood, typed, radius, tuple(given.items()), wrong, tuple(notes), radii, rows, given.get("wait") == "long"
    )


def _context(request: HttpRequest, asked: Asked, found: list[Line], *, streams: bool) -> dict[str, Any]:
    reading, given = asked.understood.reading, dict(asked.pairs)
    asked_of = [line for line in found if line.query]
    total = sum(line.count.value for line in asked_of if line.count)
    exact = all(line.count and line.count.exact for line in asked_of)
    wrong = [Wrong(sentence, f"f-{name}") for name, sentence in asked.wrong.items()]
    if asked.understood.problem:
        wrong.insert(0, Wrong(asked.understood.problem, "f-q"))
    nearby_names = {nearby.FIRST, *nearby.positioned()}
    here = f"?{urlencode(asked.pairs)}" if asked.pairs else ""
    site = site_address(request)
    return {
        "box": Box("q", "Search every mission", "; ".join(given.get("q", "").splitlines()), hint="A name, coordinates, a data set, a programme, an instrument or a person.", example="M 31", errors=tuple(w.sentence for w in wrong if w.target == "f-q")),
        "radius": Box("radius", "Radius", given.get("radius", ""), unit="arcmin", hint="Around a position; empty for each mission's own.", example="5", errors=_errors(asked, "radius")),
        "boxes": [
            Box(box.name, box.column.label, given.get(box.name, ""), unit=box.column.unit, hint=box.hint, example=box.example, errors=_errors(asked, box.name))
            for box in conditions.BOXES
        ],
        "more_open": bool(asked.typed or conditions.BY_BOX.keys() & asked.wrong.keys()),
        "nearby": nearby.boxes(given, asked.wrong),
        "nearby_open": bool(asked.radii_arcmin or asked.rows or nearby_names & asked.wrong.keys()),
        "tables": list(nearby.tables(asked_of, asked.rows, Manner(spoken=read_all(request)["spoken"]))) if asked.rows else [],
        "streams": streams,
        "late": sum(1 for line in asked_of if line.count is None),
        "rest": f"?{urlencode([*((n, v) for n, v in asked.pairs if n != 'wait'), ('wait', 'long')])}" if not asked.waits else "",
        "summary": wrong,
        "reading": reading,
        "understood": asked.understood,
        "others": [(label, f"?{urlencode([*((n, v) for n, v in asked.pairs if n != 'as'), ('as', name)])}") for name, label in _others(asked)],
        "searched": asked.searches,
        "lines": asked_of,
        "not_asked": [line for line in found if not line.query],
        "total": sums.told(asked_of),
        "rows": f"{'' if exact else 'at least '}{amount(total, 'row', 'rows')}",
        "with_rows": sum(1 for line in asked_of if line.count and line.count.value),
        "missions_asked": len({line.mission.slug for line in asked_of}),
        "messages": [{"text": note, "level": "warning"} for note in asked.notes],
        "here": here,
        "examples": [(text, f"?{urlencode({'q': text})}") for text in EXAMPLES],
        "snippets": _snippets(f"{site}{reverse('everywhere_json')}{here}") if asked.searches else [],
        "page_s": f"{REST_S if asked.waits else PAGE_S:g}",
    }  # fmt: skip


def _others(asked: Asked) -> tuple[tuple[str, str], ...]:
    """The other ways to read the text, where one of them was taken or chosen."""
    reading, text = asked.understood.reading, asked.understood.text
    taken = reading.name if reading else dict(asked.pairs).get("as", "")
    return others(text, taken) if taken and not (reading and reading.elsewhere) else ()


def _errors(asked: Asked, name: str) -> tuple[str, ...]:
    return (asked.wrong[name],) if name in asked.wrong else ()


def _snippets(address: str) -> list[Snippet]:
    """The same counts for scripts."""
    python = f'import json\nfrom urllib.request import urlopen\n\nwith urlopen({address!r}) as answer:\n    for line in json.load(answer)["missions"]:\n        print(line["mission"], line["count"], line["results"])\n'
    return [
        Snippet("curl", "curl", f"curl --fail --silent --show-error {shlex.quote(address)}\n", "shell"),
        Snippet("python", "Python", python, "python"),
    ]


def _plain(request: HttpRequest, asked: Asked, found: list[Line]) -> dict[str, Any]:
    site, reading = site_address(request), asked.understood.reading
    place = reading.place if reading else None
    return {
        "q": asked.understood.text,
        "read_as": reading.name if reading else None,
        "says": reading.says if reading else "",
        "ra_deg": place.ra_deg if place else None,
        "dec_deg": place.dec_deg if place else None,
        "readings": list(READINGS),
        "errors": [{"name": name, "message": text} for name, text in asked.wrong.items()]
        + ([{"name": "q", "message": asked.understood.problem}] if asked.understood.problem else []),
        "messages": [
            *asked.notes,
            *(
                [f"first={asked.rows} changed nothing here: ask the results of each mission with limit={asked.rows}."]
                if asked.rows
                else []
            ),
        ],
        "missions": [
            {
                "mission": line.mission.slug,
                "part": line.told,
                "count": line.count.value if line.count else None,
                "exact": line.count.exact if line.count else None,
                "form": site + line.form if line.query else None,
                "results": site + line.results if line.query else None,
                "not_asked": line.why_not,
            }
            for line in found
        ],
    }
