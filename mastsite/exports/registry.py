"""What a writer is, and the registry that `writer` fills."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from mastsite.search.result import Result


class ExportError(Exception):
    """A result cannot be written; the message says what was read and what is wrong with it."""


class Write(Protocol):
    """Turn a result into the bytes of a file, in chunks of about 64 kB.

    Parameters
    ----------
    result : its rows are read once, and closed when the consumer stops early.
    address : where the same search can be asked again, for the file's own account of itself.
    comments : whether the file may carry lines that a plain reader of its format would take for data or
        stumble over (``# query: ...`` in CSV, ``{"_end": ...}`` in NDJSON). Formats with a place of their own for
        such facts ignore it. Without comments an interrupted search can leave no mark, so it raises `ExportError`.
    """

    def __call__(self, result: Result, *, address: str = "", comments: bool = True) -> Iterator[bytes]: ...


@dataclass(frozen=True, slots=True)
class Writer:
    """One format of file.

    Parameters
    ----------
    name : the word in addresses and in ``format=``.
    label : as people call it.
    media_type : what the response is labelled with; accept : other media types that mean this format.
    extension : of file names, without the leading point; no two writers share one.
    description : one sentence for help pages: what the format is good for.
    write : see `Write`.
    streams : bytes leave while rows still arrive. The others read all rows first (into a temporary file, not into
        memory), so that a search which fails raises `ExportError` before their first byte.
    row_limit : the most rows that the format can hold; None for any number.
    """

    name: str
    label: str
    media_type: str
    extension: str
    description: str
    write: Write
    streams: bool = True
    accept: tuple[str, ...] = ()
    row_limit: int | None = None


WRITERS: dict[str, Writer] = {}
"""Every writer by its name, in the order of menus."""


def writer(
    name: str,
    *,
    label: str,
    media_type: str,
    extension: str,
    description: str,
    streams: bool = True,
    accept: tuple[str, ...] = (),
    row_limit: int | None = None,
) -> Callable[[Write], Write]:
    """Register the decorated function under `name`.

    Raises
    ------
    ValueError : naming the writer that has the name or the extension already.
    """

    def register(write: Write) -> Write:
        for other in WRITERS.values():
            if name == other.name or extension == other.extension:
                raise ValueError(f"writer {name!r} (.{extension}) has the name or ending of {other.name!r}; rename it")
        WRITERS[name] = Writer(name, label, media_type, extension, description, write, streams, accept, row_limit)
        return write

    return register
