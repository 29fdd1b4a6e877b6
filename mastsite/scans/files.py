"""The file of a job, by any of the site's writers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mastsite.exports import ExportError, writer_for
from mastsite.jobs.kinds import JobError, Outcome, Task
from mastsite.search.result import Result, Row


def written(task: Task, result: Result, name: str) -> Outcome:
    """Write the rows of a result into the job's folder, in the format that was asked for.

    Raises
    ------
    JobError : there is no such format, or it cannot hold the rows.
    """
    writer = writer_for(task.asked["format"])
    if writer is None:
        raise JobError(f"There is no format called {task.asked['format'][:40]}.")
    tally = _Tally(result.rows)
    result.rows = tally
    file = f"{name}.{writer.extension}"
    try:
        with (task.folder / file).open("wb") as out:
            for piece in writer.write(result):
                out.write(piece)
    except ExportError as error:
        raise JobError(str(error)) from error
    if tally.failure is not None:
        raise tally.failure
    cut = f" It is {result.truncated}." if result.truncated else ""
    sentence = f"The file has {tally.number:,} row{'' if tally.number == 1 else 's'}.{cut}"
    notes = [message.text for message in result.messages]
    return Outcome(" ".join([sentence, *notes]), {"rows": tally.number, "messages": notes}, file)


class _Tally:
    """Rows, counted as they pass; what stopped them is kept, as some writers only note it in their file."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self.rows, self.number, self.failure = rows, 0, None

    number: int
    failure: Exception | None

    def __iter__(self) -> Iterator[Row]:
        try:
            for row in self.rows:
                self.number += 1
                yield row
        except Exception as error:
            self.failure = error
            raise
