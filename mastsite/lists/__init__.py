"""Lists of targets: bytes that somebody pasted or uploaded, read into lines; without network and database.

`read` makes a `Listing` of bytes, `guess` says which columns hold the target, `wanted` reads one line of it.
docs/target-lists.md has the rules, docs/decisions/0017-lists-of-targets.md the reasons.
"""

from mastsite.lists.bounds import MAX_BYTES, MAX_LINE, MAX_LINES, ListError
from mastsite.lists.choosing import Choice, ChoiceError, choose, guess
from mastsite.lists.listing import Heading, Line, Listing
from mastsite.lists.reading import as_text, read
from mastsite.lists.wanted import READ_AS, Wanted, wanted

__all__ = [
    "MAX_BYTES", "MAX_LINE", "MAX_LINES", "READ_AS", "Choice", "ChoiceError", "Heading", "Line", "ListError", "Listing",
    "Wanted", "as_text", "choose", "guess", "read", "wanted",
]  # fmt: skip
