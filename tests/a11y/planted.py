"""Six defects that no rule of HTML forbids, planted into the pages of a test server one at a time.

`tests/a11y/planted_settings.py` are the settings of such a server; the environment names its defect (`NAMED_BY`). To add
one more: a `Defect` in `DEFECTS`, with what a listener must hear on the page as it should be.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from tests.a11y.walker import Walker

NAMED_BY = "PLANTED_DEFECT"
FORM = "/search/hst/"
WRONG_RADIUS = "/search/hst/results?target=m+31&radius=abc"
TABLE = "/search/hst/results?target=m+31&sci_instrume=STIS&columns=sci_data_set_name,sci_targname,sci_ra"


@dataclass(frozen=True, slots=True)
class Defect:
    """A defect.

    Attributes
    ----------
    name : what it is, as the record tells it.
    address : the page that has it.
    pattern, instead : what of its HTML is replaced, every time that it is there.
    listen : hears what a reader must say on the sound page.
    """

    name: str
    address: str
    pattern: str
    instead: str
    listen: Callable[[Walker], None]

    def plant(self, html: str) -> str:
        planted, times = re.subn(self.pattern, self.instead, html)
        if not times:
            raise LookupError(f"{self.name} was not planted: {self.pattern} is not in {self.address}")
        return planted


def at_the_radius(walker: Walker) -> None:
    """From the form to the box of the radius, the second one after the skip link."""
    walker.go(FORM)
    walker.tab_to("Skip to search form")
    walker.press("Enter", "Tab", "Tab")


def label_heard(walker: Walker) -> None:
    at_the_radius(walker)
    walker.hear("Radius arcmin entry")


def hint_heard(walker: Walker) -> None:
    at_the_radius(walker)
    walker.hear("Try 30 arcsec")


def error_heard(walker: Walker) -> None:
    walker.go(WRONG_RADIUS)
    walker.tab_to("is not a radius")
    walker.press("Enter")
    walker.hear("invalid entry", "“abc” is not a radius")


def summary_heard(walker: Walker) -> None:
    walker.go(WRONG_RADIUS)
    walker.hear("There is a problem")
    walker.press("Tab")
    walker.hear("is not a radius")


def at_the_position(walker: Walker) -> None:
    """Into the table and along its first row until the reader is at the right ascension."""
    walker.go(TABLE)
    walker.press("t", "alt+shift+Down")
    for _cell in range(6):
        if any("44" in said and "column" not in said for said in walker.press("alt+shift+Right")):
            return
    raise AssertionError(f"no cell with a right ascension; heard was {walker.transcript}")


def header_heard(walker: Walker) -> None:
    at_the_position(walker)
    walker.hear("RA (J2000)")


def coordinate_heard(walker: Walker) -> None:
    at_the_position(walker)
    walker.hear("0 hours 42 minutes")


DEFECTS = {
    defect.name: defect
    for defect in (
        Defect("label not tied to its box", FORM, r'<label for="f-radius"', "<label", label_heard),
        Defect("hint not tied to its box", FORM, r' aria-describedby="f-radius-hint"', "", hint_heard),
        Defect(
            "error not tied to its box",
            WRONG_RADIUS,
            r'aria-describedby="f-radius-hint f-radius-error"',
            'aria-describedby="f-radius-hint"',
            error_heard,
        ),
        Defect("error summary without the focus", WRONG_RADIUS, r' tabindex="-1" autofocus(?=[ >])', "", summary_heard),
        Defect(
            "column headers made of plain cells",
            TABLE,
            r'<th scope="col"([^>]*)>(.*?)</th>',
            r"<td\1>\2</td>",
            header_heard,
        ),
        Defect(
            "coordinates in a label of their cell",
            TABLE,
            r'<td([^>]*)><span aria-hidden="true">([^<]+)</span><span class="vh">([^<]*\d (?:hours|degrees) [^<]*)</span></td>',
            r'<td\1 aria-label="\3">\2</td>',
            coordinate_heard,
        ),
    )
}


def middleware(answer: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Plants the defect that the environment names into every page at its address; 500 where that is not possible."""
    defect = DEFECTS[os.environ[NAMED_BY]]

    def planted(request: HttpRequest) -> HttpResponseBase:
        response = answer(request)
        if request.get_full_path() != defect.address:
            return response
        try:
            html = defect.plant(b"".join(response).decode())  # type: ignore[attr-defined]
        except LookupError as fault:
            return HttpResponse(str(fault), status=500, content_type="text/plain; charset=utf-8")
        return HttpResponse(html, status=response.status_code)

    return planted
