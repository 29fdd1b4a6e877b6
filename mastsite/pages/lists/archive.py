"""One table for each target as files: a zip archive with a table of contents, written as it is read."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import groupby, islice
from operator import itemgetter

from mastsite.exports import WRITERS, Writer
from mastsite.jobs.models import Job
from mastsite.pages.lists import table
from mastsite.pages.lists.store import PART_LINES, Status, Store
from mastsite.pages.lists.wishes import Wishes
from mastsite.products.bundle import Sink
from mastsite.search.declare import Column

LINES = 20 * PART_LINES
"""Lines of one archive: its list of members is kept until its end."""
CONTENTS = "contents"
CONTENTS_COLUMNS = (
    *table.STATUS_COLUMNS[:5],
    Column("file", "File", description="Name of the file with the rows of that line; empty where it has none."),
    table.STATUS_COLUMNS[-1],
)
"""Line, text, status, found, in the table, file, message."""


def member_name(one: Status, writer: Writer) -> str:
    """A name that every system takes, and no two lines share: the number of the line, and what is plain of its text."""
    plain = re.sub(r"[^A-Za-z0-9+-]+", "_", one.text).strip("_-")[:40].strip("_-")
    number = f"{one.row:06d}"
    return f"{number}_{plain}.{writer.extension}" if plain else f"{number}.{writer.extension}"


def zipped(
    job: Job, wishes: Wishes, store: Store, writer: Writer, *, start: int, address: str, guarded: bool, comments: bool
) -> Iterator[bytes]:
    """The archive of up to `LINES` lines from the one at `start` (counted from 0, a multiple of `LINES`), piece by piece."""
    sink = Sink()
    moment = (job.ended or job.created or datetime.now(UTC)).timetuple()[:6]
    statuses = list(islice(store.statuses(start // PART_LINES), LINES))
    named = {one.row: member_name(one, writer) for one in statuses if one.kept}
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:

        def put(name: str, pieces: Iterator[bytes]) -> Iterator[bytes]:
            member = zipfile.ZipInfo(name, moment)
            member.external_attr, member.compress_type = 0o644 << 16, zipfile.ZIP_DEFLATED
            with archive.open(member, "w") as opened:
                for piece in pieces:
                    opened.write(piece)
                    yield sink.take()

        contents = _contents(job, wishes, store, statuses, named, guarded=guarded)
        yield from put(f"{CONTENTS}.csv", iter(WRITERS["csv"].write(contents, address=address, comments=comments)))
        for row, found in groupby(store.rows(start // PART_LINES), itemgetter(0)):
            if row > (statuses[-1].row if statuses else 0):
                break
            if row in named:
                result = table.rows_of(job, wishes, store, found, guarded=guarded)
                yield from put(named[row], iter(writer.write(result, address=address, comments=comments)))
    yield sink.take()


def _contents(
    job: Job, wishes: Wishes, store: Store, statuses: Sequence[Status], named: dict[int, str], *, guarded: bool
) -> table.ListResult:
    rows = (
        (
            one.row,
            table.safe(one.text) if guarded else one.text,
            one.status,
            one.found,
            one.kept,
            named.get(one.row, ""),
            one.message,
        )
        for one in statuses
    )
    return table.result_of(job, wishes, store, CONTENTS_COLUMNS, rows, guarded=guarded)
