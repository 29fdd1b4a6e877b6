"""What an operator may do without a deploy: move dates, roll back, undo, register a page of another site."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError

from mastsite.retirement import clock, registry
from mastsite.retirement.models import Change, OldPage
from mastsite.retirement.oldpages import record_of
from mastsite.retirement.options import options
from mastsite.retirement.registry import Entry
from mastsite.retirement.states import State
from mastsite.retirement.validation import clashes, faults, moving_faults


class Refused(Exception):
    """What an operator may not do; the sentences say why and what to give."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = sentences


def entry_of(id: str) -> Entry:
    registry.forget()
    entry = registry.find(id)
    if entry is None:
        known = ", ".join(item.record.id for item in registry.entries()) or "none"
        raise Refused([f"There is no retirement {id!r}. There are: {known}."])
    return entry


def move(id: str, *, by: str, reason: str, announced_again: date | None = None, **dates: date | None) -> Change:
    """Move dates of a record: later freely, earlier only with a new announcement."""
    return _save(Change(record_id=id, action=Change.MOVE, announced_again=announced_again, **dates), by, reason)


def rollback(id: str, *, by: str, reason: str) -> Change:
    """Let the old page answer exactly as before its announcement, at once, until this is undone."""
    return _save(Change(record_id=id, action=Change.ROLLBACK), by, reason)


def undo(id: str, *, by: str, reason: str) -> Change:
    """Take back the last thing that was done to a record and is not taken back yet."""
    entry = entry_of(id)
    last = Change.objects.filter(record_id=id, undone_at=None).order_by("-id").first()
    problems = _said(by, reason)
    if last is None:
        problems.append(f"Nothing was done to {id!r} that could be undone.")
    elif last.action == Change.MOVE:
        problems += _undoing_faults(id, last, entry)
    if problems or last is None:
        raise Refused(problems)
    last.undone_at, last.undone_by, last.undone_reason = clock.now(), by, reason
    last.save()
    return last


def _undoing_faults(id: str, last: Change, entry: Entry) -> list[str]:
    """Undoing a move is a move back, which may not bring a date nearer either."""
    others = Change.objects.filter(record_id=id).exclude(pk=last.pk).order_by("id")
    before = registry.in_force(_base(id), others).record.dates
    found = moving_faults(entry.record.dates, before, announced_again=None, today=clock.today(), options=options())
    return [f"The change of {id!r} cannot be undone: {fault}. Use move with a new announcement." for fault in found]


def register(page: OldPage, *, by: str) -> OldPage:
    """Take a page of another site into the timeline, or change what was registered under its id."""
    page.by = by
    try:
        page.save()
    except ValidationError as error:
        raise Refused(error.messages) from error
    return page


def read_page(path: Path) -> OldPage:
    """An old page from a TOML file with the names of the model's fields.

    Raises
    ------
    Refused
        When the file cannot be read, or has a name that is none.
    """
    try:
        given: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise Refused([f"{path} cannot be read: {error}."]) from error
    known = {item.name for item in OldPage._meta.concrete_fields} - {"by"}
    if unknown := sorted(set(given) - known):
        raise Refused([f"{path} has {', '.join(unknown)}, which is nothing; there are {', '.join(sorted(known))}."])
    return OldPage(**given)


def change_faults(change: Change) -> list[str]:
    """What is wrong with a change before it is saved; the admin page and the command share it."""
    try:
        entry = entry_of(change.record_id)
    except Refused as error:
        return error.sentences
    found = _said(change.by, change.reason)
    state = entry.state(clock.today())
    if change.action == Change.ROLLBACK:
        if state is State.ON_HOLD:
            found.append(f"{change.record_id!r} is rolled back already.")
        if state is State.ARCHIVED:
            found.append(f"{change.record_id!r} is archived: its old page may be gone, and cannot be brought back.")
        return found
    if state is State.ON_HOLD:
        found.append(f"{change.record_id!r} is rolled back; undo that before its dates are moved.")
    new = registry.moved(entry.record.dates, change)
    found += [
        f"The dates of {change.record_id!r} cannot be moved so: {fault}."
        for fault in moving_faults(
            entry.record.dates, new, announced_again=change.announced_again, today=clock.today(), options=options()
        )
    ]
    brownouts = faults(replace(entry.record, dates=new), options())
    return [*found, *(fault for fault in brownouts if "brown-out" in fault)]


def old_page_faults(page: OldPage) -> list[str]:
    """What is wrong with a page of another site: the same as with a declared record."""
    from mastsite.retirement.checks import site_faults

    wanting = [
        name
        for name in ("announced", "deprecated_at", "sunset_at", "archived_at")
        if not isinstance(getattr(page, name), date)
    ]
    if wanting:
        return [f"The retirement {page.id!r} is refused: {', '.join(wanting)} must be a date such as 2027-10-01."]
    record = record_of(page)
    registry.forget()
    others = [entry.record for entry in registry.entries() if entry.record.id != page.id]
    declared = {item.id for item in registry.declared()}
    found = [*faults(record, options())]
    if page.id in declared:
        found.append(f"The retirement {page.id!r} is refused: a declared one has that id; choose another.")
    found += [sentence for sentence in clashes([*others, record]) if repr(record.id) in sentence]
    swallowed = list(site_faults([record], ask=True)) if not found else []
    before = OldPage.objects.filter(pk=page.pk).first()
    if before is not None:
        old, new = record_of(before).dates, record.dates
        if old != new:
            found.append(f"The dates of {page.id!r} stand already; move them with a reason instead.")
    return [*found, *swallowed]


def _said(by: str, reason: str) -> list[str]:
    found = []
    if len(reason.split()) < 2:
        found.append("The reason is missing; it is shown to everyone. Give it in a sentence.")
    if not by.strip():
        found.append("It is not said who does this. Give a name.")
    return found


def _base(id: str) -> Any:
    for record in registry.declared():
        if record.id == id:
            return record
    return record_of(OldPage.objects.get(pk=id))


def _save(change: Change, by: str, reason: str) -> Change:
    change.by, change.reason, change.made_at = by, reason, clock.now()
    try:
        change.save()
    except ValidationError as error:
        raise Refused(error.messages) from error
    return change
