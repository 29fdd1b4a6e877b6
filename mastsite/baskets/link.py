"""Baskets as the text in a link and in the cookie, and back.

A short basket is its own link: its rows, packed and signed, so that a text which was cut or changed on its way is told
and nothing is unpacked that this site has not packed. A basket too long for that is kept, under the digest of its rows.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import zlib
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.utils import timezone

from mastsite.baskets.basket import Basket, from_plain, plain
from mastsite.baskets.models import Kept

LONGEST = 3_000
"""Characters of a link's text. Cookies end at 4,096 bytes, and many programs that pass addresses on end soon after."""
KEPT_AT_MOST = 2_000
SALT = "mastsite.baskets"

_KEPT = re.compile(r"k([A-Za-z0-9_-]{22})")


class Unread(ValueError):
    """No basket can be made of a text: the sentence says why and what to do."""


def write(basket: Basket) -> str:
    """The text of a basket; a long one is kept by this, and so is what others keep looked through."""
    text = signing.Signer(salt=SALT).sign_object(plain(basket), compress=True)
    if len(text) <= LONGEST:
        return text
    said = json.dumps(plain(basket), separators=(",", ":")).encode()
    name = base64.urlsafe_b64encode(hashlib.sha256(said).digest()).decode()[:22]
    Kept.purge(timezone.now() - timedelta(days=settings.BASKETS_KEPT_DAYS), KEPT_AT_MOST - 1)
    Kept.keep(name, zlib.compress(said, 9))
    return f"k{name}"


def read(text: str) -> Basket:
    """The basket of a text that `write` made.

    Raises
    ------
    Unread
    """
    if not text.isascii() or len(text) > LONGEST:
        raise Unread(_CHANGED)
    if kept := _KEPT.fullmatch(text):
        packed = Kept.packed(kept[1])
        if packed is None:
            raise Unread(
                "No basket is kept under this name. A basket too long for a link is kept until nobody has opened it for "
                f"{settings.BASKETS_KEPT_DAYS} days, or {KEPT_AT_MOST:,} others came after it. Make it anew."
            )
        return from_plain(json.loads(zlib.decompress(packed)))
    try:
        return from_plain(signing.Signer(salt=SALT).unsign_object(text))
    except (signing.BadSignature, ValueError, zlib.error) as error:
        raise Unread(_CHANGED) from error


def is_kept(text: str) -> bool:
    """Whether a text is the name of a basket that is kept here, and not the basket itself."""
    return bool(_KEPT.fullmatch(text))


_CHANGED = (
    "The link of this basket was cut or changed on its way, or another site made it: its signature does not fit. "
    "Ask whoever sent it for the whole link, or make the basket anew."
)
