"""What is wrong with a record, or with moving its dates: sentences that name the record and the remedy."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from urllib.parse import urlsplit

from mastsite.retirement import patterns
from mastsite.retirement.clock import months_later
from mastsite.retirement.options import Options
from mastsite.retirement.record import Dates, FieldChange, Record
from mastsite.retirement.states import MILESTONES, first_day

GOOD_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,79}")
LEAST_WORDS = 3


def target_fault(address: str, options: Options) -> str:
    """Why an address may not be led to, as the end of a sentence; empty for a good one.

    Browsers read a backslash as a slash and leave out tabs and line ends, so that those are refused too.
    """
    if not address:
        return "is empty; give the address of the page that replaces it"
    if any(ord(letter) <= 32 or ord(letter) == 127 or letter in '\\<>"' for letter in address):
        return "has a blank, a backslash or another letter that no address has; write it as %20 and so on"
    try:
        parts = urlsplit(address)
    except ValueError:
        return "cannot be read as an address; give a path such as /search/"
    if not parts.scheme and not parts.netloc:
        good = address.startswith("/") and not address.startswith("//")  # browsers take "///x" for a host too
        return "" if good else "is no address; begin it with one slash, or with https://"
    if parts.scheme != "https" or parts.username or parts.password:
        return "leads off this site without https, or with a user name in it; give a path, or an https address"
    if parts.netloc.lower() not in options.allowed_hosts:
        return (
            f"leads to the host {parts.netloc}, which is not on the list of allowed ones; "
            'add it to RETIREMENT["allowed_hosts"] when the site is yours'
        )
    return ""


def dates_faults(dates: Dates, options: Options) -> Iterator[str]:
    """Dates in the wrong order, or too near to one another."""
    steps = [(str(state).replace("-", " "), first_day(dates, state)) for state in MILESTONES]
    for (before, first), (after, second) in itertools.pairwise(steps):
        if first > second:
            yield (
                f"{before} is on {first} and {after} on {second}, the wrong way round; "
                "the order is announced, deprecated, last call, sunset, archived"
            )
    earliest = months_later(dates.deprecated_at, options.minimum_months)
    if dates.sunset_at < earliest:
        yield (
            f"sunset on {dates.sunset_at} is less than {options.minimum_months} months after deprecation on "
            f"{dates.deprecated_at}; choose {earliest} or later"
        )


def faults(record: Record, options: Options) -> list[str]:
    """Everything that is wrong with a record in itself; none for a good one."""
    found = [*_texts(record), *_paths(record), *dates_faults(record.dates, options), *_fields(record)]
    if fault := target_fault(record.successor, options):
        found.append(f"its successor {record.successor!r} {fault}")
    for address in (*(link.address for link in record.tutorials), *(search.new for search in record.searches)):
        if fault := target_fault(address, options):
            found.append(f"its link {address!r} {fault}")
    if record.brownouts and record.kind != "API":
        found.append("it has brown-outs and is a page for people; only an API may refuse as a rehearsal")
    for brownout in record.brownouts:
        if brownout.start.tzinfo is None or brownout.end.tzinfo is None or brownout.end <= brownout.start:
            found.append(f"its brown-out of {brownout.start} needs a time zone, and an end after its start")
        elif not record.dates.deprecated_at <= brownout.start.date() <= record.dates.sunset_at:
            found.append(f"its brown-out of {brownout.start:%Y-%m-%d} is not between deprecation and sunset")
    return [f"The retirement {record.id!r} is refused: {fault}." for fault in found]


def _texts(record: Record) -> Iterator[str]:
    if not GOOD_ID.fullmatch(record.id):
        yield "its id may have small letters, digits, - and _ only, and at most 80"
    for name, meaning in (("why", "why it goes"), ("better", "what is better"), ("lost", "what is lost")):
        if len(getattr(record, name).split()) < LEAST_WORDS:
            yield f"it does not say {meaning}; write a sentence in {name!r}"
    for name in ("title", "noun", "successor_title", "contact"):
        if not getattr(record, name).strip():
            yield f"its {name!r} is empty"
    if record.kind not in ("page", "API"):
        yield f"its kind {record.kind!r} is neither 'page' nor 'API'"


def _paths(record: Record) -> Iterator[str]:
    if not record.patterns:
        yield "it has no path pattern; name the path of the old page"
    for pattern in record.patterns:
        if fault := patterns.faults(pattern):
            yield f"its pattern {pattern!r} {fault}"
        elif patterns.matches(pattern, urlsplit(record.successor).path) and record.successor.startswith("/"):
            yield f"its pattern {pattern!r} covers its own successor {record.successor}, so that nobody would arrive"


def _fields(record: Record) -> Iterator[str]:
    yield from field_faults(record.fields(), record.parameters)


def field_faults(changes: Sequence[FieldChange], parameters: Iterable[str]) -> Iterator[str]:
    """Parameters of the old page of which nothing is said, or which are dropped without a reason."""
    said = {change.old for change in changes}
    for name in parameters:
        if name not in said:
            yield f"its parameter {name!r} is neither mapped nor said to be dropped; add a FieldChange for it"
    for change in changes:
        if not change.new and not change.note:
            yield f"its parameter {change.old!r} is dropped without a reason; write one in its note"


def clashes(records: Sequence[Record]) -> list[str]:
    """Records that cannot stand beside one another."""
    found: list[str] = []
    seen: dict[str, set[str]] = {}
    for record in records:
        for kind, word in (("id", record.id), *(("pattern", pattern) for pattern in record.patterns)):
            if word in seen.setdefault(kind, set()):
                found.append(f"The retirement {record.id!r} is refused: another has the same {kind} {word!r}.")
            seen[kind].add(word)
    groups = {record.group for record in records if record.group}
    found += [
        f"The retirement {record.id!r} is refused: a group has that name, and both would have the same feeds."
        for record in records
        if record.id in groups
    ]
    return found


def moving_faults(
    old: Dates, new: Dates, *, announced_again: date | None, today: date, options: Options
) -> Iterator[str]:
    """Why dates may not be moved so: later freely, earlier only with a new announcement."""
    yield from dates_faults(new, options)
    if old == new:
        yield "no date is changed; give a new one"
    earlier = [
        name for name in ("deprecated_at", "sunset_at", "archived_at") if getattr(new, name) < getattr(old, name)
    ]
    if new.announced != old.announced and old.announced <= today:
        yield f"it was announced on {old.announced}, which cannot be undone; leave that date as it is"
    if not earlier:
        return
    names = ", ".join(name.removesuffix("_at") for name in earlier)
    if announced_again is None:
        yield f"{names} would be earlier than announced; give a new announcement, of today or later"
        return
    if announced_again < today:
        yield f"the new announcement is on {announced_again}, which is past; give {today} or later"
    if any(getattr(new, name) < announced_again for name in earlier):
        yield f"{names} would come before the new announcement on {announced_again}"
    if "sunset_at" in earlier and new.sunset_at < (least := months_later(announced_again, options.minimum_months)):
        yield (
            f"sunset on {new.sunset_at} is less than {options.minimum_months} months after the new announcement; "
            f"choose {least} or later"
        )
