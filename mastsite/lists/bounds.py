"""How much of a list is read; what is beyond is refused whole, with a sentence, and never cut."""

from __future__ import annotations

MAX_BYTES = 20 * 2**20
"""Of an upload, and of what comes out of a compressed one."""
MAX_LINES = 100_000
MAX_LINE = 10_000
"""Characters of one line; a longer one has a status of its own and stops no other."""
MAX_COLUMNS = 200
MEGABYTE = 2**20


class ListError(ValueError):
    """A list cannot be read at all; the message says what was read, what is wrong and what to do."""


def too_many_lines(number: str) -> ListError:
    return ListError(
        f"The list has {number} lines, and one list takes {MAX_LINES:,}. Nothing was searched: send it in parts."
    )


def too_many_bytes(what: str) -> ListError:
    return ListError(
        f"{what} more than {MAX_BYTES // MEGABYTE} MB, and one list takes no more. Nothing was searched: send it in parts, "
        "or without the columns that are not needed."
    )
