"""A list that aria2 takes: several files at a time, resumed and checked by it."""

from __future__ import annotations

from collections.abc import Iterator

from mastsite.products.kinds.registry import kind
from mastsite.products.order import Order, shown

RESUMED = "  continue=true\n  file-allocation=none\n  split=1\n  auto-file-renaming=false\n  allow-overwrite=true\n"
"""One piece after another and no room taken beforehand: after a kill, the bytes that are there are the file's first.

The command saves no state of aria2's own meanwhile: that is older than the bytes, and would be believed before them."""


@kind(
    "aria2", "txt", "List for aria2", "Several files at a time, resumed and compared with their checksums by aria2.",
    "text/plain; charset=utf-8",
    how="aria2c --auto-save-interval=0 --dir=mastDownload --input-file=NAME",
)  # fmt: skip
def write(asked: Order) -> Iterator[bytes]:
    yield f"# {asked.volume}, from {asked.base}\n".encode()
    for sentence in asked.said:
        yield f"# {shown(sentence)}\n".encode()
    for file in asked.lost:
        yield f"# Not in this list, as it is {file.status}: {shown(file.uri)}\n".encode()
    for file in asked.had:
        checked = f"  checksum=sha-256={file.sha256}\n" if file.sha256 else ""
        yield f"{file.address}\n  out={file.name}\n{RESUMED}{checked}".encode()
