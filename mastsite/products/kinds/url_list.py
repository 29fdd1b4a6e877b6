"""Addresses and nothing else, one a line, as most tools take them."""

from __future__ import annotations

from collections.abc import Iterator

from mastsite.products.kinds.registry import kind
from mastsite.products.order import Order


@kind(
    "urls", "txt", "List of addresses", "One address a line, for a tool of your own. What cannot be had is in the manifest alone.",
    "text/plain; charset=utf-8", how="wget --content-disposition --continue --input-file=NAME",
)  # fmt: skip
def write(asked: Order) -> Iterator[bytes]:
    for file in asked.had:
        yield f"{file.address}\n".encode()
