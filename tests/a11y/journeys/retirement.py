"""Tasks at old pages: what becomes of them, and what to use instead."""

from __future__ import annotations

from tests.a11y.journeys import journey
from tests.a11y.walker import Walker

OLD_FORM = "/hst/search.php?target=m+31&sci_instrume=STIS"


# The planned 1 key opens the bookmark; here it is opened twice, and the way on to the new form is walked too.
@journey("T16", keys=10, stops=10, phrases=30)
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


@journey("T17", keys=10, stops=10, phrases=30, firefox=True)
def when_why_what_instead(walker: Walker) -> None:
    """This page is retiring: when, why, what instead? Put the date in your calendar."""
    walker.go(OLD_FORM)
    walker.to_heading("This form will retire on")
    walker.hear("1 October 2027")
    walker.read_on(7)
    walker.hear("Why", "When", "Put the date")
    walker.tab_to("Open this search in the new HST form")


# Six links of the site's head lie before the notice, three of the notice before its button: five more than planned.
@journey("T21", keys=15, stops=14, phrases=30)
def hide_the_notice(walker: Walker) -> None:
    """Hide the retirement notice and carry on where you were."""
    walker.go(OLD_FORM)
    walker.tab_to("Hide this notice")
    walker.follow()
    walker.hear("HST Search")
    walker.never_hear("Hide this notice")
    walker.tab_to("Reset")
