"""What one line asks for: a position, or a word that is an identifier or a name."""

from __future__ import annotations

from dataclasses import dataclass

from mastsite.lists.choosing import Choice
from mastsite.lists.listing import Line
from mastsite.search.position import Position, PositionError, looks_like_position, parse_position

READ_AS = {
    "auto": "As each line looks",
    "positions": "Coordinates",
    "names": "Names of objects",
    "ids": "Identifiers of datasets",
}
"""What lines may be said to be, and how a menu says it."""
LONGEST_NAME = 300


@dataclass(frozen=True, slots=True)
class Wanted:
    """
    Parameters
    ----------
    line : the line.
    text : what was taken of it.
    position : where it says that it is; None for a word.
    word : a name or identifier; empty for a position.
    problem : why it is neither, as a sentence; ambiguous : whether because it can be read in two ways.
    """

    line: Line
    text: str
    position: Position | None = None
    word: str = ""
    problem: str = ""
    ambiguous: bool = False


def wanted(line: Line, choice: Choice, read_as: str = "auto", equinox: str = "J2000") -> Wanted:
    """Read one line; it never fails, as what is wrong is told."""
    text = _text(line, choice)
    if line.problem:
        return Wanted(line, _shown(text or line.text), problem=line.problem)
    if not text.strip():
        return Wanted(line, "", problem="The cell of the target is empty. Write a name, coordinates, or an identifier.")
    if "\0" in text:
        return Wanted(
            line, _shown(text), problem="A NUL byte was read in it, which no name or number holds. Type it again."
        )
    if choice.places or read_as == "positions" or (read_as == "auto" and looks_like_position(text)):
        try:
            return Wanted(line, text, parse_position(text, equinox))
        except PositionError as error:
            said = str(error)
            return Wanted(line, _shown(text), problem=said, ambiguous="two ways" in said)
        except (ValueError, OverflowError, ArithmeticError):
            return Wanted(line, _shown(text), problem="It is no position. Type RA and Dec such as 10.6847 41.2690.")
    if len(text) > LONGEST_NAME or not text.isprintable():
        said = (
            f"It is no name or identifier: these have up to {LONGEST_NAME} printable characters. Type one such as M 31."
        )
        return Wanted(line, _shown(text), problem=said)
    return Wanted(line, text, word=text)


def _text(line: Line, choice: Choice) -> str:
    """The part of the line that says where."""
    if choice.target is not None and choice.target < len(line.cells):
        return line.cells[choice.target].strip()
    if choice.ra is not None and choice.dec is not None and max(choice.ra, choice.dec) < len(line.cells):
        ra, dec = line.cells[choice.ra].strip(), line.cells[choice.dec].strip()
        if not ra and not dec:
            return ""
        return f"{ra} {'' if dec[:1] in '+-−' else '+'}{dec}"
    return line.text.strip() if not line.cells else ""


def _shown(text: str) -> str:
    return "".join(letter if letter.isprintable() else "?" for letter in text[:200])
