"""The kinds of downloads: what an order of files can be turned into.

To add one more: a module beside this one with a function from an `Order` to pieces of bytes under ``@kind(...)``, and its
name in ``__init__.py``. The basket offers it, and the contract tests run over it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from mastsite.products.order import Order

Write = Callable[[Order], Iterable[bytes]]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of download.

    Parameters
    ----------
    name : the word for it, and the end of its address; extension : of the file it makes.
    label : words of its link; description : what it is, in a sentence.
    how : the command that uses the file ``NAME``; empty where there is none.
    """

    name: str
    extension: str
    label: str
    description: str
    media_type: str
    write: Write
    how: str = ""


KINDS: dict[str, Kind] = {}


def kind(
    name: str, extension: str, label: str, description: str, media_type: str, *, how: str = ""
) -> Callable[[Write], Write]:
    """Register a function as the writer of a kind."""

    def register(write: Write) -> Write:
        if name in KINDS:
            raise ValueError(f"two kinds of downloads are called {name}")
        KINDS[name] = Kind(name, extension, label, description, media_type, write, how)
        return write

    return register
