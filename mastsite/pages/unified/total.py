"""The sum of the counts in one sentence: on the page, and read out once when the last of those is there that come one by one.

Where scripts run, each count of the table carries itself in a hidden box. When no count has come for a moment, the table's
boxes are sent here; as long as one is missing, nothing is answered.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from mastsite.pages.unified.asking import LATE, Line
from mastsite.pages.words import amount
from mastsite.search.result import Count

_COUNT = re.compile(r"([0-9]{1,15})(\+?)")


def told(lines: Sequence[Line]) -> str:
    """Such as “All 24 missions answered: 1,234 rows in 5 missions.”"""
    asked = {line.mission.slug for line in lines}
    answered = asked - {line.mission.slug for line in lines if line.count is None}
    counts = [line.count for line in lines if line.count]
    least = "" if all(count.exact for count in counts) else "at least "
    rows = amount(sum(count.value for count in counts), "row", "rows")
    some = amount(len({line.mission.slug for line in lines if line.count and line.count.value}), "mission", "missions")
    whole = f"All {len(asked)}" if answered == asked and len(asked) > 1 else f"{len(answered)} of {len(asked)}"
    return f"{whole} missions answered: {least}{rows} in {some}."


def read(lines: Sequence[Line], request: HttpRequest) -> list[Line] | None:
    """The lines with the counts that were sent; None when one is missing or no count."""
    found = []
    for line in lines:
        sent = request.GET.get(line.box[0], "")
        count = None
        if sent != LATE:
            match = _COUNT.fullmatch(sent)
            if match is None:
                return None
            count = Count(int(match[1]), exact=not match[2])
        found.append(replace(line, count=count))
    return found


def answer(request: HttpRequest, lines: Sequence[Line]) -> HttpResponse:
    """The sentence, or nothing to put in its place as long as a count is missing."""
    found = read(lines, request)
    if found:
        response = render(request, "unified/total.html", {"total": told(found)})
    else:
        response = HttpResponse()  # not even an empty status line, which would take away what it says
        response["HX-Reswap"] = "none"
    response["Cache-Control"] = "no-store"
    return response
