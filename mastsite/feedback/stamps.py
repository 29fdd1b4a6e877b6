"""A mark that each form carries: when it was shown, signed, and its own number. No address and no cookie is needed for it."""

from __future__ import annotations

import hashlib
import secrets
from datetime import UTC, datetime

from django.core.signing import BadSignature, Signer

SOONEST_S = 3
"""Nobody reads the form, types and sends in less; programs do."""
LATEST_S = 24 * 3600
"""A form left open longer is shown anew, with what was typed."""


class BadStamp(ValueError):
    """A form that is not sent as people do; the sentence says what to do."""


def now() -> datetime:
    """The present moment in UTC. Tests set it."""
    return datetime.now(UTC)


def new_stamp() -> str:
    return _signer().sign(f"{secrets.token_urlsafe(12)}.{int(now().timestamp())}")


def read(stamp: str) -> str:
    """Digest of the form's own number.

    Raises
    ------
    BadStamp
        When the form was not made here, or is too young or too old.
    """
    age_s = now().timestamp() - _shown_at(stamp)
    if not -60 <= age_s <= LATEST_S:
        raise BadStamp("The form was open for more than a day. What you typed is still in it: press Send again.")
    if age_s < SOONEST_S:
        raise BadStamp(
            f"The form was sent within {SOONEST_S} seconds, as programs do. What you typed is still in it: press Send again."
        )
    return hashlib.sha256(stamp.encode()).hexdigest()


def still_good(stamp: str) -> bool:
    """Whether a form that is shown again can keep its mark."""
    try:
        return -60 <= now().timestamp() - _shown_at(stamp) <= LATEST_S / 2
    except BadStamp:
        return False


def _shown_at(stamp: str) -> int:
    try:
        return int(_signer().unsign(stamp).rpartition(".")[2])
    except (BadSignature, ValueError):
        raise BadStamp(
            "The form did not come from this page. What you typed is in a new one: press Send again."
        ) from None


def _signer() -> Signer:
    return Signer(salt="mastsite.feedback")
