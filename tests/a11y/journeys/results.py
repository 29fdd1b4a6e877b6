"""Tasks at a table of results: to read it in another order, to take it along, to ask again.

Where a budget is above the one that was planned before the pages were built, the line above it says why.
"""

from __future__ import annotations

from pathlib import Path

from tests.a11y.journeys import journey
from tests.a11y.walker import Keyboard, Reader, Walker

STIS = "/search/hst/results?target=m+31&radius=10&sci_instrume=STIS&sci_start_time=%3C+2010"
"""83 rows, on one page."""
MANY = "/search/hst/results?target=m+31&radius=5&rows=25"
"""948 rows, on 38 pages."""


def scripts(walker: Walker) -> bool:
    """Whether pages may run scripts."""
    if isinstance(walker, Reader):
        return walker.javascript
    assert isinstance(walker, Keyboard)
    return bool(walker.page.locator("[data-pick-all]:not([hidden])").count())


def skip_to(walker: Walker, link: str) -> None:
    """Past everything above, by a skip link."""
    walker.tab_to(f"Skip to {link}")
    walker.press("Enter")


def announced(walker: Walker, text: str, within: int) -> None:
    """It is heard within so many phrases; for the eye it stands somewhere on the page."""
    walker.hear(text, within=within if isinstance(walker, Reader) else 1000)


def told(walker: Walker, text: str, within: int) -> None:
    """A status line said it: it is heard, and for the eye it stands beside what was pressed."""
    if isinstance(walker, Keyboard):
        walker.page.wait_for_function("text => document.getElementById('said').textContent.includes(text)", arg=text)
    else:
        walker.hear(text, within=within)


def download(walker: Walker, *begins: str) -> None:
    """Press the link of a file; what comes begins with one of these words."""
    if isinstance(walker, Keyboard):
        with walker.page.expect_download() as coming:
            walker.press("Enter")
        file = Path(coming.value.path()).read_text(encoding="utf-8")
        assert file.startswith(begins), file[:80]
    else:
        walker.press("Enter")


# Without JavaScript there is no button, and a text is selected before it is copied: one key more than the planned 9.
@journey("T02", keys=10, stops=6, phrases=1)
def copy_the_call(walker: Walker) -> None:
    """Copy the API call for that search."""
    walker.go(STIS)
    skip_to(walker, "main content")
    walker.tab_to("Copy as API")
    walker.press("Enter")
    if scripts(walker):
        walker.tab_to("Copy")
        walker.press("Enter")
        told(walker, "Copied", within=1)
    else:
        walker.tab_to("Address. Opens the search")
        walker.press("Control+a", "Control+c")


@journey("T08", keys=10, stops=8, phrases=2, firefox=True)
def longest_first(walker: Walker) -> None:
    """Show the longest exposures first."""
    walker.go(STIS)
    skip_to(walker, "results table")
    walker.tab_to("Exp Time")
    walker.follow()
    announced(walker, "sorted by Exp Time, descending", within=2)


@journey("T09", keys=8, stops=6, phrases=6, firefox=True)  # the number of the page, or what was left, comes first
def third_page(walker: Walker) -> None:
    """Go to the third page of results."""
    walker.go(MANY)
    skip_to(walker, "pages")
    walker.tab_to("Page 3")
    walker.follow()
    walker.hear("page 3", within=6)


@journey("T10", keys=24, stops=19, phrases=2)
def three_data_sets(walker: Walker) -> None:
    """Select the first three data sets and download them."""
    walker.go(MANY)
    skip_to(walker, "the first row")
    walker.press(" ")
    for number in ("2 selected", "3 selected"):
        walker.tab_to("Select ")
        walker.press(" ")
        if scripts(walker):
            told(walker, number, within=2)
    walker.follow()
    walker.hear("3 Hubble observations found", within=2)
    skip_to(walker, "downloads")
    walker.tab_to("CSV")
    walker.hear("all 3 rows", within=1)
    download(walker, "#")


@journey("T11", keys=7, stops=5, phrases=1)
def the_whole_result(walker: Walker) -> None:
    """Download the whole result as CSV, and find where it is to be had as VOTable."""
    walker.go(STIS)
    skip_to(walker, "downloads")
    walker.tab_to("CSV")
    walker.hear("all 83 rows", within=1)
    download(walker, "#")
    walker.tab_to("VOTable")
    walker.hear("all 83 rows", within=1)


@journey("T12", keys=18, stops=14, phrases=4)
def other_columns(walker: Walker) -> None:
    """Add the column Target Descrip, hide Release Date."""
    walker.go(STIS)
    skip_to(walker, "main content")
    walker.tab_to("Columns and sort")
    walker.press("Enter")
    walker.tab_to("Add columns")
    walker.type("Target Descrip")
    walker.tab_to("Leave out columns")
    walker.type("Release Date")
    walker.follow()
    announced(walker, "Target Descrip", within=4)
    walker.never_hear("Release Date")


@journey("T13", keys=9, stops=5, phrases=3)
def a_wider_radius(walker: Walker) -> None:
    """Same search, but within 30 arcminutes."""
    walker.go(STIS)
    skip_to(walker, "main content")
    walker.tab_to("Change this search")
    walker.follow()
    walker.tab_to("Radius")
    walker.type("30")
    walker.follow()
    walker.hear("Hubble observations found", within=3)
    walker.to_heading("Hubble observations found")
    walker.read_on(2)
    walker.hear("within 30 arcmin of M 31 where Instrument is STIS and Start Time is", "before 2010")


@journey("T15", keys=5, stops=3, phrases=2)
def start_over(walker: Walker) -> None:
    """Start over with an empty form."""
    walker.go(STIS)
    skip_to(walker, "main content")
    walker.tab_to("New search")
    walker.follow()
    walker.hear("HST search form", within=2)
