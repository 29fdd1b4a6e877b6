"""``/tour/``: the form and its answers, a step a page, with something to try at each on the first mission that ships rows.

To add one more step: a `Step` in `STEPS`, at its place; the addresses of what it tries are functions of a `Shown`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from urllib.parse import parse_qsl, quote, urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from mastsite.freshness import keepable
from mastsite.search.declare import Column, Mission
from mastsite.search.registry import missions

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """The mission that the tour shows, and a search of it around a target."""

    mission: Mission
    asked: Pairs
    sentence: str

    def address(self, page: str, pairs: Pairs = ()) -> str:
        """A page under the mission's address."""
        form = reverse("form", kwargs={"slug": self.mission.slug})
        return f"{form}{page}?{urlencode(pairs, quote_via=quote)}" if pairs else f"{form}{page}"

    @property
    def place(self) -> Pairs:
        return tuple(pair for pair in self.asked if pair[0] in ("target", "radius"))

    @property
    def condition(self) -> Pairs:
        """The first box of the search that is not about the place, or the first that declares an example."""
        others = [pair for pair in self.asked if pair not in self.place]
        declared = [(column.name, column.example) for column in self.boxes if column.example]
        return tuple((others + declared)[:1])

    @property
    def boxes(self) -> list[Column]:
        return [column for column in self.mission.stored_columns if column.group and column.queryable]

    @property
    def amount(self) -> str:
        """A column to sort by: the first amount that tables show, or else the row's name."""
        amounts = [column for column in self.boxes if column.kind == "float" and column.default_output]
        return f"-{amounts[0].name}" if amounts else self.mission.id_column


@dataclass(frozen=True, slots=True)
class Try:
    """A link of a step: what it shows, and where it leads."""

    text: str
    address: Callable[[Shown], str]


@dataclass(frozen=True, slots=True)
class Step:
    """A page of the tour: the word in its address, its title, a few sentences, something to try."""

    key: str
    title: str
    text: tuple[str, ...]
    tries: tuple[Try, ...]


STEPS = (
    Step(
        "form",
        "The form and its parts",
        (
            "Every mission has one form of plain boxes. Fill any of them and press Search, or Enter in a box.",
            "Boxes are joined by “and”; an empty box asks nothing. The list of parts leads to each group of boxes, "
            "and Start over empties them all.",
        ),
        (Try("The empty form", lambda shown: shown.address("")),),
    ),
    Step(
        "target",
        "The target box",
        (
            "Target takes the name of an object or a position in any usual spelling, and several with semicolons "
            "between them. Radius is in arcminutes unless a unit is typed.",
            "Names are looked up for you. Coordinates in parts, and another equinox, have boxes of their own further down.",
        ),
        (
            Try("The form with a target filled in", lambda shown: f"{shown.address('', shown.place)}#f-target"),
            Try("What is found there", lambda shown: shown.address("results", shown.place)),
        ),
    ),
    Step(
        "operators",
        "Conditions in boxes",
        (
            "A box takes more than a value: “2..5” is a range, “a, b” one or the other, “!a” anything but a, “*” stands for "
            "any characters, “null” finds what has no value. Words do too: “2 to 5”, “less than 5”, “not a”.",
            "The table of operators below each form has an example of each for that form, to open with its box filled.",
        ),
        (
            Try(
                "The form with one condition",
                lambda shown: f"{shown.address('', shown.condition)}#f-{shown.condition[0][0]}",
            ),
            Try("The table of operators, with examples", lambda shown: f"{shown.address('')}#operators"),
        ),
    ),
    Step(
        "reading",
        "How the search was read",
        (
            "Above the rows stands the search in one sentence, as it was read: each condition, the units, the position "
            "of the target and who resolved its name. Read it before you believe the number of rows.",
            "Change this search leads back to the form with every box as you left it. The address holds the whole "
            "search, so it can be kept or sent to somebody.",
        ),
        (
            Try("Results of a search", lambda shown: shown.address("results", shown.asked)),
            Try("The form of the same search", lambda shown: shown.address("", shown.asked)),
        ),
    ),
    Step(
        "table",
        "The table of results",
        (
            "A heading sorts by its column, and once more the other way round. Columns and sort, above the table, "
            "adds and leaves out columns and sorts by up to three of them.",
            "Rows can be ticked and shown alone. The first column leads to the page of one row.",
        ),
        (
            Try("Sorted by one column", lambda shown: shown.address("results", (*shown.asked, ("sort", shown.amount)))),
            Try(
                "With two columns only",
                lambda shown: shown.address("results", (*shown.asked, ("columns", _two(shown.mission)))),
            ),
            Try("What each column means", lambda shown: shown.address("columns")),
        ),
    ),
    Step(
        "copy",
        "Files and scripts",
        (
            "Download has all rows of the search as CSV, VOTable, FITS, JSON and more; the address of a file is that of the "
            "search with an ending.",
            "Copy as API writes the same search as an address, for curl, for wget and for Python.",
        ),
        (
            Try("The search as code", lambda shown: shown.address("snippets", shown.asked)),
            Try("The search as a CSV file", lambda shown: shown.address("results.csv", shown.asked)),
        ),
    ),
    Step(
        "nothing",
        "When nothing is found",
        (
            "A search without rows says which condition is to blame, how many rows there are without it, and offers "
            "that search. Nothing you typed is lost.",
            "A box that cannot be read is different: the page says which, what was read and what to type.",
        ),
        (
            Try(
                "A search that finds nothing",
                lambda shown: shown.address("results", (*shown.place, (shown.mission.id_column, "null"))),
            ),
            Try(
                "A radius that cannot be read",
                lambda shown: shown.address("results", (*shown.place[:1], ("radius", "wide"))),
            ),
        ),
    ),
    Step(
        "old",
        "Old addresses",
        (
            "Addresses of the forms before these are still answered. Each old page says what replaces it, when it goes and why.",
            "An old address, or a script with such addresses, can be translated.",
        ),
        (
            Try("What goes, and when", lambda shown: reverse("retirement:timeline")),
            Try("Translate an old address", lambda shown: "/migrate/"),
        ),
    ),
)


def _two(mission: Mission) -> str:
    return ",".join(filter(None, (mission.id_column, mission.target_column or mission.ra_column)))


@cache
def shown() -> Shown:
    """The first mission that ships rows and declares a search around a target; failing that, any that declares one."""
    found = [
        Shown(mission, tuple(pairs), sentence)
        for mission in sorted(missions().values(), key=lambda mission: bool(mission.no_rows_because))
        for address, sentence in mission.examples
        if dict(pairs := parse_qsl(address)).get("target")
    ]
    if not found:
        raise Http404("No mission here declares a search around a target, which the tour would show.")
    return found[0]


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """The list of steps."""
    return keepable(render(request, "guides/tour.html", {"steps": STEPS, "shown": shown()}))


@require_safe
def step(request: HttpRequest, key: str) -> HttpResponse:
    """One step. The last leads on to the tutorials."""
    keys = [item.key for item in STEPS]
    if key not in keys:
        raise Http404(f"The tour has no step {key[:60]!r}. Its steps are {', '.join(keys)}.")
    at = keys.index(key)
    tries = [(item.text, item.address(shown())) for item in STEPS[at].tries]
    context = {
        "step": STEPS[at],
        "number": at + 1,
        "steps": STEPS,
        "before": STEPS[at - 1] if at else None,
        "after": STEPS[at + 1] if at + 1 < len(STEPS) else None,
        "shown": shown(),
        "asks": any(urlencode(shown().asked, quote_via=quote) in address for _text, address in tries),
        "tries": tries,
        "missions": list(missions().values()),
    }
    return keepable(render(request, "guides/tour_step.html", context))
