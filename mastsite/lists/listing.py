"""A list as it was read: its lines, its columns, and what was passed over."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Heading:
    """One column of a table: its name as written, and its UCD where the format has such."""

    name: str
    ucd: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a list.

    Parameters
    ----------
    number : of the line in its file, or of the row in a table that has no lines, counted from 1.
    text : the whole line, at most `mastsite.lists.MAX_LINE` characters of it.
    cells : of a table, one for each heading.
    problem : why it cannot be read, as a sentence; empty for a good one.
    """

    number: int
    text: str
    cells: tuple[str, ...] = ()
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """
    Parameters
    ----------
    form : what it was read as: a plain list, CSV, VOTable ...
    encoding : of a text.
    headings : of a table; empty for a plain list, each of whose lines is a target.
    headed : whether the headings were read from the list, and not made up.
    lines : without blank lines, remarks and the line of headings.
    blank, remarks : how many lines were empty, or began with #.
    notes : sentences about how it was read.
    """

    form: str
    encoding: str
    headings: tuple[Heading, ...]
    headed: bool
    lines: tuple[Line, ...]
    blank: int = 0
    remarks: int = 0
    notes: tuple[str, ...] = ()

    @property
    def is_table(self) -> bool:
        return bool(self.headings)
