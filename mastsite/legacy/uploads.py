"""Uploaded lists of targets (``form=fuf``): one entry in a line, each with a search and a table of its own.

Lines are read and names looked up as the answer gets to them, so that a long list begins at once; a line that cannot be
read has its own sentence and stops nothing. Data IDs are one search together. The names of the old form's boxes were
not found anywhere; `parameters` lists the ones read, and the file may come under any name.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, overload

from mastsite.legacy.asked import Search
from mastsite.legacy.draft import Draft
from mastsite.legacy.targets import Around, Lookups, Wanted, of_coordinates, of_text
from mastsite.search import criteria
from mastsite.search.criteria import Criterion, CriterionError, Equals, Term
from mastsite.search.declare import Column
from mastsite.search.position import looks_like_position
from mastsite.search.query import Query
from mastsite.search.wording import quote

MAX_LINES = 10_000
MAX_LINE = 1_000
LOOKUP_BUDGET_S = 60.0
Contents = Literal["coordinates", "names", "ids", "numbers"]

DELIMITERS = {
    "": ",", ",": ",", "comma": ",", "\t": "\t", "\\t": "\t", "tab": "\t", "|": "|", "pipe": "|", "bar": "|", ";": ";",
    "semicolon": ";",
}  # fmt: skip
_CONTENTS: dict[str, Contents] = {
    "": "coordinates", "coordinates": "coordinates", "coords": "coordinates", "coord": "coordinates", "radec": "coordinates",
    "targetnames": "names", "targetname": "names", "targets": "names", "target": "names", "names": "names",
    "dataids": "ids", "dataid": "ids", "datasets": "ids", "ids": "ids", "id": "ids",
    "keplerids": "numbers", "keplerid": "numbers", "kepids": "numbers", "epicids": "numbers", "epic": "numbers",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Layout:
    """How the lines of a file are read."""

    delimiter: str
    first: int
    """Place of the column with right ascension, name or identifier, counted from 0."""
    second: int
    contents: Contents

    def cells(self, line: str) -> list[str]:
        if self.delimiter == ",":
            return [cell.strip() for cell in next(csv.reader([line], skipinitialspace=True), [])]
        return [cell.strip().strip('"') for cell in line.split(self.delimiter)]


@dataclass(frozen=True, slots=True)
class Line:
    number: int
    text: str


def read_layout(draft: Draft) -> Layout:
    """Delimiter, columns and contents; faults are noted in the draft."""
    raw = "".join(item.value for item in draft.given.get("delimiter", []))[:20]
    word = raw if raw == "\t" else raw.strip().lower()
    if word not in DELIMITERS:
        draft.fault("delimiter", raw, f"The delimiter was read as “{raw}”. Write one of comma, tab, | and ;.")
    contents = "".join(letter for letter in draft.one("file_contents").lower() if letter.isalnum())
    if contents not in _CONTENTS:
        said = f"The contents of the file were read as “{contents[:40]}”. Write coordinates, target names, data IDs or Kepler IDs."
        draft.fault("file_contents", contents, said)
    first = draft.number(1, 1000, "target_column") or 1
    second = draft.number(1, 1000, "dec_column") or (2 if first == 1 else first + 1)
    return Layout(DELIMITERS.get(word, ","), first - 1, second - 1, _CONTENTS.get(contents, "coordinates"))


def lines_of(text: str, draft: Draft) -> list[Line]:
    """The lines of a file that have an entry; blank ones and comments are left out, and how many is told."""
    numbered = [Line(number, line.strip(" \r")) for number, line in enumerate(_split(text), start=1)]
    comments = [line for line in numbered if line.text.startswith("#")]
    lines = [line for line in numbered if line.text.strip() and not line.text.startswith("#")]
    if comments:
        draft.notes.append(f"Lines of the file that begin with # were taken for comments: {len(comments):,}.")
    if len(lines) > MAX_LINES:
        said = f"The file has {len(lines):,} entries, and one file takes {MAX_LINES:,}. Send it in parts."
        draft.fault("file", "", said)
    if not lines:
        draft.fault("file", "", "The file has no entries. Write one in each line, such as 10.6847,41.2690.")
    return lines[:MAX_LINES]


def _split(text: str) -> list[str]:
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


class Uploaded(Sequence[Search]):
    """The searches of an uploaded list; each is made when it is asked for, so iterate once."""

    def __init__(self, lines: Sequence[Line], layout: Layout, around: Around, base: Query) -> None:
        self.lines = lines
        self.layout = layout
        self.equinox = around.equinox
        self.lookups = Lookups(base, LOOKUP_BUDGET_S)

    def __len__(self) -> int:
        return len(self.lines)

    @overload
    def __getitem__(self, index: int) -> Search: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Search]: ...
    def __getitem__(self, index: int | slice) -> Search | Sequence[Search]:
        if isinstance(index, slice):
            return [self[at] for at in range(*index.indices(len(self)))]
        line = self.lines[index]
        wanted = wanted_of(line.text, self.layout, self.equinox)
        shown = wanted.text or line.text
        return self.lookups.search(wanted, f"Input line {line.number}: {shown[:80]}")


def wanted_of(line: str, layout: Layout, equinox: str) -> Wanted:
    """The place that one line names."""
    if len(line) > MAX_LINE:
        return Wanted(line[:60], problem=f"The line has {len(line):,} characters, and {MAX_LINE:,} are read.")
    cells = layout.cells(line)
    if layout.contents == "coordinates":
        if len(cells) == 1 and (layout.first == 0 or looks_like_position(line)):
            return _position(line, equinox)
        if len(cells) <= max(layout.first, layout.second):
            return Wanted(line[:60], problem=_too_few(cells, max(layout.first, layout.second)))
        return of_coordinates(cells[layout.first], cells[layout.second], equinox)
    if len(cells) <= layout.first or not cells[layout.first]:
        return Wanted(line[:60], problem=_too_few(cells, layout.first))
    return of_text(cells[layout.first], equinox)


def _position(text: str, equinox: str) -> Wanted:
    wanted = of_text(text, equinox)
    if wanted.place is None and not wanted.problem:
        said = f"“{text[:60]}” is no position. Check the delimiter, or choose target names as the contents of the file."
        return Wanted(text[:60], problem=said)
    return wanted


def _too_few(cells: list[str], last: int) -> str:
    have = "one column" if len(cells) == 1 else f"{len(cells)} columns"
    return (
        f"The line has {have}, and column {last + 1} was asked for. Check the delimiter and the numbers of the columns."
    )


def by_identifier(lines: Sequence[Line], layout: Layout, column: Column, base: Query, draft: Draft) -> Search:
    """One search for all identifiers of a file; lines that hold none are told, and stop nothing."""
    terms: dict[Term, None] = {}
    for line in lines:
        cells = layout.cells(line.text)
        text = cells[layout.first] if len(cells) > layout.first else ""
        try:
            found = criteria.parse(column, quote(text) if column.is_text and text else text)
        except CriterionError as error:
            draft.leave(f"line {line.number}", line.text[:80], str(error))
            continue
        if found is None:
            draft.leave(f"line {line.number}", line.text[:80], _too_few(cells, layout.first))
            continue
        if any(term.negated or not isinstance(term.test, Equals) for term in found.terms):
            draft.leave(
                f"line {line.number}", line.text[:80], f"{column.label} is one number in each line, no condition"
            )
            continue
        terms |= dict.fromkeys(found.terms)
    if not terms:
        return Search(
            None, problem=f"None of the {len(lines):,} lines has an identifier. Check the delimiter and the column."
        )
    criterion = Criterion(column.name, tuple(terms))
    told = f"{len(terms):,} different identifiers were read from the file and looked up in {column.label}."
    return Search(replace(base, criteria=(*base.criteria, criterion)), said=told)
