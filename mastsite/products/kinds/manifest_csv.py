"""Every file with its size and checksum, and every row that brings none."""

from __future__ import annotations

from collections.abc import Iterator

from mastsite.products import bundle
from mastsite.products.kinds.registry import kind
from mastsite.products.order import Order


@kind(
    "manifest", "csv", "Manifest",
    "Every file as CSV: where it is, its size and SHA-256 where they are known, its address; rows without files, and why.",
    "text/csv; charset=utf-8",
)  # fmt: skip
def write(asked: Order) -> Iterator[bytes]:
    yield bundle.manifest(asked.places, {}, asked.absent, asked.base)
