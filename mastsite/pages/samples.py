"""Real content for the page of components: a mission, a search that finds rows, a file list, a retirement.

Nothing here is made up. What this site does not hold is None, and the page says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl

from django.http import HttpRequest, QueryDict

from mastsite.pages import asking, forms
from mastsite.pages.results import found_context, limited
from mastsite.pages.typed import Pairs
from mastsite.products import listing
from mastsite.retirement import registry as retirements
from mastsite.retirement.notice import Notice
from mastsite.retirement.states import State
from mastsite.search import engine
from mastsite.search.declare import Mission
from mastsite.search.limits import TimeLimit
from mastsite.search.params import Fault, QueryError
from mastsite.search.query import Query
from mastsite.search.registry import missions
from mastsite.search.tables import NotLoaded, holdings

ROWS = 10
FILES_LOOKED_FOR = 2
"""Rows of each mission whose files are asked for."""
UNREADABLE = "abc"


Files = tuple[Mission, str, listing.Listing]
"""A row by its mission and identifier, and its files."""

Shown = dict[str, Any]
"""What the page of results and its components are given."""


class Samples:
    """What the states of components are filled with, each found when it is first asked for."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @cached_property
    def loaded(self) -> list[Mission]:
        """Missions with rows here, those with an example around a target first."""
        held = holdings()
        found = [mission for slug, mission in missions().items() if slug in held]
        return sorted(found, key=lambda mission: not any(_has_target(pairs) for pairs in _examples(mission)))

    @cached_property
    def mission(self) -> Mission:
        """One with a position, and with rows where there is any."""
        return next(iter([*self.loaded, *(mission for mission in missions().values() if mission.has_position)]))

    @cached_property
    def around_a_target(self) -> Shown | None:
        """An example of a mission, around a place, that finds rows."""
        for mission in self.loaded:
            for pairs in _examples(mission):
                if _has_target(pairs) and (answer := self._answer(mission, pairs)):
                    return answer
        return None

    @cached_property
    def without_boxes(self) -> Shown | None:
        """The same search without the column of identifiers, and so without boxes to tick."""
        if self.around_a_target is None:
            return None
        mission, pairs = self.around_a_target["mission"], self.around_a_target["searched"]
        columns = [name for name in mission.default_columns if name != mission.id_column]
        kept = [pair for pair in pairs if pair[0] not in ("rows", "columns")]
        return self._answer(mission, [*kept, ("columns", ",".join(columns))])

    @cached_property
    def turned(self) -> Shown | None:
        """The same again, sorted by its first column from the end."""
        if self.without_boxes is None:
            return None
        pairs = [pair for pair in self.without_boxes["searched"] if pair[0] != "rows"]
        first = self.without_boxes["grid"].headings[0].name
        return self._answer(self.without_boxes["mission"], [*pairs, ("sort", f"-{first}")])

    @cached_property
    def many(self) -> Shown | None:
        """The second page of all rows of a mission, sorted by its second column, the largest first."""
        for mission in self.loaded:
            column = mission.column(mission.default_columns[1]).name
            if answer := self._answer(mission, [("sort", f"-{column}"), ("page", "2")]):
                return answer
        return None

    @cached_property
    def form(self) -> forms.Form:
        """The form, filled with the first example of its mission."""
        return forms.build(self.mission, next(iter(_examples(self.mission)), []))

    def form_of(self, pairs: Pairs) -> forms.Form:
        """The form with these boxes filled, and what is wrong with them."""
        return forms.build(self.mission, pairs, _faults(self.mission, pairs))

    @cached_property
    def wrong_form(self) -> forms.Form:
        """The form after a radius that cannot be read."""
        return forms.build(self.mission, self.wrong_pairs, self.faults)

    @cached_property
    def wrong_pairs(self) -> Pairs:
        return [("target", "0 0"), ("radius", UNREADABLE)]

    @cached_property
    def faults(self) -> list[Fault]:
        return _faults(self.mission, self.wrong_pairs)

    @cached_property
    def first_page(self) -> Shown | None:
        """The first page of the rows of a mission."""
        return self._first([])

    @cached_property
    def limited(self) -> Shown | None:
        """Rows that the search itself limits."""
        return self._first([("limit", str(ROWS // 2))])

    @cached_property
    def remarked(self) -> Shown | None:
        """Rows of a search with a radius around nothing, which is remarked on."""
        return self._first([("radius", "5")])

    @cached_property
    def record_with_files(self) -> Files | None:
        """The files of the first row that has some."""
        return next((found for found in self._files() if found[2].products), None)

    @cached_property
    def record_without_files(self) -> Files | None:
        """The first row without files, and what is said of it."""
        return next((found for found in self._files() if not found[2].products), None)

    def _files(self) -> Iterator[Files]:
        """The first rows of each mission with the files that are known of them."""
        for mission in self.loaded:
            query = Query(mission, columns=(mission.id_column,), rows=FILES_LOOKED_FOR)
            for (identifier,) in engine.page(query, counted=False).rows:
                yield mission, str(identifier), listing.of(mission, [str(identifier)], ask_upstream=False)

    def _first(self, pairs: Pairs) -> Shown | None:
        return next((found for mission in self.loaded if (found := self._answer(mission, pairs))), None)

    def _answer(self, mission: Mission, pairs: Pairs) -> Shown | None:
        """The rows of a search; None where there are none or it cannot be answered here and now."""
        try:
            asked = asking.ask(mission, [*pairs, ("rows", str(ROWS))])
            result = engine.page(asked.placed)
            rows = list(result.rows)
            result.messages += [*asked.messages, *limited(asked)]
            return found_context(self.request, asked, result, rows) if rows else None
        except (QueryError, NotLoaded, TimeLimit):
            return None

    def notice(self, state: State, *, preview: bool = False) -> Notice | None:
        """The notice of a retiring page of this site, on a day on which the retirement is in that state."""
        for entry in retirements.entries():
            dates = entry.record.dates
            days = {State.ANNOUNCED: dates.announced, State.LAST_CALL: dates.last_call}
            plain = [pattern for pattern in entry.record.patterns if "*" not in pattern]
            if entry.record.kind == "page" and plain and entry.state(days[state]) is state:
                request = HttpRequest()
                request.method, request.path, request.path_info = "GET", plain[0], plain[0]
                request.META, request.GET = dict(self.request.META), QueryDict("target=m+31")
                return Notice(request, entry, (), days[state], as_of=preview)
        return None


def _examples(mission: Mission) -> Iterator[Pairs]:
    return (parse_qsl(address) for address, _text in mission.examples)


def _has_target(pairs: Pairs) -> bool:
    return any(name == "target" and value for name, value in pairs)


def _faults(mission: Mission, pairs: Pairs) -> list[Fault]:
    try:
        asking.read(mission, pairs)
    except QueryError as error:
        return list(error.faults)
    return []
