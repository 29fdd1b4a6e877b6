"""Tasks of reading: positions, values and code, exactly.

Where a budget is above the one that was planned before the pages were built, the line above it says why.
"""

from __future__ import annotations

from tests.a11y.journeys import journey
from tests.a11y.walker import Reader, Walker

STIS = "/search/hst/results?target=m+31&radius=10&sci_instrume=STIS&sci_start_time=%3C+2010"
"""83 rows, on one page, nearest first."""
TO_EXPOSURE, TO_RA = 6, 10
"""Columns to the right of the boxes that tick rows."""


# RA is the tenth of the 14 columns with values: six commands more than planned for a table of five.
@journey("T18", keys=14, stops=0, phrases=6, firefox=True)
def a_position_exactly(walker: Walker) -> None:
    """Read RA and Dec of the second data set and write them down exactly."""
    walker.go(STIS)
    walker.to_table()
    walker.cell("Down", 2)
    walker.hear("O58501040")
    walker.cell("Right", TO_RA)
    walker.hear("RA (J2000)", "0 hours 42 minutes 44.320 seconds", within=6)
    walker.cell("Right")
    walker.hear("Dec (J2000)", "plus 41 degrees 16 arcminutes 8.85 arcseconds", within=6)


# Exp Time is the sixth of the 14 columns with values: three commands more than planned for a table of five.
@journey("T19", keys=12, stops=0, phrases=3)
def the_longest_of_five(walker: Walker) -> None:
    """Which of the first five rows has the largest exposure time?"""
    walker.go(STIS)
    walker.to_table()
    walker.cell("Down")
    walker.cell("Right", TO_EXPOSURE)
    walker.hear("Exp Time", "170.000")
    for name, seconds in (
        ("O58501040", "2500.000"), ("O58501070", "170.000"), ("O58501060", "2550.000"), ("O58501030", "170.000"),
    ):  # fmt: skip
        walker.cell("Down")
        walker.hear(name, seconds, within=3)


# The address stands open above the code in Python: a stop more than the planned 7, and its copy button where scripts run.
@journey("T20", keys=12, stops=9, phrases=2)
def python_without_scripts(walker: Walker) -> None:
    """Get a Python snippet for this search, with JavaScript switched off."""
    if isinstance(walker, Reader):
        walker.javascript = False
    walker.go(STIS)
    walker.tab_to("Skip to main content")
    walker.press("Enter")
    walker.tab_to("Copy as API")
    walker.press("Enter")
    walker.tab_to("Python, astroquery")
    walker.press("Enter")
    walker.press("Tab")
    walker.hear("Python, astroquery", within=2)
