"""Patterns of paths: ``*`` is one part between slashes, ``**`` any number of them, everything else is itself, in any case."""

from __future__ import annotations

import re
from functools import lru_cache


@lru_cache(maxsize=2000)
def compiled(pattern: str) -> re.Pattern[str]:
    """The pattern as a regular expression for a whole path."""
    pieces = re.split(r"(\*\*|\*)", pattern)
    meaning = {"**": ".*", "*": "[^/]+"}
    return re.compile("".join(meaning.get(piece) or re.escape(piece) for piece in pieces), re.DOTALL | re.IGNORECASE)


def matches(pattern: str, path: str) -> bool:
    return bool(compiled(pattern).fullmatch(path))


def faults(pattern: str) -> str:
    """What is wrong with a pattern, as the end of a sentence; empty for a good one."""
    if not pattern.startswith("/"):
        return "does not begin with a slash; write it as a path such as /old/page"
    if "***" in pattern or pattern.count("**") > 2 or pattern.count("*") > 6:  # more would take long to match
        return "has too many stars; one * stands for a part between slashes, ** for any number of parts"
    if "?" in pattern or "#" in pattern:
        return "has a ? or #; write the path alone, its parameters do not count"
    if set(pattern) <= set("/*"):
        return "is every page of the site; name at least one part"
    return ""


def specific(pattern: str) -> tuple[int, int]:
    """Sorts the most exact pattern first."""
    return (pattern.count("*"), -len(pattern))
