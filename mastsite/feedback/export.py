"""The messages as CSV for spreadsheets, and as JSON for programs."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable

from mastsite.feedback.models import Message

COLUMNS = (
    "reference", "day", "kind", "message", "contact", "page", "path", "mission", "search", "build", "state", "note",
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "\t", "＝", "＋", "－", "＠")


def as_json(messages: Iterable[Message]) -> str:
    """Every message as it was sent."""
    return (
        json.dumps([dict(zip(COLUMNS, _cells(one), strict=True)) for one in messages], ensure_ascii=False, indent=2)
        + "\n"
    )


def as_csv(messages: Iterable[Message]) -> str:
    """A table whose cells no spreadsheet takes for a formula: what begins like one has a ``'`` in front."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerow(COLUMNS)
    writer.writerows([safe(cell) for cell in _cells(one)] for one in messages)
    return out.getvalue()


def safe(cell: str) -> str:
    return f"'{cell}" if cell.lstrip().startswith(_FORMULA) else cell


def _cells(one: Message) -> list[str]:
    return [str(getattr(one, name)) for name in COLUMNS]


FORMATS = {"csv": as_csv, "json": as_json}
"""To add one more format: a line here; the command takes it."""
