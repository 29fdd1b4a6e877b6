"""The tasks of the archive's users as journeys, each with a budget of keys and of phrases.

To add one more: a function of a `Walker` under ``@journey("T99", keys=..., stops=...)``. It runs with the keyboard alone,
with and without JavaScript, and with a screen reader. A change of a page that costs keys fails its test, and must be
argued for by a higher budget here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.a11y.walker import Walker


@dataclass(frozen=True, slots=True)
class Journey:
    """A task: what a participant is told, and the most keys and Tab stops that it may take."""

    name: str
    walk: Callable[[Walker], None]
    keys: int
    stops: int

    @property
    def task(self) -> str:
        return (self.walk.__doc__ or "").strip()


JOURNEYS: dict[str, Journey] = {}


def journey(name: str, *, keys: int, stops: int) -> Callable[[Callable[[Walker], None]], Callable[[Walker], None]]:
    def register(walk: Callable[[Walker], None]) -> Callable[[Walker], None]:
        JOURNEYS[name] = Journey(name, walk, keys, stops)
        return walk

    return register


def to_form(walker: Walker, address: str = "/search/hst/") -> None:
    """From a fresh page to the first box, by the skip link."""
    walker.go(address)
    walker.tab_to("Skip to search form")
    walker.press("Enter")
    walker.tab_to("Target")


@journey("T00", keys=4, stops=3)
def first_box(walker: Walker) -> None:
    """Get from the top of the form page to its first box."""
    to_form(walker)


@journey("T01", keys=19, stops=17)
def spectra_near_m31(walker: Walker) -> None:
    """Find all Hubble observations with STIS within 10 arcminutes of M 31 taken before 2010."""
    to_form(walker)
    walker.type("m 31")
    walker.tab_to("Radius")
    walker.type("10")
    walker.tab_to("Instrument")
    walker.type("STIS")
    walker.tab_to("Start Time")
    walker.type("< 2010")
    walker.follow()
    walker.hear("Hubble observations", within=8)


@journey("T03", keys=4, stops=1)
def repair_the_radius(walker: Walker) -> None:
    """You typed abc as radius. Repair it."""
    walker.go("/search/hst/results?target=m+31&radius=abc")
    walker.hear("There is a problem")
    walker.tab_to("radius")
    walker.press("Enter")
    walker.type("10")
    walker.follow()
    walker.hear("Hubble observations", within=8)


OLD_FORM = "/hst/search.php?target=m+31&sci_instrume=STIS"


@journey("T16", keys=10, stops=10)
def an_old_bookmark(walker: Walker) -> None:
    """Open your ten-year-old bookmark of the old form, some time after it retired."""
    walker.go(f"{OLD_FORM}&as-of=2027-11-01")
    walker.hear("HST search form", within=8)
    walker.go(f"{OLD_FORM}&favourite=1&action=Search&as-of=2027-11-01")
    walker.hear("has retired", within=8)
    walker.to_heading("What to use instead")
    walker.read_on(6)
    walker.hear("favourite")
    walker.tab_to("Open this search in the new HST form")


@journey("T17", keys=10, stops=10)
def when_why_what_instead(walker: Walker) -> None:
    """This page is retiring: when, why, what instead? Put the date in your calendar."""
    walker.go(OLD_FORM)
    walker.to_heading("This form will retire on")
    walker.hear("1 October 2027")
    walker.read_on(7)
    walker.hear("Why", "When", "Put the date")
    walker.tab_to("Open this search in the new HST form")


@journey("T21", keys=15, stops=14)
def hide_the_notice(walker: Walker) -> None:
    """Hide the retirement notice and carry on where you were."""
    walker.go(OLD_FORM)
    walker.tab_to("Hide this notice")
    walker.follow()
    walker.hear("HST Search")
    walker.never_hear("Hide this notice")
    walker.tab_to("Reset")
