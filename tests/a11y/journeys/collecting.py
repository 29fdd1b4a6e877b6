"""Tasks beyond one search: a list of targets, a result narrowed by its values, rows collected in a basket."""

from __future__ import annotations

from tests.a11y.journeys import journey
from tests.a11y.journeys.results import download, skip_to
from tests.a11y.walker import Walker

FEW = "/search/hst/results?target=m+31&radius=5&sci_instrume=STIS%2CCOS&rows=10"
"""Rows of two instruments, ten on a page, so that what stands below the table is near with Tab."""


@journey("T22", keys=65, stops=55, phrases=14)
def a_list_of_targets(walker: Walker) -> None:
    """Search at once around M 31, a position, a data set and a star that does not exist; find out which line failed, write M 110 in its place, and download all rows."""
    walker.go("/search/hst/list")
    walker.tab_to("Targets, one in each line")
    walker.type_lines("M 31", "10.6847 41.2690", "Y1C8020IT", "no such star at all")
    walker.tab_to("Radius")
    walker.type("0.2")
    walker.follow()
    walker.hear("rows for 4 targets", within=3)
    walker.tab_to("1 unresolved")
    walker.follow()
    walker.read_on(2)
    walker.hear("no such star at all", within=14)
    walker.tab_to("Correct this list")
    walker.follow()
    walker.tab_to("Targets, one in each line")
    walker.type_last_line("M 110")
    walker.tab_to("Radius")
    walker.follow()
    walker.hear("rows for 4 targets", within=3)
    walker.tab_to(", rows")
    download(walker, "#")


# Ten rows of a result are twenty stops, a box to tick and a link each; what stands below them comes after.
# The reader presses h five times more to hear the headings of the figures.
@journey("T23", keys=74, stops=64, phrases=6)
def narrowed_by_a_value(walker: Walker) -> None:
    """Leave out what was taken with STIS, and find out how long most of the rest were exposed."""
    walker.go(FEW)
    skip_to(walker, "the first row")
    walker.tab_to("Counts by value")
    walker.follow()
    walker.hear("Narrow this search", within=2)
    walker.tab_to("Instrument STIS")
    walker.follow()
    walker.hear("Hubble observations found", within=3)
    skip_to(walker, "the first row")
    walker.tab_to("Statistics")
    walker.follow()
    walker.hear("Statistics", within=2)
    walker.to_heading("Rows by exposure time")
    walker.read_on(3)
    walker.hear("Rows by Exp Time; most", within=6)


@journey("T24", keys=73, stops=67, phrases=3)
def rows_in_a_basket(walker: Walker) -> None:
    """Put the first two rows into the basket, then take one out again; find the list of addresses to download."""
    walker.go(FEW)
    skip_to(walker, "the first row")
    walker.press(" ")
    walker.tab_to("Select ")
    walker.press(" ")
    walker.tab_to("Add to basket", key="Shift+Tab")
    walker.follow()
    walker.hear("2 rows", within=3)
    walker.tab_to("Take out")
    walker.press(" ")
    walker.tab_to("Take out the ticked rows")
    walker.follow()
    walker.hear("1 row", within=3)
    walker.tab_to("List of addresses")
