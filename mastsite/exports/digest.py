"""A fingerprint of a table's rows: SHA-256 over their identifiers, which a stranger computes from the file alone.

The bytes are each row's identifier (the mission's identifying column) in UTF-8, in the file's order, and a line feed
after each, the last one too: what ``cut`` takes out of a file of separated values and ``sha256sum`` reads.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

NAME = "sha256_of_ids"
"""What every file calls it."""


class Digest:
    """Fed with identifiers as rows pass; `identifier` is text, as a file of separated values shows it."""

    __slots__ = ("_hash", "rows")

    def __init__(self) -> None:
        self._hash = sha256()
        self.rows = 0

    def add(self, identifier: object) -> None:
        self.add_all((identifier,))

    def add_all(self, identifiers: Iterable[object]) -> None:
        lines = [_bytes(identifier) for identifier in identifiers]
        self._hash.update(b"".join(lines))
        self.rows += len(lines)

    def add_bytes(self, lines: bytes, rows: int) -> None:
        """Identifiers of many rows at once, with a line feed after each (`mastsite.exports.stream`, `mastsite.exports.copied`)."""
        self._hash.update(lines)
        self.rows += rows

    def hexdigest(self) -> str:
        """64 lower-case hexadecimal digits of what was added so far."""
        return self._hash.hexdigest()


def digest_of(identifiers: Iterable[object]) -> str:
    digest = Digest()
    digest.add_all(identifiers)
    return digest.hexdigest()


def _bytes(identifier: object) -> bytes:
    return f"{'' if identifier is None else identifier}\n".encode("utf-8", "surrogatepass")
