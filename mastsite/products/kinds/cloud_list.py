"""Addresses in public buckets beside those of this site, for work next to the data."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from mastsite.products.kinds.registry import kind
from mastsite.products.order import Order

NOT_KNOWN = "not known"


@kind(
    "cloud", "csv", "Cloud addresses",
    "The address in the archive's public bucket by its published rule, beside the one here; “not known” where no rule is. "
    "Nobody has looked whether the file is there.",
    "text/csv; charset=utf-8", how="aws s3 cp --no-sign-request ADDRESS .",
)  # fmt: skip
def write(asked: Order) -> Iterator[bytes]:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(("cloud", "address", "file", "size"))
    for file in asked.had:
        size = "" if file.size is None else file.size
        writer.writerow((file.cloud or NOT_KNOWN, file.address, file.name, size))
    yield text.getvalue().encode()
