"""A retirement as one request meets it: kept on the request for templates, headers and views."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from datetime import date

from django.http import HttpRequest

from mastsite.retirement import dismissal, shapes, wording
from mastsite.retirement.options import options
from mastsite.retirement.record import Carried, Dropped, Record
from mastsite.retirement.registry import Entry
from mastsite.retirement.states import WORDS, State
from mastsite.retirement.validation import target_fault

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class Notice:
    """
    Parameters
    ----------
    entry : the retirement of the page, the most exact one where several cover it.
    others : the further ones; the one notice names them too.
    day : the day that is shown; as_of : whether the request asked for that day.
    carried : the request in the successor's words, once known. A view that has read the request may set it.
    shown : whether the notice stands in the page; previewed : whether the line about a preview does.
    """

    request: HttpRequest
    entry: Entry
    others: tuple[Entry, ...]
    day: date
    as_of: bool = False
    carried: Carried | None = None
    shown: bool = False
    previewed: bool = False
    _shape: str = field(default="")

    @property
    def record(self) -> Record:
        return self.entry.record

    @property
    def state(self) -> State:
        return self.entry.state(self.day)

    @property
    def shape(self) -> str:
        if not self._shape:
            api = self.record.kind == "API"
            self._shape = "json" if api else "html"  # where the record's own function fails
            try:
                own = self.record.shape
                self._shape = own(self.request) if own else shapes.shape_of(self.request, api=api)
            except Exception:
                logger.exception("the format of a request to %s could not be told", self.request.path)
        return self._shape

    @property
    def act(self) -> str:
        try:
            if self.record.act:
                return self.record.act(self.request)
        except Exception:
            logger.exception("what a request to %s does could not be told", self.request.path)
        return shapes.act_of(self.request, shape=self.shape, api=self.record.kind == "API")

    def carry(self) -> Carried:
        """The request in the successor's words; never an address off the list of allowed hosts, never an error."""
        if self.carried is None:
            self.carried = self._carry()
        for address in (self.carried.address, self.carried.prefilled):
            if fault := target_fault(address, options()):
                logger.error("the retirement %s would lead to %r, which %s", self.record.id, address[:200], fault)
                self.carried = Carried(self.record.successor, complete=False, dropped=self.carried.dropped)
                break
        return self.carried

    def _carry(self) -> Carried:
        record, request = self.record, self.request
        if record.carry is None:
            names = tuple(request.GET)
            dropped = tuple(Dropped(name, f"{record.successor_title} has no such parameter") for name in names)
            return Carried(record.successor, complete=not names and request.method != "POST", dropped=dropped)
        try:
            return record.carry(request)
        except Exception:
            logger.exception("a request to %s could not be carried over", request.path)
            return Carried(record.successor, complete=False)

    # what the notice's template asks

    @property
    def hidden(self) -> bool:
        return (
            not self.as_of
            and self.state is not State.LAST_CALL
            and dismissal.is_hidden(self.request, self.entry, self.state)
        )

    @property
    def wanted(self) -> bool:
        """Whether the page shows a notice: of a page for people, told of, not hidden, not there already."""
        return self.record.kind == "page" and self.state.told and not self.hidden and not self.shown

    def mark_shown(self) -> str:
        """Called by the template, so that there is one notice at most, and that it is counted."""
        self.shown = True
        return ""

    def mark_previewed(self) -> str:
        self.previewed = True
        return ""

    @property
    def state_text(self) -> str:
        return WORDS[self.state]

    @property
    def dismissible(self) -> bool:
        return self.state is not State.LAST_CALL and not self.as_of

    @property
    def verb(self) -> str:
        return wording.verb(self.state)

    @property
    def distance(self) -> str:
        return wording.distance(self.record.dates.sunset_at, self.day)

    @property
    def back(self) -> str:
        """Where hiding the notice leads back to; what came by post has no address to go back to."""
        path = self.request.get_full_path()
        return path if self.request.method in ("GET", "HEAD") and len(path) < 4000 else self.request.path
