"""Reading a result's rows once: in batches, counted, closed, and with a note of why they ended."""

from __future__ import annotations

import logging
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from itertools import islice
from tempfile import SpooledTemporaryFile
from typing import IO, TYPE_CHECKING

from mastsite.exports.cells import Table, table
from mastsite.exports.registry import ExportError

if TYPE_CHECKING:
    from mastsite.search.result import Result, Row

BATCH_ROWS = 256
CHUNK_BYTES = 64 * 1024
MEMORY_BYTES = 4 * 1024 * 1024
"""A temporary file this small stays in memory."""

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class Tally:
    """How many rows were written, and why they ended: complete, cut short by the format, or failed."""

    rows: int = 0
    truncated: str = ""
    failure: Exception | None = None

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


def tables(
    result: Result, tally: Tally, *, batch_rows: int = BATCH_ROWS, limit: int | None = None
) -> Generator[Table, None, None]:
    """Batches of the result's rows as columns, no more than `limit` rows; `tally` learns how it went.

    A failure of the rows ends them, after the rows that had come; it is noted in `tally`, not raised.
    """
    try:
        rows = iter(result.rows)
        more = True
        while more:
            wanted = batch_rows if limit is None else min(batch_rows, limit - tally.rows)
            batch: list[Row] = []
            failure: Exception | None = None
            try:
                batch.extend(islice(rows, wanted))  # keeps what came before a failure
            except Exception as error:
                failure = error
            more = len(batch) == wanted
            if batch:
                columns = table(batch, result.columns)
                tally.rows += len(batch)
                yield columns
            if failure is not None:
                raise failure
            if limit is not None and tally.rows >= limit:
                more = False
                if next(rows, None) is not None:
                    tally.truncated = f"this format holds no more than {limit:,} rows"
    except Exception as error:
        tally.fail(error)
    finally:
        close = getattr(result.rows, "close", None)
        if close is not None:
            close()


def encoded(result: Result, encode: Callable[[Table], bytes], tally: Tally) -> Iterator[bytes]:
    """Chunks of about 64 kB of the encoded rows. A failure of `encode` ends them like a failure of the rows."""
    held: list[bytes] = []
    size = written = 0
    source = tables(result, tally)
    try:
        for columns in source:
            try:
                piece = encode(columns)
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
