"""The work on a list: part by part, at once where that is quick, otherwise as a background job that goes on where it was stopped."""

from __future__ import annotations

import hashlib
import shutil
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.conf import settings

from mastsite.jobs import asking
from mastsite.jobs.kinds import JobError, Outcome, Task, kind
from mastsite.jobs.models import Job, new_token
from mastsite.lists import Choice, ListError, Listing
from mastsite.pages.lists.finding import Cut, Many, Piece, found_in
from mastsite.pages.lists.looking import Later, Looked, Lookups
from mastsite.pages.lists.room import look_for_room
from mastsite.pages.lists.store import PART_LINES, STATUSES, Store
from mastsite.pages.lists.wishes import Wishes, again
from mastsite.pages.words import amount
from mastsite.search.limits import TimeLimit
from mastsite.search.params import QueryError
from mastsite.search.registry import UnknownMission
from mastsite.search.tables import NotLoaded, holding_of

NAME = "target-list"
TIME_LIMIT_S = 6 * 3600.0
AT_ONCE_LINES = PART_LINES
AT_ONCE_S = 5.0
"""A list that takes no longer is done while the reader waits."""
AT_ONCE_REMOTE = 5
MOST_ROWS = 1_000_000
"""Rows kept of one list; all are counted."""


@dataclass(frozen=True, slots=True)
class List:
    """A list ready to be worked on."""

    wishes: Wishes
    listing: Listing
    choice: Choice
    store: Store

    def plain(self) -> dict[str, Any]:
        """What the list was read as, for its pages."""
        listing, choice = self.listing, self.choice
        return {
            "form": listing.form,
            "encoding": listing.encoding,
            "headings": [heading.name for heading in listing.headings],
            "headed": listing.headed,
            "lines": len(listing.lines),
            "blank": listing.blank,
            "remarks": listing.remarks,
            "notes": [*listing.notes, *self.wishes.query.notes],
            "target": choice.target,
            "ra": choice.ra,
            "dec": choice.dec,
            "why": choice.why,
        }


def begin(wishes: Wishes, data: bytes) -> Job:
    """The job that does this list; done already where it is short, or was done before.

    Raises
    ------
    ListError, QueryError, NotLoaded, asking.NoRoom
    """
    listing = wishes.listing(data)
    choice = wishes.choice(listing)
    asked = wishes.plain() | {"list": hashlib.sha256(data).hexdigest()}
    holdings = holding_of(wishes.mission).stamp
    if (job := asking.done(NAME, asked, holdings)) is not None and store_of(job).upload.exists():
        return job
    look_for_room(len(data))
    token = new_token()
    one = List(wishes, listing, choice, Store(settings.JOBS_FOLDER / token))
    try:
        one.store.put(data)
        one.store.note(one.plain())
        if len(listing.lines) <= AT_ONCE_LINES and (outcome := _at_once(one)) is not None:
            return asking.note(NAME, asked, holdings, outcome, token=token)
        job = asking.ask(NAME, asked, holdings, token=token)
    except BaseException:
        shutil.rmtree(one.store.folder, ignore_errors=True)
        raise
    if job.token != token:  # somebody has asked for the same, and it is under way
        shutil.rmtree(one.store.folder, ignore_errors=True)
    return job


def put_aside(wishes: Wishes, listing: Listing, data: bytes) -> Job:
    """Keep a table until its columns are chosen; the columns that are likely are chosen already.

    Raises
    ------
    asking.NoRoom, QueryError, NotLoaded
    """
    asked = wishes.plain() | {"list": hashlib.sha256(data).hexdigest(), "columns": "to be chosen"}
    holdings = holding_of(wishes.mission).stamp
    if (job := asking.done(NAME, asked, holdings)) is not None and store_of(job).upload.exists():
        return job
    look_for_room(len(data))
    token = new_token()
    one = List(wishes, listing, wishes.choice(listing), Store(settings.JOBS_FOLDER / token))
    one.store.put(data)
    one.store.note(one.plain())
    return asking.note(NAME, asked, holdings, Outcome("Its columns are to be chosen."), token=token)


def store_of(job: Job) -> Store:
    return Store(settings.JOBS_FOLDER / job.token)


def _at_once(one: List) -> Outcome | None:
    """What comes of a short list; None where it takes longer than a reader waits."""
    lookups = Lookups(
        one.wishes.query.resolver,
        one.wishes.query.radius * 60,
        most=AT_ONCE_REMOTE,
        within_s=AT_ONCE_S,
        patient=False,
        keep=partial(_remember, one.store),
    )
    try:
        return work(one, lookups, hurried=True)
    except (Later, Many, Cut, TimeLimit):
        return None


@kind(NAME, label="Searching around a list of targets", time_limit_s=TIME_LIMIT_S)
def search_the_list(task: Task) -> Outcome:
    try:
        wishes = again(task.asked)
        if holding_of(wishes.mission).stamp != task.job.holdings:
            raise JobError(
                "The rows were loaded anew since the list was sent, and would be mixed. Send the list again."
            )
        store = Store(task.folder)
        if kept := store.parts_done() * PART_LINES:
            task.tell(
                f"Going on behind {amount(kept, 'line', 'lines')} that are done", kept, store.facts().get("lines", kept)
            )
        listing = wishes.listing(store.upload.read_bytes())
        one = List(wishes, listing, wishes.choice(listing), store)
    except (QueryError, UnknownMission, ListError, NotLoaded) as error:
        raise JobError(f"This list cannot be read any more: {error} Send it anew.") from error
    except OSError as error:
        raise JobError("The list that was sent is not here any more. Send it again.") from error
    known = {name: Looked(*values) for name, values in store.remembered().items()}
    lookups = Lookups(
        wishes.query.resolver, wishes.query.radius * 60, known=known, asked=len(known), keep=partial(_remember, store)
    )
    store.note(one.plain())
    try:
        return work(one, lookups, tell=task.tell, holdings=task.job.holdings)
    except (TimeLimit, Cut) as error:
        raise JobError(f"{error} Use a smaller radius, or send the list in parts.") from error


def _remember(store: Store, name: str, looked: Looked) -> None:
    store.remember(name, [looked.ra_deg, looked.dec_deg, looked.said, looked.ambiguous])


def work(
    one: List,
    lookups: Lookups,
    *,
    tell: Callable[[str, int, int], None] = lambda _said, _done, _of: None,
    holdings: str = "",
    hurried: bool = False,
) -> Outcome:
    """Do every part that is not done yet.

    Raises
    ------
    Later, Many, Cut, TimeLimit, JobError
    """
    lines, width = one.listing.lines, len(one.listing.headings)
    began = time.monotonic()
    rows = sum(status.kept for status in one.store.statuses())
    for part, start in enumerate(range(0, len(lines), PART_LINES)):
        if one.store.is_done(part):
            continue
        if holdings and holding_of(one.wishes.mission).stamp != holdings:
            raise JobError("The rows were loaded anew while the list was worked on. Send the list again.")
        tell(f"Line {start + 1:,} of {len(lines):,}", start, len(lines))
        found = found_in(one.wishes, lines[start : start + PART_LINES], one.choice, lookups, width, hurried=hurried)
        counted = _Counted(rows, began + AT_ONCE_S if hurried else None)
        one.store.keep(part, map(counted, found))
        rows = counted.rows
    return _outcome(one, rows)


@dataclass(slots=True)
class _Counted:
    """Counts the rows that are kept, keeps no more than a list may have, and looks at the clock."""

    rows: int
    until: float | None

    def __call__(self, piece: Piece) -> Piece:
        if self.until is not None and time.monotonic() > self.until:
            raise Later
        status, own, found = piece
        room = max(0, MOST_ROWS - self.rows)
        if len(found) > room:
            said = f"{status.message} The table has {MOST_ROWS:,} rows, the most of one list: {len(found) - room:,} are left out."
            fields = (status.row, status.text, status.status, status.found, room, status.ra_deg, status.dec_deg)
            status, found = type(status)(*fields, said), found[:room]
        self.rows += len(found)
        return status, own, found


def _outcome(one: List, rows: int) -> Outcome:
    words = Counter(status.status for status in one.store.statuses())
    counts = {word: words[word] for word in STATUSES}
    lines = len(one.listing.lines)
    said = ", ".join(f"{number:,} {word}" for word, number in counts.items() if number)
    sentence = f"{amount(lines, 'line', 'lines')}: {said}. {amount(rows, 'row', 'rows')} in the table."
    return Outcome(sentence, {"lines": lines, "rows": rows, "statuses": counts})
