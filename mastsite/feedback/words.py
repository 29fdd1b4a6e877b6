"""Kinds of messages and what becomes of them, with the words that name them.

To add one more kind: a line in `KINDS`; form, counts and command follow. Kept messages keep the word they were sent with.
"""

from __future__ import annotations

from collections.abc import Mapping

KINDS: Mapping[str, str] = {
    "broken": "Something does not work",
    "hard": "Something is hard to use",
    "idea": "An idea or a wish",
    "praise": "Praise",
}
NOT_SAID = "Not said"

NEW, ANSWERED, CHANGED, CLOSED = "new", "answered", "changed", "closed"
STATES: Mapping[str, str] = {
    NEW: "New",
    ANSWERED: "Answered",
    CHANGED: "Led to a change",
    CLOSED: "Closed without a change",
}


def kind_text(kind: str) -> str:
    return KINDS.get(kind, kind or NOT_SAID)
