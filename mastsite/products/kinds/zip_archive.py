"""One archive of all files that are here."""

from __future__ import annotations

from collections.abc import Iterator

from mastsite.products import bundle
from mastsite.products.kinds.registry import kind
from mastsite.products.order import Order


@kind(
    "zip", "zip", "Zip archive",
    "The files that are here, packed as they are and sent while they are read. MANIFEST.csv in it names every file, and why any is not in it. "
    "It cannot be resumed: for much, take a script.",
    "application/zip", how="unzip NAME",
)  # fmt: skip
def write(asked: Order) -> Iterator[bytes]:
    return bundle.of_order(asked)
