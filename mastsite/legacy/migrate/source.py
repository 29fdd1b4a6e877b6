"""A Python script as a tree, whatever its age: what no Python 3 has is put right or passed over, line by line."""

from __future__ import annotations

import ast
import re
from bisect import bisect_right
from dataclasses import dataclass, field
from itertools import accumulate

from mastsite.legacy.migrate.calls import Span

MOST_REPAIRS = 200
"""Lines of an older Python, or of no Python, that are passed over before the text counts as something else."""


@dataclass
class Source:
    """A script, its tree, and where its lines begin."""

    text: str
    tree: ast.Module
    passed_over: list[int]
    starts: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.lines = self.text.split("\n")
        self.starts = [0, *accumulate(len(line) + 1 for line in self.lines)]

    def offset(self, line: int, column: int) -> int:
        """Offset of a character, from the line and the UTF-8 byte that the parser counts."""
        return self.starts[line - 1] + len(self.lines[line - 1].encode()[:column].decode(errors="ignore"))

    def span(self, node: ast.expr) -> Span:
        end = node.end_lineno or node.lineno, node.end_col_offset or node.col_offset
        return Span(self.offset(node.lineno, node.col_offset), self.offset(*end))

    def line_of(self, offset: int) -> int:
        return bisect_right(self.starts, offset)


# As long as what they stand for, up to where an address may be: places in the script stay what they are.
_PYTHON_2 = (
    (re.compile(r"^(\s*print) (?! *[=(])(.*)$", re.MULTILINE), r"\1(\2)"),
    (re.compile(r"^(\s*except\s+[\w.() ,]+?),\s*(\w+)\s*:", re.MULTILINE), r"\1 as \2:"),
    (re.compile(r"\bur(?=[\"'])"), " r"),
    (re.compile(r"<>"), "!="),
)


def parse(text: str) -> Source | None:
    """The tree of a script; lines that no Python 3 has are passed over, if they are few. None where it is no Python."""
    lines = text.split("\n")
    passed: list[int] = []
    for attempt in range(MOST_REPAIRS):
        try:
            return Source(text, ast.parse("\n".join(lines)), passed)
        except SyntaxError as error:
            if attempt == 0:
                lines = _from_python_2("\n".join(lines)).split("\n")
                continue
            at = (error.lineno or 0) - 1
            if not 0 <= at < len(lines) or lines[at].strip() == "pass" or len(passed) > len(lines) // 4:
                return None
            passed.append(at + 1)
            lines[at] = re.match(r"\s*", lines[at])[0] + "pass"  # type: ignore[index]
        except (ValueError, RecursionError, MemoryError):
            return None
    return None


def _from_python_2(text: str) -> str:
    for old, new in _PYTHON_2:
        text = old.sub(new, text)
    return text
