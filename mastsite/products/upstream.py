"""The upstream archive: its lists of the files of data sets, and the addresses that it serves files at.

It is asked only when ``UPSTREAM_ARCHIVE`` is set, within ``UPSTREAM_TIMEOUT_S`` for all of one question, and an answer
is kept for an hour. No outage of it is an error here: what could not be asked is told.
"""

from __future__ import annotations

import hashlib
import json
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.core.cache import cache

from mastsite.network import fetch
from mastsite.network.fetch import Malformed, Unavailable
from mastsite.search.declare import Product

REMOTE = "upstream archive"
AT_A_TIME = 50
"""Data sets of one request."""
REPLY_LIMIT_BYTES = 16 * 2**20
KEPT_FOR_S = 3_600
LONGEST_URI = 1_000

_URI = re.compile(r"[!-~]+(?: [!-~]+)*")


@dataclass
class Lists:
    """Files by our identifier, and what could not be asked."""

    products: dict[str, list[Product]] = field(default_factory=dict)
    messages: list[str] = field(default_factory=list)


def enabled() -> bool:
    return bool(settings.UPSTREAM_ARCHIVE)


def lists(mission: str, names: Mapping[str, str]) -> Lists:
    """What the upstream archive lists of data sets.

    Parameters
    ----------
    mission : its own word for the mission.
    names : our identifier to its own.
    """
    found = Lists()
    kept = {own: cache.get(_key(mission, name)) for own, name in names.items()}
    found.products = {own: products for own, products in kept.items() if products is not None}
    asked = [own for own in names if own not in found.products]
    if not asked:
        return found
    if not enabled():
        found.messages.append(
            f"The files of {_count(asked)} are listed by the upstream archive alone, and this site asks no other "
            f"(UPSTREAM_ARCHIVE is empty). At MAST the list is /search/{mission}/api/v0.1/list_products?dataset_ids=…"
        )
        return found
    end = time.monotonic() + settings.UPSTREAM_TIMEOUT_S
    for start in range(0, len(asked), AT_A_TIME):
        some = asked[start : start + AT_A_TIME]
        address = list_address(mission, [names[own] for own in some])
        try:
            listed = _ask(address, max(0.1, end - time.monotonic()))
        except Unavailable as error:
            rest = asked[start:]
            found.messages.append(
                f"The upstream archive {error}, so that the files of {_count(rest)} are not listed. "
                f"It lists them at {address if len(rest) <= AT_A_TIME else list_address(mission, ['…'])}"
            )
            break
        for own in some:
            products = [product for product in listed if product.dataset.upper() == names[own].upper()]
            cache.set(_key(mission, names[own]), products, KEPT_FOR_S)
            found.products[own] = products
    return found


def _ask(address: str, limit_s: float) -> list[Product]:
    return fetch.ask(REMOTE, address, read, limit_s=limit_s, reply_limit_bytes=REPLY_LIMIT_BYTES)


def read(body: bytes) -> list[Product]:
    """The products of a reply; a flat list or a list of lists, and `dataset` or `fileset`.

    Raises
    ------
    Malformed : when it is not one.
    """
    items: Any = json.loads(body)["products"]
    if not isinstance(items, list):
        raise Malformed("products is no list")
    flat = [item for some in items for item in (some if isinstance(some, list) else [some])]
    return [_product(item) for item in flat]


def _product(item: Mapping[str, Any]) -> Product:
    dataset, filename, uri = (
        str(item[key]) for key in ("dataset" if "dataset" in item else "fileset", "filename", "uri")
    )
    size = item.get("size")
    if not passable(uri):
        raise Malformed(f"the URI {uri[:80]!r}")
    return Product(
        dataset, filename.rpartition("/")[2], uri,
        type=_text(item, "type") or "science", category=_text(item, "category"), description=_text(item, "description"),
        size=size if isinstance(size, int) and not isinstance(size, bool) and size >= 0 else None,
        file_suffix=_text(item, "file_suffix"), filters=_text(item, "filters"),
        instrument_name=_text(item, "instrument_name"), access=_text(item, "access") or "PUBLIC",
    )  # fmt: skip


def _text(item: Mapping[str, Any], key: str) -> str:
    value = item.get(key)
    return "" if value is None else str(value).strip()


def passable(uri: str) -> bool:
    """Whether a URI may be passed on: plain signs, no step upwards, not too long."""
    return len(uri) <= LONGEST_URI and bool(_URI.fullmatch(uri)) and ".." not in uri.split("/")


def list_address(mission: str, names: list[str]) -> str:
    ids = ",".join(quote(name, safe="…") for name in names)
    return f"{settings.UPSTREAM_ARCHIVE}/search/{quote(mission)}/api/v0.1/list_products?dataset_ids={ids}"


def download_address(uri: str, mission: str = "") -> str:
    """Where the upstream archive serves a file; empty when no files are to be had there.

    Parameters
    ----------
    mission : its word for the mission, for a URI without a scheme, which only that mission's own address takes.
    """
    if not enabled() or not passable(uri):
        return ""
    if uri.startswith("mast:"):
        return f"{settings.UPSTREAM_ARCHIVE}/api/v0.1/Download/file?uri={quote(uri, safe=':/')}"
    if not mission:
        return ""
    return f"{settings.UPSTREAM_ARCHIVE}/search/{quote(mission)}/api/v0.1/retrieve_product?product_name={quote(uri, safe='')}"


def _count(identifiers: list[str]) -> str:
    return identifiers[0] if len(identifiers) == 1 else f"{len(identifiers):,} data sets"


def _key(mission: str, name: str) -> str:
    return f"products.1.{hashlib.sha256(f'{mission}/{name}'.encode()).hexdigest()}"
