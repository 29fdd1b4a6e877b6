"""The list of missions: what each is, how many rows it holds here, what is loaded since when."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mastsite.freshness import keepable
from mastsite.pages.words import amount
from mastsite.search.declare import Mission
from mastsite.search.models import Holding
from mastsite.search.registry import missions
from mastsite.search.tables import holdings

NEWEST = 12


@dataclass(frozen=True, slots=True)
class Line:
    """A mission and what is loaded of it."""

    mission: Mission
    holding: Holding | None

    @property
    def rows_here(self) -> str:
        return f"{self.holding.row_count:,}" if self.holding else ""

    @property
    def whole(self) -> str:
        """Rows of the whole archive, where somebody counted them."""
        return "not recorded" if self.mission.upstream_rows is None else f"{self.mission.upstream_rows:,}"


def lines() -> list[Line]:
    """Every mission in the order of the page."""
    loaded = holdings()
    return [Line(mission, loaded.get(slug)) for slug, mission in missions().items()]


def _sources(found: list[Line]) -> list[str]:
    """Who counted the whole archive, each source once; what a source says after "; " is a remark on that mission."""
    remarks: dict[str, list[str]] = {}
    for line in found:
        source, _, remark = line.mission.upstream_source.partition("; ")
        if source:
            remarks.setdefault(source, []).extend([f"for {line.mission.short_name} {remark}"] if remark else [])
    return ["; ".join((source, *more)) for source, more in remarks.items()]


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    found = lines()
    loaded = [line for line in found if line.holding]
    newest = sorted(loaded, key=lambda line: line.holding.loaded_at, reverse=True)[:NEWEST]  # type: ignore[union-attr]
    context = {
        "sections": [
            (title.capitalize(), list(group)) for title, group in groupby(found, key=lambda line: line.mission.section)
        ],
        "missions": len(found),
        "with_rows": len(loaded),
        "rows": amount(sum(line.holding.row_count for line in loaded if line.holding), "row", "rows"),
        "newest": newest,
        "sources": _sources(found),
    }
    return keepable(render(request, "pages/index.html", context))
