"""A list that aria2 takes: several files at a time, resumed and checked by it.

aria2 writes under the name that it is given from the first byte on. Where a checksum is known it compares also what was
there before, and fetches it anew where it is wrong; where none is, the name says that nobody compared it.
"""

from __future__ import annotations

from collections.abc import Iterator

from mastsite.products.kinds.registry import kind
from mastsite.products.order import Order, shown

RESUMED = "  continue=true\n  file-allocation=none\n  split=1\n  auto-file-renaming=false\n  allow-overwrite=true\n"
"""One piece after another and no room taken beforehand: after a kill, the bytes that are there are the file's first.

The command saves no state of aria2's own meanwhile: that is older than the bytes, and would be believed before them."""

PART = ".part"
RENAME = f"""find mastDownload -name '*{PART}' -exec sh -c 'mv -- "$1" "${{1%{PART}}}"' - {{}} ';'"""
"""What gives their names to files that aria2 had nothing to compare with, once it ended with 0."""
UNCHECKED = (
    f"No checksum is known of some files: these are written as NAME{PART}, and are whole when aria2 has ended with 0.",
    f"Then give them their names: {RENAME}",
)


@kind(
    "aria2", "txt", "List for aria2",
    "Several files at a time, resumed by aria2 and compared with their checksums. A file whose checksum is not known has .part behind its name "
    "until you rename it: it is whole when aria2 ends without an error.",
    "text/plain; charset=utf-8",
    how="aria2c --auto-save-interval=0 --dir=mastDownload --input-file=NAME",
)  # fmt: skip
def write(asked: Order) -> Iterator[bytes]:
    yield f"# {asked.volume}, from {asked.base}\n".encode()
    unchecked = UNCHECKED if any(not file.sha256 for file in asked.had) else ()
    for sentence in (*asked.said, *unchecked):
        yield f"# {shown(sentence)}\n".encode()
    for file in asked.lost:
        yield f"# Not in this list, as it is {file.status}: {shown(file.uri)}\n".encode()
    for file in asked.had:
        checked = f"  checksum=sha-256={file.sha256}\n" if file.sha256 else ""
        yield f"{file.address}\n  out={file.name}{'' if file.sha256 else PART}\n{RESUMED}{checked}".encode()
