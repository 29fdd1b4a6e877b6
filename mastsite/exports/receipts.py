"""A receipt: what a search found, signed, so that anyone may later see whether it still finds the same.

It says the search, the loading that answered, how many rows there were, the SHA-256 of their identifiers
(`mastsite.exports.digest`), when, and by which build of the software. Its token holds all of that and the signature.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC
from typing import Any

from django.core import signing
from django.utils import timezone

from mastsite import freshness
from mastsite.exports.digest import Digest
from mastsite.search.identifiers import identified
from mastsite.search.params import QueryError, parse
from mastsite.search.query import Query
from mastsite.search.registry import UnknownMission, get_mission

SALT = "mastsite.receipt"
MOST_ROWS = 1_000_000
"""A receipt is made while its reader waits; files of more rows say their SHA-256 at their end."""
LONGEST_TOKEN = 100_000


class ReceiptError(ValueError):
    """There is no receipt, or none that was made here; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Found:
    """The rows of a search now."""

    holdings_version: str
    rows: int
    sha256_of_ids: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a search found at one moment.

    Parameters
    ----------
    params : of the address, canonical; places : the positions in degrees that stood for names in it.
    """

    mission: str
    params: tuple[tuple[str, str], ...]
    places: tuple[tuple[float, float], ...]
    query: str
    holdings_version: str
    rows: int
    sha256_of_ids: str
    made_at: str
    build: str

    def token(self) -> str:
        """The receipt and its signature, for an address."""
        return signing.Signer(salt=SALT).sign_object(asdict(self), compress=True)


def count_rows(placed: Query, *, within_s: float) -> Found:
    """Run a search for its identifiers alone.

    Raises
    ------
    ReceiptError : there are more than `MOST_ROWS`.
    NotLoaded, Unresolved, CursorError, TimeLimit
    """
    source, digest = identified(placed, most=MOST_ROWS + 1, within_s=within_s), Digest()
    for identifiers in source.chunks:
        digest.add_all(identifiers)
    if digest.rows > MOST_ROWS:
        raise ReceiptError(
            f"The search has more than {MOST_ROWS:,} rows, and a receipt is made of at most so many. "
            "Ask for a file: its last lines say how many rows it has and the SHA-256 of their identifiers."
        )
    return Found(source.holding.stamp, digest.rows, digest.hexdigest())


def make(query: Query, placed: Query, *, within_s: float) -> Receipt:
    """The receipt of a search, run now; `placed` is `query` with its names resolved."""
    found = count_rows(placed, within_s=within_s)
    return Receipt(
        mission=query.mission.slug,
        params=tuple(query.params()),
        places=tuple(place.position for place in placed.places),
        query=placed.describe(),
        holdings_version=found.holdings_version,
        rows=found.rows,
        sha256_of_ids=found.sha256_of_ids,
        made_at=timezone.now().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        build=freshness.build(),
    )


def read(token: str) -> Receipt:
    """The receipt of a token.

    Raises
    ------
    ReceiptError : it was not signed here, or something in it was changed.
    """
    if len(token) > LONGEST_TOKEN:
        raise ReceiptError(
            f"What was sent has {len(token):,} characters, and no receipt is so long. Send the receipt alone."
        )
    try:
        values: Mapping[str, Any] = signing.Signer(salt=SALT).unsign_object(token)
        pairs = tuple((str(name), str(value)) for name, value in values["params"])
        places = tuple((float(ra_deg), float(dec_deg)) for ra_deg, dec_deg in values["places"])
        return Receipt(**{**values, "params": pairs, "places": places})
    except Exception as error:  # whatever a stranger made of it
        raise ReceiptError(
            "The signature is not of this site: the receipt was made elsewhere, or a part of it was changed or is missing. "
            "Copy the whole of it again."
        ) from error


def query_of(receipt: Receipt) -> Query:
    """The search of a receipt, with the positions it was run at.

    Raises
    ------
    ReceiptError : the mission or a column is gone meanwhile.
    """
    try:
        query = parse(get_mission(receipt.mission), receipt.params)
    except (QueryError, UnknownMission) as error:
        raise ReceiptError(f"The search of this receipt cannot be read any more: {error}") from error
    places = tuple(
        replace(place, ra_deg=ra_deg, dec_deg=dec_deg)
        for place, (ra_deg, dec_deg) in zip(query.places, receipt.places, strict=True)
    )
    return replace(query, places=places)
