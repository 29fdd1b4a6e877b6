"""What a shape is, and the registry that `shape` fills.

To add one more shape: a module beside this one with a function from a `Reply` to chunks of bytes under ``@shape(...)``,
and its name in the imports of ``__init__.py``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from django.http import HttpRequest

from mastsite.legacy.asked import Asked


@dataclass(slots=True)
class Reply:
    """One answer on its way.

    Parameters
    ----------
    media_type : what the response is labelled with; a shape may change it before its first chunk.
    file_name : offered to who saves the answer; empty for none. A shape may empty it likewise.
    cut : why there are fewer rows than match; empty when nothing was cut. A shape may set it before its first chunk.
    """

    request: HttpRequest
    asked: Asked
    media_type: str
    file_name: str = ""
    cut: str = ""


Write = Callable[[Reply], Iterator[bytes]]
Way = tuple[str, str]
"""An address and the words that link to it."""
Refuse = Callable[[int, Sequence[str], HttpRequest | None, Sequence[Way]], bytes]
"""From a status, sentences that say what is wrong, the request if there is one, and ways out, to the whole body."""


@dataclass(frozen=True, slots=True)
class Shape:
    """One output format of the classic services.

    Parameters
    ----------
    name : the word of ``outputformat``.
    label : as menus call it.
    media_type : of an answer with rows.
    refused_as : media type of a refusal.
    extension : of file names, without the point; empty for a page.
    successor : extension of the new address that gives the nearest file; empty for the page.
    write, refuse : see there.
    """

    name: str
    label: str
    media_type: str
    refused_as: str
    extension: str
    successor: str
    write: Write
    refuse: Refuse


SHAPES: dict[str, Shape] = {}
"""Every shape by the classic word for it, in the order of menus."""

PAGE = "HTML_Table"

_SPELLINGS = {
    "html": PAGE, "": PAGE, "csv_file": "CSV", "excel": "Excel_Spreadsheet", "xls": "Excel_Spreadsheet", "xml": "VOTable",
    "votable_1.0": "VOTable", "vo_table": "VOTable",
}  # fmt: skip
"""Other spellings seen in addresses, in lower case."""


def shape(
    name: str, *, label: str, media_type: str, refuse: Refuse, refused_as: str, extension: str, successor: str
) -> Callable[[Write], Write]:
    """Register the decorated function under `name`."""

    def register(write: Write) -> Write:
        if name in SHAPES:
            raise ValueError(f"shape {name!r} is registered twice; rename one")
        SHAPES[name] = Shape(name, label, media_type, refused_as, extension, successor, write, refuse)
        return write

    return register


def find(word: str) -> Shape | None:
    """The shape that ``outputformat=`` means, in any case; None for a word that means none."""
    lowered = word.strip().lower()
    lowered = _SPELLINGS.get(lowered, lowered).lower()
    lowered = lowered if lowered in map(str.lower, SHAPES) else lowered.removesuffix("_file")
    return next((item for name, item in SHAPES.items() if name.lower() == lowered), None)
