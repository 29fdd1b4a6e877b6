"""The boxes that choose the columns and the order of a result, drawn once for all results that have the same."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from mastsite.pages.forms import sort_boxes, ticks
from mastsite.pages.words import heading
from mastsite.search.declare import Mission
from mastsite.search.query import Query


def column_choice(query: Query, shown: Iterable[str]) -> SafeString:
    """The boxes for the columns of these names, and the order, of a search as it was typed."""
    order = tuple(pair for pair in query.params() if pair[0] == "sort")
    return _drawn(query.mission, frozenset(shown), order)


@lru_cache(maxsize=128)
def _drawn(mission: Mission, shown: frozenset[str], order: tuple[tuple[str, str], ...]) -> SafeString:
    # some 250 choices for a mission like K2: drawing them took a tenth of the page's time
    context = {
        "column_names": [heading(column) for column in mission.columns],
        "ticks": list(ticks(mission, set(shown))),
        "sort_boxes": list(sort_boxes(mission, list(order))),
    }
    return render_to_string("pages/column_choice.html", context)
