"""Tasks at the form: to fill it, to repair it."""

from __future__ import annotations

from tests.a11y.journeys import journey
from tests.a11y.walker import Walker


def to_form(walker: Walker, address: str = "/search/hst/") -> None:
    """From a fresh page to the first box, by the skip link."""
    walker.go(address)
    walker.tab_to("Skip to search form")
    walker.press("Enter")
    walker.tab_to("Target")


@journey("T00", keys=4, stops=3, phrases=8)
def first_box(walker: Walker) -> None:
    """Get from the top of the form page to its first box."""
    to_form(walker)


@journey("T01", keys=19, stops=17, phrases=8)
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


@journey("T03", keys=4, stops=1, phrases=8)
def repair_the_radius(walker: Walker) -> None:
    """You typed abc as radius. Repair it."""
    walker.go("/search/hst/results?target=m+31&radius=abc")
    walker.hear("There is a problem")
    walker.tab_to("radius")
    walker.press("Enter")
    walker.type("10")
    walker.follow()
    walker.hear("Hubble observations", within=8)
