"""Reading a result's rows once: in batches, counted, closed, and with a note of why they ended."""

from __future__ import annotations

import logging
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from tempfile import SpooledTemporaryFile
from typing import IO, TYPE_CHECKING, TypeVar, cast

from mastsite.exports.cells import Table, fitted
from mastsite.exports.digest import Digest
from mastsite.exports.registry import ExportError

if TYPE_CHECKING:
    from mastsite.search.result import Result, Row

BATCH_ROWS = 256
CHUNK_BYTES = 64 * 1024
MEMORY_BYTES = 4 * 1024 * 1024
"""A temporary file this small stays in memory."""

logger = logging.getLogger(__name__)

Item = TypeVar("Item")
Batch = TypeVar("Batch")


@dataclass(slots=True)
class Tally:
    """How many rows were written, and why they ended: complete, cut short by the format, or failed.

    `digest` is of the rows' identifiers, and None where nothing says what they are.
    """

    rows: int = 0
    truncated: str = ""
    failure: Exception | None = None
    digest: Digest | None = None

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the rows' identifiers; empty where the rows failed, or nothing says what they are."""
        known = self.failure is None and self.digest is not None and self.digest.rows == self.rows
        return self.digest.hexdigest() if known and self.digest else ""

    @property
    def error(self) -> str:
        """One sentence for the reader of the file; the inner words of a library stay in the log."""
        if self.failure is None:
            return ""
        words = " ".join(str(self.failure).split())
        if words and type(self.failure).__module__.startswith("mastsite."):
            return words
        return f"The rows stopped coming ({type(self.failure).__name__}). Ask again, or for fewer rows."

    def fail(self, failure: Exception) -> None:
        logger.error("export failed after %d rows", self.rows, exc_info=failure)
        self.failure = failure

    def check(self) -> None:
        """Raise `ExportError` if the rows failed: for files with no room, or no need yet, for a mark."""
        if self.failure is not None:
            raise ExportError(f"FAILED after {self.rows} rows: {self.error}") from self.failure


def batches(
    result: Result, tally: Tally, *, batch_rows: int = BATCH_ROWS, limit: int | None = None
) -> Generator[Sequence[Row], None, None]:
    """Batches of the result's rows, no more than `limit` rows; every cell is of its column's type.

    Rows that come from the database in chunks, which are of the right types, are handed on as they are.
    """
    chunks = getattr(result.rows, "chunks", None)
    source = counted(result, chunks() if chunks else _sliced(result, batch_rows), tally, limit=limit)
    tally.digest = Digest()
    at = identifier_at(result)
    if at is not None:
        return _digested(source, tally.digest, lambda rows: [row[at] for row in rows])
    told = result.rows
    if not hasattr(told, "identifiers"):
        tally.digest = None
        return source
    return _digested(source, tally.digest, lambda rows: told.identifiers[: len(rows)])  # of columns without it


def identifier_at(result: Result) -> int | None:
    """Which column identifies the rows; None when it is not among them."""
    names = [column.name for column in result.columns]
    return names.index(result.mission.id_column) if result.mission.id_column in names else None


def _digested(
    source: Generator[Sequence[Row], None, None], digest: Digest, identify: Callable[[Sequence[Row]], Sequence[object]]
) -> Generator[Sequence[Row], None, None]:
    try:
        for rows in source:
            identifiers = identify(rows)
            try:
                lines = "\n".join(cast("Sequence[str]", identifiers))
            except TypeError:  # numbers, or nothing
                digest.add_all(identifiers)
            else:
                digest.add_bytes(f"{lines}\n".encode("utf-8", "surrogatepass"), len(rows))
            yield rows
    finally:
        source.close()


def tables(
    result: Result, tally: Tally, *, batch_rows: int = BATCH_ROWS, limit: int | None = None
) -> Generator[Table, None, None]:
    """The same as columns."""
    source = batches(result, tally, batch_rows=batch_rows, limit=limit)
    try:
        for rows in source:
            yield list(zip(*rows, strict=True))
    finally:
        source.close()


def counted(
    result: Result, source: Generator[Sequence[Item], None, None], tally: Tally, *, limit: int | None = None
) -> Generator[Sequence[Item], None, None]:
    """Batches of rows in whatever form, counted, and closed at their end; `tally` learns how it went.

    A failure of the rows ends them, after the rows that had come; it is noted in `tally`, not raised.
    """
    try:
        for batch in source:
            kept = batch if limit is None else batch[: limit - tally.rows]
            tally.rows += len(kept)
            if kept:
                yield kept
            if len(kept) < len(batch):
                tally.truncated = f"this format holds no more than {limit:,} rows"
                break
    except Exception as error:
        tally.fail(error)
    finally:
        source.close()
        close = getattr(result.rows, "close", None)
        if close is not None:
            close()


def _sliced(result: Result, batch_rows: int) -> Generator[Sequence[Row], None, None]:
    rows = iter(result.rows)
    more = True
    while more:
        batch: list[Row] = []
        failure: Exception | None = None
        try:
            batch.extend(islice(rows, batch_rows))  # keeps what came before a failure
        except Exception as error:
            failure = error
        more = len(batch) == batch_rows
        if batch:
            yield fitted(batch, result.columns)
        if failure is not None:
            raise failure


def encoded(
    source: Generator[Batch, None, None], encode: Callable[[Batch], bytes], tally: Tally
) -> Generator[bytes, None, None]:
    """Chunks of 64 kB and more of the encoded batches. A failure of `encode` ends them like a failure of the rows."""
    held: list[bytes] = []
    size = written = 0
    try:
        for batch in source:
            try:
                piece = encode(batch)
            except Exception as failure:
                tally.rows = written
                tally.fail(failure)
                break
            written = tally.rows
            held.append(piece)
            size += len(piece)
            if size >= CHUNK_BYTES:
                yield b"".join(held)
                held.clear()
                size = 0
        if held:
            yield b"".join(held)
    finally:
        source.close()  # which closes the rows


def temporary_file() -> IO[bytes]:
    return SpooledTemporaryFile(max_size=MEMORY_BYTES)


def read_back(file: IO[bytes]) -> Iterator[bytes]:
    """The whole of a temporary file, in chunks."""
    file.seek(0)
    while chunk := file.read(CHUNK_BYTES):
        yield chunk
