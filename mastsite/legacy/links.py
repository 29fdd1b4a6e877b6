"""Old addresses that only lead on: a paper by its bibcode, the preview of a data set by its name.

Neither takes an address from the request, so that nobody is led to a place of someone else's choice.
"""

from __future__ import annotations

import re
from urllib.parse import quote

from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect

from mastsite.legacy import tool
from mastsite.legacy.shapes.answering import refuse
from mastsite.legacy.shapes.registry import PAGE
from mastsite.legacy.tables import record_address
from mastsite.legacy.tokens import mission_called
from mastsite.search import engine

ADS = "https://ui.adsabs.harvard.edu/abs/"
_BIBCODE = re.compile(r"[12][0-9]{3}[A-Za-z&.]{5}[0-9A-Za-z.]{9}[A-Z.:]", re.ASCII)
"""Nineteen characters: year, journal, volume, a letter, page, the first author's initial."""
_LONGEST_NAME = 200


@tool.tool
def bibliography(request: HttpRequest) -> HttpResponseBase:
    """To the abstract in the ADS."""
    code = tool.given(request).one("bibcode")
    if not _BIBCODE.fullmatch(code):
        said = (
            f"bibcode was read as “{code[:40]}”, which has not the form of one. Give nineteen characters, such as "
            "2013MNRAS.435.1904M."
        )
        return refuse(PAGE, 404, [said], request=request)
    return HttpResponseRedirect(f"{ADS}{quote(code, safe='')}/abstract")


@tool.tool
def preview(request: HttpRequest) -> HttpResponseBase:
    """To the page of the row."""
    asked = tool.given(request)
    word, name = asked.one("mission"), asked.one("dataid")
    found = mission_called(word) if word else None
    if found is None:
        said = f"mission was read as “{word[:40]}”, which is none here." if word else "mission is missing."
        return refuse(PAGE, 404, [said, "Give it as mission=hst&dataid=J9AM01010."], request=request)
    mission, _ = found
    row = engine.record(mission, name) if 0 < len(name) <= _LONGEST_NAME else None
    if row is None:
        said = f"No {mission.row_is} of {mission.short_name} called “{name[:60]}” is held here."
        return refuse(
            PAGE, 404, [said, f"The form of {mission.short_name} searches by parts of names."], request=request
        )
    names = [column.name for column in mission.stored_columns]
    return HttpResponseRedirect(record_address(mission, row[names.index(mission.id_column)]))
